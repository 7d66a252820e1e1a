"""When a rating may be given, and which counts may be shown: values in, verdict out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from yichuang.evaluation.types import LOW, Level, Reason

# who has begun to choose at a terminal is let finish, though it no longer asks by itself
TERMINAL_LASTS = timedelta(minutes=2)
# later the visitor has left the window; the link still takes the rating
ASKED_WITHIN = timedelta(minutes=10)


def terminal_asks(shown_at: datetime, at: datetime, seconds: int) -> bool:
    """Tell whether the terminal of the window still asks for this visit by itself."""
    return shown_at <= at < shown_at + timedelta(seconds=seconds)


def terminal_takes(shown_at: datetime, at: datetime) -> bool:
    """Tell whether the terminal still takes a rating of this visit."""
    return shown_at <= at < shown_at + TERMINAL_LASTS


def may_be_asked(made_at: datetime, at: datetime) -> bool:
    """Tell whether the visitor can still be at the window, so that the terminal may ask once more."""
    return made_at <= at < made_at + ASKED_WITHIN


def level_of(text: str) -> Level | None:
    """Return the level of this code, or None."""
    return Level(text) if text in {str(one) for one in Level} else None


def reasons_fit(level: Level, reasons: Iterable[str]) -> bool:
    """Tell whether these reasons may stand beside the level: known codes, and only beside a low one."""
    named = set(reasons)
    return not named or (level in LOW and named <= {str(one) for one in Reason})


def shown_windows(rated: Mapping[UUID, int], least: int) -> frozenset[UUID]:
    """Return the windows whose levels may be shown beside the hall's: nothing smaller can be worked out.

    A window with fewer than ``least`` ratings is withheld.  What the hall's total tells of the withheld ones
    together is again at least ``least``, else the smallest of the others is withheld with them.
    """
    shown = {window for window, count in rated.items() if count >= least}
    withheld = sum(count for window, count in rated.items() if window not in shown)
    for window in sorted(shown, key=lambda one: (rated[one], one)):
        if withheld == 0 or withheld >= least:
            break
        shown.discard(window)
        withheld += rated[window]
    return frozenset(shown)


@dataclass(frozen=True, slots=True)
class Group:
    """Consecutive days whose ratings are told together."""

    first: date
    last: date
    levels: Counter[Level] = field(default_factory=Counter)


def groups(days: Iterable[tuple[date, Level, int]], least: int) -> tuple[tuple[Group, ...], int]:
    """Put the ratings of whole days together until ``least`` are reached, and begin the next group.

    ``days`` (day, level, how many) need no order.  A group once full never changes, and no two overlap, so
    that no rating can be found by comparing what was told on two days.  Returns how many wait besides.
    """
    by_day: dict[date, Counter[Level]] = {}
    for day, level, count in days:
        by_day.setdefault(day, Counter())[level] += count
    told: list[Group] = []
    first, gathered = None, Counter[Level]()
    for day in sorted(by_day):
        first = first or day
        gathered += by_day[day]
        if gathered.total() >= least:
            told.append(Group(first, day, gathered))
            first, gathered = None, Counter()
    return tuple(told), gathered.total()
