"""Months that cannot be, or hardly: there is always an answer, and always a sentence that says why."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests.rostering.small import week
from yichuang.rostering import sentences
from yichuang.rostering.checker import judge
from yichuang.rostering.engine.mend import Now, explain
from yichuang.rostering.engine.month import solve
from yichuang.rostering.reading import month_of, told_of
from yichuang.rostering.types import VACANCIES, Bound, Limit, Problem, Relaxation, Rules, Session, Status

TWO = {"W1": ("Zhang", "Li"), "W2": ("Wang", "Li")}
ALL = ("Zhang", "Li", "Wang")


def opens_in_the_second_week() -> Problem:
    problem = week(TWO, days=12)
    return replace(problem, shifts=tuple(one for one in problem.shifts if one.post == "W1" or one.day >= 7))


def made_up_on_a_saturday() -> Problem:
    """Return a week of six working days, as the State makes one, with the days and sessions it takes."""
    problem = week({"W1": ("Zhang",)}, days=6)
    longer = ((Limit.DAYS_WEEK, 1), (Limit.SESSIONS_WEEK, 2))
    return replace(problem, relaxed=tuple(Relaxation(one, "Zhang", 10, more) for one, more in longer))


def barred_on_every_day() -> Problem:
    problem = week(TWO, days=2)
    return replace(problem, shifts=tuple(replace(one, barred=ALL) for one in problem.shifts))


def without_anybody() -> Problem:
    return Problem(start=date(2026, 3, 2), days=5, people=(), posts=(), shifts=(), weeks=(10,) * 5)


@pytest.mark.parametrize(
    ("problem", "vacant", "why", "way_out"),
    [
        (week({"W1": (), "W2": ("Wang",)}), 10, "nobody is qualified", "no rule that could be bent helps"),
        (
            week(TWO, leave=dict.fromkeys(ALL, (2, 2))),
            4,
            "A Zhang on leave, B1 Li on leave",
            "is called back",
        ),
        (
            week(TWO, ill=dict.fromkeys(ALL, (2, 2))),
            4,
            "A Zhang ill, B1 Li ill",
            "no rule that could be bent",
        ),
        (week({"W1": ("Zhang",)}, days=7), 4, "has a full week", "Zhang works one more day in week 10"),
        (week(TWO, days=1, rules=Rules(max_sessions_day=0)), 4, "has a full day", "on 2026-03-02"),
        (barred_on_every_day(), 8, "not qualified on that day", "no rule that could be bent helps"),
    ],
)
def test_what_cannot_be_is_told_with_its_reasons_and_what_would_help(
    problem: Problem, vacant: int, why: str, way_out: str
):
    problem = month_of(told_of(problem))

    result = solve(problem, seconds=5)
    found = explain(problem, result.roster, now=Now(0), seconds=10)

    assert (result.status, result.tiers[VACANCIES]) == (Status.VACANT, Bound(vacant, vacant))
    assert judge(problem, result.roster).keeps
    said = [sentences.of_vacancy(problem, one) for one in result.vacancies]
    assert len(said) == vacant and all(" is vacant: " in one for one in said) and why in said[0]
    assert found is not None and found.confirmed and found.proven and found.checked
    told = sentences.of_explanation(problem, found.relaxations, found.result.diff, found.vacant)
    assert way_out in told, told


@pytest.mark.parametrize(
    "problem",
    [
        replace(week(TWO), shifts=()),
        without_anybody(),
        opens_in_the_second_week(),
        made_up_on_a_saturday(),
        week(TWO, days=1, sessions=tuple(Session)),
    ],
)
def test_an_odd_month_that_can_be_is_planned(problem: Problem):
    problem = month_of(told_of(problem))

    result = solve(problem, seconds=5)

    judged = judge(problem, result.roster)
    assert result.status is Status.OPTIMAL
    assert judged.keeps and not judged.vacant and result.cost.found == judged.cost
