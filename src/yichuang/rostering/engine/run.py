"""What is known in the middle of a search: the best roster so far, the tiers, the time; told as it goes."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from yichuang.rostering.checker import changes_of, judge
from yichuang.rostering.ground import Ground
from yichuang.rostering.table import diff_of, vacancies_of
from yichuang.rostering.types import (
    COST,
    DEMAND,
    TIERS,
    VACANCIES,
    Bound,
    Problem,
    Relaxation,
    Result,
    Roster,
    Status,
)


@dataclass(frozen=True, slots=True)
class Progress:
    """One line of what is going on: what the best roster is worth, and the bound of the tier at work."""

    seconds: float
    tier: str
    vacant: int
    short: int
    changes: int
    cost: int
    least: int


class Run:
    """The state of one search, shared by its steps."""

    def __init__(
        self,
        problem: Problem,
        *,
        base: Roster | None,
        seconds: float,
        told: Callable[[Progress, Roster], None] | None = None,
        stop: Callable[[], bool] | None = None,
        counted: bool = False,
    ) -> None:
        self.began = time.monotonic()
        self.problem, self.base, self.seconds = problem, base, seconds
        self.ground = Ground(problem)
        self.told, self._stop = told, stop
        self.counted = counted
        self.best: dict[str, str] | None = None
        self.worth: tuple[int, int, int, int] | None = None
        self.first_after: float | None = None
        self.tiers: dict[str, Bound] = {}

    def left(self) -> float:
        """Return how many seconds there still are; where the effort is counted, what each step may cost."""
        return self.seconds if self.counted else self.seconds - (time.monotonic() - self.began)

    def stopped(self) -> bool:
        """Say whether it was asked to stop; then the best so far is the answer."""
        return bool(self._stop and self._stop())

    def over(self) -> bool:
        """Say whether there is no more time, or no more wish."""
        return self.left() <= 0 or self.stopped()

    def keep(self, assigned: Mapping[str, str], tier: str, least: int = 0) -> None:
        """Keep a roster if it is better than the best so far, and tell; the checker counts its worth."""
        judged = judge(self.problem, Roster(assigned))
        changes = changes_of(self.base, Roster(assigned)) if self.base is not None else 0
        worth = (len(judged.vacant), judged.short, changes, judged.cost)
        if self.worth is not None and worth >= self.worth:
            return
        self.worth, self.best = worth, dict(assigned)
        now = time.monotonic() - self.began
        if not judged.vacant and self.first_after is None:
            self.first_after = now
        if self.told:
            self.told(Progress(now, tier, *worth, least), Roster(self.best))

    def result(self, relaxations: tuple[Relaxation, ...] = ()) -> Result:
        """Return what was found; values are the checker's, bounds the search's."""
        roster = Roster(self.best or {})
        judged = judge(self.problem, roster)
        tiers = {name: self.tiers[name] for name in TIERS if name in self.tiers}
        cost = self.tiers.get(COST)
        tiers[COST] = Bound(judged.cost, min(cost.least, judged.cost) if cost else 0)
        tiers.setdefault(VACANCIES, Bound(len(judged.vacant), 0))
        if self.problem.demands:
            least = self.tiers[DEMAND].least if DEMAND in self.tiers else 0
            tiers[DEMAND] = Bound(judged.short, min(least, judged.short))
        return Result(
            status=self._status(judged.vacant, relaxations, tiers),
            roster=roster,
            vacancies=vacancies_of(self.problem, roster),
            shortfalls=judged.shortfalls,
            relaxations=relaxations,
            diff=diff_of(self.problem, self.base or Roster(), roster),
            tiers=tiers,
            first_after=self.first_after,
            seconds=time.monotonic() - self.began,
        )

    def _status(
        self, vacant: tuple[str, ...], relaxations: tuple[Relaxation, ...], tiers: Mapping[str, Bound]
    ) -> Status:
        if self.best is None:
            return Status.NONE
        if vacant:
            return Status.VACANT
        if relaxations:
            return Status.RELAXED
        return Status.OPTIMAL if all(one.proven for one in tiers.values()) else Status.FEASIBLE
