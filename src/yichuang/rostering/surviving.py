"""Which days do not survive an absence: every person and every day they work, tried one by one.

A pair survives when the posts of that day can be filled without bending a rule, as if the person had called
in the morning.  Cascades answer most; what they cannot fill is left to ``engine.surviving``, which decides.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from yichuang.rostering.ground import Ground
from yichuang.rostering.mending import Mender
from yichuang.rostering.table import Table
from yichuang.rostering.types import Absence, Problem, Roster, Vacancy, Why


@dataclass(frozen=True, slots=True)
class Fragile:
    """A person and a day that do not survive: these shifts would be vacant, and why."""

    person: str
    day: int
    vacancies: tuple[Vacancy, ...]


@dataclass(frozen=True)
class Surviving:
    """How many of the pairs of person and day survive, and the exceptions."""

    tried: int
    fragile: tuple[Fragile, ...]

    @property
    def share(self) -> float:
        """Return the part of the pairs that survives."""
        return 1.0 if not self.tried else (self.tried - len(self.fragile)) / self.tried


def absent(
    problem: Problem, person: str, first: int, last: int | None = None, why: Why = Why.SICK
) -> Problem:
    """Return the problem with somebody absent on these days."""
    absence = Absence(first, first if last is None else last, why)
    people = tuple(
        replace(one, absences=(*one.absences, absence)) if one.id == person else one for one in problem.people
    )
    return replace(problem, people=people)


def pairs(problem: Problem, roster: Roster) -> list[tuple[str, int]]:
    """Return every pair of a person and a day on which they work."""
    days = {one.id: one.day for one in problem.shifts}
    return sorted(
        {(who, days[shift]) for shift, who in roster.assigned.items()}, key=lambda one: (one[1], one[0])
    )


def by_cascades(problem: Problem, roster: Roster) -> Iterator[tuple[str, int, bool]]:
    """Yield every pair with whether cascades fill what its absence leaves."""
    ground = Ground(problem)
    days = {one.id: one.day for one in problem.shifts}
    for person, day in pairs(problem, roster):
        past = frozenset(shift for shift in roster.assigned if days[shift] < day)
        table = Table(ground, roster.assigned, past)
        table.gone.add((person, day))
        gone = [shift for shift, who in roster.assigned.items() if who == person and days[shift] == day]
        for shift in gone:
            table.take(shift)
        mender = Mender(table)
        filled = [mender.fill(shift) for shift in gone if ground.shifts[shift].required]
        yield person, day, all(filled)
