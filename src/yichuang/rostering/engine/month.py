"""Plan a whole month: no post vacant first, then the least cost, with a bound."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from yichuang.rostering.engine.linear import Linear
from yichuang.rostering.engine.model import Constraint, Expression, Month
from yichuang.rostering.engine.run import Progress, Run
from yichuang.rostering.engine.solver import FIRST, SECOND, UNHURRIED, Found, Way, minimise
from yichuang.rostering.engine.wishes import Wishes
from yichuang.rostering.mending import greedy
from yichuang.rostering.types import CHANGES, COST, DEMAND, VACANCIES, Bound, Pin, Problem, Result, Roster

QUICK_SHARE = 0.12  # of the time: looking for a roster without vacancies before asking if there is one
FULL_SHARE = 0.4  # of the time: looking on before one with vacancies is looked for
VACANT_SHARE = 0.5  # of the time: bringing the number of vacancies down
DEMAND_SHARE = 0.3
CHANGES_SHARE = 0.5
GRACE = 0.3  # seconds at the end to hear the bound and count once more
# How far from the relaxation is searched (reduced cost), each until proven; None: everywhere.
NEAR: tuple[float | None, ...] = (0.3, 1.0, None)


def solve(
    problem: Problem,
    *,
    base: Roster | None = None,
    pins: tuple[Pin, ...] = (),
    seconds: float = 20.0,
    way: Way = FIRST,
    told: Callable[[Progress, Roster], None] | None = None,
    stop: Callable[[], bool] | None = None,
) -> Result:
    """Plan ``problem``; there is always an answer, which names what stays vacant.

    ``base`` is the published roster: changes against it count before wishes.  ``pins`` are not moved.
    ``told`` hears every better roster; ``stop`` is asked ten times a second and ends it with the best so far.
    """
    run = Run(problem, base=base, seconds=seconds, told=told, stop=stop, counted=way.counted)
    fixed = {pin.shift: pin.person for pin in pins}
    start = greedy(run.ground, fixed)
    if base is not None:
        start_from = {shift: who for shift, who in base.assigned.items() if shift not in fixed}
    else:
        start_from = dict(start.holder)
    run.keep(start.holder, VACANCIES)
    search = _Search(run, fixed, way, start_from)
    if not search.without_vacancies():
        search.with_vacancies()
    return run.result()


class _Search:
    def __init__(self, run: Run, fixed: dict[str, str | None], way: Way, hint: dict[str, str]) -> None:
        self.run, self.way, self.hint = run, way, hint
        self.fixed = fixed
        self.kept = {shift: who for shift, who in fixed.items() if who is not None}

    def without_vacancies(self) -> bool:
        """Search among rosters without a vacancy; False when there is none, or none was found in time."""
        if None in self.fixed.values():
            return False
        month = Month(self.run.ground, fixed=self.fixed, vacancies=False)
        if self.run.first_after is None and not self._any(month):
            return False
        self.run.tiers[VACANCIES] = Bound(0, 0)
        self._costs(month)
        return True

    def _any(self, month: Month) -> bool:
        """Look for any roster without a vacancy: shortly, then for longer where the relaxation has one.

        What no part of a person can do, no person can: the relaxation says so in a second.
        """
        found = self._look(month, QUICK_SHARE)
        if found.found or found.status == "INFEASIBLE" or Linear(month, 0).relaxed(self._time()) is None:
            return found.found
        return self._look(month, FULL_SHARE).found

    def _look(self, month: Month, share: float) -> Found:
        found = self._minimise(month, 0, VACANCIES, self.run.left() * share)
        self.hint = found.assigned if found.found else self.hint
        return found

    def with_vacancies(self) -> None:
        """Bring the number of vacancies down, confirm it in a second way, then the cost."""
        run = self.run
        month = Month(run.ground, fixed=self.fixed)
        pinned_empty = sum(1 for who in self.fixed.values() if who is None)
        found = self._fewest(month)
        if not found.found:
            return
        self.hint = found.assigned
        sure = found.proven and confirmed(month, found.value, run.left() / 2, self.way)
        least = found.least if sure else 0
        run.tiers[VACANCIES] = Bound(found.value + pinned_empty, least + pinned_empty)
        month.model.add(month.vacancies() <= found.value)
        self._costs(month)

    def _fewest(self, month: Month) -> Found:
        """Return a roster with the fewest vacancies: the first one where the relaxation allows no fewer."""
        first = self.run.best or {}
        vacant = sum(1 for shift in month.vacant if shift not in first)
        relaxed = Linear(month, month.vacancies()).relaxed(self._time())
        if relaxed is not None and relaxed.least == vacant:
            return Found("OPTIMAL", first, value=vacant, least=vacant)
        return self._minimise(month, month.vacancies(), VACANCIES, self.run.left() * VACANT_SHARE)

    def _time(self) -> float:
        """Return how many seconds a linear program may take, which counts no effort."""
        return UNHURRIED if self.run.counted else self.run.left()

    def _costs(self, month: Month) -> None:
        run = self.run
        if run.problem.demands and not self._fewest_short(month):
            return
        if run.base is not None:
            changes = month.changes(run.base.assigned)
            found = self._minimise(month, changes, CHANGES, run.left() * CHANGES_SHARE)
            if not found.found:
                return
            self.hint = found.assigned
            run.tiers[CHANGES] = Bound(found.value, found.least)
            month.model.add(changes <= found.value)
        if not run.over():
            self._cheapest(month, Wishes(month).expression())

    def _fewest_short(self, month: Month) -> bool:
        """Bring what is short of the demand to its least; at once where the relaxation allows no less."""
        run, short = self.run, month.windows_short()
        relaxed = Linear(month, short).relaxed(self._time())
        least = relaxed.least if relaxed is not None else 0
        found = Bound(run.worth[1], least) if run.worth and run.worth[0] == self._vacant() else None
        if found is None or not found.proven:
            looked = self._minimise(month, short, DEMAND, run.left() * DEMAND_SHARE, stop_at=least)
            if not looked.found:
                return False
            self.hint = looked.assigned
            found = Bound(looked.value, max(looked.least, least))
        else:
            self.hint = run.best or self.hint
        run.tiers[DEMAND] = found
        month.model.add(short <= found.found)
        return True

    def _vacant(self) -> int:
        return self.run.tiers[VACANCIES].found

    def _cheapest(self, month: Month, cost: Expression) -> None:
        """Search near the relaxation first, then everywhere, while SCIP raises the bound."""
        run = self.run
        linear = Linear(month, cost)
        relaxed = linear.relaxed(self._time())
        if relaxed is None or run.over():
            return
        run.tiers[COST] = Bound(run.worth[3] if run.worth else relaxed.least, relaxed.least)
        # SCIP is cut off by the clock, so what is to be the same again does without it
        bounding = None if run.counted else linear.bounding(run.left() - GRACE)
        self.hint = relaxed.rounded()
        for price in NEAR:
            without = [] if price is None else relaxed.far(price)
            found = self._minimise(month, cost, COST, run.left() - GRACE, without, stop_at=relaxed.least)
            self.hint = run.best or self.hint
            if found.found and found.value <= relaxed.least:  # as cheap as the relaxation: nothing is cheaper
                run.tiers[COST] = Bound(found.value, found.value)
                if bounding is not None:
                    bounding.wait(GRACE)
                return
            if found.proven and price is None:
                run.tiers[COST] = Bound(found.value, found.least)
                return
            if run.left() < 2 * GRACE or run.stopped():
                break
        everywhere = found.least if found.found and price is None else 0
        proven = 0 if run.stopped() or bounding is None else bounding.wait(run.left())
        run.tiers[COST] = Bound(found.value, max(relaxed.least, proven, everywhere))

    def _minimise(
        self,
        month: Month,
        objective: Expression,
        tier: str,
        seconds: float,
        without: Sequence[tuple[str, str]] = (),
        stop_at: int | None = None,
    ) -> Found:
        def hear(assigned: dict[str, str], _value: int, least: int) -> None:
            self.run.keep({**self.kept, **assigned}, tier, least)

        return minimise(
            month,
            objective,
            seconds=seconds,
            way=self.way,
            hint=self.hint,
            told=hear,
            stop=self.run.stopped,
            stop_at=stop_at,
            without=without,
        )


def confirmed(month: Month, vacant: int, seconds: float, way: Way = FIRST) -> bool:
    """Say whether a second, different configuration finds nothing with fewer vacancies either.

    One answer is not trusted for a proof of impossibility (google/or-tools#4109, #5295).
    """
    if vacant == 0:
        return True
    return impossible(month, month.vacancies() <= vacant - 1, seconds=seconds, way=way)


def impossible(month: Month, *wishes: Constraint, seconds: float, way: Way = FIRST) -> bool:
    """Say whether the second configuration proves that no roster of this model is like this.

    ``way`` says only whether the effort is counted.
    """
    second = replace(SECOND, counted=way.counted)
    return minimise(month, 0, seconds=seconds, way=second, also=wishes).status == "INFEASIBLE"
