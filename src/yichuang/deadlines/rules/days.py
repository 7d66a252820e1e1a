"""Count days: which ones a clock counts, which it leaves out, and which is its last.

A day is an ordinal (``date.toordinal``), and what matters of a pause are the nights it lies over.  Under
``next_day`` the day a clock starts does not count, and a later day counts unless the clock stood still over
the night before it; under ``same_day`` the first day counts, and a day counts unless the clock stood still
over the night after it.  A day is never the last if the clock stands still over the night after it.

So a pause over the nights before k countable days moves the last day by k, wherever it lies; one that ends on
the day it began moves nothing; and one that is cut in two at any moment is still the same pause.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from yichuang.deadlines.rules.almanac import WorkCalendar
from yichuang.deadlines.rules.ledger import NEVER, Span
from yichuang.deadlines.types import Budget, Rollover, StartRule, Unit

FOREVER = date.max.toordinal()


@dataclass(frozen=True, slots=True)
class DayCount:
    """The days of one clock: ``base`` is the last day before the first that can count.

    ``still`` are its pauses by day: from the day each begins to the day it ends.
    """

    calendar: WorkCalendar
    budget: Budget
    base: int
    still: tuple[tuple[int, int], ...]

    @property
    def by_work(self) -> bool:
        """Whether it counts working days only."""
        return self.budget.unit is Unit.WORKING_DAY

    def nth(self, number: int) -> int | None:
        """Return the ``number``-th day that counts; None when a pause without an end lies before it."""
        shift = self._shift
        reached = self.base
        for began, ended in self.still:
            there = self._between(reached, began - shift)
            if number <= there:
                break
            if ended >= FOREVER:
                return None
            number -= max(there, 0)
            reached = max(reached, ended - shift)
        if self.by_work:
            return self.calendar.after(reached, number) if number else reached
        return reached + number

    def last(self, number: int) -> int | None:
        """Return the last day in time of ``number`` days: rolled where it must, and never within a pause."""
        day = self.base + (self._shift if not number else 0)
        if number:
            found = self.nth(number)
            if found is None:
                return None
            day = found
        while True:
            day = self._allowed(day)
            until = self._stands_at_end_of(day)
            if until is None:
                return day
            if until >= FOREVER:
                return None
            day = until

    def counted(self, until: int) -> int:
        """Return how many days count up to ``until``, that day included."""
        shift = self._shift
        found = self._between(self.base, until)
        for began, ended in self.still:
            found -= self._between(max(self.base, began - shift), min(until, ended - shift))
        return max(found, 0)

    def over(self, last: int, day: int) -> int:
        """Return by how many of its days ``day`` lies beyond the last day."""
        return self._between(last, day)

    def stands_still_on(self, day: int) -> bool:
        """Say whether a day does not count because the clock stood still over its night."""
        return any(began + 1 - self._shift <= day <= ended - self._shift for began, ended in self.still)

    def stands_still_after(self, day: int) -> bool:
        """Say whether the clock stands still over the night after a day, so that it cannot be the last."""
        return self._stands_at_end_of(day) is not None

    @property
    def _shift(self) -> int:
        return 1 if self.budget.start_rule is StartRule.SAME_DAY or self.budget.unit is Unit.IMMEDIATE else 0

    def _between(self, after: int, until: int) -> int:
        if until <= after:
            return 0
        if self.by_work:
            return self.calendar.upto(until) - self.calendar.upto(after)
        return until - after

    def _allowed(self, day: int) -> int:
        if not self.by_work and self.budget.rollover is Rollover.NONE:
            return day
        if self.calendar.is_working_day(day):
            return day
        return self.calendar.after(day, 1)

    def _stands_at_end_of(self, day: int) -> int | None:
        return next((ended for began, ended in self.still if began <= day < ended), None)


def day_count(
    budget: Budget, started_at: datetime, still: Sequence[Span], calendar: WorkCalendar, tz: ZoneInfo
) -> DayCount:
    """Return the days of a clock in hall time."""
    began = day_of(started_at, tz)
    at_once = budget.unit is Unit.IMMEDIATE or budget.start_rule is StartRule.SAME_DAY
    days = tuple((day_of(since, tz), day_of(until, tz)) for since, until in still) if still else ()
    return DayCount(calendar, budget, began - 1 if at_once else began, days)


def days_in(budget: Budget, units: int, base: int) -> int:
    """Return how many days ``units`` of a day clock are; months end on the corresponding day (民法典 202)."""
    if budget.unit is not Unit.MONTH:
        return units
    return _corresponding(date.fromordinal(base), units).toordinal() - base


def _corresponding(day: date, months: int) -> date:
    """Return the day of the same number ``months`` later, or the month's last where there is none."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    following = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    return date(year, month + 1, min(day.day, (following - timedelta(days=1)).day))


def day_of(moment: datetime, tz: ZoneInfo) -> int:
    """Return the hall day of a moment."""
    return FOREVER if moment is NEVER or moment == NEVER else moment.astimezone(tz).toordinal()


def begins(day: int, tz: ZoneInfo) -> datetime:
    """Return the moment a hall day begins."""
    return datetime.combine(date.fromordinal(day), time(0), tzinfo=tz)
