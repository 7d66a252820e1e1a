"""Months come in as JSON and go out as JSON, and what is no month is refused with a reason."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from bench.roster_month import drawn

from tests.rostering.small import week
from yichuang.rostering.reading import Unreadable, month_of, pins_of, roster_of, runs, told_of
from yichuang.rostering.types import Limit, Pin, Relaxation, Why


def test_a_drawn_month_is_read():
    problem = month_of(drawn(3, posts=4, floaters=2, days=14))

    assert (len(problem.people), len(problem.posts), problem.days) == (6, 4, 14)
    assert all(len(one.ranks) == 3 for one in problem.posts)
    assert all(absence.why is Why.LEAVE for one in problem.people for absence in one.absences)
    assert {one.weekend for one in problem.shifts} == {False, True}
    assert problem.weights.stand_in == (0, 1, 4)


def test_what_is_written_is_read_again_to_the_same():
    problem = week({"W1": ("Zhang", "Li")}, leave={"Zhang": (1, 2)}, ill={"Li": (3, 3)})
    shifts = (replace(problem.shifts[0], barred=("Li",)), *problem.shifts[1:])
    people = tuple(replace(one, before=frozenset({-1}), share=80, weekends=3) for one in problem.people)
    problem = replace(
        problem, shifts=shifts, people=people, relaxed=(Relaxation(Limit.DAYS_WEEK, "Zhang", 10),)
    )

    assert month_of(json.loads(json.dumps(told_of(problem)))) == problem


def test_the_plain_form_says_the_same_as_ours():
    problem = month_of(drawn(5, posts=3, floaters=1, days=9))

    assert month_of(told_of(problem)) == problem


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"start": "yesterday"}, "isoformat"),
        ({"week": [1]}, "every day has to have its week"),
        ({"staff": ["E00"]}, "names who is not there"),
        ({"posts": ["P00", "P01", "P00"]}, "twice"),
        ({"shifts": [{"id": "a", "post": "P99", "day": 0, "session": "AM"}]}, "is of no post"),
        ({"shifts": [{"id": "a", "post": "P00", "day": 31, "session": "AM"}]}, "is on no day"),
        ({"shifts": [{"id": "a", "post": "P00", "day": 0, "session": "NIGHT"}]}, "NIGHT"),
        ({"rules": {"max_naps": 1}}, "max_naps"),
    ],
)
def test_what_is_no_month_is_refused_with_a_reason(change: dict[str, object], reason: str):
    with pytest.raises(Unreadable, match=reason):
        month_of(drawn(3, posts=2, floaters=2, days=3) | change)


def test_a_month_without_its_posts_is_refused():
    told = drawn(3, posts=2, floaters=2, days=3)
    del told["posts"]

    with pytest.raises(Unreadable, match="posts"):
        month_of(told)


def test_days_are_told_as_runs():
    assert runs([7, 3, 1, 2, 2]) == [(1, 3), (7, 7)]


def test_rosters_and_pins_are_read():
    assert roster_of({"a": "Zhang", "b": ""}).assigned == {"a": "Zhang"}
    assert pins_of([["a", "Zhang"], ["b", None]]) == (Pin("a", "Zhang"), Pin("b", None))
