"""Where a head start leads, and where the cap ends it: the rule itself, played through whole days."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count, pairwise
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yichuang.queueing.rules.order import AT_ONCE, Standing, places

MINUTE = 60_000_000


def plain(number: int, arrival: int) -> Standing:
    return Standing(UUID(int=number), arrival)


def elderly(number: int, arrival: int, head_start: int = 1000) -> Standing:
    return Standing(UUID(int=number), arrival, head_start, capped=True)


def order(*queue: Standing, ratio: int = 3, since: int | None = None) -> list[int]:
    keys = places(queue, ratio, since)
    return [one.int for one in sorted(keys, key=lambda one: (keys[one], one))]


def test_of_two_who_came_at_the_same_moment_the_order_does_not_depend_on_who_is_looked_at_first() -> None:
    """Sent on from two lines, they may have come at the same microsecond."""
    one, other, before = elderly(1, 30), elderly(2, 30), plain(3, 10)

    assert order(one, other, before) == order(other, one, before) == [1, 3, 2]


@pytest.mark.parametrize(
    ("queue", "since", "expected"),
    [
        # a head start leads before those who came within it
        ([plain(1, 10), plain(2, 20), elderly(9, 30, 15)], None, [1, 9, 2]),
        # the second of its class stands behind two ordinary ones
        ([plain(1, 10), plain(2, 20), plain(3, 30), elderly(8, 40), elderly(9, 50)], None, [8, 1, 2, 9, 3]),
        # one of the class was called just now: two ordinary ones first
        ([plain(1, 10), plain(2, 20), plain(3, 30), elderly(9, 40)], 0, [1, 2, 9, 3]),
        ([plain(1, 10), plain(2, 20), elderly(9, 40)], 1, [1, 9, 2]),
        # nobody there to be overtaken: in turn, never behind who came later
        ([elderly(7, 10), elderly(8, 20), elderly(9, 30), plain(1, 40)], None, [7, 8, 9, 1]),
        ([elderly(8, 10), plain(1, 20), elderly(9, 30), plain(2, 40)], 0, [8, 1, 9, 2]),
        # ages: who has waited longer than the head start is not overtaken
        ([plain(1, 10), plain(2, 900), elderly(9, 1200)], None, [1, 9, 2]),
        # a longer head start goes first, the shorter waits for its turn under the cap
        (
            [plain(1, 10), plain(2, 20), plain(3, 25), elderly(8, 30), elderly(9, 40, 1100)],
            None,
            [9, 1, 2, 8, 3],
        ),
        # an emergency is before all, and takes nothing from the cap
        (
            [plain(1, 10), elderly(8, 20), Standing(UUID(int=9), 30, AT_ONCE * 10**6)],
            None,
            [9, 8, 1],
        ),
    ],
)
def test_a_place_follows_from_head_start_cap_and_arrival(
    queue: list[Standing], since: int | None, expected: list[int]
) -> None:
    assert order(*queue, since=since) == expected


def test_no_room_between_two_ordinary_ones_means_one_further() -> None:
    queue = [plain(1, 10), plain(2, 11), plain(3, 12), plain(4, 30), elderly(9, 40)]

    assert order(*queue, since=1) == [1, 2, 3, 9, 4]


@dataclass(slots=True)
class Line:
    """A line played in time: takes append, calls take the first, the cap knows the calls before."""

    ratio: int
    waiting: list[Standing] = field(default_factory=list)
    called: list[Standing] = field(default_factory=list)
    overtaken: list[int] = field(default_factory=list)
    clock: int = 0
    numbers: Iterator[int] = field(default_factory=lambda: count(1))
    keys: dict[UUID, int] = field(default_factory=dict)

    def take(self, kind: str, wait: int) -> None:
        self.clock += wait + 1
        head = {"plain": 0, "elderly": 15 * MINUTE, "disabled": 20 * MINUTE, "emergency": AT_ONCE * 10**6}
        capped = kind in {"elderly", "disabled"}
        one = Standing(UUID(int=next(self.numbers)), self.clock, head[kind], capped)
        self.waiting.append(one)
        if one.head_start:
            self.settle()
        else:
            self.keys[one.id] = one.arrival

    def settle(self) -> None:
        since = None
        for turns, one in enumerate(reversed([one for one in self.called if one.plain or one.capped])):
            if not one.plain:
                since = turns
                break
        self.keys |= places(self.waiting, self.ratio, since)

    def leave(self, place: int) -> None:
        if self.waiting:
            self.waiting.pop(place % len(self.waiting))
            self.settle()

    def call(self) -> None:
        if self.waiting:
            one = min(self.waiting, key=lambda one: (self.keys[one.id], one.id))
            self.waiting.remove(one)
            self.called.append(one)
            self.overtaken.append(sum(other.plain and other.arrival < one.arrival for other in self.waiting))


step = st.one_of(
    st.tuples(
        st.sampled_from(["plain", "plain", "elderly", "disabled", "emergency"]), st.integers(0, 6 * MINUTE)
    ),
    st.tuples(st.just("call"), st.just(0)),
    st.tuples(st.just("leave"), st.integers(0, 30)),
)


def play(steps: list[tuple[str, int]], ratio: int) -> Line:
    line = Line(ratio)
    for kind, value in steps:
        if kind == "call":
            line.call()
        elif kind == "leave":
            line.leave(value)
        else:
            line.take(kind, value)
    return line


def played(steps: list[tuple[str, int]], ratio: int) -> Line:
    line = play(steps, ratio)
    while line.waiting:
        line.call()
    return line


@given(steps=st.lists(step, max_size=60), ratio=st.integers(2, 5))
def test_of_so_many_calls_only_one_overtakes(steps: list[tuple[str, int]], ratio: int) -> None:
    line = played(steps, ratio)

    turns = [
        (one, over) for one, over in zip(line.called, line.overtaken, strict=True) if one.plain or one.capped
    ]
    for n, (one, over) in enumerate(turns):
        if one.capped and over:
            assert all(before.plain for before, _ in turns[max(0, n - ratio + 1) : n])


@given(steps=st.lists(step, max_size=60), ratio=st.integers(2, 5))
def test_nobody_is_overtaken_for_ever(steps: list[tuple[str, int]], ratio: int) -> None:
    line = played(steps, ratio)

    for n, one in enumerate(line.called):
        if one.plain:
            later = [early for early in line.called[:n] if early.capped and early.arrival > one.arrival]
            before = sum(early.plain for early in line.called[:n])
            assert len(later) <= before // (ratio - 1) + 1
            assert all(early.arrival - early.head_start < one.arrival for early in later)


@given(steps=st.lists(step, max_size=60), ratio=st.integers(2, 5))
def test_inside_a_class_who_came_first_is_first(steps: list[tuple[str, int]], ratio: int) -> None:
    line = played(steps, ratio)

    for head in {one.head_start for one in line.called}:
        arrivals = [one.arrival for one in line.called if one.head_start == head]
        assert all(earlier < later for earlier, later in pairwise(arrivals))


@given(steps=st.lists(step, max_size=60), ratio=st.integers(2, 5))
def test_an_emergency_is_called_next_whatever_the_cap(steps: list[tuple[str, int]], ratio: int) -> None:
    line = play(steps, ratio)
    emergencies_before = sum(not (one.plain or one.capped) for one in line.waiting)

    line.take("emergency", 0)
    newcomer = line.waiting[-1]
    for _ in range(emergencies_before + 1):
        line.call()

    assert line.called[-1] == newcomer


@given(steps=st.lists(step, max_size=60), ratio=st.integers(2, 5))
def test_nobody_with_a_head_start_stands_behind_who_came_later(
    steps: list[tuple[str, int]], ratio: int
) -> None:
    line = played(steps, ratio)

    for n, one in enumerate(line.called):
        if one.capped:
            assert not any(early.plain and early.arrival > one.arrival for early in line.called[:n])
