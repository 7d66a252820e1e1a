"""Mend a published month after an event: the past frozen, a window freed, fewest changes before all wishes.

First cascades (milliseconds), then CP-SAT over the weeks that are touched, then a proof over all the rest of
the month that fewer changes are not enough.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace

from yichuang.rostering.checker import Broken, judge
from yichuang.rostering.engine.model import Expression, Month
from yichuang.rostering.engine.month import confirmed, impossible
from yichuang.rostering.engine.run import Progress, Run
from yichuang.rostering.engine.solver import FIRST, Way, minimise
from yichuang.rostering.engine.wishes import Wishes
from yichuang.rostering.mending import Mender
from yichuang.rostering.table import Table
from yichuang.rostering.types import (
    CHANGES,
    COST,
    DEMAND,
    SESSIONS,
    VACANCIES,
    Bound,
    Problem,
    Relaxation,
    Result,
    Roster,
    Session,
)

LEAST_SECONDS = 0.5
EXPLAIN_SHARE = 0.4  # of what is left, for each step of an explanation


@dataclass(frozen=True, slots=True)
class Now:
    """The moment from which something can still be changed: the first session that is not frozen."""

    day: int
    session: Session = Session.MORNING

    def frozen(self, problem: Problem) -> frozenset[str]:
        """Return the shifts that lie before."""
        return frozenset(
            one.id
            for one in problem.shifts
            if (one.day, SESSIONS.index(one.session)) < (self.day, SESSIONS.index(self.session))
        )


def lost(problem: Problem, base: Roster, now: Now) -> list[str]:
    """Return the shifts still to come whose person is not there, or may not have them any more."""
    people = {one.id: one for one in problem.people}
    ranks = {one.id: one.ranks for one in problem.posts}
    frozen = now.frozen(problem)
    found = []
    for shift in problem.shifts:
        who = base.assigned.get(shift.id)
        if shift.id in frozen or who is None:
            continue
        gone = who not in people or problem.absence(people[who], shift.day, shift.session) is not None
        if gone or who not in ranks[shift.post] or who in shift.barred:
            found.append(shift.id)
    return found


def resolve(
    problem: Problem,
    base: Roster,
    *,
    now: Now,
    seconds: float = 8.0,
    way: Way = FIRST,
    told: Callable[[Progress, Roster], None] | None = None,
    stop: Callable[[], bool] | None = None,
    pins: frozenset[str] = frozenset(),
) -> Result:
    """Return ``base`` mended for ``problem``, in which the illness or leave stands already.

    ``pins`` are shifts that stay as they are, unless their person is not there.
    Tiers: vacancies, windows short of the demand, changes, cost.  The bound of the changes is proven over all
    that is still to come, not only over the window.
    """
    run = Run(problem, base=base, seconds=seconds, told=told, stop=stop, counted=way.counted)
    mending = _Mending(run, base, now, way, pins)
    mending.by_cascades()
    if run.over():
        return run.result()
    mending.by_search()
    return run.result()


class _Mending:
    def __init__(self, run: Run, base: Roster, now: Now, way: Way, pins: frozenset[str]) -> None:
        self.run, self.base, self.way = run, base, way
        self.problem = run.problem
        self.status = ""
        self.lost = lost(self.problem, base, now)
        self.frozen = now.frozen(self.problem) | (pins - set(self.lost))
        self.vacant = [
            one.id
            for one in self.problem.shifts
            if one.required and one.id not in base.assigned and one.id not in self.frozen
        ]

    def by_cascades(self) -> None:
        """Fill what is lost one shift after the other; this is the first answer."""
        kept = {shift: who for shift, who in self.base.assigned.items() if shift not in set(self.lost)}
        table = Table(self.run.ground, kept, self.frozen)
        mender = Mender(table)
        shifts = self.run.ground.shifts
        for shift in self.lost + self.vacant:
            if shifts[shift].required:
                mender.fill(shift)
        mender.open_asked(self.frozen)
        self.run.keep(table.holder, CHANGES)

    def fixed(self, days: set[int]) -> dict[str, str | None]:
        return {
            one.id: self.base.assigned.get(one.id)
            for one in self.problem.shifts
            if one.id in self.frozen or one.day not in days
        }

    def window(self) -> set[int]:
        """Return the days of the weeks in which something is to be filled."""
        shifts, weeks = self.run.ground.shifts, self.problem.weeks
        touched = {weeks[shifts[one].day] for one in self.lost + self.vacant}
        wanted = self.run.ground.wanted
        for one in judge(self.problem, self.base).shortfalls:
            if not self.frozen >= set(wanted.get((one.group, one.day, one.session), ())):
                touched.add(weeks[one.day])
        return {day for day in range(self.problem.days) if weeks[day] in touched}

    def by_search(self) -> None:
        """Search the touched weeks for fewest vacancies, then changes, then cost; prove over the rest."""
        run = self.run
        days = self.window()
        if not days:
            run.tiers |= {VACANCIES: Bound(0, 0), CHANGES: Bound(0, 0)}
            return
        month = Month(run.ground, fixed=self.fixed(days))
        vacant = self._vacancies(month)
        if vacant is None:
            return
        month.model.add(month.vacancies() <= vacant)
        short = self._short(month, vacant)
        if short is None:
            return
        month.model.add(month.windows_short() <= short)
        changes = self._changes(month, vacant, short)
        if changes is None:
            return
        run.tiers[CHANGES] = self._prove(vacant, short, changes)
        if run.tiers[CHANGES].found == changes and not run.over():
            month.model.add(month.changes(self.base.assigned) <= changes)
            self._minimise(month, Wishes(month).expression(), COST, run.left())

    def _hint(self) -> dict[str, str]:
        return self.run.best or dict(self.base.assigned)

    def whole(self, *, bend: bool = False) -> Month:
        """Return the model of everything that is still to come."""
        return Month(self.run.ground, fixed=self.fixed(set(range(self.problem.days))), bend=bend)

    def _vacancies(self, month: Month) -> int | None:
        """Return how many shifts stay vacant at least, confirmed in a second way over all that is to come."""
        run = self.run
        if run.worth is not None and run.worth[0] == 0:
            run.tiers[VACANCIES] = Bound(0, 0)
            return 0
        found = self._minimise(month, month.vacancies(), VACANCIES, run.left() / 2)
        if not found:
            return None
        value = found[0]
        proven = value == 0 or confirmed(self.whole(), value, max(run.left() / 2, LEAST_SECONDS), self.way)
        run.tiers[VACANCIES] = Bound(value, value if proven else 0)
        return value

    def _short(self, month: Month, vacant: int) -> int | None:
        """Return what is short of the demand at least; the proof is over all that is to come."""
        run = self.run
        if not self.problem.demands:
            return 0
        if run.worth is not None and run.worth[:2] == (vacant, 0):
            run.tiers[DEMAND] = Bound(0, 0)
            return 0
        found = self._minimise(month, month.windows_short(), DEMAND, run.left() / 2)
        if not found:
            return None
        value, whole = found[0], self.whole()
        less = (whole.vacancies() <= vacant, whole.windows_short() <= value - 1)
        left = max(run.left() / 2, LEAST_SECONDS)
        proven = value == 0 or impossible(whole, *less, seconds=left, way=self.way)
        run.tiers[DEMAND] = Bound(value, value if proven else 0)
        return value

    def _changes(self, month: Month, vacant: int, short: int) -> int | None:
        """Return the fewest changes found in the window; fewer than what is lost is not possible."""
        run = self.run
        floor = len(self.lost)
        if run.worth is not None and run.worth[:2] <= (vacant, short) and run.worth[2] == floor:
            return floor
        found = self._minimise(month, month.changes(self.base.assigned), CHANGES, run.left() / 2, floor)
        return found[0] if found else None

    def _prove(self, vacant: int, short: int, changes: int) -> Bound:
        """Look for fewer changes in everything still to come; none, and the window's are the fewest."""
        run, floor = self.run, len(self.lost)
        if changes <= floor or run.over():
            return Bound(changes, min(changes, floor))
        month = self.whole()
        month.model.add(month.vacancies() <= vacant)
        month.model.add(month.windows_short() <= short)
        month.model.add(month.changes(self.base.assigned) <= changes - 1)
        fewer = self._minimise(month, month.changes(self.base.assigned), CHANGES, run.left(), floor)
        if fewer is None:
            return Bound(changes, changes if self.status == "INFEASIBLE" else floor)
        return Bound(fewer[0], max(fewer[1], floor))

    def _minimise(
        self, month: Month, objective: Expression, tier: str, seconds: float, stop_at: int | None = None
    ) -> tuple[int, int] | None:
        kept = {shift: who for shift, who in month.fixed.items() if who is not None}

        def hear(assigned: dict[str, str], _value: int, least: int) -> None:
            self.run.keep({**kept, **assigned}, tier, least)

        found = minimise(
            month,
            objective,
            seconds=seconds,
            way=self.way,
            hint=self._hint(),
            told=hear,
            stop=self.run.stopped,
            stop_at=stop_at,
        )
        self.status = found.status
        return (found.value, found.least) if found.found else None


