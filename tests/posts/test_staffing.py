"""How many windows a stream of people asks for, by the exact tail of Erlang's queue."""

from __future__ import annotations

import math

import pytest

from yichuang.posts.rules.staffing import share_in_time, share_waiting, windows_for


@pytest.mark.parametrize(
    ("people_hour", "minutes", "windows"),
    [
        (30, 10, 7),
        (60, 10, 12),
        (120, 10, 22),
        (120, 15, 32),
        (0, 10, 0),  # nobody comes
        (1, 1, 1),  # one window is never less than enough
    ],
)
def test_so_many_windows_let_nine_of_ten_be_called_within_a_quarter_of_an_hour(people_hour, minutes, windows):
    found = windows_for(people_hour=people_hour, minutes=minutes, within=15, share=0.9)

    assert found == windows


@pytest.mark.parametrize(("windows", "load"), [(1, 0.4), (3, 2.0), (8, 7.2)])
def test_the_share_that_waits_is_erlangs_formula_added_up_term_by_term(windows: int, load: float):
    terms = [load**one / math.factorial(one) for one in range(windows)]
    last = load**windows / math.factorial(windows) * windows / (windows - load)

    assert share_waiting(windows, load) == pytest.approx(last / (sum(terms) + last))


def test_of_one_window_the_rest_of_the_wait_is_the_textbooks():
    # M/M/1: P(wait <= t) = 1 - a exp(-(1 - a) t / m)
    found = share_in_time(1, people_hour=3, minutes=10, within=15)

    assert found == pytest.approx(1 - 0.5 * math.exp(-0.5 * 15 / 10))


def test_windows_that_do_not_keep_up_let_nobody_be_called_in_time_in_the_long_run():
    assert share_in_time(5, people_hour=30, minutes=10, within=15) == 0
    assert share_waiting(5, 5.0) == 1


def test_one_window_fewer_would_not_keep_what_is_promised():
    for people_hour in range(5, 200, 15):
        fewest = windows_for(people_hour=people_hour, minutes=12, within=15, share=0.9)

        assert share_in_time(fewest, people_hour=people_hour, minutes=12, within=15) >= 0.9
        assert fewest == 1 or share_in_time(fewest - 1, people_hour=people_hour, minutes=12, within=15) < 0.9
