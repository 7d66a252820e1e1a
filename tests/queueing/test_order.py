"""Who is next: the rule itself, before any database."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yichuang.queueing.rules.order import (
    Capability,
    Waiting,
    arrival,
    label,
    microseconds,
    next_ticket,
    rejoin_key,
)

PENSIONS, CARDS = UUID(int=1), UUID(int=2)
TRANSFER, REFUND = UUID(int=11), UUID(int=12)
NINE = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


def waiting(number: int, line: UUID = PENSIONS, item: UUID | None = None) -> Waiting:
    return Waiting(UUID(int=100 + number), line, item, number)


def test_who_came_first_is_called_first() -> None:
    queue = [waiting(3), waiting(1), waiting(2)]

    assert next_ticket(queue, [Capability(PENSIONS)]) == waiting(1)


def test_a_window_passes_over_a_line_it_does_not_serve() -> None:
    queue = [waiting(1, CARDS), waiting(2, PENSIONS)]

    assert next_ticket(queue, [Capability(PENSIONS)]) == waiting(2, PENSIONS)


def test_a_window_passes_over_an_item_it_lacks() -> None:
    queue = [waiting(1, item=TRANSFER), waiting(2), waiting(3, item=REFUND)]

    assert next_ticket(queue, [Capability(PENSIONS, REFUND)]) == waiting(3, item=REFUND)


def test_a_general_window_takes_every_item_of_its_line() -> None:
    queue = [waiting(1, item=TRANSFER), waiting(2)]

    assert next_ticket(queue, [Capability(PENSIONS)]) == waiting(1, item=TRANSFER)


def test_nobody_is_next_when_nobody_fits() -> None:
    assert next_ticket([waiting(1)], [Capability(CARDS)]) is None
    assert next_ticket([waiting(1)], []) is None
    assert next_ticket([], [Capability(PENSIONS)]) is None


def test_two_windows_share_two_lines_in_the_order_of_arrival() -> None:
    queue = [waiting(1, PENSIONS), waiting(2, CARDS), waiting(3, PENSIONS)]
    both = [Capability(PENSIONS), Capability(CARDS)]

    called = []
    while one := next_ticket(queue, both):
        called.append(one.sort_key)
        queue.remove(one)

    assert called == [1, 2, 3]


@pytest.mark.parametrize(
    ("last", "expected"),
    [
        (None, 0),  # the first of the day
        (-5, 0),  # somebody came earlier
        (0, 1),  # two in the same microsecond: one after the other
        (70, 71),  # a kiosk whose clock lags stands behind who already has a number
    ],
)
def test_places_in_a_line_rise_with_the_numbers(last: int | None, expected: int) -> None:
    start = microseconds(NINE)

    assert arrival(NINE, None if last is None else start + last) == start + expected


@given(st.lists(st.integers(min_value=-(10**7), max_value=10**7), min_size=1, max_size=40))
def test_whatever_the_clocks_say_who_has_the_smaller_number_is_first(offsets: list[int]) -> None:
    last: int | None = None
    keys = []
    for offset in offsets:
        last = arrival(NINE + timedelta(microseconds=offset), last)
        keys.append(last)

    assert keys == sorted(set(keys))


@pytest.mark.parametrize(
    ("behind", "expected"),
    [
        (0, 5),  # called next: the own place, which is before all others
        (2, 21),  # behind two
        (3, 31),  # behind three
        (9, 41),  # fewer wait than the rule says: the end of the line
    ],
)
def test_who_missed_the_call_joins_behind_as_many_as_the_rule_says(behind: int, expected: int) -> None:
    assert rejoin_key(5, [10, 20, 30, 40], behind) == expected


def test_who_missed_the_call_is_next_when_nobody_waits() -> None:
    assert rejoin_key(5, [], 3) == 5


@pytest.mark.parametrize(
    ("prefix", "number", "expected"),
    [("A", 1, "A001"), ("C", 16, "C016"), ("AB", 999, "AB999"), ("K", 1000, "K1000")],
)
def test_a_label_is_the_prefix_and_at_least_three_digits(prefix: str, number: int, expected: str) -> None:
    assert label(prefix, number) == expected