@dataclass(frozen=True)
class Explanation:
    """The cheapest way to bend rules so that least stays vacant, and what it would change.

    ``proven`` says that nothing cheaper is enough and ``confirmed`` that nothing at all leaves fewer vacant,
    both found by a second way of searching over all that is still to come; ``checked`` that solving with the
    relaxations applied gives a roster with as few vacancies as promised, in which the checker finds no rule
    broken that the base did not break already.
    """

    relaxations: tuple[Relaxation, ...]
    price: int
    vacant: int
    proven: bool
    checked: bool
    confirmed: bool
    result: Result


def _broken_anew(problem: Problem, base: Roster, roster: Roster) -> Counter[Broken]:
    """Return the rules a roster breaks that its base did not break already (one may have become stricter)."""
    return Counter(judge(problem, roster).broken) - Counter(judge(problem, base).broken)


def explain(
    problem: Problem,
    base: Roster,
    *,
    now: Now,
    seconds: float = 5.0,
    way: Way = FIRST,
    stop: Callable[[], bool] | None = None,
    pins: frozenset[str] = frozenset(),
) -> Explanation | None:
    """Return what would have to be bent where posts stay vacant; None when time was over before an answer."""
    run = Run(problem, base=base, seconds=seconds, stop=stop, counted=way.counted)
    mending = _Mending(run, base, now, way, pins)
    month = Month(run.ground, fixed=mending.fixed(mending.window()), bend=True)
    hint = dict(base.assigned)
    found = []
    short = [month.windows_short()] if problem.demands else []
    for tier in (month.vacancies(), month.bent_price(), *short, month.changes(base.assigned)):
        one = minimise(month, tier, seconds=run.left() * EXPLAIN_SHARE, way=way, hint=hint, stop=stop)
        if not one.found:
            break
        found.append(one)
        hint = one.assigned
        month.model.add(tier <= one.value)
    if len(found) < 2:
        return None
    vacant, price = found[0].value, found[1].value
    relaxations = month.relaxations(found[-1].bent)
    bent = replace(problem, relaxed=problem.relaxed + relaxations)
    result = resolve(bent, base, now=now, seconds=max(run.left(), 1.0), way=way, stop=stop, pins=pins)
    whole = mending.whole(bend=True)
    left = max(run.left(), LEAST_SECONDS)
    cheaper = (whole.vacancies() <= vacant, whole.bent_price() <= price - 1)
    return Explanation(
        relaxations=relaxations,
        price=price,
        vacant=vacant,
        proven=price == 0 or impossible(whole, *cheaper, seconds=left, way=way),
        checked=len(result.vacancies) == vacant and not _broken_anew(bent, base, result.roster),
        confirmed=confirmed(whole, vacant, left, way),
        result=result,
    )
