"""The days as the State has decreed them, ready to be counted by looking up, not by walking."""

from __future__ import annotations

import hashlib
from array import array
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import accumulate
from zoneinfo import ZoneInfo

from yichuang.organization.types import CalendarDayCard, DayKind

Session = tuple[datetime, datetime]
Hours = Callable[[date], Sequence[Session]]
WEEK, WORKED = 7, 5


def _weekdays(ordinal: int) -> int:
    """Return how many Mondays to Fridays there are up to a day, counted from 1 January of the year 1."""
    weeks, rest = divmod(ordinal, WEEK)
    return WORKED * weeks + min(rest, WORKED)


def _weekday(number: int) -> int:
    """Return the day that is the ``number``-th Monday to Friday: the inverse of ``_weekdays``."""
    weeks, rest = divmod(number - 1, WORKED)
    return WEEK * weeks + rest + 1


@dataclass(frozen=True)
class WorkCalendar:
    """The State calendar of the years that are known; outside them only weekends are.

    ``worked`` are the ordinals of all working days from ``first`` to ``last``, sorted, and ``places`` says of
    every day there how many of them there are up to it: a date is found by looking up twice, never by walking
    or searching.  ``version`` names the content: the same days have the same version.  ``lead`` and ``trail``
    carry the count on over the weekdays before and behind them.
    """

    version: str
    first: int
    last: int
    worked: tuple[int, ...]
    special: Mapping[int, CalendarDayCard] = field(default_factory=dict)
    years: frozenset[int] = frozenset()
    lead: int = 0
    trail: int = 0
    places: array[int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        worked = frozenset(self.worked)
        days = range(self.first, self.last + 1)
        object.__setattr__(self, "places", array("i", accumulate(day in worked for day in days)))

    def upto(self, day: int) -> int:
        """Return how many working days there are up to ``day`` (an ordinal), itself included."""
        if day < self.first:
            return _weekdays(day)
        if day > self.last:
            return self.trail + _weekdays(day)
        return self.lead + self.places[day - self.first]

    def nth(self, number: int) -> int:
        """Return the working day up to which there are ``number`` of them: the inverse of ``upto``."""
        place = number - self.lead
        if place <= 0:
            return _weekday(number)
        if place > len(self.worked):
            return _weekday(number - self.trail)
        return self.worked[place - 1]

    def after(self, day: int, number: int) -> int:
        """Return the ``number``-th working day after ``day``, which is not counted itself."""
        worked = self.worked
        if self.first <= day <= self.last:
            place = self.places[day - self.first] + number - 1
            if 0 <= place < len(worked):
                return worked[place]
        return self.nth(self.upto(day) + number)

    def is_working_day(self, day: int) -> bool:
        """Say whether ``day`` is worked: make-up days are, State days off and other weekends are not."""
        special = self.special.get(day)
        if special is not None:
            return special.kind is DayKind.MAKE_UP
        return (day - 1) % WEEK < WORKED

    def knows(self, since: int, until: int) -> bool:
        """Say whether the calendar of every year from ``since`` to ``until`` (inclusive) is there."""
        first, last = date.fromordinal(since).year, date.fromordinal(until).year
        if first == last:
            return first in self.years
        return all(year in self.years for year in range(first, last + 1))


def calendar_of(days: Iterable[CalendarDayCard], years: Iterable[int]) -> WorkCalendar:
    """Return the calendar of these special days and years, ready for counting."""
    special = {one.day.toordinal(): one for one in days}
    known = frozenset(years)
    told = [str(year) for year in sorted(known)]
    told += [f"{one.day.isoformat()} {one.kind} {one.name}" for _day, one in sorted(special.items())]
    version = hashlib.sha256("\n".join(told).encode()).hexdigest()[:16]
    if not known and not special:
        return WorkCalendar(version, 1, 0, ())
    ends = [date(year, month, day).toordinal() for year in known for month, day in ((1, 1), (12, 31))]
    first, last = min([*ends, *special]), max([*ends, *special])
    made_up = {day for day, one in special.items() if one.kind is DayKind.MAKE_UP}
    worked = tuple(
        day
        for day in range(first, last + 1)
        if (day in made_up if day in special else (day - 1) % WEEK < WORKED)
    )
    lead = _weekdays(first - 1)
    trail = lead + len(worked) - _weekdays(last)
    return WorkCalendar(version, first, last, worked, special, known, lead, trail)


def _no_hours(_day: date) -> Sequence[Session]:
    return ()


@dataclass(frozen=True)
class Almanac:
    """By what a hall's clocks are counted: the calendar, its time zone, and its own hours of a day.

    ``hours`` gives the hall's sessions on a day, as moments in order, none on a day that is not worked.
    """

    calendar: WorkCalendar
    tz: ZoneInfo
    hours: Hours = _no_hours
