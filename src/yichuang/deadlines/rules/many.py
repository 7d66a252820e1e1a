"""Count many clocks at once: what they have in common is counted once, and then looked up.

A hall has a million clocks but far fewer limits and days on which one began: of all clocks with the same
budget and ladder, that began on the same day and never stood still, one is counted by ``project``.  Plain
look-ups, since the lock of a running hall holds no library for numbers, and one more would be worth more time
than there is to win: reading the clocks takes far longer than this.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from yichuang.deadlines.rules.almanac import Almanac, WorkCalendar
from yichuang.deadlines.rules.days import begins
from yichuang.deadlines.rules.ledger import Ledger
from yichuang.deadlines.rules.project import Projection, project
from yichuang.deadlines.types import Budget, Rung

_HALF_A_DAY = timedelta(hours=12)


class Alike(dict[int, Projection]):
    """What day clocks of one budget and ladder mean that never stood still, by the hall day they began.

    A day (an ordinal) is counted when it is first asked for.  Dates and rungs are those of every clock that
    began on that day, at whatever time of it; what has elapsed is as it was when the clock began.
    Raises ``ValueError`` for a budget that ends at a moment: such clocks are not alike.
    """

    __slots__ = ("almanac", "budget", "ladder")

    def __init__(self, budget: Budget, almanac: Almanac, ladder: Sequence[Rung] = ()) -> None:
        if budget.unit.is_moment:
            raise ValueError(f"a clock that counts {budget.unit} depends on more than the day it began")
        super().__init__()
        self.budget, self.almanac, self.ladder = budget, almanac, ladder

    def __missing__(self, began: int) -> Projection:
        at = begins(began, self.almanac.tz) + _HALF_A_DAY
        found = self[began] = project(Ledger(self.budget, at), self.almanac, at, self.ladder)
        return found

    def of(self, began: Iterable[int]) -> list[Projection]:
        """Return what clocks mean that began on these days, in their order."""
        return list(map(self.__getitem__, began))


def changed_days(old: WorkCalendar, new: WorkCalendar) -> tuple[int, int] | None:
    """Return the first and the last day on which two calendars differ, in work or in being known; else None.

    A clock that is over before the first, or begins after the last, has the same dates by both.
    """
    special = old.special.keys() | new.special.keys()
    days = [day for day in special if old.is_working_day(day) != new.is_working_day(day)]
    for year in old.years ^ new.years:
        days += (date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal())
    return (min(days), max(days)) if days else None
