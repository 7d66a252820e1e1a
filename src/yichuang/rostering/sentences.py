"""Vacancies, relaxations and changes as plain English sentences, for the command line and the bench.

The hall's screens say the same in their own languages (``posts.labels``).
"""

from __future__ import annotations

from datetime import timedelta

from yichuang.rostering.diff import Diff
from yichuang.rostering.types import (
    Hindered,
    Hindrance,
    Limit,
    Problem,
    Relaxation,
    Shortfall,
    Vacancy,
)

HINDERED = {
    Hindrance.LEAVE: "on leave",
    Hindrance.SICK: "ill",
    Hindrance.AWAY: "sent elsewhere",
    Hindrance.DAY_FULL: "has a full day",
    Hindrance.WEEK_FULL: "has a full week of sessions",
    Hindrance.WEEK_DAYS_FULL: "has a full week of days",
    Hindrance.RUN_FULL: "has too many days in a row",
    Hindrance.REST: "had the evening before",
    Hindrance.FROZEN: "too late to ask",
    Hindrance.FREE: "free",
    Hindrance.BARRED: "not qualified on that day",
}


def role(rank: int) -> str:
    """Return A, B1, B2 … for a rank."""
    return "A" if rank == 0 else f"B{rank}"


def of_hindered(one: Hindered) -> str:
    """Return ``A E07 on leave`` or ``B1 E37 busy at P13``."""
    told = f"busy at {one.post}" if one.why is Hindrance.BUSY else HINDERED[one.why]
    return f"{role(one.rank)} {one.person} {told}"


def of_vacancy(problem: Problem, vacancy: Vacancy) -> str:
    """Return what is vacant and why, in one sentence."""
    shift = next(one for one in problem.shifts if one.id == vacancy.shift)
    day = problem.start + timedelta(days=shift.day)
    why = ", ".join(of_hindered(one) for one in vacancy.hindered) or "nobody is qualified"
    return f"{shift.post} {day} {shift.session} is vacant: {why}"


def of_shortfall(problem: Problem, one: Shortfall) -> str:
    """Return how many windows of a group are planned where how many are asked for."""
    day = problem.start + timedelta(days=one.day)
    return f"{one.group} {day} {one.session}: {one.planned} of {one.need} windows, {one.short} short"


def of_relaxation(problem: Problem, one: Relaxation) -> str:
    """Return ``E14 works one more day in week 51``."""
    number = "one more" if one.more == 1 else f"{one.more} more"
    many = "" if one.more == 1 else "s"
    if one.limit is Limit.DAYS_WEEK:
        return f"{one.person} works {number} day{many} in week {one.when}"
    if one.limit is Limit.SESSIONS_WEEK:
        return f"{one.person} works {number} session{many} in week {one.when}"
    day = problem.start + timedelta(days=one.when)
    if one.limit is Limit.SESSIONS_DAY:
        return f"{one.person} works {number} session{many} on {day}"
    if one.limit is Limit.DAYS_RUN:
        return f"{one.person} works {number} day{many} in a row until {day}"
    return f"{one.person} is called back from leave on {day}"


def of_explanation(problem: Problem, relaxations: tuple[Relaxation, ...], diff: Diff, vacant: int) -> str:
    """Return the way out: what is bent, how many change, what still stays vacant."""
    if not relaxations:
        return f"no rule that could be bent helps; {vacant} still vacant"
    bent = ", ".join(of_relaxation(problem, one) for one in relaxations)
    changed = len(diff.changes)
    told = f"{bent}, then {changed} change{'' if changed == 1 else 's'}"
    return told if not vacant else f"{told}; {vacant} still vacant"
