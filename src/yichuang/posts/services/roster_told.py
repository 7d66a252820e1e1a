"""Remind departments of next month's roster, and tell which are late when the month begins."""

from __future__ import annotations

from datetime import date, datetime, time
from uuid import NAMESPACE_URL, UUID, uuid5
from zoneinfo import ZoneInfo

from django.db import transaction

from yichuang.kernel.clock import local_day
from yichuang.kernel.ids import new_id
from yichuang.kernel.journal.record import record
from yichuang.kernel.types import Actor, ActorKind
from yichuang.organization import selectors as organization
from yichuang.posts.events.roster import RosterDueSoon, RosterLate
from yichuang.posts.models.roster import Roster, RosterTold
from yichuang.posts.selectors import roster as rosters
from yichuang.posts.types.roster import RosterState

SWEEP_ID = uuid5(NAMESPACE_URL, "yichuang:posts.rosters")


@transaction.atomic
def tell_rosters(*, at: datetime) -> int:
    """Remind of next month's rosters and tell which are late when it begins (ROT-02); return how many."""
    return sum(_tell_of(hall.id, at) for hall in organization.halls() if hall.active)


def _tell_of(hall_id: UUID, at: datetime) -> int:
    today = local_day(at, organization.timezone_of(hall_id))
    this, following = today.replace(day=1), rosters.month_until(today)
    told = 0
    for department_id in rosters.rostered_departments(hall_id):
        for month in (this, following):
            if rosters.reminded(hall_id, month) <= today:
                told += _tell(hall_id, department_id, month, today > rosters.due(hall_id, month), at)
    return told


def _tell(hall_id: UUID, department_id: UUID | None, month: date, late: bool, at: datetime) -> int:
    """Tell once of a roster that is not filed."""
    versions = Roster.objects.filter(rosters.of_department(department_id), hall_id=hall_id, month=month)
    whose = {"hall_id": hall_id, "department_key": str(department_id or ""), "month": month}
    if versions.filter(state__in=[RosterState.FILED, RosterState.PUBLISHED]).exists():
        return 0
    if late:  # only who was reminded or had begun: a hall begins in mid-month
        begins = datetime.combine(month, time(), ZoneInfo(organization.timezone_of(hall_id)))
        known = RosterTold.objects.filter(**whose, late=False).exists()
        if not known and not versions.filter(made_at__lt=begins).exists():
            return 0
    _row, fresh = RosterTold.objects.get_or_create(**whose, late=late, defaults={"id": new_id()})
    if fresh:
        by = Actor(ActorKind.SYSTEM, SWEEP_ID, hall_id)
        event = (
            RosterLate(department_id=department_id, month=month)
            if late
            else RosterDueSoon(department_id=department_id, month=month, due=rosters.due(hall_id, month))
        )
        record(event, subject=department_id or hall_id, by=by, at=at)
    return int(fresh)
