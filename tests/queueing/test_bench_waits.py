"""The benchmark of the wait estimates judges a rule by what really happened."""

from __future__ import annotations

from uuid import UUID

from bench.waits import WAYS, Day, Shift, Visit, judged, table_of, told_of

from yichuang.queueing.rules.order import Capability

LINE, WINDOW = UUID(int=1), UUID(int=2)
NINE = 9 * 3600.0


def visit(number: int, taken: float, called: float, ended: float) -> Visit:
    return Visit(
        UUID(int=100 + number), LINE, None, number, NINE + taken, NINE + called, NINE + called, NINE + called,
        NINE + ended, WINDOW, True,
    )  # fmt: skip


def steady() -> Day:
    """One window, six minutes a visit without a pause; eight people come at nine, one after the other."""
    visits = [visit(n, n, 10 + n * 360, 10 + (n + 1) * 360) for n in range(8)]
    return Day(visits, [Shift(WINDOW, NINE, NINE + 7200)], {WINDOW: (Capability(LINE),)})


def test_who_counts_and_who_plays_forward_foretell_a_steady_queue() -> None:
    day = steady()
    last = day.visits[-1]

    said = {name: way(day, last, last.taken) for name, way in WAYS.items()}

    truth = (last.called or 0) - last.taken
    assert said["yichuang"] is not None and abs(said["yichuang"] - truth) < 60
    assert said["queue length"] == 7 * 360
    assert said["head of line"] == 7.0  # nobody has been called: the first has waited seven seconds
    assert said["last called"] is None


def test_nobody_knows_without_a_window() -> None:
    day = steady()
    day.shifts.clear()

    assert WAYS["yichuang"](day, day.visits[0], day.visits[0].taken) is None
    assert WAYS["queue length"](day, day.visits[0], day.visits[0].taken) is None


def test_errors_are_minutes_too_long() -> None:
    told = told_of([2.0, -4.0, 6.0], silent=1)

    assert told["mean_absolute_error"] == 4.0
    assert told["p90_absolute_error"] == 6.0
    assert told["bias"] == 1.33
    assert told["within_5_minutes"] == 0.667
    assert (told["tickets"], told["silent"]) == (3, 1)


def test_the_table_says_how_often_the_range_held() -> None:
    answer = {"days": 1, "seed": 7, **judged([steady()])}

    assert answer["range"]["inside"] == 1.0
    assert "the printed range held 100% of the truths" in table_of(answer)
