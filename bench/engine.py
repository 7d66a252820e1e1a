"""Measure one engine: raw SQL, services, and the JSON doors of a real server; one line of JSON at the end.

Started by ``bench.queue`` with the environment of a throw-away installation.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import uuid4

import django

CLIENTS = (1, 8, 32)
OPS = ("take", "call")


def note(text: str) -> None:
    """Say on the side what is being measured."""
    sys.stderr.write(f"  {text}\n")
    sys.stderr.flush()


def told(kind: str, op: str, clients: int, row: Any) -> dict[str, Any]:
    """Return a measured row as JSON."""
    acts = len(row.latencies)
    one = {
        "kind": kind,
        "act": op,
        "clients": clients,
        "acts": acts,
        "per_second": round(row.per_second, 1),
        "p50_ms": round(row.rank(0.5), 2),
        "p99_ms": round(row.rank(0.99), 2),
        "cpu_ms": round(row.cpu / acts * 1000, 3) if acts else None,
    }
    note(f"{kind:<8}{op:<5}{clients:>3} clients {one['per_second']:>9,.0f}/s   p99 {one['p99_ms']} ms")
    return one


def ready(ground: Any, op: str) -> None:
    """Bring the tables into the same state before every row."""
    from bench import ground as grounds

    if op == "take":
        grounds.nobody_waits(ground.hall)
    else:
        grounds.many_wait(ground.hall)
    grounds.seal_all()
    grounds.analyse()


def in_process(
    kind: str, ground: Any, seconds: float, clients: list[int], make: Callable[[str, int], Any]
) -> list[dict[str, Any]]:
    """Measure acts of this process's own threads."""
    from bench.ground import Supply
    from bench.measure import Hands

    rows = []
    for op in OPS:
        for count in clients:
            ready(ground, op)
            hands = Hands(count, partial(make, op))
            if op == "take":
                row = hands.for_seconds(seconds)
            else:
                row = hands.in_bursts(seconds, len(ground.hall.clerks), Supply(ground.hall))
            rows.append(told(kind, op, count, row))
    return rows


def raw(ground: Any, seconds: float, clients: list[int]) -> list[dict[str, Any]]:
    """Measure the database itself; nobody seals meanwhile."""
    from bench import raw as acts

    return in_process("raw", ground, seconds, clients, lambda op, n: acts.hand(ground.hall, op, n))


def service(ground: Any, seconds: float, clients: list[int]) -> list[dict[str, Any]]:
    """Measure the services, with the sealer at work beside them."""
    from yichuang.kernel.journal import sealer

    stop = threading.Event()
    sealing = threading.Thread(target=sealer.run, args=(stop,))
    sealing.start()
    try:
        return in_process("service", ground, seconds, clients, lambda op, n: _service(ground.hall, op, n))
    finally:
        stop.set()
        sealing.join()


def _service(hall: Any, op: str, number: int) -> tuple[Callable[[int], None], Callable[[], None]]:
    from django.db import connection

    from bench.hall import MORNING
    from yichuang.kernel.types import Key
    from yichuang.queueing import services

    def take(n: int) -> None:
        line = hall.lines[(number + n) % len(hall.lines)].id
        by, at = hall.kiosks[number % len(hall.kiosks)], MORNING + timedelta(microseconds=n)
        services.take_ticket(line_id=line, by=by, at=at, key=Key(uuid4().hex, "a" * 64))

    def call(n: int) -> None:
        clerk = hall.clerks[n]
        services.call_next(window_id=clerk.window_id, by=clerk.by, at=MORNING, key=Key(uuid4().hex, "a" * 64))

    return (take if op == "take" else call), connection.close


