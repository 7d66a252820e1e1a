"""Every shift has its B while anybody else who holds the post is there; where nobody is, it is said."""

from __future__ import annotations

import pytest
from bench.roster_month import drawn

from tests.rostering.small import week
from yichuang.rostering.engine.mend import Now, resolve
from yichuang.rostering.engine.month import solve
from yichuang.rostering.ground import Ground
from yichuang.rostering.reading import month_of
from yichuang.rostering.reserves import reserves, unreserved
from yichuang.rostering.surviving import absent
from yichuang.rostering.table import Table
from yichuang.rostering.types import Hindered, Hindrance, Roster, Rules, Session

THREE = {"W1": ("Zhang", "Li", "Wang")}


def test_who_has_worked_too_many_days_in_a_row_is_still_the_b_and_called_last():
    problem = week(THREE, days=3, leave={"Wang": (0, 1)}, rules=Rules(max_consecutive_days=2))
    worked = {f"W1-{day}-{part}": "Li" for day in (0, 1) for part in ("AM", "PM")}

    alone = reserves(problem, Roster(worked | {"W1-2-AM": "Wang", "W1-2-PM": "Wang"}))
    assert alone["W1-2-AM"] == "Zhang"  # free, before Li who is to rest
    ill = absent(problem, "Zhang", 2)
    assert reserves(ill, Roster(worked | {"W1-2-AM": "Wang"}))["W1-2-AM"] == "Li"


def test_a_shift_nobody_is_left_for_is_named_with_what_hinders_each():
    problem = week(THREE, days=2, leave={"Li": (1, 1)}, ill={"Wang": (1, 1)})
    roster = Roster({one.id: "Zhang" for one in problem.shifts})

    found = unreserved(problem, roster)

    assert [one.shift for one in found] == ["W1-1-AM", "W1-1-PM"]
    assert found[0].hindered == (
        Hindered("Li", 1, Hindrance.LEAVE),
        Hindered("Wang", 2, Hindrance.SICK),
    )
    assert unreserved(problem, roster, frozenset({"W1-1-AM"}))[0].shift == "W1-1-PM"


def test_a_post_one_person_holds_has_no_reserve_on_any_day():
    problem = week({"W1": ("Zhang",)}, days=1)

    found = unreserved(problem, Roster({"W1-0-AM": "Zhang"}))

    assert [(one.shift, one.hindered) for one in found] == [("W1-0-AM", ())]


@pytest.mark.parametrize("seed", range(4))
def test_a_mended_month_keeps_a_reserve_wherever_a_second_person_is_there(seed: int):
    problem = month_of(drawn(seed, posts=5, floaters=2, days=14))
    base = solve(problem, seconds=3).roster
    ill = absent(problem, base.assigned[problem.shifts[len(problem.shifts) // 3].id], 4, 8)

    mended = resolve(ill, base, now=Now(4, Session.MORNING), seconds=5).roster

    ground = Ground(ill)
    left_alone = {one for one in mended.assigned if len(ground.present(one)) < 2}
    assert {one.shift for one in unreserved(ill, mended)} == left_alone
    for shift, b in reserves(ill, mended).items():
        assert b != mended.assigned[shift]
        assert b in {one.person for one in ground.present(shift)}


@pytest.mark.parametrize("seed", range(4))
def test_who_was_the_b_of_a_shift_stays_it_unless_away_or_elsewhere_where_somebody_is_free(seed: int):
    problem = month_of(drawn(seed, posts=5, floaters=2, days=14))
    base = solve(problem, seconds=3).roster
    had = reserves(problem, base)
    ill = absent(problem, base.assigned[problem.shifts[len(problem.shifts) // 3].id], 4, 8)
    mended = resolve(ill, base, now=Now(4, Session.MORNING), seconds=5).roster

    found = reserves(ill, mended, had)

    ground, table = Ground(ill), Table(Ground(ill), mended.assigned)
    for shift in (one for one in ill.shifts if found.get(one.id) != had.get(one.id) and one.id in had):
        there = {one.person for one in ground.present(shift.id)}
        taken = mended.assigned.get(shift.id) in (None, had[shift.id])
        assert taken or had[shift.id] not in there or table.hindrance(had[shift.id], shift) is not None
    assert sum(found.get(one) != b for one, b in had.items()) < sum(
        reserves(ill, mended).get(one) != b for one, b in had.items()
    )
