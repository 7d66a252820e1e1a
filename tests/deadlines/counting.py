"""What tests of counting share: the shipped calendar, hall time, and a count that walks every day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from functools import cache

from tests.halls import SHANGHAI
from yichuang.deadlines.rules import Almanac, Ledger, Pause, WorkCalendar, calendar_of, project
from yichuang.deadlines.types import Budget, Rollover, StartRule, Unit
from yichuang.organization import calendars
from yichuang.organization.types import CalendarDayCard, DayKind

DAY = timedelta(days=1)
SESSIONS = ((time(8, 30), time(12)), (time(13, 30), time(17, 30)))


def days_of(*without: date) -> list[CalendarDayCard]:
    return [one for year in calendars.shipped() for one in year.days if one.day not in without]


@cache
def shipped() -> WorkCalendar:
    """Return the State calendar of 2022 to 2026."""
    return calendar_of(days_of(), (year.year for year in calendars.shipped()))


def changed(day: date, kind: DayKind | None) -> WorkCalendar:
    """Return the shipped calendar with one day declared off or made up, or (None) an ordinary one."""
    days = days_of(day)
    if kind is not None:
        days.append(CalendarDayCard(day, kind, "春节"))
    return calendar_of(days, (year.year for year in calendars.shipped()))


def almanac(calendar: WorkCalendar | None = None) -> Almanac:
    """Return the almanac of a hall that is open as usual on every working day."""
    calendar = calendar or shipped()

    def hours(day: date):
        if not calendar.is_working_day(day.toordinal()):
            return ()
        return tuple((moment(day, opens), moment(day, closes)) for opens, closes in SESSIONS)

    return Almanac(calendar, SHANGHAI, hours)


def moment(day: date, clock: time = time(10)) -> datetime:
    return datetime.combine(day, clock, tzinfo=SHANGHAI)


def ledger(
    budget: Budget, start: datetime, *pauses: tuple[datetime, datetime | None], added: int = 0
) -> Ledger:
    return Ledger(budget, start, tuple(Pause(*one) for one in pauses), added)


def due(budget: Budget, start: date | datetime, *pauses, calendar: WorkCalendar | None = None) -> date | None:
    """Return the last day of a budget."""
    start = start if isinstance(start, datetime) else moment(start)
    return project(ledger(budget, start, *pauses), almanac(calendar), start).due


def walked(budget: Budget, start: datetime, pauses: Iterable[tuple[datetime, datetime]]) -> date:
    """Return the same by walking every day, after the sentence of the rule alone (``rules.days``)."""
    pauses = list(pauses)

    def still_over_the_night_after(day: date) -> bool:
        midnight = moment(day + DAY, time(0))
        return any(since < midnight <= until for since, until in pauses)

    def works(day: date) -> bool:
        return shipped().is_working_day(day.toordinal())

    at_once = budget.unit is Unit.IMMEDIATE or budget.start_rule is StartRule.SAME_DAY
    day = start.date()
    wanted = budget.value
    if budget.unit is Unit.MONTH:
        from calendar import monthrange

        base = day - DAY if at_once else day
        year, month = base.year + (base.month - 1 + wanted) // 12, (base.month - 1 + wanted) % 12 + 1
        wanted = (date(year, month, min(base.day, monthrange(year, month)[1])) - base).days
    found = 0
    while True:
        may_count = day > start.date() or at_once
        night = day if at_once else day - DAY
        if may_count and not still_over_the_night_after(night):
            found += works(day) if budget.unit is Unit.WORKING_DAY else 1
        by_work = budget.unit is Unit.WORKING_DAY or budget.rollover is Rollover.NEXT_WORKING_DAY
        may_be_last = (works(day) or not by_work) and not still_over_the_night_after(day)
        if (may_count or not wanted) and found >= wanted and may_be_last:
            return day
        day += DAY
