"""How a shift was attended: values in, verdict out (ATT-01)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from yichuang.posts.rules.duty import MINUTE, Presence
from yichuang.posts.types import BY_MINUTES, SAID_ANEW, Attended

NONE = timedelta(0)


def attended(
    opens: datetime,
    closes: datetime,
    here: Sequence[Presence],
    *,
    elsewhere: bool,
    leaves: Sequence[tuple[datetime, datetime]],
    at: datetime,
    grace: int = 0,
) -> tuple[Attended, int]:
    """Say how somebody attended a session from ``opens`` to ``closes``, and by how many minutes not.

    ``here`` are their own times at the post, ``leaves`` their approved leave, which takes its time out of
    what was owed; ``elsewhere``: they sat at another window instead.  Up to ``grace`` whole minutes late
    or early are let pass; beyond them all of them count.
    """
    opens, closes = _owed(opens, closes, leaves)
    if opens >= closes:
        return Attended.ON_LEAVE, 0
    if at < opens + MINUTE:
        return Attended.COMING, 0
    there = sorted(
        (one for one in here if one.started_at < closes and (one.ended_at or at) > opens),
        key=lambda one: one.started_at,
    )
    if not there:
        state = Attended.WRONG_POST if elsewhere else Attended.ABSENT
        return state, int((min(at, closes) - opens) / MINUTE)
    late = _minutes_missed(opens, there[0].started_at, leaves)
    if late > grace:
        return Attended.LATE, late
    left = max((one.ended_at or at for one in there), default=at)
    early = _minutes_missed(left, closes, leaves)
    if at >= closes and early > grace:
        return Attended.EARLY, early
    return Attended.PRESENT, 0


def _minutes_missed(since: datetime, until: datetime, leaves: Sequence[tuple[datetime, datetime]]) -> int:
    """Return the whole minutes of a stretch somebody was not there for and not on leave; below 0: none."""
    granted = (min(ends, until) - max(begins, since) for begins, ends in leaves)
    return int((until - since - sum((one for one in granted if one > NONE), NONE)) / MINUTE)


def _owed(
    opens: datetime, closes: datetime, leaves: Sequence[tuple[datetime, datetime]]
) -> tuple[datetime, datetime]:
    """Return what is left of a session when leave at its beginning or end is taken out."""
    for begins, ends in sorted(leaves):
        if begins <= opens < ends:
            opens = min(ends, closes)
        elif begins < closes <= ends:
            closes = max(begins, opens)
    return opens, closes


def said_anew(
    counted: Attended, counted_minutes: int, attended: Attended, minutes: int, lasts: int
) -> tuple[Attended, int] | None:
    """Return how a shift of ``lasts`` minutes is said anew, or None where that cannot be or changes nothing.

    What has not begun is not counted yet, and leave is approved as leave, never typed in (ATT-01).
    """
    if counted in (Attended.COMING, Attended.ON_LEAVE) or attended not in SAID_ANEW:
        return None
    if attended in BY_MINUTES and not 1 <= minutes < lasts:
        return None
    said = minutes if attended in BY_MINUTES else lasts if attended is Attended.ABSENT else 0
    return None if (attended, said) == (counted, counted_minutes) else (attended, said)
