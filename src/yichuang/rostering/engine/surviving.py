"""Decide which single absences a roster does not survive: cascades first, CP-SAT for what they leave."""

from __future__ import annotations

import time
from collections.abc import Callable

from yichuang.rostering.engine.mend import Now, resolve
from yichuang.rostering.engine.solver import Way
from yichuang.rostering.surviving import Fragile, Surviving, absent, by_cascades
from yichuang.rostering.types import Problem, Roster

SECONDS = 5.0  # for one absence that cascades cannot fill


def surviving(
    problem: Problem,
    roster: Roster,
    *,
    way: Way | None = None,
    told: Callable[[int, int], None] | None = None,
    stop: Callable[[], bool] | None = None,
    until: float | None = None,
) -> Surviving:
    """Try every pair of person and day; ``told`` hears how many were tried and how many are fragile.

    ``until`` (of ``time.monotonic``) ends it early: then fewer pairs are tried.
    """
    tried, fragile = 0, []
    for person, day, filled in by_cascades(problem, roster):
        if (stop and stop()) or (until is not None and time.monotonic() > until):
            break
        if not filled:
            mended = resolve(
                absent(problem, person, day),
                roster,
                now=Now(day),
                seconds=SECONDS,
                way=way or Way(),
                stop=stop,
            )
            newly = tuple(one for one in mended.vacancies if one.shift in roster.assigned)
            if newly:
                fragile.append(Fragile(person, day, newly))
        tried += 1
        if told:
            told(tried, len(fragile))
    return Surviving(tried, tuple(fragile))
