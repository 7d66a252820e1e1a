"""Flexible windows are wanted as demand asks: never vacant, short by name, after posts and before changes."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from bench.roster_month import drawn

from tests.rostering.small import week
from yichuang.rostering import sentences
from yichuang.rostering.checker import changes_of, judge, matches
from yichuang.rostering.engine.mend import Now, explain, resolve
from yichuang.rostering.engine.month import solve
from yichuang.rostering.reading import Unreadable, month_of, told_of
from yichuang.rostering.reserves import opened_with_reserve, reserves
from yichuang.rostering.surviving import absent, by_cascades
from yichuang.rostering.types import (
    CHANGES,
    DEMAND,
    VACANCIES,
    Demand,
    Pin,
    Problem,
    Roster,
    Rules,
    Session,
    Shortfall,
    Status,
)

MORNING, AFTERNOON = Session.MORNING, Session.AFTERNOON


def with_flexible(problem: Problem, *posts: str, demands: tuple[Demand, ...] = ()) -> Problem:
    """Return a problem in which these posts are flexible windows of the group ``tax``."""
    shifts = tuple(replace(one, group="tax") if one.post in posts else one for one in problem.shifts)
    return replace(problem, shifts=shifts, demands=demands)


def test_a_flexible_window_nobody_asks_for_stays_closed_and_is_not_vacant():
    problem = with_flexible(week({"W1": ("Zhang", "Li"), "W2": ("Wang", "Li")}), "W2")

    result = solve(problem, seconds=5)

    assert result.status is Status.OPTIMAL
    assert {one.split("-")[0] for one in result.roster.assigned} == {"W1"}
    assert not result.vacancies and not result.shortfalls and DEMAND not in result.tiers


def test_it_opens_when_it_is_asked_for_beyond_the_posts_that_are_open_anyway():
    asked = (Demand("tax", 1, MORNING, need=2, fixed=1), Demand("tax", 2, MORNING, need=1, fixed=1))
    problem = with_flexible(week({"W1": ("Zhang", "Li"), "W2": ("Wang", "Li")}), "W2", demands=asked)

    result = solve(problem, seconds=5)

    opened = {one: who for one, who in result.roster.assigned.items() if one.startswith("W2")}
    assert opened == {"W2-1-AM": "Wang"}
    assert (result.tiers[DEMAND].found, result.tiers[DEMAND].least) == (0, 0)
    assert result.status is Status.OPTIMAL and not result.shortfalls
    assert reserves(problem, result.roster)["W2-1-AM"] == "Li"


def test_what_is_short_is_named_with_need_and_plan_and_nobody_can_do_better():
    asked = (Demand("tax", 0, MORNING, need=3, fixed=1),)
    problem = with_flexible(
        week({"W1": ("Zhang", "Li"), "W2": ("Wang", "Li")}, ill={"Wang": (0, 0), "Li": (0, 0)}),
        "W2",
        demands=asked,
    )

    result = solve(problem, seconds=5)

    assert result.shortfalls == (Shortfall("tax", 0, MORNING, need=3, planned=1),)
    assert result.shortfalls[0].short == 2
    assert (result.tiers[DEMAND].found, result.tiers[DEMAND].least) == (2, 2)
    assert not result.vacancies and result.status is Status.OPTIMAL
    told = sentences.of_shortfall(problem, result.shortfalls[0])
    assert told == "tax 2026-03-02 AM: 1 of 3 windows, 2 short"


def test_a_post_comes_before_every_flexible_window_and_a_rule_is_not_bent_for_one():
    rules = Rules(max_sessions_day=1, max_sessions_week=10)
    asked = tuple(Demand("tax", 0, at, need=2, fixed=1, worth=100) for at in (MORNING, AFTERNOON))
    problem = with_flexible(
        week({"W1": ("Zhang", "Li"), "W2": ("Li", "Zhang")}, days=1, rules=rules), "W2", demands=asked
    )

    result = solve(problem, seconds=5)
    way_out = explain(problem, Roster(), now=Now(0), seconds=5)

    assert not result.vacancies and not result.relaxations
    assert {one.split("-")[0] for one in result.roster.assigned} == {"W1"}
    assert (result.tiers[DEMAND].found, result.tiers[DEMAND].least) == (200, 200)
    assert way_out is not None and way_out.relaxations == () and way_out.vacant == 0


def test_where_one_window_can_open_it_is_where_it_is_worth_most():
    rules = Rules(max_sessions_day=1)
    asked = (Demand("tax", 0, MORNING, need=1, worth=12), Demand("tax", 0, AFTERNOON, need=1, worth=30))
    problem = with_flexible(week({"W2": ("Wang",)}, days=1, rules=rules), "W2", demands=asked)

    result = solve(problem, seconds=5)

    assert set(result.roster.assigned) == {"W2-0-PM"}
    assert result.tiers[DEMAND].found == judge(problem, result.roster).short == 12


def test_illness_closes_the_flexible_window_before_a_post_stands_empty():
    asked = (Demand("tax", 0, MORNING, need=2, fixed=1),)
    problem = with_flexible(week({"W1": ("Zhang", "Li"), "W2": ("Li",)}, days=1), "W2", demands=asked)
    base = solve(problem, seconds=5).roster
    assert base.assigned["W2-0-AM"] == "Li"

    mended = resolve(absent(problem, "Zhang", 0), base, now=Now(0), seconds=5)

    assert not mended.vacancies
    assert mended.roster.assigned["W1-0-AM"] == "Li" and "W2-0-AM" not in mended.roster.assigned
    assert mended.shortfalls == (Shortfall("tax", 0, MORNING, need=2, planned=1),)
    assert [mended.tiers[one].proven for one in (VACANCIES, DEMAND, CHANGES)] == [True, True, True]
    assert mended.tiers[CHANGES].found == len(mended.diff.changes) == 3  # two of Zhang's, and the window
    assert all(filled for _who, _day, filled in by_cascades(problem, base))


def test_a_window_that_is_short_is_filled_even_if_somebody_else_has_to_move():
    asked = (Demand("tax", 0, MORNING, need=2, fixed=1),)
    posts = {"W1": ("Zhang", "Li"), "W2": ("Wang", "Zhang")}
    problem = with_flexible(week(posts, days=1), "W2", demands=asked)
    base = solve(problem, seconds=5).roster

    mended = resolve(absent(problem, "Wang", 0), base, now=Now(0), seconds=5)

    assert not mended.shortfalls and not mended.vacancies
    assert mended.roster.assigned["W2-0-AM"] == "Zhang" and mended.roster.assigned["W1-0-AM"] == "Li"
    assert mended.tiers[CHANGES].found == 2 and mended.tiers[CHANGES].proven


def test_a_published_window_nobody_asks_for_any_more_is_not_taken_away_when_another_is_ill():
    posts = {"W1": ("Zhang", "Li"), "W2": ("Wang",)}
    problem = with_flexible(week(posts, days=1), "W2")
    base = Roster({"W1-0-AM": "Zhang", "W1-0-PM": "Zhang", "W2-0-AM": "Wang"})

    mended = resolve(absent(problem, "Zhang", 0), base, now=Now(0), seconds=5)

    assert mended.roster.assigned["W2-0-AM"] == "Wang"
    assert judge(problem, base).terms["unasked"] == 1
    assert "unasked" not in judge(replace(problem, shifts=problem.shifts[:2]), Roster()).terms


def test_what_is_pinned_is_opened_or_stays_closed_whatever_is_asked():
    asked = (Demand("tax", 0, MORNING, need=1), Demand("tax", 0, AFTERNOON, need=0))
    problem = with_flexible(week({"W2": ("Wang", "Li")}, days=1), "W2", demands=asked)
    pins = (Pin("W2-0-AM", None), Pin("W2-0-PM", "Li"))

    result = solve(problem, pins=pins, seconds=5)

    assert dict(result.roster.assigned) == {"W2-0-PM": "Li"}
    assert result.shortfalls == (Shortfall("tax", 0, MORNING, need=1, planned=0),)


@pytest.mark.parametrize("seed", range(4))
def test_search_and_checker_agree_in_months_that_are_drawn_and_tiers_keep_their_order(seed: int):
    plain = month_of(drawn(seed, posts=5, floaters=3, days=10))
    rng = random.Random(seed)
    flexible = plain.posts[-1].id
    asked = tuple(
        Demand("tax", day, at, need=rng.randint(3, 6), fixed=4, worth=rng.randint(1, 3))
        for day, at in sorted({(one.day, one.session) for one in plain.shifts if one.post == flexible})
    )
    problem = with_flexible(plain, flexible, demands=asked)

    result = solve(problem, seconds=3)

    judged = judge(problem, result.roster)
    assert judged.keeps and not judged.vacant
    assert result.shortfalls == judged.shortfalls
    assert result.tiers[DEMAND].found == judged.short >= result.tiers[DEMAND].least
    assert result.cost.found == judged.cost >= result.cost.least
    needed = {(one.day, one.session): one.need for one in asked}
    assert judged.short == sum(
        one.worth * max(0, needed[one.day, one.session] - 4 - _open(problem, result.roster, one))
        for one in asked
    )
    ill = absent(problem, next(iter(result.roster.assigned.values())), 3)
    mended = resolve(ill, result.roster, now=Now(3), seconds=5)
    assert matches(mended.diff, result.roster, mended.roster)
    assert mended.tiers[CHANGES].found == changes_of(result.roster, mended.roster)
    assert mended.tiers[DEMAND].found == judge(ill, mended.roster).short >= mended.tiers[DEMAND].least


def _open(problem: Problem, roster: Roster, asked: Demand) -> int:
    return sum(
        1
        for one in problem.shifts
        if one.group == asked.group and (one.day, one.session) == (asked.day, asked.session)
        if one.id in roster.assigned
    )


def test_groups_and_demands_are_written_and_read_back():
    asked = (Demand("tax", 1, MORNING, need=2, fixed=1, worth=7),)
    problem = with_flexible(week({"W1": ("Zhang", "Li"), "W2": ("Wang", "Li")}), "W2", demands=asked)

    assert month_of(told_of(problem)) == problem


def test_a_demand_told_twice_is_not_read():
    asked = Demand("tax", 1, MORNING, need=2)
    told = told_of(with_flexible(week({"W2": ("Wang", "Li")}), "W2", demands=(asked, asked)))

    with pytest.raises(Unreadable, match="asked for twice"):
        month_of(told)


def test_a_flexible_window_opens_only_where_a_second_person_who_holds_it_is_there():
    asked = tuple(Demand("tax", day, MORNING, need=1) for day in range(2))
    problem = with_flexible(week({"W2": ("Wang", "Li")}, days=2, ill={"Li": (1, 1)}), "W2", demands=asked)

    fresh = solve(opened_with_reserve(problem), seconds=5)
    kept = opened_with_reserve(problem, {"W2-1-AM": "Wang"})

    assert dict(fresh.roster.assigned) == {"W2-0-AM": "Wang"}
    assert [one.day for one in fresh.shortfalls] == [1]
    assert next(one.barred for one in kept.shifts if one.id == "W2-1-AM") == ("Li",)
    assert opened_with_reserve(week({"W2": ("Wang",)})) == week({"W2": ("Wang",)})  # a post is a post
