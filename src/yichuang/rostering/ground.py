"""What every search asks of a problem again and again, laid out once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from yichuang.rostering.types import Demand, Limit, Problem, Session, Shift, Why


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who may have a shift; ``leave`` says that they would have to be called back for it."""

    person: str
    rank: int
    leave: bool = False


@dataclass
class Ground:
    """A problem with its lists: who may have which shift, and which days lie in which week."""

    problem: Problem
    shifts: dict[str, Shift] = field(init=False)
    candidates: dict[str, list[Candidate]] = field(init=False)
    week_days: dict[int, list[int]] = field(init=False)
    wanted: dict[tuple[str, int, Session], list[str]] = field(init=False)  # flexible shifts of a session
    demands: dict[tuple[str, int, Session], Demand] = field(init=False)

    def __post_init__(self) -> None:
        problem = self.problem
        self.people = {one.id: one for one in problem.people}
        self.posts = {one.id: one for one in problem.posts}
        self.shifts = {one.id: one for one in problem.shifts}
        self.demands = {(one.group, one.day, one.session): one for one in problem.demands}
        self.wanted = defaultdict(list)
        for shift in problem.shifts:
            if not shift.required:
                self.wanted[shift.group, shift.day, shift.session].append(shift.id)
        self.week_days = defaultdict(list)
        for day, week in enumerate(problem.weeks):
            self.week_days[week].append(day)
        self.candidates = {
            shift.id: [
                Candidate(who, rank, leave)
                for rank, who in enumerate(self.posts[shift.post].ranks)
                for leave in self._presence(who, shift)
            ]
            for shift in problem.shifts
        }

    def _presence(self, who: str, shift: Shift) -> Iterable[bool]:
        if who in shift.barred:
            return
        absence = self.problem.absence(self.people[who], shift.day, shift.session)
        if absence is None:
            yield False
        elif absence.why is Why.LEAVE:
            yield True

    def present(self, shift: str) -> list[Candidate]:
        """Return who may have a shift as things are."""
        return [one for one in self.candidates[shift] if not one.leave]

    def days_before(self, person: str, week: int) -> int:
        """Return how many days of a week somebody worked before the month began."""
        if self.week_days[week][0] != 0:
            return 0
        monday = -self.problem.start.weekday()
        return sum(1 for day in self.people[person].before if monday <= day < 0)

    def sessions_before(self, person: str, week: int) -> int:
        """Return how many sessions of a week somebody had before the month began."""
        return self.people[person].sessions_before if self.week_days[week][0] == 0 else 0

    def price(self, candidate: Candidate, shift: Shift) -> int:
        """Return what a shift costs by itself when this person has it."""
        weights = self.problem.weights
        undesired = shift.day in self.people[candidate.person].undesired
        return weights.of_rank(candidate.rank) + (weights.undesired if undesired else 0)

    def marginals(self, person: str, weight: int, carried: int, most: int) -> list[int]:
        """Return what the first, second … session of a burden costs somebody."""
        share = self.people[person].share
        return [
            (200 * weight * (2 * (carried + one) - 1) + share) // (2 * share) for one in range(1, most + 1)
        ]

    def limit(self, limit: Limit, person: str, when: int) -> int:
        """Return the number of a rule for somebody."""
        return self.problem.limit(limit, person, when)


def before(one: Session, other: Session) -> bool:
    """Say whether a session comes before another on the same day."""
    order = list(Session)
    return order.index(one) < order.index(other)
