"""Why a date is what it is: the same count as ``project``, told in runs of days.

A ``Reason`` has no words; ``sentences`` says it in the reader's language.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from yichuang.deadlines.rules.almanac import Almanac
from yichuang.deadlines.rules.days import DayCount, day_count, day_of, days_in
from yichuang.deadlines.rules.ledger import Ledger
from yichuang.deadlines.rules.moments import MomentCount
from yichuang.deadlines.rules.project import project
from yichuang.deadlines.types import ClockState, LineKind, Unit
from yichuang.organization.types import DayKind

# from so many runs on, ordinary weekends are told within the run of working days around them
MOST_RUNS = 12
_COUNTED = (LineKind.COUNTED, LineKind.MADE_UP)
_UNSEEN = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Reason:
    """Some days (ordinals, both included) and what is true of them.

    ``first`` and ``last`` number the days that count; ``name`` is a holiday's; ``value`` is by how much a
    budget changed, or how many minutes ran; ``pauses`` are the places of the pauses in the ledger;
    ``begins`` and ``ends`` are moments, where they matter; ``folded``: ordinary weekends lie within.
    """

    kind: LineKind
    since: int
    until: int
    first: int | None = None
    last: int | None = None
    name: str = ""
    value: int = 0
    pauses: tuple[int, ...] = ()
    begins: datetime | None = None
    ends: datetime | None = None
    folded: bool = False


def reasons(
    ledger: Ledger, almanac: Almanac, at: datetime, changes: Sequence[tuple[datetime, int]] = ()
) -> tuple[Reason, ...]:
    """Return the reasoning of a clock as it stands at ``at``, in order.

    ``changes`` are its extensions and (below 0) shortenings, each with its moment.
    """
    found = project(ledger, almanac, at, open_until=at)
    assert found.due_at is not None  # every pause ends at ``at``
    tz, unit = almanac.tz, ledger.budget.unit
    began = day_of(ledger.started_at, tz)
    start = Reason(LineKind.START, began, began, begins=ledger.started_at)
    lines = [start, *(_change(moment, value, tz) for moment, value in changes)]
    if unit.is_moment:
        last = day_of(found.due_at - _UNSEEN, tz)
        lines += _folded(_hours(ledger, almanac, at, found.due_at))
    else:
        days = day_count(ledger.budget, ledger.started_at, ledger.still(at), almanac.calendar, tz)
        total = days_in(ledger.budget, ledger.units, days.base)
        last = day_of(found.due_at - _UNSEEN, tz)
        if unit is Unit.MONTH:
            until = days.base + total
            lines.append(Reason(LineKind.CORRESPONDING, until, until, value=ledger.units))
        lines += _folded(list(_runs(ledger, days, almanac, total, last)))
        lines += _moved_on(days, total, last)
    lines.append(Reason(LineKind.DUE, last, last, ends=found.due_at if unit.is_moment else None))
    if found.provisional:
        lines.append(Reason(LineKind.PROVISIONAL, began, last))
    if ledger.state is ClockState.STOPPED and ledger.stopped_at is not None:
        stopped = day_of(ledger.stopped_at, tz)
        lines.append(Reason(LineKind.STOPPED, stopped, stopped, begins=ledger.stopped_at))
    return tuple(lines)


def _change(moment: datetime, value: int, tz: ZoneInfo) -> Reason:
    kind = LineKind.EXTENDED if value > 0 else LineKind.SHORTENED
    return Reason(kind, day_of(moment, tz), day_of(moment, tz), value=abs(value), begins=moment)


def _runs(ledger: Ledger, days: DayCount, almanac: Almanac, total: int, last: int) -> Iterator[Reason]:
    """Yield the days from the first that can count to the last, those of one kind together."""
    run: Reason | None = None
    number = 0
    for day in range(days.base + 1, last + 1) if total else ():
        one = _day(ledger, days, almanac, day, number < total)
        if one is None:
            continue
        if one.kind in _COUNTED:
            number += 1
            one = replace(one, first=number, last=number)
        if run is not None and (run.kind, run.name, run.pauses) == (one.kind, one.name, one.pauses):
            run = replace(run, until=day, last=one.last)
            continue
        if run is not None:
            yield run
        run = one
    if run is not None:
        yield run


def _day(ledger: Ledger, days: DayCount, almanac: Almanac, day: int, wanted: bool) -> Reason | None:
    """Return what is true of one day; of one that is ``wanted`` no more there is less to say."""
    special = almanac.calendar.special.get(day)
    if days.stands_still_on(day):
        return Reason(LineKind.PAUSED, day, day, pauses=_over(ledger, days, day, almanac.tz))
    works = almanac.calendar.is_working_day(day)
    if not works and (days.by_work or not wanted):
        if special is not None and special.kind is DayKind.OFF:
            return Reason(LineKind.HOLIDAY, day, day, name=special.name)
        return Reason(LineKind.REST, day, day)
    if not wanted:
        return None
    if days.by_work and special is not None:
        return Reason(LineKind.MADE_UP, day, day, name=special.name)
    return Reason(LineKind.COUNTED, day, day)


def _over(ledger: Ledger, days: DayCount, day: int, tz: ZoneInfo) -> tuple[int, ...]:
    """Return the places of the pauses that lie over the night of a day."""
    found = []
    for place, one in enumerate(ledger.pauses):
        alone = replace(ledger, pauses=(one,)).still(None)
        span = day_count(ledger.budget, ledger.started_at, alone, days.calendar, tz)
        if span.stands_still_on(day):
            found.append(place)
    return tuple(found)


def _moved_on(days: DayCount, total: int, last: int) -> list[Reason]:
    """Return why the last day is not the one on which the count was full, if it is another."""
    full = days.nth(total) if total else days.base + 1
    if full is None or full >= last:
        return []
    name = "pause" if days.stands_still_after(full) else "rest"
    return [Reason(LineKind.ROLLED, full, last, name=name)]


def _hours(ledger: Ledger, almanac: Almanac, at: datetime, due_at: datetime) -> list[Reason]:
    """Return when a clock of moments ran and stood still, by days where only the hall's hours count."""
    tz, still = almanac.tz, ledger.still(at)
    found = [
        Reason(
            LineKind.PAUSED,
            day_of(since, tz),
            day_of(until, tz),
            pauses=tuple(
                place
                for place, one in enumerate(ledger.pauses)
                if one.since < until and (one.until or at) > since
            ),
            begins=since,
            ends=until,
        )
        for since, until in still
        if since < due_at
    ]
    if ledger.budget.unit is not Unit.WORKING_HOUR:
        return found
    by_day: dict[int, Reason] = {}
    for since, until in MomentCount(almanac, ledger.budget, ledger.started_at, still).spans():
        if since >= due_at:
            break
        day, ends = day_of(since, tz), min(until, due_at)
        minutes = int((ends - since) / timedelta(minutes=1))
        known = by_day.get(day)
        by_day[day] = (
            Reason(LineKind.SESSION, day, day, value=minutes, begins=since, ends=ends)
            if known is None
            else replace(known, value=known.value + minutes, ends=ends)
        )
    first, last = day_of(ledger.started_at, tz), day_of(due_at - _UNSEEN, tz)
    found += by_day.values()
    found += _closed(almanac, [day for day in range(first, last + 1) if day not in by_day])
    return sorted(found, key=lambda one: (one.since, one.begins is not None, one.begins or at))


