"""Why this person: what speaks against the others, told by the search's table and priced by the checker."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from bench.roster_month import drawn

from tests.rostering.small import week
from yichuang.rostering.checker import judge
from yichuang.rostering.ground import Ground
from yichuang.rostering.mending import greedy
from yichuang.rostering.reading import month_of, told_of
from yichuang.rostering.reserves import reserves
from yichuang.rostering.takers import takers_of
from yichuang.rostering.types import Demand, Hindrance, Roster, Rules, Session

BOTH = {"W1": ("Zhang", "Li", "Chen"), "W2": ("Wang", "Li")}


def test_who_has_it_stands_first_then_who_could_by_price_then_who_could_not():
    problem = week(BOTH, days=1, leave={"Chen": (0, 0)})
    roster = Roster({"W1-0-AM": "Zhang", "W1-0-PM": "Zhang", "W2-0-AM": "Wang", "W2-0-PM": "Wang"})

    found = takers_of(problem, roster, "W1-0-AM")

    assert [(one.person, one.has_it, one.cost) for one in found] == [
        ("Zhang", True, 0),
        ("Li", False, 1),
        ("Chen", False, 4),
    ]
    assert found[1].terms == {"stand_in": 1} and not found[1].against
    assert [one.why for one in found[2].against] == [Hindrance.LEAVE]
    assert [one.rule for one in found[2].broken] == ["absent"]


def test_everything_that_speaks_against_somebody_is_told_and_not_only_the_first():
    problem = week(BOTH, ill={"Li": (0, 0)}, days=1, rules=Rules(max_sessions_day=1, max_days_week=5))
    roster = Roster({"W1-0-AM": "Zhang", "W2-0-AM": "Li"})

    li = next(one for one in takers_of(problem, roster, "W1-0-AM") if one.person == "Li")

    assert [one.why for one in li.against] == [Hindrance.SICK, Hindrance.BUSY, Hindrance.DAY_FULL]
    assert li.against[1].post == "W2"


def test_for_a_vacant_shift_each_says_what_filling_it_would_bring():
    problem = week(BOTH, days=1)
    roster = Roster({"W1-0-PM": "Zhang", "W2-0-AM": "Wang", "W2-0-PM": "Wang"})

    found = takers_of(problem, roster, "W1-0-AM", base=Roster({**roster.assigned, "W1-0-AM": "Li"}))

    assert [(one.person, one.vacant, one.changes) for one in found] == [
        ("Zhang", -1, 0),
        ("Li", -1, -1),
        ("Chen", -1, 0),
    ]


@pytest.mark.parametrize("seed", range(3))
def test_table_and_checker_agree_about_everybody(seed: int):
    problem = month_of(drawn(seed, posts=6, floaters=3, days=14))
    strict = replace(problem.rules, rest_after_evening=True, max_consecutive_days=4)
    problem = replace(problem, changed=((7, strict),))
    roster = greedy(Ground(problem), {}).roster()
    assert judge(problem, roster).keeps

    for shift in random.Random(seed).sample(problem.shifts, 60):
        for one in takers_of(problem, roster, shift.id):
            assert bool(one.against) == bool(one.broken), (shift, one)


def test_a_day_is_judged_by_the_rules_in_force_on_it_and_a_week_by_those_of_its_first_day():
    both = (Session.MORNING, Session.EVENING)
    problem = week({"W1": ("Zhang", "Li")}, days=12, sessions=both, rules=Rules(max_days_week=7))
    roster = Roster({one.id: "Zhang" for one in problem.shifts if one.day not in (5, 6)})
    assert judge(problem, roster).keeps
    rested = replace(problem, changed=((8, replace(problem.rules, rest_after_evening=True)),))
    shorter = replace(problem, changed=((8, replace(problem.rules, max_days_week=3)),))
    from_monday = replace(problem, changed=((7, replace(problem.rules, max_days_week=3)),))

    broken = [(one.rule, one.where) for one in judge(rested, roster).broken]

    assert broken == [("rest after the evening", str(day)) for day in (8, 9, 10, 11)]
    assert judge(shorter, roster).keeps  # its week began under the older rule
    assert [one.rule for one in judge(from_monday, roster).broken] == ["days a week"]
    assert month_of(told_of(rested)) == rested


def test_a_window_has_one_b_for_the_day_where_it_can():
    problem = week({"W1": ("Zhang", "Li", "Chen"), "W2": ("Wang", "Li", "Chen")}, days=2)
    roster = Roster({one.id: "Zhang" if one.post == "W1" else "Wang" for one in problem.shifts})

    found = reserves(problem, roster)

    of_day = {(one.post, one.day): set() for one in problem.shifts}
    for one in problem.shifts:
        of_day[one.post, one.day].add(found[one.id])
    assert all(len(people) == 1 for people in of_day.values())
    assert {who for people in of_day.values() for who in people} == {"Li", "Chen"}  # and the load is shared
    elsewhere = Roster({**roster.assigned, "W2-0-PM": found["W1-0-AM"]})  # who would be B is A of another
    assert reserves(problem, elsewhere)["W1-0-PM"] != found["W1-0-AM"]


def test_an_open_flexible_window_and_a_closed_one_differ_by_the_windows_short():
    problem = week({"W1": ("Zhang", "Li"), "W2": ("Wang", "Li")}, days=1)
    shifts = tuple(replace(one, group="tax") if one.post == "W2" else one for one in problem.shifts)
    asked = (Demand("tax", 0, Session.MORNING, need=2, fixed=1, worth=3),)
    problem = replace(problem, shifts=shifts, demands=asked)
    roster = Roster({"W1-0-AM": "Zhang", "W1-0-PM": "Zhang"})

    found = takers_of(problem, roster, "W2-0-AM")
    held = takers_of(problem, Roster({**roster.assigned, "W2-0-AM": "Wang"}), "W2-0-AM")

    assert [(one.person, one.short, one.vacant) for one in found] == [("Wang", -3, 0), ("Li", -3, 0)]
    assert [one.short for one in held] == [0, 0]  # another there is as good
