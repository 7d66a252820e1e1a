"""``python -m bench.queue``: how many tickets a second are issued and called, at 1, 8 and 32 clients.

(a) raw SQL doing the same reads and writes in its fewest statements, prepared, under the same lock;
(b) services, with the sealer on; (c) the JSON doors of a real ``yichuang serve``, with authority, key and
journal, asked by a process of its own.  Both engines, each in a throw-away installation whose tables hold
20,000 old visits and have been analysed.  All of it runs on one machine: the load shares its processors.

PostgreSQL is that of ``YICHUANG_BENCH_DATABASE_URL`` (a database of its own is made and dropped), else a
private cluster with fsync on, else it is left out with a sentence.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

ROOT = Path(__file__).resolve().parent.parent
ENGINES = ("sqlite", "postgresql")
AT = 8
FLAT, FLAT_AIM = (20_000, 1_000_000), 0.8
AIMS = {"service": {"sqlite": 0.5, "postgresql": 0.5}, "http": {"sqlite": 0.3, "postgresql": 0.2}}


def main(argv: list[str] | None = None) -> int:
    """Measure and print; 1 when an engine that was asked for could not be measured."""
    asked = argparse.ArgumentParser(
        prog="python -m bench.queue", description=(__doc__ or "").split("\n\n")[0]
    )
    asked.add_argument("--json", action="store_true", help="print JSON")
    asked.add_argument("--seconds", type=float, default=4.0, help="measured seconds per row (4)")
    asked.add_argument("--engine", choices=(*ENGINES, "both"), default="both")
    asked.add_argument("--windows", type=int, default=192, help="windows of the measured hall (192)")
    asked.add_argument("--old-rows", type=int, default=20_000)
    asked.add_argument(
        "--flat",
        type=int,
        nargs="*",
        metavar="ROWS",
        help="services with few and with many old tickets, and what is left of the speed (20,000 1,000,000)",
    )
    asked.add_argument("--clients", type=int, nargs="+", default=[1, 8, 32])
    asked.add_argument("--kinds", nargs="+", default=["raw", "service", "http"])
    wanted = asked.parse_args(argv)
    if wanted.flat is not None:
        return flat(wanted, wanted.flat or list(FLAT))
    engines = ENGINES if wanted.engine == "both" else (wanted.engine,)
    rows: list[dict[str, Any]] = []
    about: dict[str, Any] = {"machine": _machine(), "seconds": wanted.seconds, "old_rows": wanted.old_rows}
    left_out = {}
    for engine in engines:
        try:
            with installation(engine) as environment:
                sys.stderr.write(f"{engine}\n")
                told = _measure(environment, wanted)
        except NoEngine as reason:
            left_out[engine] = str(reason)
            sys.stderr.write(f"{engine}: left out, {reason}\n")
            continue
        about[engine] = told["about"]
        rows += [{"engine": engine, **row} for row in told["rows"]]
        if told["wrong"]:
            raise SystemExit(f"{engine}: numbers were lost or repeated: {told['wrong']}")
    answer = {"about": about, "left_out": left_out, "rows": rows, **ratios_of(rows)}
    print(json.dumps(answer, indent=1) if wanted.json else table_of(answer))
    return 1 if left_out and wanted.engine != "both" else 0


def flat(wanted: argparse.Namespace, sizes: list[int]) -> int:
    """Measure the services over ever more old tickets; 1 when less than the aim is left of the speed."""
    wanted.kinds = ["service"]
    answer: dict[str, Any] = {"machine": _machine(), "seconds": wanted.seconds, "left_out": {}, "rows": []}
    for engine in ENGINES if wanted.engine == "both" else (wanted.engine,):
        for wanted.old_rows in sizes:
            sys.stderr.write(f"{engine}, {wanted.old_rows:,} old tickets\n")
            try:
                with installation(engine) as environment:
                    told = _measure(environment, wanted)
            except NoEngine as reason:
                answer["left_out"][engine] = str(reason)
                break
            if told["wrong"]:
                raise SystemExit(f"{engine}: numbers were lost or repeated: {told['wrong']}")
            answer["rows"] += [{"engine": engine, "old_rows": wanted.old_rows, **row} for row in told["rows"]]
    answer["flat"] = flat_of(answer["rows"])
    print(json.dumps(answer, indent=1) if wanted.json else flat_table_of(answer))
    return 1 if any(share < FLAT_AIM for share in answer["flat"].values()) else 0


def flat_of(rows: list[dict[str, Any]]) -> dict[str, float]:
    """Return by engine, act and clients how much of the speed is left over the most old tickets."""
    by_place: dict[str, dict[int, float]] = {}
    for row in rows:
        place = f"{row['engine']}.{row['act']}.{row['clients']}"
        by_place.setdefault(place, {})[row["old_rows"]] = row["per_second"]
    return {
        place: round(speed[max(speed)] / speed[min(speed)], 3)
        for place, speed in by_place.items()
        if len(speed) > 1 and speed[min(speed)]
    }


def flat_table_of(answer: dict[str, Any]) -> str:
    """Return the rows of ``--flat`` as a table for people."""
    out = [f"{answer['machine']}; {answer['seconds']} s a row; services"]
    out += [f"{engine}: left out, {why}" for engine, why in answer["left_out"].items()]
    out.append(f"{'':24}{'clients':>8}{'old tickets':>13}{'per second':>12}{'p50 ms':>9}{'p99 ms':>9}")
    for row in answer["rows"]:
        out.append(
            f"{row['engine'] + ' ' + row['act']:<24}{row['clients']:>8}{row['old_rows']:>13,}"
            f"{row['per_second']:>12,.0f}{row['p50_ms']:>9.2f}{row['p99_ms']:>9.2f}"
        )
    for place, share in answer["flat"].items():
        out.append(f"{place:<24} {share:.2f} of the speed is left (aim {FLAT_AIM})")
    return "\n".join(out)


class NoEngine(Exception):
    """The engine is not there; the text says why in one line."""


def ratios_of(rows: list[dict[str, Any]]) -> dict[str, Any]:
    """Return services and doors as a share of raw SQL at 8 clients: the lower one of take and call."""
    speed = {
        (row["engine"], row["kind"], row["act"]): row["per_second"] for row in rows if row["clients"] == AT
    }
    by_act = {
        f"{engine}.{kind}.{act}": round(speed[engine, kind, act] / speed[engine, "raw", act], 3)
        for engine, kind, act in speed
        if kind != "raw" and speed.get((engine, "raw", act))
    }
    shortest: dict[str, float] = {}
    for name, ratio in by_act.items():
        whole = name.rpartition(".")[0]
        shortest[whole] = min(ratio, shortest.get(whole, ratio))
    return {"ratios": shortest, "ratios_by_act": by_act}


def table_of(answer: dict[str, Any]) -> str:
    """Return the rows as a table for people."""
    out = [f"{answer['about']['machine']}; {answer['about']['seconds']} s a row"]
    for engine in ENGINES:
        if engine in answer["left_out"]:
            out.append(f"\n{engine}: left out, {answer['left_out'][engine]}")
        rows = [row for row in answer["rows"] if row["engine"] == engine]
        if not rows:
            continue
        out.append(f"\n{engine}  {answer['about'][engine]}")
        out.append(
            f"{'':16}{'clients':>8}{'per second':>12}{'p50 ms':>9}{'p99 ms':>9}{'CPU ms':>9}{'of raw':>8}"
        )
        raw = {(row["act"], row["clients"]): row["per_second"] for row in rows if row["kind"] == "raw"}
        for row in rows:
            base = raw.get((row["act"], row["clients"]))
            share = f"{row['per_second'] / base:.2f}" if base else ""
            out.append(
                f"{row['kind']:<10}{row['act']:<6}{row['clients']:>8}{row['per_second']:>12,.0f}"
                f"{row['p50_ms']:>9.2f}{row['p99_ms']:>9.2f}{row['cpu_ms'] or 0:>9.3f}{share:>8}"
            )
    out.append("")
    for name, ratio in answer["ratios"].items():
        engine, kind = name.split(".")
        out.append(f"{name:<20} {ratio:.2f} of raw at {AT} clients (aim {AIMS[kind][engine]})")
    return "\n".join(out)


def _machine() -> str:
    return f"{os.cpu_count()} processors, Python {platform.python_version()}, {platform.system()}"


def _measure(environment: dict[str, str], wanted: argparse.Namespace) -> dict[str, Any]:
    done = subprocess.run(
        [
            sys.executable, "-m", "bench.engine",
            "--seconds", str(wanted.seconds), "--windows", str(wanted.windows),
            "--old-rows", str(wanted.old_rows),
            "--clients", *map(str, wanted.clients), "--kinds", *wanted.kinds,
        ],
        cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise SystemExit(f"the measurement ended with {done.returncode}")
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return told


@contextmanager
def installation(engine: str) -> Iterator[dict[str, str]]:
    """Make an empty installation for one engine and take it away afterwards."""
    home = tempfile.mkdtemp(prefix="yichuang-bench-")
    environment = {name: value for name, value in os.environ.items() if not name.startswith("YICHUANG_")}
    environment |= {
        "YICHUANG_HOME": home,
        "DJANGO_SETTINGS_MODULE": "bench.settings",
        "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)]),
    }
    try:
        if engine == "sqlite":
            yield environment
        else:
            with postgresql() as url:
                yield environment | {"YICHUANG_DATABASE_URL": url}
    finally:
        shutil.rmtree(home, ignore_errors=True)


@contextmanager
def postgresql() -> Iterator[str]:
    """Give the address of an empty database: of the server that was named, else of a private cluster.

    Raises: NoEngine.
    """
    named = os.environ.get("YICHUANG_BENCH_DATABASE_URL", "")
    if named:
        with _database(named) as url:
            yield url
        return
    try:
        from scripts import postgres
    except ImportError:
        raise NoEngine("the scripts that start a private PostgreSQL are not here") from None
    # a benchmark waits for the disk as a hall does
    postgres.SETTINGS.update(fsync="on", synchronous_commit="on", full_page_writes="on")
    try:
        with postgres.cluster() as server, _database(server) as url:
            yield url
    except postgres.NoPostgres as reason:
        raise NoEngine(str(reason)) from None


@contextmanager
def _database(server: str) -> Iterator[str]:
    import psycopg

    name = f"yichuang_bench_{os.getpid()}"
    maintenance = urlunsplit(urlsplit(server)._replace(path="/postgres"))
    try:
        with psycopg.connect(maintenance, autocommit=True) as line:
            line.execute(f'CREATE DATABASE "{name}"'.encode())
    except psycopg.OperationalError as error:
        raise NoEngine(str(error).splitlines()[0]) from None
    try:
        yield urlunsplit(urlsplit(server)._replace(path=f"/{name}"))
    finally:
        with psycopg.connect(maintenance, autocommit=True) as line:
            line.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'.encode())


if __name__ == "__main__":
    sys.exit(main())
