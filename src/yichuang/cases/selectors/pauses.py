"""Pauses that were asked for: of a case, and those that wait for an answer."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db.models import Count, QuerySet

from yichuang.cases.models import Case, PauseRequest
from yichuang.cases.refusals import UnknownPauseRequest
from yichuang.cases.rules.sight import Seen
from yichuang.cases.selectors.sight import visible
from yichuang.cases.types import PauseRequestCard, PauseState
from yichuang.deadlines.types import Ground
from yichuang.kernel.journal import selectors as journal
from yichuang.posts import selectors as posts
from yichuang.posts.types import MandateAct


def pause_request(hall_id: UUID, request_id: UUID) -> PauseRequestCard:
    """Return one request for a pause.  Raises: UnknownPauseRequest."""
    row = _rows(hall_id).filter(id=request_id).first()
    if row is None:
        raise UnknownPauseRequest
    return _card(row)


def pause_request_of_entry(hall_id: UUID, entry_id: UUID) -> PauseRequestCard:
    """Return the request a journal entry is about."""
    return pause_request(hall_id, journal.subject_of(hall_id, entry_id))


def pause_requests_of(hall_id: UUID, case_id: UUID) -> list[PauseRequestCard]:
    """Return the pauses that were asked for in a case, the first first."""
    return [_card(row) for row in _rows(hall_id).filter(case_id=case_id).order_by("asked_at", "id")]


def asked_pauses(hall_id: UUID, case_ids: Collection[UUID]) -> dict[UUID, PauseRequestCard]:
    """Return the pauses of these cases that were asked for and not answered, by case."""
    rows = _rows(hall_id).filter(case_id__in=list(case_ids), state=PauseState.ASKED)
    return {row.case_id: _card(row) for row in rows}


def pauses_to_answer(
    hall_id: UUID, person_id: UUID, seen: Seen, at: datetime, limit: int = 100
) -> list[PauseRequestCard]:
    """Return the requests a person may approve or decline at ``at``, the oldest first."""
    cases = Case.objects.filter(visible(person_id, seen), hall_id=hall_id)
    rows = _rows(hall_id).filter(state=PauseState.ASKED, case__in=cases).order_by("asked_at", "id")
    found = [_card(row) for row in rows[:limit]]
    return [one for one in found if may_answer_pause(one, person_id, at)]


def pause_counts(hall_id: UUID) -> dict[PauseState, int]:
    """Return how many pauses were asked for in a hall, by where they stand."""
    rows = PauseRequest.objects.filter(hall_id=hall_id).values_list("state").annotate(many=Count("id"))
    return dict.fromkeys(PauseState, 0) | {PauseState(state): many for state, many in rows}


def may_answer_pause(card: PauseRequestCard, person_id: UUID, at: datetime) -> bool:
    """Say whether a person has the mandate for a pause in this case, and is a second one in it."""
    verdict = posts.may_decide(
        card.hall_id, person_id, card.item_id, MandateAct.PAUSE, None, at, card.department_id
    )
    return verdict.ok and not {person_id, verdict.covers_for} & {card.asked_by, card.hand}


def _rows(hall_id: UUID) -> QuerySet[PauseRequest]:
    return PauseRequest.objects.filter(hall_id=hall_id).select_related("case")


def _card(row: PauseRequest) -> PauseRequestCard:
    case = row.case
    return PauseRequestCard(
        id=row.id,
        hall_id=row.hall_id,
        case_id=row.case_id,
        case_number=case.number,
        item_id=case.item_id,
        department_id=case.department_id,
        ground=Ground(row.ground),
        link=row.link,
        evidence=row.evidence,
        state=PauseState(row.state),
        hand=case.handler_id or case.accepted_by or case.submitted_by,
        asked_by=row.asked_by,
        asked_at=row.asked_at,
        answered_by=row.answered_by,
        answered_at=row.answered_at,
        reason_id=row.reason_id,
    )
