"""A first roster lets people stay at one post for the day where it can, and loses nothing by it."""

from __future__ import annotations

import random
from collections import defaultdict
from dataclasses import replace
from itertools import pairwise

import pytest
from bench.roster_month import drawn

from tests.rostering.small import week
from yichuang.rostering.checker import judge
from yichuang.rostering.ground import Ground
from yichuang.rostering.mending import greedy
from yichuang.rostering.reading import month_of
from yichuang.rostering.table import Table
from yichuang.rostering.types import SESSIONS, Absence, Problem, Rules, Session, Why
from yichuang.rostering.whole_days import straighten

BOTH = {"W1": ("Zhang", "Li"), "W2": ("Li", "Zhang")}
CROSSED = {"W1-0-AM": "Zhang", "W2-0-AM": "Li", "W1-0-PM": "Li", "W2-0-PM": "Zhang"}
LONG_DAY = (Session.MORNING, Session.AFTERNOON, Session.EVENING)


def parted(problem: Problem, holder: dict[str, str]) -> int:
    """Count how often a post changes hands within a day, and somebody their post."""
    hands, places = defaultdict(list), defaultdict(set)
    for shift in sorted(problem.shifts, key=lambda one: SESSIONS.index(one.session)):
        if shift.id in holder:
            hands[shift.post, shift.day].append(holder[shift.id])
            places[holder[shift.id], shift.day].add(shift.post)
    changes = sum(one != other for held in hands.values() for one, other in pairwise(held))
    return changes + sum(len(one) - 1 for one in places.values())


def test_two_who_change_places_after_lunch_stay_where_they_are():
    problem = week(BOTH, days=1)
    table = Table(Ground(problem), CROSSED)

    straighten(table)

    assert table.holder == {"W1-0-AM": "Zhang", "W1-0-PM": "Zhang", "W2-0-AM": "Li", "W2-0-PM": "Li"}


def test_what_is_pinned_stays_and_so_does_what_a_rule_holds_apart():
    pinned = Table(Ground(week(BOTH, days=1)), CROSSED, frozenset({"W1-0-AM", "W2-0-PM"}))
    one_session = week({"W1": ("Zhang", "Li")}, days=1, rules=Rules(max_sessions_day=1))
    short = Table(Ground(one_session), {"W1-0-AM": "Zhang", "W1-0-PM": "Li"})

    for table in (pinned, short):
        before = dict(table.holder)
        straighten(table)
        assert table.holder == before


def test_the_day_of_who_cannot_be_there_all_day_goes_to_who_can():
    at_noon = Absence(0, 0, Why.SICK, since=Session.AFTERNOON)
    problem = week({"W1": ("Zhang", "Li")}, days=1)
    ill = replace(
        problem,
        people=tuple(
            replace(one, absences=(at_noon,) if one.id == "Zhang" else ()) for one in problem.people
        ),
    )
    table = Table(Ground(ill), {"W1-0-AM": "Zhang", "W1-0-PM": "Li"})

    straighten(table)

    assert table.holder == {"W1-0-AM": "Li", "W1-0-PM": "Li"}


def test_a_post_that_comes_back_after_an_hour_elsewhere_changes_hands_once():
    problem = week({"W1": ("Zhang", "Li")}, days=1, sessions=LONG_DAY)
    table = Table(Ground(problem), {"W1-0-AM": "Zhang", "W1-0-PM": "Li", "W1-0-EVE": "Zhang"})

    straighten(table)

    assert parted(problem, table.holder) == 1


def test_an_evening_does_not_part_the_day_before_it():
    problem = week({"W1": ("Zhang", "Li"), "W2": ("Wang", "Li")}, days=2, sessions=LONG_DAY)

    holder = greedy(Ground(problem), {}).holder

    assert {holder[f"W1-{day}-{at}"] for day in (0, 1) for at in ("AM", "PM")} == {"Zhang"}


@pytest.mark.parametrize("seed", range(6))
def test_a_plan_dealt_at_random_is_straightened_without_a_rule_broken_or_a_shift_lost(seed: int):
    problem = month_of(drawn(seed, posts=10, floaters=4, days=14))
    ground, chance = Ground(problem), random.Random(seed)
    table = Table(ground)
    for shift in problem.shifts:
        able = [one.person for one in ground.present(shift.id) if not table.hindrance(one.person, shift)]
        if able:
            table.put(shift.id, chance.choice(able))
    before, dealt = judge(problem, table.roster()), parted(problem, table.holder)

    straighten(table)

    after = judge(problem, table.roster())
    assert before.keeps and after.keeps and before.vacant == after.vacant
    assert parted(problem, table.holder) < dealt / 2


def test_the_first_roster_of_a_month_parts_few_days_and_fills_as_much():
    problem = month_of(drawn(11))
    evenings = sum(one.session is Session.EVENING for one in problem.shifts)

    table = greedy(Ground(problem), {})

    assert len(table.vacant()) <= 1
    # a third session of a day is somebody else's; it was 230 when evenings came in between
    assert parted(problem, table.holder) < 1.5 * evenings
