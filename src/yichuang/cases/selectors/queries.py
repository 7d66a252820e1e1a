"""Questions asked above, and who was urged how often."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Max, QuerySet

from yichuang.cases.models import Query, Urge
from yichuang.cases.refusals import QueryUnknown
from yichuang.cases.rules import queries as rules
from yichuang.cases.rules import urging
from yichuang.cases.types import Level, QueryCard, QueryState, UrgeAbout, UrgeCard, UrgeSource
from yichuang.deadlines import selectors as deadlines
from yichuang.kernel.clock import local_day
from yichuang.notices.types import Channel
from yichuang.organization import selectors as organization
from yichuang.regulations.selectors import parameter

#: A question in one of these wants somebody's hand.
OPEN_QUERIES = (QueryState.RAISED, QueryState.ANSWERED, QueryState.INFORMED)


def query(hall_id: UUID, query_id: UUID, at: datetime) -> QueryCard:
    """Return one question.  Raises: QueryUnknown."""
    found = _cards(hall_id, list(_rows(hall_id).filter(id=query_id)), at)
    if not found:
        raise QueryUnknown
    return found[0]


def queries_of(hall_id: UUID, case_id: UUID, at: datetime) -> list[QueryCard]:
    """Return every question asked about a case, in order."""
    return _cards(hall_id, list(_rows(hall_id).filter(case_id=case_id).order_by("raised_at", "id")), at)


def open_queries(hall_id: UUID, at: datetime, limit: int = 200) -> list[QueryCard]:
    """Return the questions of the hall that want a hand, the oldest first."""
    rows = _rows(hall_id).filter(state__in=[one.value for one in OPEN_QUERIES])
    return _cards(hall_id, list(rows.order_by("raised_at", "id")[:limit]), at)


def query_answered(hall_id: UUID, case_id: UUID) -> bool:
    """Say whether a question about the case was answered, so that its answer is on file (ACC-05)."""
    on_file = [one.value for one in rules.ON_FILE]
    return Query.objects.filter(hall_id=hall_id, case_id=case_id, state__in=on_file).exists()


def query_unsettled(hall_id: UUID, case_id: UUID) -> bool:
    """Say whether a question waits for its answer, or the applicant for being told (ONE-08)."""
    unsettled = [one.value for one in rules.UNSETTLED]
    return Query.objects.filter(hall_id=hall_id, case_id=case_id, state__in=unsettled).exists()


def _rows(hall_id: UUID) -> QuerySet[Query]:
    return Query.objects.filter(hall_id=hall_id).select_related("case")


def _cards(hall_id: UUID, rows: Sequence[Query], at: datetime) -> list[QueryCard]:
    clocks = deadlines.clocks(hall_id, [row.clock_id for row in rows], at) if rows else {}
    cards = []
    for row in rows:
        clock = clocks.get(row.clock_id)
        waiting = QueryState(row.state) in rules.UNSETTLED
        cards.append(
            QueryCard(
                id=row.id,
                hall_id=row.hall_id,
                case_id=row.case_id,
                case_number=row.case.number,
                department_id=row.case.department_id,
                state=QueryState(row.state),
                level=Level(row.level),
                asked_level=Level(row.asked_level),
                raised_by=row.raised_by,
                raised_at=row.raised_at,
                question_id=row.question_id,
                answer_id=row.answer_id,
                document=row.document,
                answered_by=row.answered_by,
                answered_at=row.answered_at,
                informed_by=row.informed_by,
                informed_at=row.informed_at,
                channel=Channel(row.channel) if row.channel else None,
                closed_at=row.closed_at,
                due=clock.due if clock and waiting else None,
                due_at=clock.due_at if clock and waiting else None,
                overdue=waiting and clock is not None and clock.overdue,
            )
        )
    return cards


def urges(hall_id: UUID, case_id: UUID) -> list[UrgeCard]:
    """Return every time somebody was urged in a case, in order (XFER-01)."""
    return [
        UrgeCard(
            id=row.id,
            case_id=row.case_id,
            number=row.number,
            source=UrgeSource(row.source),
            about=UrgeAbout(row.about),
            subject_id=row.subject_id,
            urged_by=row.urged_by,
            urged_at=row.urged_at,
            person_id=row.person_id,
            department_id=row.department_id,
        )
        for row in Urge.objects.filter(hall_id=hall_id, case_id=case_id).order_by("number")
    ]


def urge_count(hall_id: UUID, case_id: UUID) -> int:
    """Return how often a case was urged."""
    rows = Urge.objects.filter(hall_id=hall_id, case_id=case_id)
    return int(rows.aggregate(last=Max("number"))["last"] or 0)


def last_urge(hall_id: UUID, subject_id: UUID, source: UrgeSource) -> datetime | None:
    """Return when this was last urged by this kind of hand."""
    rows = Urge.objects.filter(hall_id=hall_id, subject_id=subject_id, source=source.value)
    found: datetime | None = rows.aggregate(last=Max("urged_at"))["last"]
    return found


def urged_again(hall_id: UUID, case_id: UUID, at: datetime) -> datetime | None:
    """Return from when the applicant may urge the case again; None where they may now."""
    day = local_day(at, organization.timezone_of(hall_id))
    pause = timedelta(minutes=int(parameter(hall_id, "urge.pause_minutes", day)))
    last = last_urge(hall_id, case_id, UrgeSource.CITIZEN)
    return urging.urged_again_from(last, pause) if urging.too_soon(last, pause, at) else None
