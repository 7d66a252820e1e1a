"""Watch how many wait in each zone, and tell the duty leader once when it is too many (QUE-03)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from yichuang.kernel import clock
from yichuang.kernel.journal.record import record
from yichuang.kernel.types import Actor
from yichuang.organization import selectors as organization
from yichuang.queueing import events, selectors
from yichuang.queueing.models import Crowding
from yichuang.queueing.rules.floor import crowded


@transaction.atomic
def watch_crowding(*, by: Actor, at: datetime) -> int:
    """Begin and end the crowding of each zone of the hall as its rule says; return how many changed.

    ``queue.crowd_threshold`` and ``queue.crowd_clear`` are the hall's; doing it again changes nothing.
    """
    day = clock.local_day(at, organization.hall(by.hall_id).timezone)
    threshold, clear = selectors.crowd_limits(by.hall_id, day)
    waiting = selectors.waiting_by_zone(by.hall_id, day)
    open_ones = {
        row.zone_id: row
        for row in Crowding.objects.select_for_update().filter(hall_id=by.hall_id, ended_at__isnull=True)
    }
    changed = 0
    for zone in organization.zones(by.hall_id):
        count, row = waiting.get(zone.id, 0), open_ones.get(zone.id)
        if crowded(count, was=row is not None, threshold=threshold, clear=clear) == (row is not None):
            continue
        if row is None:
            _begin(zone.id, count, threshold, by, at)
        else:
            _end(row, count, by, at)
        changed += 1
    return changed


def _begin(zone_id: UUID, waiting: int, threshold: int, by: Actor, at: datetime) -> None:
    leaders = organization.duty_leaders(by.hall_id)
    row = Crowding.objects.create(
        hall_id=by.hall_id,
        zone_id=zone_id,
        waiting=waiting,
        threshold=threshold,
        told_to=leaders[0] if leaders else None,
        began_at=at,
    )
    event = events.CrowdingBegan(
        crowding_id=row.id, zone_id=zone_id, waiting=waiting, threshold=threshold, told_to=row.told_to
    )
    record(event, subject=row.id, by=by, at=at)


def _end(row: Crowding, waiting: int, by: Actor, at: datetime) -> None:
    row.ended_at = at
    row.save(update_fields=["ended_at"])
    event = events.CrowdingEnded(crowding_id=row.id, zone_id=row.zone_id, waiting=waiting)
    record(event, subject=row.id, by=by, at=at)
