"""The checker finds every rule that is broken and counts every wish, as somebody with a pencil would."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.rostering.small import week
from yichuang.rostering.checker import burden_cost, changes_of, judge
from yichuang.rostering.types import (
    Absence,
    Limit,
    Person,
    Pin,
    Problem,
    Relaxation,
    Roster,
    Rules,
    Session,
    Shift,
    Weights,
    Why,
)

BOTH = {"W1": ("Zhang", "Li"), "W2": ("Wang", "Li")}


def all_by(problem: Problem, **who: str) -> Roster:
    return Roster({one.id: who[one.post] for one in problem.shifts})


def rules_of(problem: Problem, roster: Roster, pins: tuple[Pin, ...] = ()) -> set[str]:
    return {one.rule for one in judge(problem, roster, pins).broken}


def test_a_week_of_its_regulars_costs_nothing_and_breaks_nothing():
    problem = week(BOTH)

    judged = judge(problem, all_by(problem, W1="Zhang", W2="Wang"))

    assert judged.keeps
    assert not judged.vacant
    assert judged.cost == 0


def test_nobody_is_at_two_posts_at_once():
    problem = week(BOTH)

    assert "two posts at once" in rules_of(problem, all_by(problem, W1="Li", W2="Li"))


def test_who_is_not_qualified_is_found():
    problem = week(BOTH)

    assert rules_of(problem, all_by(problem, W1="Zhang", W2="Zhang")) >= {"not qualified"}


@pytest.mark.parametrize("why", list(Why))
def test_who_is_not_there_is_found(why: Why):
    problem = week(BOTH)
    people = tuple(
        replace(one, absences=(Absence(1, 1, why),)) if one.id == "Zhang" else one for one in problem.people
    )

    judged = judge(replace(problem, people=people), all_by(problem, W1="Zhang", W2="Wang"))

    assert [one.where for one in judged.broken] == ["W1-1-AM", "W1-1-PM"]


def test_who_goes_home_at_noon_was_there_in_the_morning():
    ill = Person("Zhang", (Absence(1, 2, Why.SICK, Session.AFTERNOON),))

    there = [(day, one) for day in range(4) for one in Session if ill.absence(day, one) is None]

    morning = [(1, Session.MORNING), (1, Session.NOON)]
    assert there == [(0, one) for one in Session] + morning + [(3, one) for one in Session]


def test_who_is_away_in_the_morning_is_there_in_the_afternoon():
    away = Person("Zhang", (Absence(1, 1, Why.AWAY, Session.MORNING, Session.MORNING),))

    assert [one for one in Session if away.absence(1, one) is None] == list(Session)[1:]


def test_who_is_not_qualified_on_that_day_is_found():
    problem = week(BOTH, days=1)
    barred = tuple(replace(one, barred=("Zhang",)) if one.post == "W1" else one for one in problem.shifts)

    assert rules_of(replace(problem, shifts=barred), all_by(problem, W1="Zhang", W2="Wang")) == {
        "not qualified"
    }


def test_who_was_called_back_from_leave_is_there_but_not_who_is_ill():
    problem = week(BOTH, leave={"Zhang": (1, 1)}, ill={"Wang": (1, 1)})
    back = (Relaxation(Limit.LEAVE, "Zhang", 1), Relaxation(Limit.LEAVE, "Wang", 1))

    judged = judge(replace(problem, relaxed=back), all_by(problem, W1="Zhang", W2="Wang"))

    assert {one.person for one in judged.broken} == {"Wang"}


@pytest.mark.parametrize(
    ("rules", "days", "broken"),
    [
        (Rules(max_sessions_day=1), 1, {"sessions a day"}),
        (Rules(max_days_week=4), 5, {"days a week"}),
        (Rules(max_sessions_week=9), 5, {"sessions a week"}),
        (Rules(max_days_week=7, max_sessions_week=20, max_consecutive_days=6), 7, {"days in a row"}),
        (Rules(max_days_week=7, max_sessions_week=20, max_consecutive_days=7), 7, set()),
    ],
)
def test_every_limit_is_counted(rules: Rules, days: int, broken: set[str]):
    problem = week({"W1": ("Zhang", "Li")}, days=days, rules=rules)

    assert rules_of(problem, all_by(problem, W1="Zhang")) == broken


def test_what_was_worked_before_the_month_counts():
    problem = week({"W1": ("Zhang", "Li")}, days=2, rules=Rules(max_consecutive_days=3))
    tired = tuple(replace(one, before=frozenset({-1, -2})) for one in problem.people)

    assert rules_of(problem, all_by(problem, W1="Zhang")) == set()
    assert rules_of(replace(problem, people=tired), all_by(problem, W1="Zhang")) == {"days in a row"}


def test_a_bent_limit_holds_at_what_it_was_bent_to():
    problem = week({"W1": ("Zhang", "Li")}, rules=Rules(max_days_week=4))
    bent = replace(problem, relaxed=(Relaxation(Limit.DAYS_WEEK, "Zhang", problem.weeks[0]),))

    assert rules_of(bent, all_by(problem, W1="Zhang")) == set()


def test_who_had_the_evening_rests_in_the_morning_where_the_hall_says_so():
    sessions = (Session.MORNING, Session.EVENING)
    problem = week({"W1": ("Zhang", "Li")}, days=2, sessions=sessions)
    strict = replace(problem, rules=Rules(rest_after_evening=True))

    assert rules_of(problem, all_by(problem, W1="Zhang")) == set()
    assert rules_of(strict, all_by(problem, W1="Zhang")) == {"rest after the evening"}


def test_a_pin_that_was_moved_is_found():
    problem = week({"W1": ("Zhang", "Li")}, days=1)

    assert rules_of(problem, all_by(problem, W1="Li"), (Pin("W1-0-AM", "Zhang"),)) == {"pin"}


def test_every_wish_is_counted():
    sessions = (Session.MORNING, Session.AFTERNOON, Session.EVENING)
    posts = {"W1": ("Zhang", "Li", "Chen"), "W2": ("Wang", "Li", "Zhang")}
    problem = week(posts, days=2, sessions=sessions)
    people = tuple(
        replace(one, undesired=frozenset({0})) if one.id == "Chen" else one for one in problem.people
    )
    problem = replace(problem, people=people, rules=Rules(max_sessions_day=3))
    assigned = {
        "W1-0-AM": "Zhang",
        "W1-0-PM": "Li",
        "W1-0-EVE": "Chen",
        "W2-0-AM": "Wang",
        "W2-0-PM": "Zhang",
        "W2-0-EVE": "Wang",
        "W1-1-AM": "Zhang",
        "W1-1-PM": "Zhang",
        "W1-1-EVE": "Li",
        "W2-1-AM": "Wang",
        "W2-1-PM": "Wang",
    }

    judged = judge(problem, Roster(assigned))

    assert judged.vacant == ("W2-1-EVE",)
    assert {term: cost for term, cost in judged.terms.items() if cost} == {
        "stand_in": 1 + 4 + 4 + 1,  # Li twice as B1, Chen and Zhang once as B2
        "undesired": 5,
        "switch_post_same_day": 2,  # Zhang on the first day
        "split_AM_EVE": 3,  # Wang on the first day
        "AM_after_EVE": 2,  # Wang
        "eve_sq": 2 * (1 + 1 + 1),
    }


def test_who_works_through_noon_is_counted():
    sessions = (Session.MORNING, Session.NOON, Session.AFTERNOON)
    problem = week({"W1": ("Zhang", "Li")}, days=1, sessions=sessions, rules=Rules(max_sessions_day=3))

    assert judge(problem, all_by(problem, W1="Zhang")).terms["through_noon"] == 4


@pytest.mark.parametrize(
    ("days", "sessions", "rules", "broken"),
    [
        (1, (Session.MORNING, Session.NOON, Session.AFTERNOON), Rules(), set()),  # two that count
        (1, (Session.MORNING, Session.AFTERNOON, Session.EVENING), Rules(), {"sessions a day"}),
        (1, tuple(Session), Rules(max_sessions_day=3), set()),
        (5, (Session.MORNING, Session.NOON, Session.AFTERNOON), Rules(), set()),  # ten in the week
        (5, tuple(Session), Rules(max_sessions_day=3), {"sessions a week"}),
        (6, (Session.NOON,), Rules(), {"days a week"}),  # lunch duty alone is a day worked
    ],
)
def test_lunch_duty_is_counted_beside_the_sessions(days, sessions, rules, broken):
    problem = week({"W1": ("Zhang", "Li")}, days=days, sessions=sessions, rules=rules)

    assert rules_of(problem, all_by(problem, W1="Zhang")) == broken


def test_standing_in_is_counted_by_its_square_over_the_share():
    problem = week({"W1": ("Zhang", "Li")}, days=2)
    people = tuple(replace(one, stand_ins=3, share=50) for one in problem.people)
    problem = replace(problem, people=people, weights=Weights(stand_in_sq=1))

    assert judge(problem, all_by(problem, W1="Zhang")).terms["stand_in_sq"] == 0
    # the fourth to the seventh time, at half a share
    assert judge(problem, all_by(problem, W1="Li")).terms["stand_in_sq"] == 2 * (7 + 9 + 11 + 13)


def test_weekends_are_counted_by_their_square():
    problem = week({"W1": ("Zhang", "Li")}, days=6)
    saturday = Shift("W1-5-AM", "W1", 5, Session.MORNING, weekend=True)

    judged = judge(replace(problem, shifts=(*problem.shifts[:10], saturday)), Roster({"W1-5-AM": "Zhang"}))

    assert judged.terms["weekend_sq"] == 2


@pytest.mark.parametrize(
    ("carried", "now", "share", "cost"),
    [
        (0, 3, 100, 18),  # 2 × 3²
        (4, 1, 100, 18),  # 2 × (5² - 4²)
        (0, 2, 50, 16),  # half a share: twice the price
        (0, 0, 100, 0),
    ],
)
def test_a_burden_costs_its_square_over_the_share(carried: int, now: int, share: int, cost: int):
    assert burden_cost(2, carried, now, share) == cost


def test_changes_are_counted_with_nobody_as_somebody():
    before, after = Roster({"a": "Zhang", "b": "Li"}), Roster({"a": "Zhang", "c": "Li"})

    assert changes_of(before, after) == 2
