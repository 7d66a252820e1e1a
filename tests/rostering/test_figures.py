"""The figures we tell, at full size: seeded months, calls and absences, each judged again."""

from __future__ import annotations

import random

import pytest
from bench.roster_month import drawn

from yichuang.rostering.checker import changes_of, judge
from yichuang.rostering.engine.mend import Now, explain, resolve
from yichuang.rostering.engine.model import Month
from yichuang.rostering.engine.month import impossible, solve
from yichuang.rostering.engine.surviving import surviving
from yichuang.rostering.ground import Ground
from yichuang.rostering.reading import month_of
from yichuang.rostering.surviving import absent, pairs
from yichuang.rostering.types import CHANGES, VACANCIES, Problem, Roster

pytestmark = pytest.mark.proof


@pytest.fixture(scope="module")
def month() -> tuple[Problem, Roster]:
    problem = month_of(drawn(11))
    result = solve(problem, seconds=30)
    judged = judge(problem, result.roster)
    assert judged.keeps and not judged.vacant
    assert result.cost.found == judged.cost
    assert result.first_after is not None and result.first_after < 6
    assert result.cost.gap < 0.03  # 0.006 on a quiet machine
    return problem, result.roster


def test_fewest_changes_are_confirmed_by_another_configuration(month: tuple[Problem, Roster]):
    problem, roster = month
    chance = random.Random(5)
    told = 0
    for person, day in chance.sample(pairs(problem, roster), 12):
        ill = absent(problem, person, day, min(problem.days - 1, day + chance.randint(0, 4)))
        result = resolve(ill, roster, now=Now(day), seconds=20)
        assert judge(ill, result.roster).keeps
        assert changes_of(roster, result.roster) == result.tiers[CHANGES].found
        if not result.tiers[CHANGES].proven or not result.tiers[VACANCIES].proven:
            continue
        frozen = {one: roster.assigned[one] for one in Now(day).frozen(ill)}
        whole = Month(Ground(ill), fixed=frozen)
        fewer = (
            whole.vacancies() <= result.tiers[VACANCIES].found,
            whole.changes(roster.assigned) <= result.tiers[CHANGES].found - 1,
        )
        assert impossible(whole, *fewer, seconds=60), (person, day)
        told += 1

    assert told >= 11


def test_what_does_not_survive_is_explained_and_every_way_out_holds(month: tuple[Problem, Roster]):
    problem, roster = month

    found = surviving(problem, roster)

    assert found.tried == len(pairs(problem, roster))
    for one in found.fragile[:5]:
        ill = absent(problem, one.person, one.day)
        way_out = explain(ill, roster, now=Now(one.day), seconds=30)
        assert way_out is not None
        assert way_out.checked and way_out.confirmed and way_out.proven
