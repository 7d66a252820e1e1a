"""The bar of a clock as it is counted: what of its budget is used, how long it stood still, where it ends."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from yichuang.deadlines.types import ClockCard

WHOLE = 100.0
#: However long a pause was, what is used stays visible beside it.
MOST_PAUSED = 200.0


@dataclass(frozen=True, slots=True)
class Bar:
    """What is drawn, in hundredths of its width: ``used``, then ``paused``; ``end`` where the budget ends.

    A bar is as long as the budget with its pauses, or as what was used where that is more.
    """

    used: float
    paused: float
    end: float


def used_of(clock: ClockCard) -> int:
    """Return how much of its budget a clock has used, in per cent; what is due at once has none to use up."""
    return int(WHOLE) if clock.overdue and not clock.total else max(0, clock.used_percent)


def bar_of(clock: ClockCard, at: datetime) -> Bar:
    """Return the bar of a clock as it stands at ``at``: budgets are as long as each other, so bars compare.

    A pause is as long as it is beside the time from the start to the end without pauses.
    """
    still = sum(((one.until or at) - one.since for one in clock.pauses), timedelta())
    runs = (clock.due_at - clock.started_at - still).total_seconds()
    paused = min(MOST_PAUSED, WHOLE * still.total_seconds() / runs) if runs > 0 else 0.0
    used = float(used_of(clock))
    length = max(WHOLE, used) + paused
    return Bar(*(round(WHOLE * part / length, 1) for part in (used, paused, WHOLE + paused)))
