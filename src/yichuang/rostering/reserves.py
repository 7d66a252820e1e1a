"""Name the B of every shift, who takes over when its A does not come; and the shifts nobody is left for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

from yichuang.rostering.ground import Ground
from yichuang.rostering.table import Table
from yichuang.rostering.types import Hindered, Hindrance, Problem, Roster, Vacancy

# who is elsewhere, has had their sessions or is to rest can still be called; who is not in the hall cannot
CALLABLE = frozenset(
    {
        Hindrance.BUSY,
        Hindrance.DAY_FULL,
        Hindrance.WEEK_FULL,
        Hindrance.WEEK_DAYS_FULL,
        Hindrance.RUN_FULL,
        Hindrance.REST,
    }
)
RESTING = frozenset({Hindrance.RUN_FULL, Hindrance.REST})  # called last


def reserves(problem: Problem, roster: Roster, had: Mapping[str, str] = {}) -> dict[str, str]:
    """Return the B of each shift that has an A: free first, who is B there that day, then by load and rank.

    Who has been the B of a shift (``had``) stays it, unless somebody is free and they are not.
    A shift is missing where nobody else who is qualified is there (``unreserved``); where there is anybody,
    it has a B, however the shifts are shared out.
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
                last = 0 if hindrance is None else 2 if hindrance[0] in RESTING else 1
                changed = shift.id in had and had[shift.id] != person
                another = of_day.get((shift.post, shift.day), person) != person
                choices.append((last, changed, another, load[person], rank, person))
        if choices:
            found[shift.id] = min(choices)[-1]
            load[found[shift.id]] += 1
            of_day[shift.post, shift.day] = found[shift.id]
    return found


def unreserved(problem: Problem, roster: Roster, frozen: frozenset[str] = frozenset()) -> tuple[Vacancy, ...]:
    """Return the shifts whose A has no B, with what hinders everybody else; ``frozen`` ones are over.

    No roster has fewer of them with the same shifts filled: a B is missing only where nobody else who holds
    the post is in the hall.
    """
    ground, have = Ground(problem), reserves(problem, roster)
    table = Table(ground, roster.assigned)
    found = []
    for shift in problem.shifts:
        holder = roster.assigned.get(shift.id)
        if holder is None or shift.id in have or shift.id in frozen:
            continue
        others = [(rank, who) for rank, who in enumerate(ground.posts[shift.post].ranks) if who != holder]
        hindered = []
        for rank, who in others:
            hindrance = table.hindrance(who, shift)
            assert hindrance is not None  # else they were its B
            hindered.append(Hindered(who, rank, hindrance[0]))
        found.append(Vacancy(shift.id, tuple(hindered)))
    return tuple(found)


def opened_with_reserve(problem: Problem, base: Mapping[str, str] | None = None) -> Problem:
    """Return the problem in which a flexible window opens only where a second person who holds it is there.

    Who has it in ``base`` keeps it: that its B is away then is told like any other's.
    """
    ground, had = Ground(problem), base or {}
    shifts = []
    for shift in problem.shifts:
        if not shift.required and len(ground.present(shift.id)) < 2:
            ranks = ground.posts[shift.post].ranks
            shift = replace(shift, barred=tuple(one for one in ranks if one != had.get(shift.id)))
        shifts.append(shift)
    return replace(problem, shifts=tuple(shifts))
