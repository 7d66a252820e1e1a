"""The engine plans, mends and explains small months; the checker judges all it says."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest
from bench.roster_month import drawn

from tests.rostering.small import week
from yichuang.rostering import sentences
from yichuang.rostering.checker import changes_of, judge, matches
from yichuang.rostering.engine import month
from yichuang.rostering.engine.mend import Now, explain, lost, resolve
from yichuang.rostering.engine.month import solve
from yichuang.rostering.engine.surviving import surviving
from yichuang.rostering.engine.wards import solve_ward
from yichuang.rostering.nurses import judge_plan, ward_of
from yichuang.rostering.reading import month_of
from yichuang.rostering.surviving import absent
from yichuang.rostering.types import (
    CHANGES,
    VACANCIES,
    Bound,
    Limit,
    Pin,
    Problem,
    Relaxation,
    Roster,
    Rules,
    Session,
    Status,
    Weights,
)

BOTH = {"W1": ("Zhang", "Li"), "W2": ("Wang", "Li")}
NAMED = {"W1": "Zhang", "W2": "Wang"}


def regulars(problem: Problem) -> Roster:
    return Roster({one.id: NAMED[one.post] for one in problem.shifts})


@pytest.fixture(scope="module")
def fortnight() -> tuple[Problem, Roster]:
    problem = month_of(drawn(2, posts=5, floaters=2, days=14))
    return problem, solve(problem, seconds=3).roster


def test_a_week_in_which_all_are_there_is_proven_to_cost_nothing():
    result = solve(week(BOTH), seconds=5)

    assert result.status is Status.OPTIMAL
    assert (result.cost.found, result.cost.least) == (0, 0)
    assert result.roster == regulars(week(BOTH))


@pytest.mark.parametrize("seed", range(3))
def test_what_is_planned_keeps_every_rule_and_costs_what_the_checker_counts(seed: int):
    problem = month_of(drawn(seed, posts=5, floaters=3, days=10))

    result = solve(problem, seconds=3)

    judged = judge(problem, result.roster)
    assert judged.keeps and not judged.vacant
    assert result.cost.found == judged.cost
    assert 0 < result.cost.least <= judged.cost
    assert result.first_after is not None and result.first_after < 3


def test_a_free_stand_in_relieves_the_regular_over_noon():
    sessions = (Session.MORNING, Session.NOON, Session.AFTERNOON)
    problem = week({"W1": ("Zhang", "Li")}, days=2, sessions=sessions)

    result = solve(problem, seconds=5)

    assert result.status is Status.OPTIMAL
    assert result.cost.found == judge(problem, result.roster).cost == 2
    assert sorted(result.roster.assigned.values()).count("Zhang") == 4  # two sessions on each day


def test_lunch_duty_makes_no_room_for_an_evening_and_takes_none():
    one = week({"W1": ("Zhang",)}, days=5, sessions=(Session.MORNING, Session.NOON, Session.AFTERNOON))
    full = week({"W1": ("Zhang",)}, days=5, sessions=tuple(Session))

    assert solve(one, seconds=5).status is Status.OPTIMAL
    result = solve(full, seconds=5)

    assert result.tiers[VACANCIES] == Bound(5, 5)  # two of three a day; lunch is none of them
    assert judge(full, result.roster).keeps
    noons = [shift for shift in result.roster.assigned if shift.endswith("NOON")]
    assert len(noons) == 5


def test_standing_in_is_shared_by_who_carried_less_of_it():
    posts = {"W1": ("Zhang", "Li", "Wang"), "W2": ("Chen",)}
    problem = week(posts, days=5, leave={"Zhang": (0, 4)})
    carried = {"Li": 5, "Wang": 2}
    people = tuple(replace(one, stand_ins=carried.get(one.id, 0)) for one in problem.people)
    flat = replace(problem, people=people, weights=Weights(stand_in=(0, 1), switch_post_same_day=0))
    shared = replace(flat, weights=replace(flat.weights, stand_in_sq=1))

    result = solve(shared, seconds=5)

    assert result.status is Status.OPTIMAL
    assert result.cost.found == judge(shared, result.roster).cost
    had = Counter(result.roster.assigned.values())
    assert (had["Li"] + 5, had["Wang"] + 2) in {(8, 9), (9, 8)}


def test_where_the_relaxation_allows_no_fewer_vacancies_nobody_searches_for_fewer(monkeypatch):
    pool = ("Zhang", "Li", "Wang", "Zhao", "Chen")
    problem = week({f"W{one}": pool for one in range(1, 7)})
    searched, search = [], month.minimise

    def listen(model, objective, **more):
        searched.append(objective)
        return search(model, objective, **more)

    monkeypatch.setattr(month, "minimise", listen)

    result = solve(problem, seconds=5)

    assert (result.tiers[VACANCIES].found, result.tiers[VACANCIES].least) == (10, 10)
    # two questions without an objective (is there one without, is there really none with fewer), then costs
    assert [isinstance(one, int) for one in searched[:3]] == [True, True, False]


def test_a_vacancy_is_named_with_its_reasons():
    problem = week(BOTH, days=1, leave={"Zhang": (0, 0)}, ill={"Wang": (0, 0)})

    result = solve(problem, seconds=5)

    assert result.status is Status.VACANT
    assert (result.tiers[VACANCIES].found, result.tiers[VACANCIES].least) == (2, 2)
    told = [sentences.of_vacancy(problem, one) for one in result.vacancies]
    assert any(
        "A Zhang on leave, B1 Li busy at W2" in one or "A Wang ill, B1 Li busy at W1" in one for one in told
    )


def test_pins_are_not_moved():
    problem = week(BOTH)
    pins = (Pin("W1-2-AM", "Li"), Pin("W2-4-PM", None))

    result = solve(problem, pins=pins, seconds=5)

    assert judge(problem, result.roster, pins).keeps
    assert [one.shift for one in result.vacancies] == ["W2-4-PM"]


def test_a_published_roster_is_kept_before_wishes():
    problem = week(BOTH)
    by_li = Roster({**regulars(problem).assigned, "W1-1-AM": "Li", "W1-1-PM": "Li"})

    result = solve(problem, base=by_li, seconds=5)

    assert result.roster == by_li
    assert (result.tiers[CHANGES].found, result.tiers[CHANGES].least) == (0, 0)
    assert not result.diff.changes


def test_burdens_are_shared_out_by_share():
    # eight Saturday mornings for two people, one of whom has half a share
    sessions = (Session.MORNING,)
    problem = week({"W1": ("Zhang", "Li")}, days=6, sessions=sessions, rules=Rules(max_days_week=7))
    shifts = tuple(replace(one, weekend=True) for one in problem.shifts)
    people = tuple(replace(one, share=50) if one.id == "Li" else one for one in problem.people)
    weights = replace(problem.weights, stand_in=(0, 0), weekend_sq=10)

    result = solve(replace(problem, shifts=shifts, people=people, weights=weights), seconds=5)

    held = list(result.roster.assigned.values())
    assert (held.count("Zhang"), held.count("Li")) == (4, 2)


def test_who_carries_more_from_the_year_before_gets_less():
    sessions = (Session.EVENING,)
    problem = week({"W1": ("Zhang", "Li")}, days=4, sessions=sessions)
    people = tuple(replace(one, evenings=3) if one.id == "Zhang" else one for one in problem.people)
    weights = replace(problem.weights, stand_in=(0, 0))

    result = solve(replace(problem, people=people, weights=weights), seconds=5)

    assert sorted(result.roster.assigned.values()).count("Li") >= 3


def test_an_illness_is_mended_with_the_fewest_changes(fortnight: tuple[Problem, Roster]):
    problem, roster = fortnight
    ill = absent(problem, "E01", 7, 8)

    result = resolve(ill, roster, now=Now(7), seconds=5)

    judged = judge(ill, result.roster)
    assert judged.keeps and not judged.vacant
    assert result.tiers[CHANGES].found == changes_of(roster, result.roster) == len(result.diff.changes)
    assert result.tiers[CHANGES].proven
    assert matches(result.diff, roster, result.roster)


def test_the_past_stays_as_it_was(fortnight: tuple[Problem, Roster]):
    problem, roster = fortnight
    ill = absent(problem, "E00", 0, 13)
    now = Now(8, Session.AFTERNOON)

    result = resolve(ill, roster, now=now, seconds=5)

    frozen = now.frozen(problem)
    assert all(one.shift not in frozen for one in result.diff.changes)
    assert "P00-08-AM" in frozen and "P00-08-PM" not in frozen


def test_what_nobody_can_have_any_more_is_lost(fortnight: tuple[Problem, Roster]):
    problem, roster = fortnight
    days = {one.id: one.day for one in problem.shifts}

    found = lost(absent(problem, "E02", 3), roster, Now(0))

    assert found == [
        one.id for one in problem.shifts if days[one.id] == 3 and roster.assigned[one.id] == "E02"
    ]


def test_fewer_changes_than_are_lost_do_not_exist_and_an_event_that_touches_nothing_changes_nothing():
    problem = week(BOTH)

    result = resolve(absent(problem, "Li", 2), regulars(problem), now=Now(2), seconds=5)

    assert not result.diff.changes
    assert result.tiers[CHANGES].proven


def test_the_cheapest_relaxation_is_named_and_holds_when_it_is_solved_with():
    # Li has had five days already when Zhang falls ill on Saturday
    problem = week({"W1": ("Zhang", "Li"), "W2": ("Wang", "Li")}, days=6)
    shifts = tuple(one for one in problem.shifts if one.day < 5 or one.post == "W1")
    problem = replace(problem, shifts=shifts)
    base = Roster({one.id: "Li" if one.post == "W1" and one.day < 5 else NAMED[one.post] for one in shifts})
    ill = absent(problem, "Zhang", 5)

    mended = resolve(ill, base, now=Now(5), seconds=5)
    way_out = explain(ill, base, now=Now(5), seconds=5)

    assert mended.status is Status.VACANT
    assert (mended.tiers[VACANCIES].found, mended.tiers[VACANCIES].least) == (2, 2)
    assert way_out is not None
    week_number = problem.weeks[5]
    assert set(way_out.relaxations) >= {Relaxation(Limit.DAYS_WEEK, "Li", week_number)}
    assert way_out.proven and way_out.checked and way_out.confirmed
    assert way_out.vacant == 0
    assert f"Li works one more day in week {week_number}" in sentences.of_explanation(
        ill, way_out.relaxations, way_out.result.diff, way_out.vacant
    )
    bent = replace(ill, relaxed=way_out.relaxations)
    assert judge(bent, way_out.result.roster).keeps
    assert not judge(ill, way_out.result.roster).keeps


def test_what_no_relaxation_helps_is_said():
    problem = week({"W1": ("Zhang", "Li")}, days=1, ill={"Li": (0, 0)})
    base = Roster({one.id: "Zhang" for one in problem.shifts})

    way_out = explain(absent(problem, "Zhang", 0), base, now=Now(0), seconds=5)

    assert way_out is not None
    assert (way_out.vacant, way_out.relaxations) == (2, ())
    assert way_out.confirmed


def test_every_single_absence_is_tried_and_exceptions_are_named():
    problem = week({"W1": ("Zhang", "Li"), "W2": ("Wang", "Chen")}, days=2, leave={"Li": (1, 1)})

    found = surviving(problem, regulars(problem))

    assert found.tried == 4
    assert [(one.person, one.day) for one in found.fragile] == [("Zhang", 1)]
    assert {one.shift for one in found.fragile[0].vacancies} == {"W1-1-AM", "W1-1-PM"}
    assert found.share == 0.75


def test_a_search_that_is_stopped_gives_its_best():
    problem = month_of(drawn(4, posts=8, floaters=3, days=21))
    heard: list[int] = []

    result = solve(
        problem, seconds=30, told=lambda one, _roster: heard.append(one.cost), stop=lambda: len(heard) > 1
    )

    assert result.seconds < 15
    assert judge(problem, result.roster).keeps
    assert not result.vacancies


def test_an_instance_of_nurses_is_solved_and_judged():
    text = """SECTION_HORIZON
7
SECTION_SHIFTS
D,480,
SECTION_STAFF
A,D=7,2400,960,5,2,2,1
B,D=7,2400,960,5,2,2,1
SECTION_DAYS_OFF
A,0
SECTION_SHIFT_ON_REQUESTS
B,6,D,2
SECTION_SHIFT_OFF_REQUESTS
SECTION_COVER
""" + "\n".join(f"{day},D,1,100,1" for day in range(7))

    found = solve_ward(ward_of(text), seconds=5)

    judged = judge_plan(ward_of(text), found.plan)
    assert not judged.broken
    assert found.value == found.least == judged.cost
