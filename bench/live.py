"""``python -m bench.live``: how long after the desk's call a board knows, with many boards at one process.

A throw-away hall is served; ``--boards`` (1, 100, 1,000, 5,000) lobby boards follow it from one other
process, which also presses the desk's call.  Told, in milliseconds from the moment the call is sent: when
the boards had the event (p50, p99 over boards and calls), and when the desk had its answer.  Then a storm:
every line is cut and comes back at once with the number of the last event it saw; told is after how many
seconds the last one stands again, and how long a call in the middle of it took.  Beside it the same boards
without a stream, each asking every two seconds (where the server cannot answer so many, who does not know
within a minute counts as one minute, and is told as late).  The client shares the machine with the server.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import platform
import random
import resource
import sys
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, cast
from uuid import uuid4

from bench.http import Conf, Line, Step, conf_of, found
from bench.own import conf_of_own_server

BOARDS = (1, 100, 1000, 5000)
POLL_SECONDS = 2.0
PATIENCE = 60.0
OPENING = 100  # connections opened at a time, so that opening floods neither side
QUIET = 0.2  # seconds between calls


class Desk:
    """One kiosk and one clerk: a ticket is taken, called, served."""

    def __init__(self, conf: Conf) -> None:
        self.conf = conf
        self.line = Line(conf)
        self.names = {**conf.clerks[0], **conf.lines[0]}

    async def _ask(self, step: Step, **more: str) -> Any:
        said = {**self.names, **more, "key": uuid4().hex}
        try:
            status, answer = await self.line.ask(step, said)
        except (OSError, asyncio.IncompleteReadError):  # the server hung up on a line that was still too long
            status, answer = await self.line.ask(step, said)
        if status not in step.good:
            raise RuntimeError(f"the desk was refused: {status} {answer}")
        return answer

    async def somebody_waits(self) -> bytes:
        """Take a ticket and return its label."""
        return str(found(await self._ask(self.conf.issue, **self.conf.kiosks[0]), "label")).encode()

    async def call(self) -> str:
        """Call who waits and return the ticket's id."""
        return str(found(await self._ask(self.conf.call), "id"))

    async def done(self, ticket: str) -> None:
        """Serve the called one, so that the window is free."""
        for step in self.conf.finish:
            await self._ask(step, ticket=ticket)


@dataclass
class Call:
    """One call: when it was sent and answered, and when each board knew."""

    label: bytes
    sent: float = 0.0
    answered: float = 0.0
    late: int = 0  # boards that did not know within ``PATIENCE``: they count as having waited so long
    known: list[float] = field(default_factory=list)


class Board(asyncio.Protocol):
    """A board on a stream; ``stands`` is done when the server has begun to answer."""

    def __init__(self, told: Callable[[bytes], None]) -> None:
        self.told = told
        self.last = b""
        self.stands: asyncio.Future[float] = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.Transport, transport)

    def data_received(self, data: bytes) -> None:
        if b"\nid: " in data:
            self.last = data.rpartition(b"\nid: ")[2].partition(b"\n")[0]
        self.told(data)
        if not self.stands.done():
            self.stands.set_result(time.perf_counter())

    def connection_lost(self, error: Exception | None) -> None:
        if not self.stands.done():
            self.stands.set_exception(error or ConnectionError("the server hung up"))


class Lobby:
    """So many boards of one hall, on streams or asking again and again."""

    def __init__(self, conf: Conf, path: str, count: int) -> None:
        self.conf, self.path, self.count = conf, path, count
        self.boards: list[Board] = []
        self.now: Call | None = None

    async def stand(self, marks: Sequence[bytes] = (), at_once: int = OPENING) -> float:
        """Open every board's stream (again, from ``marks``); return the seconds until the last one stands."""
        began, marks = time.perf_counter(), list(marks) or [b""] * self.count
        self.boards = []
        for start in range(0, len(marks), at_once):
            some = marks[start : start + at_once]
            self.boards += await asyncio.gather(*(self._open(mark) for mark in some))
        return max(one.stands.result() for one in self.boards) - began

    async def _open(self, mark: bytes) -> Board:
        loop = asyncio.get_running_loop()
        again = b"Last-Event-ID: " + mark + b"\r\n" if mark else b""
        head = f"GET {self.path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/event-stream\r\n".encode()
        while True:
            try:
                _, board = await loop.create_connection(
                    lambda: Board(self._told), self.conf.host, self.conf.port
                )
                board.transport.write(head + again + b"\r\n")
                await board.stands
            except ConnectionError:
                await asyncio.sleep(0.05)
                continue
            board.last = board.last or mark
            return board

    def _told(self, data: bytes) -> None:
        if self.now is not None and b'"called"' in data and self.now.label in data:
            self.now.known.append(time.perf_counter())

    def cut(self) -> list[bytes]:
        """Cut every line and return what each board saw last."""
        for one in self.boards:
            one.transport.abort()
        return [one.last for one in self.boards]

    async def ask_again_and_again(self, over: asyncio.Event) -> None:
        """Be the boards that poll: each asks every two seconds, from a moment of its own."""
        step = Step("GET", self.path + "/now", {}, None, frozenset({200}))
        await asyncio.gather(*(self._poll(step, over) for _ in range(self.count)))

    async def _poll(self, step: Step, over: asyncio.Event) -> None:
        line, knew = Line(self.conf), None
        await asyncio.sleep(random.uniform(0, POLL_SECONDS))
        while not over.is_set():
            began = time.perf_counter()
            try:
                _status, answer = await line.ask(step, {})
            except (OSError, asyncio.IncompleteReadError):
                await asyncio.sleep(0.1)
                continue
            call, calls = self.now, (answer or {}).get("data", {}).get("calls", ())
            labels = {one["label"].encode() for one in calls}
            if call is not None and call is not knew and call.label in labels:
                knew = call
                call.known.append(time.perf_counter())
            await asyncio.sleep(max(0.0, POLL_SECONDS - (time.perf_counter() - began)))
        line.close()


