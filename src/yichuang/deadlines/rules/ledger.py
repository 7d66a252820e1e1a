"""What a clock's entries say, as values: when it began, stood still, got more or less, and stopped."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from yichuang.deadlines.types import Budget, ClockState

Span = tuple[datetime, datetime]
NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Pause:
    """A time the clock stood still; ``until`` None: it still does."""

    since: datetime
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Ledger:
    """A clock's entries, read together.  ``added``: what was extended, less what was shortened, in units."""

    budget: Budget
    started_at: datetime
    pauses: tuple[Pause, ...] = ()
    added: int = 0
    stopped_at: datetime | None = None

    @property
    def units(self) -> int:
        """What there is in all, in the budget's units."""
        return self.budget.value + self.added

    @property
    def state(self) -> ClockState:
        if self.stopped_at is not None:
            return ClockState.STOPPED
        still = any(one.until is None for one in self.pauses)
        return ClockState.PAUSED if still else ClockState.RUNNING

    @property
    def still_since(self) -> datetime | None:
        """Since when it has stood still without a break, up to now; None while it runs."""
        opened = [one.since for one in self.pauses if one.until is None]
        if self.stopped_at is not None or not opened:
            return None
        return next(since for since, until in self.still(None) if since <= min(opened) < until)

    def still(self, open_until: datetime | None) -> Sequence[Span]:
        """Return when it stood still, as a union: in order, apart from each other, none empty.

        An open pause lasts until ``open_until`` (None: for good), and never beyond the stop.
        """
        if not self.pauses:
            return ()
        spans: list[Span] = []
        for since, until in sorted((one.since, self._end(one, open_until)) for one in self.pauses):
            if until <= since:
                continue
            if spans and since <= spans[-1][1]:
                spans[-1] = (spans[-1][0], max(spans[-1][1], until))
            else:
                spans.append((since, until))
        return spans

    def _end(self, pause: Pause, open_until: datetime | None) -> datetime:
        return pause.until or self.stopped_at or open_until or NEVER
