"""Tell, when a day is over, who did not come to a shift and had no approved leave for it (ATT-02, ATT-06)."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import NAMESPACE_URL, UUID, uuid5

from django.db import transaction

from yichuang.kernel.clock import local_day
from yichuang.kernel.ids import new_id
from yichuang.kernel.journal.record import record
from yichuang.kernel.types import Actor, ActorKind
from yichuang.organization import selectors as organization
from yichuang.posts import selectors
from yichuang.posts.events import PersonAbsent
from yichuang.posts.models import Absence, Leave
from yichuang.posts.types import LeaveState

SWEEP_ID = uuid5(NAMESPACE_URL, "yichuang:posts.absences")
DAY = timedelta(days=1)
#: A hall that was switched off over the longest festival still hears of the days before.
LOOKS_BACK = 15


@transaction.atomic
def tell_absences(*, at: datetime) -> int:
    """Tell once of each person who is counted absent from a shift of a day that is over (``attendance``).

    A leave that nobody has approved by the end of the day does not count, even where B covered (X-13); an
    approved one counts for its own time, and nobody came for the rest either.  What two people have said anew
    goes before what was counted.
    """
    told = 0
    for hall in organization.halls():
        if hall.active:
            today = local_day(at, hall.timezone)
            for back in range(LOOKS_BACK, 0, -1):
                told += _tell_of(hall.id, today - back * DAY, at)
    return told


def tell_before_deciding(leave: Leave, at: datetime) -> None:
    """Tell of a leave's person what the sweep would have told by now of the days it touches.

    Whether a day needs a paper to be excused does not hang on whether the sweep has come by.
    """
    zone = organization.timezone_of(leave.hall_id)
    today = local_day(at, zone)
    day = max(local_day(leave.begins, zone), today - LOOKS_BACK * DAY)
    while day < today and day <= local_day(leave.ends, zone):
        _tell_of(leave.hall_id, day, at, leave.person_id)
        day += DAY


def _tell_of(hall_id: UUID, day: date, at: datetime, person_id: UUID | None = None) -> int:
    missed = selectors.missed_shifts(hall_id, day, at, person_id)
    known = set(Absence.objects.filter(hall_id=hall_id, day=day).values_list("person_id", flat=True))
    fresh = {who: spans for who, spans in missed.items() if who not in known}
    for person_id, spans in fresh.items():
        pending = _asked_for(hall_id, person_id, spans)
        row = Absence.objects.create(
            id=new_id(), hall_id=hall_id, person_id=person_id, day=day, leave_id=pending, told_at=at
        )
        event = PersonAbsent(day=day, person_id=person_id, leave_id=pending)
        by = Actor(ActorKind.SYSTEM, SWEEP_ID, hall_id)
        record(event, subject=row.id, matter=pending, by=by, at=at)
    return len(fresh)


def _asked_for(hall_id: UUID, person_id: UUID, missed: list[tuple[datetime, datetime]]) -> UUID | None:
    """Return the leave somebody has asked for that takes away some of this time and is not decided yet."""
    rows = Leave.objects.filter(
        hall_id=hall_id, person_id=person_id, state=LeaveState.SUBMITTED.value
    ).order_by("begins")
    return next(
        (row.id for row in rows if any(row.begins < ends and begins < row.ends for begins, ends in missed)),
        None,
    )
