"""Tell, when a day is over, who was not there and had no approved leave for it (ATT-02, ATT-06)."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import NAMESPACE_URL, UUID, uuid5
from zoneinfo import ZoneInfo

from django.db import transaction

from yichuang.kernel.clock import local_day
from yichuang.kernel.ids import new_id
from yichuang.kernel.journal.record import record
from yichuang.kernel.types import Actor, ActorKind
from yichuang.organization import selectors as organization
from yichuang.organization.types import HallCard
from yichuang.posts import rules, selectors
from yichuang.posts.events import PersonAbsent
from yichuang.posts.models import Absence, Leave, SignOn
from yichuang.posts.types import LeaveState

SWEEP_ID = uuid5(NAMESPACE_URL, "yichuang:posts.absences")
#: A hall that was switched off over a long weekend still hears of the days before.
LOOKS_BACK = 5


@transaction.atomic
def tell_absences(*, at: datetime) -> int:
    """Tell once of each person planned as A on a day that is over, who signed on nowhere and had no leave.

    A leave that nobody has approved by the end of the day does not count, even where B covered (X-13); an
    approved one counts for its own time, and nobody came for the rest either.
    """
    told = 0
    for hall in organization.halls():
        if hall.active:
            today = local_day(at, hall.timezone)
            for back in range(LOOKS_BACK, 0, -1):
                told += _tell_of(hall, today - timedelta(days=back), at)
    return told


def _tell_of(hall: HallCard, day: date, at: datetime) -> int:
    planned: dict[UUID, list[tuple[datetime, datetime]]] = {}
    spans = selectors.open_days(hall.id, since=day, until=day + timedelta(days=1)).spans
    for shift in selectors.shifts(hall.id, since=day, until=day + timedelta(days=1)):
        span = spans.get((shift.post_id, shift.day, shift.session))
        if span is not None:
            planned.setdefault(shift.a_id, []).append(span)
    known = set(Absence.objects.filter(hall_id=hall.id, day=day).values_list("person_id", flat=True))
    there = _there_on(hall, day)
    told = 0
    for person_id, missed in planned.items():
        if person_id in known or person_id in there:
            continue
        leaves = _leaves_over(hall.id, person_id, missed)
        granted = [
            (one.begins, one.ends)
            for one in leaves
            if one.state in (LeaveState.APPROVED, LeaveState.RETURNED) and one.decided_at is not None
        ]
        if not rules.is_owed(missed, granted):
            continue
        pending = next((one.id for one in leaves if one.state == LeaveState.SUBMITTED), None)
        row = Absence.objects.create(
            id=new_id(), hall_id=hall.id, person_id=person_id, day=day, leave_id=pending, told_at=at
        )
        event = PersonAbsent(day=day, person_id=person_id, leave_id=pending)
        by = Actor(ActorKind.SYSTEM, SWEEP_ID, hall.id)
        record(event, subject=row.id, matter=pending, by=by, at=at)
        told += 1
    return told


def _there_on(hall: HallCard, day: date) -> set[UUID]:
    """Return who signed on somewhere on a day."""
    begins = datetime.combine(day, datetime.min.time(), ZoneInfo(hall.timezone))
    rows = SignOn.objects.filter(
        hall_id=hall.id, started_at__gte=begins, started_at__lt=begins + timedelta(days=1)
    )
    return set(rows.values_list("person_id", flat=True))


def _leaves_over(hall_id: UUID, person_id: UUID, missed: list[tuple[datetime, datetime]]) -> list[Leave]:
    """Return somebody's leaves that take away some of this time."""
    rows = Leave.objects.filter(
        hall_id=hall_id,
        person_id=person_id,
        begins__lt=max(ends for _begins, ends in missed),
        ends__gt=min(begins for begins, _ends in missed),
    )
    return [
        row
        for row in rows.order_by("begins")
        if any(row.begins < ends and begins < row.ends for begins, ends in missed)
    ]
