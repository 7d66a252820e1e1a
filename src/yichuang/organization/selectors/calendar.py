"""Which days are worked, by the State's calendar, and which year of it is missing."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from uuid import UUID

from yichuang.kernel.clock import local_day
from yichuang.organization import calendars, rules
from yichuang.organization.models import CalendarDay, CalendarYear
from yichuang.organization.selectors.register import halls
from yichuang.organization.types import CalendarDayCard, DayKind


def state_calendar() -> rules.StateCalendar:
    """Return the State calendar: the shipped years, and over them whatever was imported."""
    imported = set(CalendarYear.objects.values_list("year", flat=True))
    days = {one.day: one for year in calendars.shipped() if year.year not in imported for one in year.days}
    for row in CalendarDay.objects.all():
        days[row.day] = CalendarDayCard(row.day, DayKind(row.kind), row.name)
    return rules.StateCalendar(days, frozenset(imported | {year.year for year in calendars.shipped()}))


def special_days() -> tuple[list[CalendarDayCard], frozenset[int]]:
    """Return every day that differs from its weekday, in order, and the years whose calendar is there."""
    book = state_calendar()
    return [one for _day, one in sorted(book.days.items())], book.years


def shipped_days() -> tuple[list[CalendarDayCard], frozenset[int]]:
    """Return the same of the years that ship with this version, without a table."""
    years = calendars.shipped()
    return [one for year in years for one in year.days], frozenset(year.year for year in years)


def calendar_years() -> tuple[int, ...]:
    """Return the years whose working calendar is there."""
    return tuple(sorted(state_calendar().years))


def working_days() -> list[date]:
    """Return every working day of the years whose calendar is there, in order."""
    calendar = state_calendar()
    found = []
    for year in sorted(calendar.years):
        day = date(year, 1, 1)
        while day.year == year:
            if calendar.is_working_day(day):
                found.append(day)
            day += timedelta(days=1)
    return found


def is_working_day(hall_id: UUID | None, on: date) -> bool:
    """Say whether ``on`` is a working day by the State's calendar, make-up days included (HRS-02).

    Closures and Saturday service of a hall change its hours, never its working days.
    """
    return state_calendar().is_working_day(on)


def free_among(hall_id: UUID | None, days: Iterable[date]) -> set[date]:
    """Return which of these days are no working days, in one look at the calendar."""
    calendar = state_calendar()
    return {one for one in set(days) if not calendar.is_working_day(one)}


def add_working_days(hall_id: UUID | None, on: date, count: int) -> date:
    """Return the ``count``-th working day after ``on`` (``on`` itself is not counted)."""
    return rules.add_working_days(state_calendar(), on, count)


def calendar_missing(at: datetime) -> list[int]:
    """Return the years without a working calendar that are needed at ``at``; the next one from 1 December."""
    known = state_calendar().years
    today = {local_day(at, card.timezone) for card in halls()} or {local_day(at, "Asia/Shanghai")}
    found = {rules.year_to_import(on, known) for on in today}
    return sorted(year for year in found if year is not None)


def calendar_alert(at: datetime) -> int | None:
    """Return the first year whose calendar has to be imported now, or None."""
    return next(iter(calendar_missing(at)), None)
