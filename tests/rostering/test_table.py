"""A roster on the table says at once what hinders whom; cascades fill what is vacant."""

from __future__ import annotations

from dataclasses import replace

import pytest
from bench.roster_month import drawn

from tests.rostering.small import week
from yichuang.rostering.checker import judge
from yichuang.rostering.ground import Ground
from yichuang.rostering.mending import Mender, greedy
from yichuang.rostering.reading import month_of
from yichuang.rostering.surviving import absent, by_cascades
from yichuang.rostering.table import Table, diff_of, vacancies_of
from yichuang.rostering.types import Hindrance, Problem, Roster, Rules, Session

BOTH = {"W1": ("Zhang", "Li"), "W2": ("Wang", "Li")}


def hindrance(problem: Problem, assigned: dict[str, str], person: str, shift: str) -> Hindrance | None:
    ground = Ground(problem)
    found = Table(ground, assigned).hindrance(person, ground.shifts[shift])
    return found[0] if found else None


@pytest.mark.parametrize(
    ("problem", "assigned", "expected"),
    [
        (week(BOTH), {}, None),
        (week(BOTH, leave={"Li": (2, 2)}), {}, Hindrance.LEAVE),
        (week(BOTH, ill={"Li": (2, 2)}), {}, Hindrance.SICK),
        (week(BOTH), {"W2-2-AM": "Li"}, Hindrance.BUSY),
        (week(BOTH, rules=Rules(max_sessions_day=1)), {"W1-2-PM": "Li"}, Hindrance.DAY_FULL),
        (week(BOTH, rules=Rules(max_sessions_week=1)), {"W1-1-AM": "Li"}, Hindrance.WEEK_FULL),
        (week(BOTH, rules=Rules(max_days_week=1)), {"W1-1-AM": "Li"}, Hindrance.WEEK_DAYS_FULL),
        (week(BOTH, sessions=tuple(Session)), {"W1-2-PM": "Li", "W1-2-EVE": "Li"}, Hindrance.DAY_FULL),
        (week(BOTH, sessions=tuple(Session)), {"W1-2-NOON": "Li", "W1-2-EVE": "Li"}, None),
        (week(BOTH, sessions=tuple(Session), rules=Rules(max_sessions_week=1)), {"W1-1-NOON": "Li"}, None),
        (week(BOTH, rules=Rules(max_days_week=1)), {"W1-2-PM": "Li"}, None),
        (
            week(BOTH, rules=Rules(max_consecutive_days=2)),
            {"W1-1-AM": "Li", "W1-3-AM": "Li"},
            Hindrance.RUN_FULL,
        ),
        (
            week(BOTH, sessions=tuple(Session), rules=Rules(rest_after_evening=True)),
            {"W1-1-EVE": "Li"},
            Hindrance.REST,
        ),
    ],
)
def test_what_hinders_somebody_is_told(
    problem: Problem, assigned: dict[str, str], expected: Hindrance | None
):
    assert hindrance(problem, assigned, "Li", "W1-2-AM") is expected


def test_what_was_put_and_taken_leaves_no_trace():
    problem = week(BOTH, rules=Rules(max_days_week=1))
    table = Table(Ground(problem))
    shift = table.ground.shifts["W1-2-AM"]

    table.put("W1-1-AM", "Li")
    table.put("W1-1-PM", "Li")
    assert table.hindrance("Li", shift) is not None
    table.take("W1-1-AM")
    table.take("W1-1-PM")

    assert table.hindrance("Li", shift) is None


def test_a_vacancy_names_what_hinders_each():
    problem = week(BOTH, leave={"Zhang": (0, 0)}, ill={"Wang": (0, 0)}, days=1)

    found = vacancies_of(problem, Roster({"W2-0-AM": "Li", "W2-0-PM": "Li"}))

    assert [one.shift for one in found] == ["W1-0-AM", "W1-0-PM"]
    assert [(one.person, one.why, one.post) for one in found[0].hindered] == [
        ("Zhang", Hindrance.LEAVE, ""),
        ("Li", Hindrance.BUSY, "W2"),
    ]


def test_a_cascade_moves_the_one_who_stands_in_elsewhere():
    # Li stands in at W2 although Wang is there; when Zhang falls ill, Wang goes back and Li goes to W1
    problem = week(BOTH, ill={"Zhang": (0, 0)}, days=1)
    table = Table(Ground(problem), {"W2-0-AM": "Li", "W2-0-PM": "Wang", "W1-0-PM": "Li"})

    assert Mender(table).fill("W1-0-AM")
    assert table.holder == {"W1-0-AM": "Li", "W1-0-PM": "Li", "W2-0-AM": "Wang", "W2-0-PM": "Wang"}


def test_a_cascade_moves_nothing_that_is_frozen():
    problem = week(BOTH, ill={"Zhang": (0, 0)}, days=1)
    before = {"W2-0-AM": "Li"}
    table = Table(Ground(problem), before, frozenset({"W2-0-AM"}))

    assert not Mender(table).fill("W1-0-AM")
    assert table.holder == before


@pytest.mark.parametrize("seed", range(4))
def test_the_greedy_start_breaks_no_rule(seed: int):
    problem = month_of(drawn(seed, posts=6, floaters=3, days=14))

    judged = judge(problem, greedy(Ground(problem), {}).roster())

    assert judged.keeps
    assert len(judged.vacant) <= 2


def test_cascades_break_no_rule_when_somebody_is_ill():
    problem = month_of(drawn(1, posts=6, floaters=3, days=14))
    roster = greedy(Ground(problem), {}).roster()
    person, day, _filled = next(by_cascades(problem, roster))
    ill = absent(problem, person, day)
    lost = {
        one
        for one, who in roster.assigned.items()
        if who == person and Ground(problem).shifts[one].day == day
    }
    table = Table(Ground(ill), {one: who for one, who in roster.assigned.items() if one not in lost})

    for shift in lost:
        Mender(table).fill(shift)

    assert judge(ill, table.roster()).keeps


def test_a_post_with_one_stand_in_does_not_survive_when_that_one_is_on_leave():
    problem = week({"W1": ("Zhang", "Li")}, days=2, leave={"Li": (1, 1)})
    roster = Roster({one.id: "Zhang" for one in problem.shifts})

    assert list(by_cascades(problem, roster)) == [("Zhang", 0, True), ("Zhang", 1, False)]


def test_a_diff_names_each_shift_and_everybody_touched():
    problem = week({"W1": ("Zhang", "Li")}, days=1)

    diff = diff_of(problem, Roster({"W1-0-AM": "Zhang"}), Roster({"W1-0-AM": "Li", "W1-0-PM": "Zhang"}))

    assert [(one.shift, one.before, one.after) for one in diff.changes] == [
        ("W1-0-AM", "Zhang", "Li"),
        ("W1-0-PM", None, "Zhang"),
    ]
    assert diff.people == ("Li", "Zhang")
    assert not diff_of(replace(problem), Roster(), Roster()).changes
