"""The benchmark measures what it says: the same dates by every way, and ratios that add up."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from bench.clocks import lay, measure
from bench.deadlines import LIMITS, ratios_of, table_of, ways

from tests.halls import Hall


def rows() -> list[dict]:
    speeds = {"many at once": 4000, "the first of many": 3000, "day alone": 1000, "all a card says": 100}
    speeds |= {"plain loop": 10, "holidays": 4, "an empty call": 8000}
    return [
        {"way": name, "limit": limit, "per_second": speed}
        for name, speed in speeds.items()
        for limit in LIMITS
    ]


def test_a_ratio_is_how_many_times_as_fast_a_date_is_found():
    ratios = ratios_of(rows())

    assert ratios["day alone", "plain loop"] == dict.fromkeys(LIMITS, 100.0)
    assert ratios["many at once", "holidays"] == dict.fromkeys(LIMITS, 1000.0)
    assert ratios["an empty call", "plain loop"] == dict.fromkeys(LIMITS, 800.0)
    sweep = {
        "clocks": 1_000_000,
        "due": 1_000,
        "looked": 1_000,
        "idle_ms": 1.0,
        "busy_ms": 500.0,
        "per_second": 2_000,
        "naive_ms": 250_000.0,
        "naive_part": 5_000,
        "anew": {
            "none_ms": 12.0,
            "stay": {"looked": 10, "moved": 0, "per_second": 30_000, "one_by_one": 5_000},
            "move": {"looked": 10, "moved": 10, "per_second": 8_000, "one_by_one": 2_000},
        },
    }
    told = table_of(
        {"machine": "one", "dates": rows(), "sweep": {"sqlite": sweep}, "left_out": {"postgresql": "none"}}
    )
    assert "500 times the second, 250,000 times the first" in told
    assert "30,000 clocks a second, one by one 5,000: 6.0 times" in told
    assert "postgresql: left out, none" in told


def test_every_way_finds_the_same_day():
    (by_name, many_at_once), day = ways(), date(2022, 1, 4)

    many = many_at_once(20)
    while day < date(2026, 8, 31):
        start = by_name["plain loop"](day, 1)
        said = {name: way(start, 20) for name, way in by_name.items()}
        said["many at once"] = many([start.toordinal()])[0].due
        assert len(set(said.values())) == 1, said
        day += timedelta(days=17)


@pytest.mark.proof
def test_the_sweep_touches_only_what_is_due(hall: Hall, proof_size):
    many = proof_size(300, 100_000)
    lay(hall.id, many, 40)

    told = measure(hall.id, many, 40)

    assert told["looked"] == told["due"] == 40
    assert told["anew"]["stay"]["looked"] == told["anew"]["move"]["looked"] > 0
