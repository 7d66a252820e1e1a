"""``python -m bench.http --conf FILE``: drive any queue server over HTTP and count what it did wrong.

One client measures every system alike.  A small JSON file maps its doors (``bench/confs``): who asks
(``clerks``, ``kiosks``: one set of variables each), ``issue``, ``call``, and what ends a visit (``finish``:
a list of requests).  ``{name}`` in a path, header or body is filled in from the asker, the line, the answer
of the call (``{ticket}``, ``{number}``) and a fresh ``{key}``.

Kiosks issue ``--tickets`` while all clerks call without a pause; then the clerks go on until nobody waits.
Wrong are: a ticket handed to two clerks, a number given twice, a ticket that was issued and never called.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

Names = Mapping[str, str]


class BadConf(Exception):
    """The mapping cannot be used; the text says which part of it."""


@dataclass(frozen=True)
class Step:
    """One request of the mapping, and where its answer names the ticket."""

    method: str
    path: str
    headers: dict[str, str]
    body: Any
    good: frozenset[int]
    nobody: frozenset[int] = frozenset()
    nobody_says: Mapping[str, str] = field(default_factory=dict)
    ticket: str = ""
    number: str = ""

    def is_empty(self, status: int, answer: Any) -> bool:
        """Say whether the answer means that nobody waits."""
        if status in self.good:
            return found(answer, self.ticket) is None
        says = all(found(answer, where) == word for where, word in self.nobody_says.items())
        return status in self.nobody and says


@dataclass(frozen=True)
class Conf:
    """A queue server as this client sees it."""

    name: str
    host: str
    port: int
    clerks: tuple[Names, ...]
    kiosks: tuple[Names, ...]
    lines: tuple[Names, ...]
    issue: Step
    call: Step
    finish: tuple[Step, ...]


@dataclass
class Tally:
    """What was seen: tickets in the order of the answers, and seconds each request took."""

    issued: list[tuple[str, str]] = field(default_factory=list)
    called: list[str] = field(default_factory=list)
    issue_seconds: list[float] = field(default_factory=list)
    call_seconds: list[float] = field(default_factory=list)
    errors: Counter[str] = field(default_factory=Counter)


def conf_of(text: str) -> Conf:
    """Read a mapping.  Raises: BadConf, naming the missing or malformed part."""
    try:
        raw = json.loads(text)
        base = urlsplit(raw["base"])
        if base.scheme != "http" or not base.hostname:
            raise BadConf("base: an http:// address is needed")
        people = {one: tuple(raw[one]) for one in ("clerks", "kiosks")}
        shared = dict(raw.get("headers", {}))
        conf = Conf(
            name=str(raw.get("name", base.netloc)),
            host=base.hostname,
            port=base.port or 80,
            lines=tuple(raw.get("lines") or ({},)),
            issue=_step(raw["issue"], shared),
            call=_step(raw["call"], shared),
            finish=tuple(_step(one, shared) for one in raw.get("finish", ())),
            **people,
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise BadConf(f"the mapping cannot be read: {type(error).__name__} {error}") from None
    for name in ("clerks", "kiosks"):
        if not people[name]:
            raise BadConf(f"{name}: at least one is needed")
    for name, step in (("issue", conf.issue), ("call", conf.call)):
        if not step.ticket:
            raise BadConf(f"{name}.ticket: say where the answer names the ticket")
    return conf


def _step(raw: Mapping[str, Any], shared: dict[str, str]) -> Step:
    return Step(
        method=raw.get("method", "POST"),
        path=raw["path"],
        headers=shared | raw.get("headers", {}),
        body=raw.get("body"),
        good=frozenset(raw.get("good", (200, 201))),
        nobody=frozenset(raw.get("nobody", ())),
        nobody_says=raw.get("nobody_says", {}),
        ticket=raw.get("ticket", ""),
        number=raw.get("number", raw.get("ticket", "")),
    )


def filled(value: Any, names: Names) -> Any:
    """Return ``value`` with every ``{name}`` in its strings filled in; unknown names stay as they are."""
    if isinstance(value, str):
        for name, word in names.items():
            value = value.replace("{" + name + "}", word)
        return value
    if isinstance(value, dict):
        return {key: filled(one, names) for key, one in value.items()}
    if isinstance(value, list):
        return [filled(one, names) for one in value]
    return value


def found(answer: Any, where: str) -> str | None:
    """Return what stands at the dotted path ``where`` (``ticket.id``, ``0.number``), or None."""
    for part in where.split("."):
        if isinstance(answer, dict):
            answer = answer.get(part)
        elif isinstance(answer, list) and part.isdigit() and int(part) < len(answer):
            answer = answer[int(part)]
        else:
            return None
    return None if answer is None else str(answer)


class Line:
    """One kept-open connection; a dropped one is opened again."""

    def __init__(self, conf: Conf) -> None:
        self.conf = conf
        self.reader: asyncio.StreamReader | None = None

    async def ask(self, step: Step, names: Names) -> tuple[int, Any]:
        """Send the request and return status and JSON (None where there is none)."""
        if self.reader is None:
            self.reader, self.writer = await asyncio.open_connection(self.conf.host, self.conf.port)
        body = b"" if step.body is None else json.dumps(filled(step.body, names)).encode()
        head = {"Content-Type": "application/json"} | filled(step.headers, names)
        lines = [f"{step.method} {filled(step.path, names)} HTTP/1.1"]
        lines += [f"Host: {self.conf.host}:{self.conf.port}", f"Content-Length: {len(body)}"]
        lines += [f"{name}: {value}" for name, value in head.items()]
        self.writer.write("\r\n".join(lines).encode() + b"\r\n\r\n" + body)
        try:
            return await self._answer()
        except (asyncio.IncompleteReadError, ConnectionError):
            self.close()
            raise

    async def _answer(self) -> tuple[int, Any]:
        assert self.reader is not None
        head = (await self.reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
        status = int(head.split(" ", 2)[1])
        fields = dict(line.split(":", 1) for line in head.split("\r\n")[1:] if ":" in line)
        if "chunked" in fields.get("transfer-encoding", ""):
            body = b""
            while size := int((await self.reader.readuntil(b"\r\n")).split(b";")[0], 16):
                body += (await self.reader.readexactly(size + 2))[:-2]
            await self.reader.readuntil(b"\r\n")
        else:
            body = await self.reader.readexactly(int(fields.get("content-length", 0)))
        if "close" in fields.get("connection", ""):
            self.close()
        try:
            return status, json.loads(body)
        except ValueError:
            return status, None

    def close(self) -> None:
        """Hang up; the next request opens a new connection."""
        if self.reader is not None:
            self.writer.close()
            self.reader = None


async def kiosk(conf: Conf, who: Names, left: Iterator[int], lines: Iterator[Names], tally: Tally) -> None:
    """Take tickets, one line after the other, until enough are given."""
    line = Line(conf)
    for _ in left:
        names = {**who, **next(lines), "key": uuid4().hex}
        began = time.perf_counter()
        status, answer = await line.ask(conf.issue, names)
        tally.issue_seconds.append(time.perf_counter() - began)
        ticket = found(answer, conf.issue.ticket)
        if status not in conf.issue.good or ticket is None:
            tally.errors[f"issue {status}"] += 1
            continue
        tally.issued.append((ticket, found(answer, conf.issue.number) or ticket))
    line.close()


async def clerk(conf: Conf, who: Names, over: asyncio.Event, tally: Tally) -> None:
    """Call and finish until the kiosks are done and nobody waits."""
    line = Line(conf)
    while True:
        last = over.is_set()
        began = time.perf_counter()
        status, answer = await line.ask(conf.call, {**who, "key": uuid4().hex})
        took = time.perf_counter() - began
        ticket = found(answer, conf.call.ticket)
        if conf.call.is_empty(status, answer):
            if last:
                break
            await asyncio.sleep(0.01)
            continue
        tally.call_seconds.append(took)
        if status not in conf.call.good or ticket is None:
            tally.errors[f"call {status}"] += 1
            if tally.errors[f"call {status}"] > len(tally.issued) + 100:
                break
            continue
        tally.called.append(ticket)
        names = {**who, "ticket": ticket, "number": found(answer, conf.call.number) or ticket}
        for step in conf.finish:
            status, _ = await line.ask(step, {**names, "key": uuid4().hex})
            if status not in step.good:
                tally.errors[f"finish {status}"] += 1
    line.close()


async def drive(conf: Conf, tickets: int) -> dict[str, Any]:
    """Let kiosks and clerks work at once and return what was counted."""
    tally, over = Tally(), asyncio.Event()
    left, lines = iter(range(tickets)), cycle(conf.lines)
    began = time.perf_counter()
    clerks = [asyncio.create_task(clerk(conf, who, over, tally)) for who in conf.clerks]
    await asyncio.gather(*(kiosk(conf, who, left, lines, tally) for who in conf.kiosks))
    issuing = time.perf_counter() - began
    over.set()
    await asyncio.gather(*clerks)
    return told(conf, tally, issuing, time.perf_counter() - began)


def told(conf: Conf, tally: Tally, issuing: float, whole: float) -> dict[str, Any]:
    """Return the figures and the wrongs of one run."""
    numbers = Counter(number for _, number in tally.issued)
    calls = Counter(tally.called)
    return {
        "name": conf.name,
        "clerks": len(conf.clerks),
        "kiosks": len(conf.kiosks),
        "issued": len(tally.issued),
        "called": len(calls),
        "double_calls": sum(count > 1 for count in calls.values()),
        "repeated_numbers": sum(count - 1 for count in numbers.values()),
        "lost": len({ticket for ticket, _ in tally.issued} - set(calls)),
        "errors": dict(tally.errors),
        "issue_per_second": round(len(tally.issued) / issuing, 1) if issuing else 0.0,
        "call_per_second": round(len(tally.called) / whole, 1) if whole else 0.0,
        "issue_ms": _quantiles(tally.issue_seconds),
        "call_ms": _quantiles(tally.call_seconds),
    }


def _quantiles(seconds: Sequence[float]) -> dict[str, float]:
    ranked = sorted(seconds) or [0.0]
    return {
        name: round(ranked[min(len(ranked) - 1, int(share * len(ranked)))] * 1000, 2)
        for name, share in (("p50", 0.5), ("p99", 0.99))
    }


def table_of(answer: Mapping[str, Any]) -> str:
    """Return the run as a few lines for people."""
    rows = [
        f"{answer['name']}: {answer['clerks']} clerks, {answer['kiosks']} kiosks",
        f"  issued {answer['issued']:>7}   {answer['issue_per_second']:>8.1f}/s   "
        f"p50 {answer['issue_ms']['p50']:.1f} ms  p99 {answer['issue_ms']['p99']:.1f} ms",
        f"  called {answer['called']:>7}   {answer['call_per_second']:>8.1f}/s   "
        f"p50 {answer['call_ms']['p50']:.1f} ms  p99 {answer['call_ms']['p99']:.1f} ms",
        f"  called twice {answer['double_calls']}, repeated numbers {answer['repeated_numbers']}, "
        f"lost {answer['lost']}",
    ]
    if answer["errors"]:
        rows.append("  errors " + ", ".join(f"{name}: {n}" for name, n in answer["errors"].items()))
    return "\n".join(rows)


def main(argv: Sequence[str] | None = None) -> int:
    """Read the mapping, drive the server, print; 1 when something was wrong, 2 for a bad mapping."""
    asked = argparse.ArgumentParser(prog="python -m bench.http", description=(__doc__ or "").split("\n")[0])
    asked.add_argument("--conf", type=Path, help="mapping of the server (bench/confs/README.md)")
    asked.add_argument("--own", action="store_true", help="start and measure this house's own server")
    asked.add_argument("--clerks", type=int, default=8, help="clerks of the own server (%(default)s)")
    asked.add_argument("--tickets", type=int, default=400, help="tickets to issue (%(default)s)")
    asked.add_argument("--json", action="store_true", help="print JSON")
    wanted = asked.parse_args(argv)
    if wanted.own == bool(wanted.conf):
        asked.error("either --conf FILE or --own")
    try:
        if wanted.own:
            from bench.own import conf_of_own_server

            with conf_of_own_server(wanted.clerks) as text:
                answer = asyncio.run(drive(conf_of(text), wanted.tickets))
        else:
            answer = asyncio.run(drive(conf_of(wanted.conf.read_text("utf-8")), wanted.tickets))
    except (BadConf, OSError) as reason:
        sys.stderr.write(f"{reason}\n")
        return 2
    print(json.dumps(answer, indent=1) if wanted.json else table_of(answer))
    return 1 if answer["double_calls"] or answer["repeated_numbers"] or answer["lost"] else 0


if __name__ == "__main__":
    raise SystemExit(main())
