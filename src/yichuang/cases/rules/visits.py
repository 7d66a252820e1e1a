"""How often somebody had to come for one matter, and the day on which an instant one is done.

The second visit is the hard line (TWO-01, X-26).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from yichuang.cases.types.states import VisitReason

#: A matter done with so many visits was done at once; the first is the one that brings it (TWO-04).
AT_ONCE = 1


def counted(visits: Sequence[VisitReason]) -> int:
    """Return how many visits count; one only to collect the result does not."""
    return sum(one is not VisitReason.COLLECT for one in visits)


def is_breach(count: int, most: int) -> bool:
    """Say whether the visit numbered ``count`` is one too many where at most ``most`` are allowed."""
    return count > most


def at_one_visit(matters: Sequence[int]) -> int | None:
    """Return the share of matters done at one visit in whole percent, None where there is none (TWO-04)."""
    return round(100 * sum(one <= AT_ONCE for one in matters) / len(matters)) if matters else None


def day_to_do_it(ready: date, pauses: Iterable[tuple[date, date | None]]) -> date | None:
    """Return the day an instant matter is to be done: that of its papers, or the one on which it ran again.

    ``pauses`` are the days on which it began to stand still by law and ran again; None: it still stands, and
    so there is no such day.  A pause within a day moves nothing.
    """
    day = ready
    for since, until in sorted(pauses, key=lambda one: one[0]):
        if since <= day and (until is None or until > day):
            if until is None:
                return None
            day = until
    return day