def _closed(almanac: Almanac, closed: list[int]) -> Iterator[Reason]:
    """Yield the days on which the hall has no hours, those that follow each other together."""
    run: Reason | None = None
    for day in closed:
        special = almanac.calendar.special.get(day)
        off = special is not None and special.kind is DayKind.OFF
        name = special.name if special is not None and off else ""
        kind = LineKind.HOLIDAY if off else LineKind.REST
        if run is not None and (run.kind, run.name, run.until + 1) == (kind, name, day):
            run = replace(run, until=day)
            continue
        if run is not None:
            yield run
        run = Reason(kind, day, day, name=name)
    if run is not None:
        yield run


def _folded(runs: list[Reason]) -> list[Reason]:
    """Return fewer lines where there are many: weekends within the working days around them."""
    if len(runs) <= MOST_RUNS:
        return runs
    found: list[Reason] = []
    for place, one in enumerate(runs):
        before = found[-1] if found else None
        after = runs[place + 1] if place + 1 < len(runs) else None
        if before is not None and before.kind in (LineKind.COUNTED, LineKind.SESSION):
            if one.kind is LineKind.REST and after is not None and after.kind is before.kind:
                continue
            if one.kind is before.kind:
                found[-1] = replace(
                    before,
                    until=one.until,
                    last=one.last,
                    value=before.value + one.value,
                    ends=one.ends,
                    folded=True,
                )
                continue
        found.append(one)
    return found
