"""Name the B of every shift: who takes over when its A does not come."""

from __future__ import annotations

from collections import Counter

from yichuang.rostering.ground import Ground
from yichuang.rostering.table import Table
from yichuang.rostering.types import Hindrance, Problem, Roster

# who is elsewhere or has had their sessions can still be called; who is not in the hall cannot
CALLABLE = frozenset({Hindrance.BUSY, Hindrance.DAY_FULL, Hindrance.WEEK_FULL, Hindrance.WEEK_DAYS_FULL})


def reserves(problem: Problem, roster: Roster) -> dict[str, str]:
    """Return the B of each shift that has an A: free first, who is B there that day, then by load and rank.

    A shift is missing where nobody else who is qualified is there.
    """
    ground = Ground(problem)
    table = Table(ground, roster.assigned)
    load: Counter[str] = Counter()
    of_day: dict[tuple[str, int], str] = {}  # so that a window has one B for the day where it can
    found = {}
    for shift in problem.shifts:
        holder = roster.assigned.get(shift.id)
        if holder is None:
            continue
        choices = []
        for rank, person in enumerate(ground.posts[shift.post].ranks):
            hindrance = table.hindrance(person, shift)
            if person != holder and (hindrance is None or hindrance[0] in CALLABLE):
                another = of_day.get((shift.post, shift.day), person) != person
                choices.append((hindrance is not None, another, load[person], rank, person))
        if choices:
            found[shift.id] = min(choices)[-1]
            load[found[shift.id]] += 1
            of_day[shift.post, shift.day] = found[shift.id]
    return found
