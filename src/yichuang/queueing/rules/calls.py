"""When a person may be called again, and when not having come counts as missed (QUE-06, D2.15)."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum


class RejoinRule(StrEnum):
    """How a missed ticket joins again; the values are those of the parameter ``queue.rejoin_rule``."""

    BEHIND = "behind"
    BACK = "back"


def behind(rule: RejoinRule, some: int, waiting: int) -> int:
    """Return behind how many of the ``waiting`` a missed ticket joins: behind ``some``, or behind all."""
    return waiting if rule is RejoinRule.BACK else min(some, waiting)


def seconds_until_recall(last_called_at: datetime, at: datetime, pause: timedelta) -> int:
    """Return how many seconds are still to wait before the next call (0: it may be made)."""
    left = last_called_at + pause - at
    return max(0, -(-left // timedelta(seconds=1)))


def calls_until_missed(call_count: int, needed: int) -> int:
    """Return how many calls are still due before a ticket may be marked missed (0: it may)."""
    return max(0, needed - call_count)


def may_rejoin(missed_at: datetime, at: datetime, within: timedelta) -> bool:
    """Say whether who missed the call at ``missed_at`` comes back soon enough."""
    return at - missed_at <= within
