"""Instant matters that were not done when their day ended: told once, to who has them (ONE-05)."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import NAMESPACE_URL, UUID, uuid5

from django.db import transaction

from yichuang.cases import events
from yichuang.cases.models import LeftOpen
from yichuang.cases.selectors.once import left_open, over_until
from yichuang.cases.services import clocks
from yichuang.cases.services.beside import lead_of
from yichuang.cases.services.common import hall_day, locked, tell
from yichuang.deadlines.types import ClockState
from yichuang.kernel.ids import new_id
from yichuang.kernel.types import Actor, ActorKind
from yichuang.organization import selectors as organization

SWEEP_ID = uuid5(NAMESPACE_URL, "cases.left_open")
#: How far back days are looked at that ended while nothing ran.
BACK = timedelta(days=7)


def tell_left_open_everywhere(*, at: datetime) -> int:
    """Tell in every hall of instant matters left open when their day ended; return how many."""
    return sum(
        tell_left_open(hall_id=hall.id, by=Actor(ActorKind.SYSTEM, SWEEP_ID, hall.id), at=at)
        for hall in organization.halls()
        if hall.active
    )


def tell_left_open(*, hall_id: UUID, by: Actor, at: datetime, limit: int = 500) -> int:
    """Tell of each instant matter whose papers were complete on a day that ended, and that is not done.

    Once a day and case; what stands still by law is not left open by anybody.  Return how many were told.
    """
    over = over_until(hall_id, at)
    found = left_open(hall_id, over - BACK, over, at).filter(closed_at__isnull=True)
    known = LeftOpen.objects.filter(hall_id=hall_id, day__gte=over - BACK).values("case_id")
    waiting = found.exclude(id__in=known).exclude(ended_on__isnull=False).order_by("ready_at", "id")
    return sum(_left(case_id, by, at) for case_id in list(waiting.values_list("id", flat=True)[:limit]))


@transaction.atomic
def _left(case_id: UUID, by: Actor, at: datetime) -> int:
    case = locked(case_id, by)
    began = case.complete_at or case.accepted_at
    if began is None or case.closed_at is not None:
        return 0
    if any(one.state is ClockState.PAUSED for one in clocks.running(case, at, clocks.OF_THE_CASE)):
        return 0
    day = hall_day(case.hall_id, began)
    place = {"hall_id": case.hall_id, "case": case, "day": day}
    _row, fresh = LeftOpen.objects.get_or_create(**place, defaults={"id": new_id(), "told_at": at})
    if not fresh:
        return 0
    told = events.InstantLeftOpen(
        day=day, since=began, handler_id=lead_of(case, at), department_id=case.department_id
    )
    tell(told, case, by=by, at=at)
    return 1
