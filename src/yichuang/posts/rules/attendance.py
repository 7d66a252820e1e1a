"""How a shift was attended: values in, verdict out (ATT-01)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from yichuang.posts.rules.duty import MINUTE, Presence
from yichuang.posts.types import Attended


def attended(
    opens: datetime,
    closes: datetime,
    here: Sequence[Presence],
    *,
    elsewhere: bool,
    leaves: Sequence[tuple[datetime, datetime]],
    at: datetime,
) -> tuple[Attended, int]:
    """Say how somebody attended a session from ``opens`` to ``closes``, and by how many minutes not.

    ``here`` are their own times at the post, ``leaves`` their approved leave, which takes its time out of
    what was owed; ``elsewhere``: they sat at another window instead.  Whole minutes count, without any grace.
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
    late = int((there[0].started_at - opens) / MINUTE)
    if late >= 1:
        return Attended.LATE, late
    left = max((one.ended_at or at for one in there), default=at)
    early = int((closes - left) / MINUTE)
    if at >= closes and early >= 1:
        return Attended.EARLY, early
    return Attended.PRESENT, 0


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
