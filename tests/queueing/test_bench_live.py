"""The benchmark of the boards sees every board hear every call, on streams and asking."""

from __future__ import annotations

import json

import pytest
from bench import live


@pytest.mark.proof
def test_every_board_hears_every_call_also_after_a_storm(proof_size, capsys) -> None:
    boards = [1, proof_size(20, 1000)]

    live.main(["--json", "--calls", "2", "--boards", *map(str, boards)])

    rows = json.loads(capsys.readouterr().out)["rows"]
    assert [(row["boards"], row["kind"]) for row in rows] == [
        (count, kind) for count in boards for kind in ("stream", "poll")
    ]
    assert all(row["board_p99_ms"] >= row["board_p50_ms"] > 0 for row in rows)
    assert all(row["storm_seconds"] >= 0 for row in rows if row["kind"] == "stream")


def test_latencies_count_from_the_moment_the_call_was_sent() -> None:
    calls = [live.Call(b"A001", sent=1.0, answered=1.01, known=[1.02, 1.5])]

    told = live.told_of(calls)

    assert (told["board_p50_ms"], told["board_p99_ms"], told["answer_p50_ms"]) == (500.0, 500.0, 10.0)


def test_the_table_compares_streams_with_asking() -> None:
    rows = [
        {"boards": 1, "kind": "stream", "board_p50_ms": 20.0, "board_p99_ms": 30.0, "answer_p50_ms": 5.0,
         "storm_seconds": 0.1, "storm_call_ms": 6.0},
        {"boards": 1, "kind": "poll", "board_p50_ms": 1000.0, "board_p99_ms": 2000.0, "answer_p50_ms": 5.0},
    ]  # fmt: skip

    assert "0.020" in live.table_of(rows)
