"""A pause that needs an approval: asked for by one, approved or declined by another's own act (TIME-02)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from yichuang.cases import events, selectors
from yichuang.cases.models import Case, PauseRequest
from yichuang.cases.refusals import (
    NoApprovalNeeded,
    PauseAnswered,
    PauseAskedAlready,
    PauseNeedsSecond,
    UnknownPauseRequest,
)
from yichuang.cases.services import clocks, gates, papers
from yichuang.cases.services.common import (
    act,
    for_whom,
    hand_of,
    in_house,
    item_of,
    keep_text,
    locked,
)
from yichuang.cases.services.decide import mandated
from yichuang.cases.services.pace import lawful, place_of, under_way
from yichuang.cases.types import PauseRequestCard, PauseState
from yichuang.deadlines import selectors as deadlines
from yichuang.deadlines import services as counting
from yichuang.deadlines.refusals import PaperMissing
from yichuang.deadlines.types import Ground
from yichuang.kernel.idempotency import once
from yichuang.kernel.ids import new_id
from yichuang.kernel.journal.record import record
from yichuang.kernel.types import Actor, Key
from yichuang.posts.types import MandateAct, MandateVerdict


@act
def ask_pause(
    *,
    case_id: UUID,
    ground: str,
    evidence: str,
    link: str = "",
    by: Actor,
    at: datetime,
    key: Key | None = None,
) -> PauseRequestCard:
    """Ask that a case's time stand still on a ground that needs an approval; until then it runs on.

    ``evidence`` is the number of the paper it rests on (60 characters at most), ``link`` as in ``pause``.

    Raises: UnknownCase, IllegalAct, OtherDepartment, GroundUnfit, NoApprovalNeeded, PauseAskedAlready,
    TimeStandsStill, PaperMissing, PaperUnfit, GroundUnlawful (AB-08), KeyReused.
    """
    promise = once(by, "cases.ask_pause", key, at)
    if promise.replay:
        return selectors.pause_request_of_entry(by.hall_id, promise.entry_id)
    case = locked(case_id, by)
    under_way(case, "ask_pause", by, at)
    by = in_house(case, "ask_pause", by, at)
    item = item_of(case)
    why, named = lawful(item, ground, link)
    if not deadlines.needs_approval(why):
        raise NoApprovalNeeded
    paper = counting.paper_number(evidence)
    if not paper:
        raise PaperMissing
    clocks.to_be_held(case, at)
    if selectors.asked_pauses(case.hall_id, [case.id]):
        raise PauseAskedAlready(number=case.number)
    row = PauseRequest.objects.create(
        id=new_id(),
        hall_id=case.hall_id,
        case=case,
        ground=why.value,
        link=named.name if named else "",
        evidence=paper,
        state=PauseState.ASKED.value,
        asked_by=by.id,
        asked_at=at,
    )
    told = events.PauseAsked(
        request_id=row.id,
        ground=why,
        evidence=row.paper,
        link=place_of(item, named),
        department_id=case.department_id,
    )
    record(told, subject=row.id, matter=case.id, by=by, at=at, entry_id=promise.entry_id)
    return selectors.pause_request(case.hall_id, row.id)


@act
def approve_pause(*, request_id: UUID, by: Actor, at: datetime, key: Key | None = None) -> PauseRequestCard:
    """Approve a pause: the case's time stands still from now on, and the applicant is told (许可法 §45).

    Who approves holds the mandate for it, did not ask for it and has not the case in hand.

    Raises: UnknownPauseRequest, UnknownCase, OtherDepartment, PauseAnswered, PauseNeedsSecond,
    OutsideMandate, TimeStandsStill, GroundUnfit, KeyReused.
    """
    promise = once(by, "cases.approve_pause", key, at)
    if promise.replay:
        return selectors.pause_request_of_entry(by.hall_id, promise.entry_id)
    case, row = _open(request_id, "approve_pause", by, at)
    mandate = _second(case, row, by, at)
    by = for_whom(by, mandate)
    item, why = item_of(case), Ground(row.ground)
    # its version may have changed since: a link it no longer has names the ground instead
    named = next((one for one in item.special_links if one.name == row.link), None)
    notice = papers.pause(case, item, why, named, by=by, at=at)
    clocks.pause_all(
        case, why, notice_id=notice.id, evidence=row.evidence, asked_by=row.asked_by, by=by, at=at
    )
    row.notice_id, row.delegation_id = notice.id, mandate.delegation_id
    _answer(row, PauseState.APPROVED, by, at)
    told = events.PauseApproved(
        request_id=row.id,
        ground=why,
        asked_by=row.asked_by,
        department_id=case.department_id,
        delegation_id=mandate.delegation_id,
        notice_id=notice.id,
    )
    record(told, subject=row.id, matter=case.id, by=by, at=at, entry_id=promise.entry_id)
    paused = events.CaseTimePaused(ground=why, notice_id=notice.id, link=place_of(item, named))
    record(paused, subject=case.id, matter=case.id, by=by, at=at)
    return selectors.pause_request(case.hall_id, row.id)


@act
def decline_pause(
    *, request_id: UUID, reason: str, by: Actor, at: datetime, key: Key | None = None
) -> PauseRequestCard:
    """Decline a pause for a reason: nothing has stood still; who may approve it may decline it.

    Raises: UnknownPauseRequest, UnknownCase, OtherDepartment, PauseAnswered, PauseNeedsSecond,
    OutsideMandate, ReasonNeeded, KeyReused.
    """
    promise = once(by, "cases.decline_pause", key, at)
    if promise.replay:
        return selectors.pause_request_of_entry(by.hall_id, promise.entry_id)
    case, row = _open(request_id, "decline_pause", by, at)
    by = for_whom(by, _second(case, row, by, at))
    row.reason_id = keep_text(reason, field=_("Reason given"), item=item_of(case), by=by, at=at)
    _answer(row, PauseState.DECLINED, by, at)
    told = events.PauseDeclined(
        request_id=row.id,
        ground=Ground(row.ground),
        asked_by=row.asked_by,
        department_id=case.department_id,
        reason_id=row.reason_id,
    )
    record(told, subject=row.id, matter=case.id, by=by, at=at, entry_id=promise.entry_id)
    return selectors.pause_request(case.hall_id, row.id)


def _open(request_id: UUID, what: str, by: Actor, at: datetime) -> tuple[Case, PauseRequest]:
    """Return a request that waits, its case under lock.

    Raises: UnknownPauseRequest, UnknownCase, OtherDepartment, PauseAnswered.
    """
    found = PauseRequest.objects.filter(hall_id=by.hall_id, id=request_id).first()
    if found is None:
        raise UnknownPauseRequest
    case = locked(found.case_id, by)
    in_house(case, what, by, at, gates.DECIDERS)
    row = PauseRequest.objects.get(hall_id=by.hall_id, id=request_id)  # as it is now that nobody else acts
    if row.state != PauseState.ASKED:
        raise PauseAnswered
    return case, row


def _second(case: Case, row: PauseRequest, by: Actor, at: datetime) -> MandateVerdict:
    """Return the mandate of a second person.  Raises: PauseNeedsSecond, OutsideMandate."""
    gain = {row.asked_by, hand_of(case)}
    if by.id in gain:
        raise PauseNeedsSecond
    mandate = mandated(case, MandateAct.PAUSE, by, at)
    if mandate.covers_for in gain:
        raise PauseNeedsSecond  # for A nobody answers what A asked, or what A has in hand
    return mandate


def _answer(row: PauseRequest, state: PauseState, by: Actor, at: datetime) -> None:
    row.state, row.answered_by, row.answered_at = state.value, by.id, at
    row.save(update_fields=["state", "answered_by", "answered_at", "reason_id", "notice_id", "delegation_id"])
