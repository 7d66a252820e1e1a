"""Take a year of the State calendar in, and tell each hall when one is missing."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import datetime
from uuid import NAMESPACE_URL, UUID, uuid5

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yichuang.kernel.clock import local_day
from yichuang.kernel.idempotency import once
from yichuang.kernel.ids import new_id
from yichuang.kernel.journal.record import record
from yichuang.kernel.texts import plain
from yichuang.kernel.types import Actor, ActorKind, Key
from yichuang.organization import calendars, rules
from yichuang.organization.errors import CalendarUnfit, HallUnknown
from yichuang.organization.events import CalendarImported, CalendarYearMissing
from yichuang.organization.models import CalendarDay, CalendarYear, Hall, YearAlert
from yichuang.organization.selectors.calendar import state_calendar
from yichuang.organization.services.marks import move_mark
from yichuang.organization.types import CalendarYearCard, DayKind

SWEEP_ID = uuid5(NAMESPACE_URL, "yichuang:organization.calendar")


@transaction.atomic
def import_calendar_year(
    *, text: str, source_name: str, by: Actor, at: datetime, key: Key | None = None
) -> tuple[CalendarYearCard, ...]:
    """Take the year or years of a file over into the working calendar of every hall (HRS-02).

    A year that was there is replaced.  The hall's own journal tells of the act; every other hall's tells
    that its calendar changed because of it.
    Raises: CalendarUnfit (with ``faults``, by line; nothing is taken over), HallUnknown.
    """
    years, faults = calendars.parse(text)
    if faults:
        raise CalendarUnfit(faults)
    promise = once(by, "organization.import_calendar_year", key, at)
    if promise.replay:
        return years
    source_name = plain(source_name, field=_("File"), limit=200)
    halls = list(Hall.objects.select_for_update().order_by("id"))
    if all(one.id != by.hall_id for one in halls):
        raise HallUnknown

    known = state_calendar().years
    source_hash = hashlib.sha256(text.encode()).hexdigest()
    for position, year in enumerate(years):
        _take_over(year, source_name, at)
        told = CalendarImported(
            year=year.year,
            replaced=year.year in known,
            off=tuple(one.day.isoformat() for one in year.days if one.kind is DayKind.OFF),
            make_up=tuple(one.day.isoformat() for one in year.days if one.kind is DayKind.MAKE_UP),
            source_hash=source_hash,
        )
        cause = promise.entry_id if position == 0 else new_id()
        record(told, subject=by.hall_id, by=by, at=at, entry_id=cause)
        for hall in halls:
            if hall.id != by.hall_id:
                record(told, subject=hall.id, by=_system(hall.id, cause), at=at)
    for hall in halls:
        move_mark(hall)
    return years


def _take_over(year: CalendarYearCard, source_name: str, at: datetime) -> None:
    CalendarDay.objects.filter(year_id=year.year).delete()
    CalendarDay.objects.filter(day__in=[one.day for one in year.days]).delete()
    CalendarYear.objects.update_or_create(
        year=year.year, defaults={"notice": year.notice, "source_name": source_name, "imported_at": at}
    )
    CalendarDay.objects.bulk_create(
        CalendarDay(day=one.day, year_id=year.year, kind=str(one.kind), name=one.name) for one in year.days
    )


def _system(hall_id: UUID, cause: UUID | None) -> Actor:
    return replace(Actor(ActorKind.SYSTEM, SWEEP_ID, hall_id), cause=cause)


@transaction.atomic
def tell_missing_calendar(*, at: datetime) -> int:
    """Tell every hall, once a year, that the calendar it needs is missing; return how many were told."""
    known = state_calendar().years
    told = 0
    for hall in Hall.objects.order_by("id"):
        year = rules.year_to_import(local_day(at, hall.timezone), known)
        if year is None:
            continue
        _alert, fresh = YearAlert.objects.get_or_create(hall_id=hall.id, year=year, defaults={"id": new_id()})
        if fresh:
            record(CalendarYearMissing(year=year), subject=hall.id, by=_system(hall.id, None), at=at)
            told += 1
    return told
