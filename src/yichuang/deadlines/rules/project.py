"""The one function that says when a clock is due, what is left of it, and whether it is near or over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from yichuang.deadlines.rules.almanac import Almanac
from yichuang.deadlines.rules.days import DayCount, begins, day_count, day_of, days_in
from yichuang.deadlines.rules.ledger import Ledger
from yichuang.deadlines.rules.moments import MomentCount
from yichuang.deadlines.types import Measure, Rollover, Rung, Unit

Moments = tuple[tuple[Rung, datetime], ...]
NEAR = (Measure.PERCENT, Measure.DAYS_BEFORE)
_INSTANT = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Projection:
    """What a ledger means at a moment.

    ``due_at`` is None while a pause without a known end lies before it.  ``moments`` are the rungs that will
    be reached, each with its moment; ``near_at`` is the first of those before the end.
    """

    due: date | None
    due_at: datetime | None
    provisional: bool
    total: int
    elapsed: int
    remaining: int
    counted_in: Unit
    used_percent: int
    near: bool
    overdue: bool
    near_at: datetime | None
    moments: Moments


def project(
    ledger: Ledger,
    almanac: Almanac,
    at: datetime,
    ladder: Sequence[Rung] = (),
    open_until: datetime | None = None,
) -> Projection:
    """Return what ``ledger`` means at ``at``, counted by ``almanac``.

    A pause that is still open lasts until ``open_until``; None: nobody knows, and what lies behind it is not
    known either.  A stopped clock is judged at its stop.
    """
    seen = at if ledger.stopped_at is None else min(at, ledger.stopped_at)
    still = ledger.still(open_until)
    count: _Days | _Moments
    if ledger.budget.unit.is_moment:
        count = _Moments(ledger, almanac, MomentCount(almanac, ledger.budget, ledger.started_at, still))
    else:
        days = day_count(ledger.budget, ledger.started_at, still, almanac.calendar, almanac.tz)
        count = _Days(ledger, almanac, days)
    overdue = count.due_at is not None and seen >= count.due_at
    elapsed = count.elapsed(seen)
    moments = _moments(ledger, almanac, count, ladder) if ladder else ()
    near_at = min((moment for rung, moment in moments if rung.measure in NEAR), default=None)
    used = count.used_percent(seen, elapsed)
    return Projection(
        due=date.fromordinal(count.last) if isinstance(count, _Days) and count.last else None,
        due_at=count.due_at,
        provisional=count.provisional,
        total=count.total,
        elapsed=elapsed,
        remaining=-count.over(seen) if overdue else max(count.total - elapsed, 0),
        counted_in=count.counted_in,
        used_percent=used if overdue else min(used, 100),
        near=near_at is not None and near_at <= seen and not overdue,
        overdue=overdue,
        near_at=near_at,
        moments=moments,
    )


class _Days:
    """A clock that is due with the end of a hall day."""

    __slots__ = ("almanac", "counted_in", "days", "due_at", "last", "ledger", "provisional", "total")

    def __init__(self, ledger: Ledger, almanac: Almanac, days: DayCount) -> None:
        self.ledger, self.almanac, self.days = ledger, almanac, days
        self.total = days_in(ledger.budget, ledger.units, days.base)
        self.last = days.last(self.total)
        self.due_at = None if self.last is None else begins(self.last + 1, almanac.tz)
        unit = ledger.budget.unit
        self.counted_in = Unit.CALENDAR_DAY if unit is Unit.MONTH else unit
        by_calendar = days.by_work or ledger.budget.rollover is Rollover.NEXT_WORKING_DAY
        self.provisional = by_calendar and not almanac.calendar.knows(
            days.base, self.last or days.base + max(self.total, 1)
        )

    def elapsed(self, at: datetime) -> int:
        return self.days.counted(day_of(at, self.almanac.tz))

    def over(self, at: datetime) -> int:
        return self.days.over(self.last or 0, day_of(at, self.almanac.tz))

    def used_percent(self, at: datetime, elapsed: int) -> int:
        return elapsed * 100 // self.total if self.total else 0

    def share(self, percent: int) -> datetime | None:
        number = -(-self.total * percent // 100)
        day = self.days.nth(number) if number else None
        return None if day is None else begins(day, self.almanac.tz)


class _Moments:
    """A clock that is due at a moment."""

    __slots__ = ("almanac", "budget", "count", "counted_in", "due_at", "last", "provisional", "total", "unit")

    def __init__(self, ledger: Ledger, almanac: Almanac, count: MomentCount) -> None:
        self.almanac, self.count = almanac, count
        self.total, self.counted_in = ledger.units, ledger.budget.unit
        self.unit = timedelta(seconds=self.counted_in.seconds)
        self.budget = self.total * self.unit
        self.due_at = count.reach(self.budget)
        self.last = None if self.due_at is None else day_of(self.due_at - _INSTANT, almanac.tz)
        began = day_of(ledger.started_at, almanac.tz)
        self.provisional = self.counted_in is Unit.WORKING_HOUR and not almanac.calendar.knows(
            began, self.last or began
        )

    def elapsed(self, at: datetime) -> int:
        return self.count.ran(at) // self.unit

    def over(self, at: datetime) -> int:
        return max((self.count.ran(at) - self.budget) // self.unit, 0)

    def used_percent(self, at: datetime, elapsed: int) -> int:
        return self.count.ran(at) * 100 // self.budget

    def share(self, percent: int) -> datetime | None:
        return self.count.reach(self.budget * percent / 100)


def _moments(ledger: Ledger, almanac: Almanac, count: _Days | _Moments, ladder: Sequence[Rung]) -> Moments:
    """Return the rungs with their moments; one that would lie before the start is none of this clock."""
    found = ((rung, _moment(rung, almanac, count)) for rung in ladder)
    return tuple((rung, moment) for rung, moment in found if moment and moment > ledger.started_at)


def _moment(rung: Rung, almanac: Almanac, count: _Days | _Moments) -> datetime | None:
    if rung.measure is Measure.PERCENT:
        return count.share(rung.value)
    if count.due_at is None or count.last is None:
        return None
    calendar = almanac.calendar
    match rung.measure:
        case Measure.DAYS_BEFORE:
            return begins(calendar.nth(calendar.upto(count.last - 1) - rung.value + 1), almanac.tz)
        case Measure.DAYS_AFTER:
            later = calendar.after(count.last, rung.value)
            return count.due_at + timedelta(days=later - count.last)
        case _:
            return count.due_at