def http(ground: Any, seconds: float, clients: list[int]) -> list[dict[str, Any]]:
    """Measure the JSON doors of ``yichuang serve``, asked by a process of its own."""
    from django.db import connections

    from bench.ground import Supply
    from bench.measure import Row

    connections.close_all()
    hall, rows = ground.hall, []
    takes = [
        ["/api/v1/tickets", token, json.dumps({"line": str(line.id)})]
        for n, token in enumerate(ground.kiosk_tokens)
        for line in (*hall.lines[n % 8 :], *hall.lines[: n % 8])
    ]
    calls = [
        [f"/api/v1/windows/{clerk.window_id}/call", token, ""]
        for clerk, token in zip(hall.clerks, ground.clerk_tokens, strict=True)
    ]
    with Server() as server, Load(server.port) as load:
        load.order(clients=8, requests=takes[:64])
        for op in OPS:
            for count in clients:
                ready(ground, op)
                row = Row()
                if op == "take":
                    cpu = server.cpu()
                    load.order(clients=count, requests=takes, seconds=seconds, into=row)
                    row.cpu = server.cpu() - cpu
                supply, warm = Supply(hall), True
                while op == "call" and row.seconds < seconds:
                    supply()
                    cpu = server.cpu()
                    load.order(clients=count, requests=calls, into=Row() if warm else row)
                    row.cpu += 0 if warm else server.cpu() - cpu
                    warm = False
                rows.append(told("http", op, count, row))
    return rows


class Server:
    """A real server of this installation in a process of its own."""

    def __enter__(self) -> Server:
        import socket

        with socket.socket() as door:
            door.bind(("127.0.0.1", 0))
            self.port = door.getsockname()[1]
        environment = os.environ | {
            "YICHUANG_PORT": str(self.port),
            "DJANGO_SETTINGS_MODULE": "yichuang.settings",
        }
        subprocess.run(
            [sys.executable, "-m", "yichuang", "setup"],
            env=environment,
            check=True,
            stdout=subprocess.DEVNULL,
        )
        self.log = open(os.path.join(os.environ["YICHUANG_HOME"], "serve.log"), "wb")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "yichuang", "serve"], env=environment, stdout=self.log, stderr=self.log
        )
        until = time.monotonic() + 60
        while time.monotonic() < until and self.process.poll() is None:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=2):
                    return self
            except OSError:
                time.sleep(0.1)
        raise RuntimeError("the server did not open its door")

    def cpu(self) -> float:
        """Return the seconds of processor time the server has used (0 where the system does not tell)."""
        try:
            with open(f"/proc/{self.process.pid}/stat") as stat:
                fields = stat.read().rsplit(")", 1)[1].split()
        except OSError:
            return 0.0
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def __exit__(self, *error: object) -> None:
        self.process.terminate()
        self.process.wait(20)
        self.log.close()


class Load:
    """The load generator, and the orders it is given."""

    def __init__(self, port: int) -> None:
        self.port = port

    def __enter__(self) -> Load:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "bench.load"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        return self

    def order(self, *, clients: int, requests: list[Any], seconds: float = 0, into: Any = None) -> None:
        """Give one order, wait until it is carried out, and add what was measured."""
        assert self.process.stdin is not None and self.process.stdout is not None
        order = {"port": self.port, "clients": clients, "requests": requests, "seconds": seconds}
        self.process.stdin.write(json.dumps(order) + "\n")
        self.process.stdin.flush()
        done = json.loads(self.process.stdout.readline())
        if done["wrong"]:
            raise RuntimeError(f"the server refused: {done['wrong']}")
        if into is not None:
            into.seconds += done["seconds"]
            into.latencies.extend(done["latencies"])

    def __exit__(self, *error: object) -> None:
        assert self.process.stdin is not None
        self.process.stdin.close()
        self.process.wait(10)


def main() -> None:
    """Lay the ground, measure, tell."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--seconds", type=float, required=True)
    asked.add_argument("--windows", type=int, required=True)
    asked.add_argument("--old-rows", type=int, required=True)
    asked.add_argument("--clients", type=int, nargs="+", default=list(CLIENTS))
    asked.add_argument("--kinds", nargs="+", default=["raw", "service", "http"])
    wanted = asked.parse_args()
    django.setup()
    from bench import ground as grounds

    laid = grounds.lay(wanted.windows, wanted.old_rows)
    rows = []
    for kind in wanted.kinds:
        measure: Callable[..., list[dict[str, Any]]] = {"raw": raw, "service": service, "http": http}[kind]
        rows += measure(laid, wanted.seconds, wanted.clients)
    answer = {"rows": rows, "about": grounds.describe(), "wrong": grounds.gapless(laid.hall)}
    sys.stdout.write(json.dumps(answer) + "\n")


if __name__ == "__main__":
    main()
