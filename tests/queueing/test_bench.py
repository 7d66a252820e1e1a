"""The benchmark measures what it says: the same reads and writes, and ratios that add up."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import pytest
from bench.queue import flat_of, flat_table_of, ratios_of, table_of

from tests.doors import ROOT


def row(engine: str, kind: str, act: str, per_second: float, clients: int = 8) -> dict[str, Any]:
    return {
        "engine": engine,
        "kind": kind,
        "act": act,
        "clients": clients,
        "per_second": per_second,
        "p50_ms": 1.0,
        "p99_ms": 2.0,
        "cpu_ms": 0.5,
    }


ROWS = [
    row("sqlite", "raw", "take", 1000),
    row("sqlite", "raw", "call", 1200),
    row("sqlite", "service", "take", 600),
    row("sqlite", "service", "call", 600),
    row("sqlite", "http", "take", 330),
    row("sqlite", "http", "call", 480),
    row("sqlite", "service", "take", 9999, clients=32),
]


def test_a_ratio_is_the_lower_one_of_taking_and_calling_at_eight_clients() -> None:
    found = ratios_of(ROWS)

    assert found["ratios"] == {"sqlite.service": 0.5, "sqlite.http": 0.33}
    assert found["ratios_by_act"]["sqlite.service.take"] == 0.6


def test_what_is_left_of_the_speed_over_many_old_tickets_is_told_by_act() -> None:
    few = [{**one, "old_rows": 20_000} for one in ROWS if one["kind"] == "service"]
    many = [{**one, "old_rows": 1_000_000, "per_second": 0.75 * one["per_second"]} for one in few]
    answer = {"machine": "2 processors", "seconds": 1, "left_out": {}, "rows": few + many}

    answer["flat"] = flat_of(few + many)

    assert answer["flat"] == {"sqlite.take.8": 0.75, "sqlite.call.8": 0.75, "sqlite.take.32": 0.75}
    assert "0.75 of the speed is left (aim 0.8)" in flat_table_of(answer)


def test_an_engine_that_is_missing_is_named_and_has_no_ratio() -> None:
    answer = {
        "about": {"machine": "2 processors", "seconds": 1, "sqlite": {}},
        "left_out": {"postgresql": "no PostgreSQL server is installed here"},
        "rows": ROWS,
        **ratios_of(ROWS),
    }

    text = table_of(answer)

    assert "postgresql: left out, no PostgreSQL server is installed here" in text
    assert "sqlite.http          0.33 of raw at 8 clients (aim 0.3)" in text
    assert not any(name.startswith("postgresql") for name in answer["ratios"])


@pytest.mark.proof
def test_the_benchmark_runs_from_raw_sql_to_a_real_server() -> None:
    small = ["--json", "--engine", "sqlite", "--seconds", "0.1", "--windows", "8", "--old-rows", "80"]

    done = subprocess.run(
        [sys.executable, "-m", "bench.queue", *small, "--clients", "8"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout)
    assert {(one["kind"], one["act"]) for one in said["rows"]} == {
        (kind, act) for kind in ("raw", "service", "http") for act in ("take", "call")
    }
    assert all(one["per_second"] > 0 and one["p99_ms"] > 0 for one in said["rows"])
    assert set(said["ratios"]) == {"sqlite.service", "sqlite.http"}


def test_make_bench_leaves_the_database_to_the_benchmark(monkeypatch: pytest.MonkeyPatch) -> None:
    from scripts import test as suite

    def no_cluster() -> None:
        raise AssertionError("the benchmark starts its own, one that waits for the disk")

    monkeypatch.setattr(suite, "cluster", no_cluster)
    monkeypatch.setattr(suite.subprocess, "run", lambda *_a, **_k: subprocess.CompletedProcess([], 3))
    monkeypatch.delenv("YICHUANG_TEST_DATABASE_URL", raising=False)

    assert suite.main(["--bench"]) == 3
