"""How long it takes: the forecast plays the queue by the same rule that calls it."""

from __future__ import annotations

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yichuang.queueing.rules.order import Capability, Waiting
from yichuang.queueing.rules.waits import Desk, forecast, free_in, in_minutes, quantile, typical_service

PENSIONS, CARDS, JOBS = UUID(int=1), UUID(int=2), UUID(int=3)
SERVICE = {PENSIONS: 300.0, CARDS: 60.0}


def people(*lines: UUID) -> list[Waiting]:
    return [Waiting(UUID(int=100 + n), line, None, n) for n, line in enumerate(lines)]


def desk(*lines: UUID, free_in: float = 0.0) -> Desk:
    return Desk(tuple(Capability(line) for line in lines), free_in)


def test_one_window_calls_one_after_the_other() -> None:
    queue = people(PENSIONS, PENSIONS)

    seen = forecast(queue, [desk(PENSIONS, free_in=120)], SERVICE)

    assert [seen.tickets[one.id] for one in queue] == [120, 420]
    assert seen.newcomers == {PENSIONS: 720}


def test_two_windows_halve_the_wait() -> None:
    queue = people(PENSIONS, PENSIONS, PENSIONS)

    seen = forecast(queue, [desk(PENSIONS), desk(PENSIONS)], SERVICE)

    assert [seen.tickets[one.id] for one in queue] == [0, 0, 300]


def test_a_window_of_two_lines_is_not_counted_twice() -> None:
    queue = people(PENSIONS, CARDS, PENSIONS)

    seen = forecast(queue, [desk(PENSIONS, CARDS)], SERVICE)

    assert [seen.tickets[one.id] for one in queue] == [0, 300, 360]
    assert seen.newcomers == {PENSIONS: 660, CARDS: 660}


def test_nothing_is_promised_where_no_window_is_on_duty() -> None:
    queue = people(JOBS)

    seen = forecast(queue, [desk(PENSIONS)], SERVICE)

    assert seen.tickets == {}
    assert JOBS not in seen.newcomers


@given(st.lists(st.sampled_from([PENSIONS, CARDS]), max_size=30), st.integers(1, 4))
def test_nobody_is_overtaken_in_the_forecast_of_one_line(lines: list[UUID], windows: int) -> None:
    queue = people(*lines)

    seen = forecast(queue, [desk(PENSIONS, CARDS) for _ in range(windows)], SERVICE)

    moments = [seen.tickets[one.id] for one in queue]
    assert moments == sorted(moments)


@pytest.mark.parametrize(
    ("busy", "expected"),
    [(0, 300), (100, 200), (299, 100), (900, 100)],  # a long visit gets a third of a usual one more
)
def test_a_busy_window_is_free_when_a_usual_visit_would_end(busy: float, expected: float) -> None:
    assert free_in(busy, 300) == expected


def test_a_usual_visit_is_the_mean_once_there_are_five() -> None:
    assert typical_service([60, 600, 120, 90, 3600]) == 894
    assert typical_service([60, 90]) == 360


def test_an_estimate_is_a_range_in_whole_minutes() -> None:
    assert in_minutes(0) == (0, 2)
    assert in_minutes(600) == (7, 15)


def test_a_rank_is_a_value_that_was_really_measured() -> None:
    assert quantile([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 0.9) == 9
    assert quantile([7], 0.5) == 7
