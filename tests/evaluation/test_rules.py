"""Which counts may be shown, and when a terminal asks."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

import pytest

from tests.support.hall import MORNING
from yichuang.evaluation import rules
from yichuang.evaluation.types import Level

A, B, C, D = (UUID(int=number) for number in range(1, 5))
MONDAY = date(2026, 3, 2)
GOOD, BAD = Level.SATISFIED, Level.DISSATISFIED


@pytest.mark.parametrize(
    ("rated", "shown"),
    [
        ({}, set()),
        ({A: 4}, set()),  # too few
        ({A: 5, B: 9}, {A, B}),  # nobody is withheld, nothing to work out
        ({A: 5, B: 9, C: 1}, {B}),  # C's one rating would be the total less A and B: A is withheld too
        ({A: 5, C: 1}, set()),  # nothing is left to hide behind
        ({A: 5, B: 9, C: 3, D: 2}, {A, B}),  # C and D hide each other: five together
        ({A: 5, B: 9, C: 0}, {A, B}),  # who was not rated tells nothing
    ],
)
def test_a_window_is_shown_when_no_smaller_group_can_be_worked_out(
    rated: dict[UUID, int], shown: set[UUID]
) -> None:
    assert rules.shown_windows(rated, 5) == shown


def test_days_are_put_together_until_there_are_five_and_a_full_group_never_changes() -> None:
    tuesday, wednesday = MONDAY + timedelta(days=1), MONDAY + timedelta(days=2)
    said = [(MONDAY, GOOD, 3), (tuesday, BAD, 1), (tuesday, GOOD, 2), (wednesday, GOOD, 4)]

    told, held = rules.groups(said, 5)
    later, waiting = rules.groups([*said, (wednesday + timedelta(days=1), BAD, 1)], 5)

    assert [(one.first, one.last, one.levels.total()) for one in told] == [(MONDAY, tuesday, 6)]
    assert held == 4
    assert later[0] == told[0] and later[1].levels == {GOOD: 4, BAD: 1} and waiting == 0


@pytest.mark.parametrize(
    ("level", "reasons", "fit"),
    [
        (Level.VERY_DISSATISFIED, ["slow", "attitude"], True),
        (Level.DISSATISFIED, [], True),
        (Level.FAIRLY_SATISFIED, ["slow"], False),  # reasons belong to the two lower levels
        (Level.DISSATISFIED, ["张三态度差"], False),  # no free text
    ],
)
def test_reasons_are_codes_beside_a_low_level(level: Level, reasons: list[str], fit: bool) -> None:
    assert rules.reasons_fit(level, reasons) is fit


def test_a_terminal_asks_a_short_while_and_takes_a_little_longer() -> None:
    def after(seconds: int) -> tuple[bool, bool]:
        at = MORNING + timedelta(seconds=seconds)
        return rules.terminal_asks(MORNING, at, 20), rules.terminal_takes(MORNING, at)

    assert [after(one) for one in (0, 19, 20, 119, 120)] == [
        (True, True),
        (True, True),
        (False, True),
        (False, True),
        (False, False),
    ]