async def one_call(desk: Desk, lobby: Lobby, everybody: bool = True, strict: bool = True) -> Call:
    """Let somebody be called, and wait until every board knows; ``strict``: else there is no measure."""
    call = Call(await desk.somebody_waits())
    await asyncio.sleep(QUIET)
    lobby.now = call
    call.sent = time.perf_counter()
    ticket = await desk.call()
    call.answered = time.perf_counter()
    if everybody:
        try:
            await _until(lambda: len(call.known) >= lobby.count, f"{lobby.count} boards")
        except RuntimeError:
            if strict:
                raise
            call.late = lobby.count - len(call.known)
            call.known += [call.sent + PATIENCE] * call.late
    await desk.done(ticket)
    return call


async def _until(true: Callable[[], bool], what: str) -> None:
    end = time.perf_counter() + PATIENCE
    while not true():
        if time.perf_counter() > end:
            raise RuntimeError(f"{what}: not all knew within {PATIENCE:.0f} s")
        await asyncio.sleep(0.002)


async def streams(desk: Desk, lobby: Lobby, calls: int) -> dict[str, Any]:
    """Measure boards that follow a stream, and the storm when all come back at once."""
    await lobby.stand()
    told = told_of([await one_call(desk, lobby) for _ in range(calls)])
    marks = lobby.cut()
    back = asyncio.create_task(lobby.stand(marks, at_once=lobby.count))
    await asyncio.sleep(0)
    in_storm = await one_call(desk, lobby, everybody=False)
    told["storm_seconds"] = round(await back, 2)
    told["storm_call_ms"] = round((in_storm.answered - in_storm.sent) * 1000, 1)
    await one_call(desk, lobby)  # every board hears again
    lobby.cut()
    return told


async def polls(desk: Desk, lobby: Lobby, calls: int) -> dict[str, Any]:
    """Measure boards that ask every two seconds."""
    over = asyncio.Event()
    asking = asyncio.create_task(lobby.ask_again_and_again(over))
    await asyncio.sleep(POLL_SECONDS)
    told = told_of([await one_call(desk, lobby, strict=False) for _ in range(calls)])
    over.set()
    await asking
    return told


def told_of(calls: Sequence[Call]) -> dict[str, Any]:
    """Return the latencies of ``calls`` in milliseconds."""
    boards = sorted(at - one.sent for one in calls for at in one.known)
    answers = sorted(one.answered - one.sent for one in calls)
    return {
        "calls": len(calls),
        "late": sum(one.late for one in calls),
        "board_p50_ms": _ms(boards, 0.5),
        "board_p99_ms": _ms(boards, 0.99),
        "answer_p50_ms": _ms(answers, 0.5),
    }


def _ms(ranked: Sequence[float], share: float) -> float:
    return round(ranked[min(len(ranked) - 1, int(share * len(ranked)))] * 1000, 1)


async def measure(conf: Conf, path: str, boards: Sequence[int], calls: int) -> list[dict[str, Any]]:
    """Measure every number of boards, on streams and asking."""
    desk, rows = Desk(conf), []
    kinds: tuple[tuple[str, Callable[[Desk, Lobby, int], Awaitable[dict[str, Any]]]], ...]
    kinds = (("stream", streams), ("poll", polls))
    for count in boards:
        for kind, way in kinds:
            row = {"boards": count, "kind": kind, **await way(desk, Lobby(conf, path, count), calls)}
            sys.stderr.write(f"  {count} boards, {kind}: p99 {row['board_p99_ms']} ms\n")
            rows.append(row)
            await asyncio.sleep(1)
    return rows


def table_of(rows: Sequence[dict[str, Any]]) -> str:
    """Return the rows as a table for people, with how much sooner a stream tells than asking does."""
    out = [f"{os.cpu_count()} processors, Python {platform.python_version()}; embedded, one process"]
    heads = ("p50 ms", "p99 ms", "desk ms", "of poll", "storm s", "call ms", "late")
    out.append(f"{'boards':>7} {'':<7}" + "".join(f"{one:>9}" for one in heads))
    asked = {row["boards"]: row["board_p50_ms"] for row in rows if row["kind"] == "poll"}
    for row in rows:
        share = f"{row['board_p50_ms'] / asked[row['boards']]:.3f}" if row["kind"] == "stream" else ""
        out.append(
            f"{row['boards']:>7} {row['kind']:<7}{row['board_p50_ms']:>9}{row['board_p99_ms']:>9}"
            f"{row['answer_p50_ms']:>9}{share:>9}{row.get('storm_seconds', ''):>9}"
            f"{row.get('storm_call_ms', ''):>9}{row.get('late', 0):>9}"
        )
    return "\n".join(out)


def main(argv: Sequence[str] | None = None) -> int:
    """Serve a hall, let boards follow it, print."""
    asked = argparse.ArgumentParser(prog="python -m bench.live", description=(__doc__ or "").split("\n")[0])
    asked.add_argument("--boards", type=int, nargs="+", default=list(BOARDS))
    asked.add_argument("--calls", type=int, default=20, help="calls per row (%(default)s)")
    asked.add_argument("--json", action="store_true", help="print JSON")
    wanted = asked.parse_args(argv)
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    with conf_of_own_server(1) as text:
        path = f"/live/board/{json.loads(text)['hall']}/all"
        rows = asyncio.run(measure(conf_of(text), path, wanted.boards, wanted.calls))
    print(json.dumps({"rows": rows}, indent=1) if wanted.json else table_of(rows))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
