"""Count time to the microsecond: round the clock, or only in the hall's own sessions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from yichuang.deadlines.rules.almanac import Almanac
from yichuang.deadlines.rules.ledger import NEVER, Span
from yichuang.deadlines.types import Budget, Unit

# a hall that opens on none of so many days in a row has no hours at all
LONGEST_SEARCH = 400


@dataclass(frozen=True, slots=True)
class MomentCount:
    """The time of one clock, from its start, less its pauses."""

    almanac: Almanac
    budget: Budget
    started_at: datetime
    still: Sequence[Span]

    def reach(self, time: timedelta) -> datetime | None:
        """Return the moment at which so much time has run; None when a pause never ends before it."""
        last = self.started_at
        for since, until in self.spans():
            if until >= NEVER:
                return since + time
            if time <= until - since:
                return since + time
            time -= until - since
            last = until
        if self.budget.unit is Unit.WORKING_HOUR and not self._stands_for_good:
            return last + timedelta(days=LONGEST_SEARCH)  # the hall has no hours: nobody is late for that
        return None

    def ran(self, at: datetime) -> timedelta:
        """Return how much time has run up to ``at``."""
        found = timedelta()
        for since, until in self.spans():
            if since >= at:
                break
            found += min(until, at) - since
        return found

    @property
    def _stands_for_good(self) -> bool:
        return bool(self.still) and self.still[-1][1] >= NEVER

    def spans(self) -> Iterator[Span]:
        """Yield when it runs, in order: the sessions, or all time, without the pauses."""
        for_good = self.still[-1][0] if self._stands_for_good else None
        for since, until in self._open():
            if for_good is not None and since >= for_good:
                return
            for began, ended in self.still:
                if ended <= since:
                    continue
                if began >= until:
                    break
                if since < began:
                    yield since, began
                since = min(ended, until)
            if since < until:
                yield since, until

    def _open(self) -> Iterator[Span]:
        if self.budget.unit is not Unit.WORKING_HOUR:
            yield self.started_at, NEVER
            return
        day: date = self.started_at.astimezone(self.almanac.tz).date()
        empty = 0
        while empty < LONGEST_SEARCH:
            sessions = self.almanac.hours(day)
            empty = 0 if sessions else empty + 1
            for opens, closes in sessions:
                if closes > self.started_at:
                    yield max(opens, self.started_at), closes
            day += timedelta(days=1)
