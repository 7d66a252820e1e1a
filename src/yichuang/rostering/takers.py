"""Why this person: who else could have a shift, what speaks against each, and what the change would cost.

What speaks against somebody comes from the table the search's cascades ask; the price is the checker's count
of the roster with the shift in their hands, less its count as it stands.  Nothing else is known, so nothing
else is told.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from yichuang.rostering.checker import Broken, Judged, changes_of, judge
from yichuang.rostering.ground import Ground
from yichuang.rostering.table import Table
from yichuang.rostering.types import Hindered, Problem, Roster


@dataclass(frozen=True)
class Taker:
    """Somebody qualified for a shift, and the roster as it would be if they had it.

    ``against`` is everything that hinders them, ``broken`` the rules the checker then finds broken beyond
    those broken already; ``terms`` are the differences of the cost, those that are none left out.
    ``vacant``, ``short`` (windows short, each by its worth) and ``changes`` (against a base) are differences
    too.
    """

    person: str
    rank: int
    has_it: bool
    against: tuple[Hindered, ...]
    broken: tuple[Broken, ...]
    terms: Mapping[str, int]
    vacant: int
    short: int
    changes: int

    @property
    def cost(self) -> int:
        """Return what the month's wishes would cost more."""
        return sum(self.terms.values())


def takers_of(
    problem: Problem, roster: Roster, shift_id: str, base: Roster | None = None
) -> tuple[Taker, ...]:
    """Return everybody qualified for a shift: who has it, then who could take it, the cheapest first."""
    ground = Ground(problem)
    shift, holder = ground.shifts[shift_id], roster.assigned.get(shift_id)
    others = {one: who for one, who in roster.assigned.items() if one != shift_id}
    table, now = Table(ground, others), judge(problem, roster)
    found = []
    for rank, person in enumerate(ground.posts[shift.post].ranks):
        with_them = Roster({**others, shift_id: person})
        against = tuple(
            Hindered(person, rank, why, ground.shifts[where].post if where else "")
            for why, where in table.hindrances(person, shift)
        )
        then = judge(problem, with_them)
        found.append(
            Taker(
                person=person,
                rank=rank,
                has_it=person == holder,
                against=against,
                broken=_beyond(then, now),
                terms=difference(then, now),
                vacant=len(then.vacant) - len(now.vacant),
                short=then.short - now.short,
                changes=changes_of(base, with_them) - changes_of(base, roster) if base else 0,
            )
        )
    return tuple(
        sorted(found, key=lambda one: (not one.has_it, bool(one.against), one.short, one.cost, one.rank))
    )


def _beyond(then: Judged, now: Judged) -> tuple[Broken, ...]:
    return tuple((Counter(then.broken) - Counter(now.broken)).elements())


def difference(then: Judged, now: Judged) -> dict[str, int]:
    """Return what a roster's wishes cost more than another's, term by term; terms alike are left out."""
    every = dict.fromkeys((*now.terms, *then.terms))
    told = {one: then.terms.get(one, 0) - now.terms.get(one, 0) for one in every}
    return {one: cost for one, cost in told.items() if cost}
