"""A roster on the table: cells are put and taken one by one, and it says at once what hinders somebody.

This is what an editor by hand, the greedy start and the explanation of a vacancy stand on; no solver.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from yichuang.rostering.diff import Change, Diff
from yichuang.rostering.ground import Ground
from yichuang.rostering.types import (
    Hindered,
    Hindrance,
    Limit,
    Problem,
    Roster,
    Session,
    Shift,
    Vacancy,
    Why,
)

ABSENT = {Why.LEAVE: Hindrance.LEAVE, Why.SICK: Hindrance.SICK, Why.AWAY: Hindrance.AWAY}


class Table:
    """A roster that can be changed; ``frozen`` are shifts nobody may move any more."""

    def __init__(
        self, ground: Ground, assigned: Mapping[str, str] | None = None, frozen: frozenset[str] = frozenset()
    ) -> None:
        self.ground = ground
        self.frozen = frozen
        self.gone: set[tuple[str, int]] = set()  # person and day: absent, beside what the problem says
        self.holder: dict[str, str] = {}
        self.at: dict[tuple[str, int], dict[Session, str]] = defaultdict(
            dict
        )  # person, day → session → shift
        self.days: dict[tuple[str, int], int] = defaultdict(int)  # person, week
        self.sessions: dict[tuple[str, int], int] = defaultdict(int)  # person, week: those that count
        for one in ground.problem.people:
            first = ground.problem.weeks[0]
            self.days[one.id, first] = ground.days_before(one.id, first)
            self.sessions[one.id, first] = ground.sessions_before(one.id, first)
        for shift, person in (assigned or {}).items():
            self.put(shift, person)

    def put(self, shift_id: str, person: str) -> None:
        """Give a shift to somebody; what hinders them is not asked here."""
        shift = self.ground.shifts[shift_id]
        cell, week = self.at[person, shift.day], self.ground.problem.weeks[shift.day]
        if not cell:
            self.days[person, week] += 1
        cell[shift.session] = shift_id
        self.sessions[person, week] += shift.session.counts
        self.holder[shift_id] = person

    def take(self, shift_id: str) -> str:
        """Take a shift from who has it; return who that was."""
        person = self.holder.pop(shift_id)
        shift = self.ground.shifts[shift_id]
        cell, week = self.at[person, shift.day], self.ground.problem.weeks[shift.day]
        if cell.get(shift.session) == shift_id:
            del cell[shift.session]
        self.sessions[person, week] -= shift.session.counts
        if not cell:
            self.days[person, week] -= 1
        return person

    def run_with(self, person: str, day: int) -> tuple[int, int]:
        """Return the first and last day of the run of working days that ``day`` would be part of."""
        first = last = day
        while self._works(person, first - 1):
            first -= 1
        while self._works(person, last + 1):
            last += 1
        return first, last

    def _works(self, person: str, day: int) -> bool:
        if day < 0:
            return day in self.ground.people[person].before
        return bool(self.at.get((person, day)))

    def hindrance(self, person: str, shift: Shift) -> tuple[Hindrance, str] | None:
        """Return why somebody qualified cannot take a shift, with the shift they have instead if busy."""
        return next(self.hindrances(person, shift), None)

    def hindrances(self, person: str, shift: Shift) -> Iterator[tuple[Hindrance, str]]:
        """Yield everything that speaks against somebody qualified taking a shift, the gravest first."""
        ground, problem = self.ground, self.ground.problem
        if person in shift.barred:
            yield Hindrance.BARRED, ""
        absence = problem.absence(ground.people[person], shift.day, shift.session)
        if absence is not None:
            yield ABSENT[absence.why], ""
        elif (person, shift.day) in self.gone:
            yield Hindrance.SICK, ""
        cell = self.at.get((person, shift.day), {})
        if shift.session in cell:
            yield Hindrance.BUSY, cell[shift.session]
        week = problem.weeks[shift.day]
        if shift.session.counts:
            yield from self._full(person, shift.day, week, cell)
        if not cell and self.days[person, week] >= ground.limit(Limit.DAYS_WEEK, person, week):
            yield Hindrance.WEEK_DAYS_FULL, ""
        if self._unrested(person, shift):
            yield Hindrance.REST, ""
        if not cell and self._run_full(person, shift.day):
            yield Hindrance.RUN_FULL, ""

    def _full(
        self, person: str, day: int, week: int, cell: Mapping[Session, str]
    ) -> Iterator[tuple[Hindrance, str]]:
        ground = self.ground
        if sum(one.counts for one in cell) >= ground.limit(Limit.SESSIONS_DAY, person, day):
            yield Hindrance.DAY_FULL, ""
        if self.sessions[person, week] >= ground.limit(Limit.SESSIONS_WEEK, person, week):
            yield Hindrance.WEEK_FULL, ""

    def _unrested(self, person: str, shift: Shift) -> bool:
        problem, day = self.ground.problem, shift.day
        if shift.session is Session.MORNING:
            evening = Session.EVENING in self.at.get((person, day - 1), {})
            return evening and problem.rules_on(day).rest_after_evening
        if shift.session is not Session.EVENING or day + 1 >= problem.days:
            return False
        morning = Session.MORNING in self.at.get((person, day + 1), {})
        return morning and problem.rules_on(day + 1).rest_after_evening

    def _run_full(self, person: str, day: int) -> bool:
        first, last = self.run_with(person, day)
        return any(
            one - first + 1 > self.ground.limit(Limit.DAYS_RUN, person, one) for one in range(day, last + 1)
        )

    def vacant(self) -> list[str]:
        """Return the shifts that are vacant, in the order of the problem."""
        return [one.id for one in self.ground.problem.shifts if one.required and one.id not in self.holder]

    def asked(self, shift: Shift) -> bool:
        """Say whether a flexible window is asked for in this session beyond those that are planned."""
        if shift.id in self.holder:
            return False
        there = sum(
            1 for one in self.ground.wanted[shift.group, shift.day, shift.session] if one in self.holder
        )
        demand = self.ground.demands.get((shift.group, shift.day, shift.session))
        return demand is not None and there < demand.flexible

    def roster(self) -> Roster:
        """Return the roster as it lies on the table."""
        return Roster(dict(self.holder))


def vacancies_of(
    problem: Problem, roster: Roster, frozen: frozenset[str] = frozenset()
) -> tuple[Vacancy, ...]:
    """Return every vacant shift with what hinders each who is qualified for it."""
    ground = Ground(problem)
    table = Table(ground, roster.assigned, frozen)
    found = []
    for shift_id in table.vacant():
        shift = ground.shifts[shift_id]
        hindered = []
        for rank, person in enumerate(ground.posts[shift.post].ranks):
            hindrance = table.hindrance(person, shift)
            if hindrance is None:
                why = Hindrance.FROZEN if shift_id in frozen else Hindrance.FREE
                hindered.append(Hindered(person, rank, why))
            else:
                why, where = hindrance
                hindered.append(Hindered(person, rank, why, ground.shifts[where].post if where else ""))
        found.append(Vacancy(shift_id, tuple(hindered)))
    return tuple(found)


def diff_of(problem: Problem, before: Roster, after: Roster) -> Diff:
    """Return what is different, in the order of the problem's shifts."""
    changes = [
        Change(one.id, before.assigned.get(one.id), after.assigned.get(one.id))
        for one in problem.shifts
        if before.assigned.get(one.id) != after.assigned.get(one.id)
    ]
    return Diff(tuple(changes))
