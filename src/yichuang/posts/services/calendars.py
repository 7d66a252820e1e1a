"""Open, renew and end the calendar in which a person reads their own shifts."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from yichuang.kernel.idempotency import once
from yichuang.kernel.ids import new_id
from yichuang.kernel.journal.record import record
from yichuang.kernel.types import Actor, Key
from yichuang.posts.events.roster import CalendarEnded, CalendarOpened
from yichuang.posts.models.roster import CalendarFeed
from yichuang.posts.selectors.calendars import address_of


@transaction.atomic
def open_calendar(*, by: Actor, at: datetime, key: Key | None = None) -> str:
    """Open the calendar of one's own shifts, or give it a new address; return what its address ends with.

    Whoever had the old address reads nothing any more.
    """
    promise = once(by, "posts.open_calendar", key, at)
    if not promise.replay:
        first = {"id": new_id(), "since": at, "serial": 0}
        row, _fresh = CalendarFeed.objects.select_for_update().get_or_create(
            hall_id=by.hall_id, person_id=by.id, defaults=first
        )
        row.serial, row.since, row.ended_at = row.serial + 1, at, None
        row.save(update_fields=["serial", "since", "ended_at"])
        told = CalendarOpened(person_id=by.id, serial=row.serial)
        record(told, subject=row.id, by=by, at=at, entry_id=promise.entry_id)
    return address_of(by.hall_id, by.id)


@transaction.atomic
def end_calendar(*, by: Actor, at: datetime, key: Key | None = None) -> None:
    """End the calendar of one's own shifts; there being none is no fault."""
    promise = once(by, "posts.end_calendar", key, at)
    rows = CalendarFeed.objects.select_for_update()
    row = rows.filter(hall_id=by.hall_id, person_id=by.id, ended_at__isnull=True).first()
    if promise.replay or row is None:
        return
    row.ended_at = at
    row.save(update_fields=["ended_at"])
    told = CalendarEnded(person_id=by.id, serial=row.serial)
    record(told, subject=row.id, by=by, at=at, entry_id=promise.entry_id)
