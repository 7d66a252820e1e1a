"""By what the clocks of a hall are counted, as this process last read it.

All of it belongs to the hall's ``plan_version``, the mark that moves with every change of calendar, hours
and closures: the mark is read at every question, the rest only when it has moved.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import DatabaseError

from yichuang.deadlines.models import CalendarVersion
from yichuang.deadlines.rules import Almanac, WorkCalendar, calendar_of
from yichuang.deadlines.rules.almanac import Session
from yichuang.deadlines.types import Unit
from yichuang.organization import selectors as organization
from yichuang.organization.types import CalendarDayCard, DayKind, SessionKind

MOST_HALLS = 2000
MOST_CALENDARS = 16
CHUNK = timedelta(days=45)


@dataclass(frozen=True, slots=True)
class _Held:
    mark: int
    almanac: Almanac


_almanacs: OrderedDict[UUID, _Held] = OrderedDict()
_calendars: OrderedDict[str, WorkCalendar] = OrderedDict()
_lock = threading.Lock()


def forget() -> None:
    """Let the next question read everything anew."""
    with _lock:
        _almanacs.clear()
        _calendars.clear()


def almanac(hall_id: UUID) -> Almanac:
    """Return by what the clocks of the hall are counted now.  Raises: HallUnknown."""
    mark = organization.plan_version(hall_id)
    held = _almanacs.get(hall_id)
    if held is not None and held.mark == mark:
        return held.almanac
    fresh = _read(hall_id)
    with _lock:
        _almanacs[hall_id] = _Held(mark, fresh)
        while len(_almanacs) > MOST_HALLS:
            _almanacs.popitem(last=False)
    return fresh


def state_calendar() -> WorkCalendar:
    """Return the State calendar as it stands; before there are tables, the years that are shipped."""
    try:
        return _kept(calendar_of(*organization.special_days()))
    except DatabaseError:
        return _kept(calendar_of(*organization.shipped_days()))


def _read(hall_id: UUID) -> Almanac:
    calendar = _kept(calendar_of(*organization.special_days()))
    return Almanac(calendar, ZoneInfo(organization.hall(hall_id).timezone), _Hours(hall_id, calendar))


def _kept(calendar: WorkCalendar) -> WorkCalendar:
    """Return the calendar of this version this process already has, so that all halls share one."""
    with _lock:
        found = _calendars.setdefault(calendar.version, calendar)
        while len(_calendars) > MOST_CALENDARS:
            _calendars.popitem(last=False)
    return found


def as_of(now: Almanac, version: str) -> Almanac:
    """Return the almanac with the calendar of ``version``: what a stopped clock was counted by."""
    if now.calendar.version == version:
        return now
    calendar = calendar_as_of(version)
    return now if calendar is None else Almanac(calendar, now.tz, now.hours)


def calendar_as_of(version: str) -> WorkCalendar | None:
    """Return the State calendar of ``version``, or None where it was never written down."""
    calendar = _calendars.get(version)
    if calendar is not None:
        return calendar
    row = CalendarVersion.objects.filter(version=version).first()
    if row is None:
        return None
    days = [CalendarDayCard(date.fromisoformat(day), DayKind(kind), name) for day, kind, name in row.days]
    return _kept(calendar_of(days, row.years))


class _Hours:
    """The hall's own sessions by day, read some weeks at a time; none on a day that is not worked."""

    def __init__(self, hall_id: UUID, calendar: WorkCalendar) -> None:
        self.hall_id, self.calendar = hall_id, calendar
        self.days: dict[date, tuple[Session, ...]] = {}

    def __call__(self, day: date) -> tuple[Session, ...]:
        found = self.days.get(day)
        if found is None:
            plans = organization.day_plans(self.hall_id, since=day, until=day + CHUNK)
            self.days |= {
                plan.day: tuple(
                    (one.opens, one.closes)
                    for one in plan.hall_sessions
                    if plan.working and one.kind is SessionKind.OPEN
                )
                for plan in plans
            }
            found = self.days[day]
        return found


def has_hours(hall_almanac: Almanac, unit: Unit, on: date) -> bool:
    """Say whether a clock of this unit can be counted: the hall has hours in the weeks from ``on``."""
    if unit is not Unit.WORKING_HOUR:
        return True
    return any(hall_almanac.hours(on + timedelta(days=step)) for step in range(CHUNK.days))
