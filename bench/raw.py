"""(a) The database itself: the same reads and writes, sent by the driver alone.

On PostgreSQL an act is one prepared statement in autocommit, on SQLite the seven short statements between
BEGIN and COMMIT, behind the same fair lock.  No Django, no services, no card; ids, key and body are made.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import psycopg
from django.conf import settings
from django.db import connection

from bench.hall import MORNING, OpenHall
from yichuang.kernel.ids import new_id
from yichuang.kernel.journal.events import all_events
from yichuang.kernel.sqlite.fair import Gate, lock_of
from yichuang.organization import selectors as organization
from yichuang.queueing.rules.order import microseconds
from yichuang.queueing.services.hot import postgresql, sqlite
from yichuang.queueing.services.hot.rows import (
    CALL_ACT,
    ITEM,
    LABEL,
    LABELS,
    LINE,
    NUMBER,
    RANK,
    TAKE_ACT,
    TICKET,
)

Act = Callable[[int], None]


def hand(hall: OpenHall, op: str, number: int) -> tuple[Act, Callable[[], None]]:
    """Return an act (by its running number) on a connection of its own, and how to close it."""
    plan = organization.hall(hall.hall_id).plan_version
    values = _take_values(hall, plan, number) if op == "take" else _call_values(hall, plan)
    return _postgresql(op, values) if connection.vendor == "postgresql" else _sqlite(op, values)


def _entry(hall: OpenHall, act: str, event: str) -> dict[str, Any]:
    return {
        "hall": hall.hall_id, "post": None, "on_behalf_of": None, "cause": None, "act": act,
        "body_hash": "a" * 64, "event": event, "version": all_events()[event].version, "policy": 1,
        "at": MORNING, "day": MORNING.date(),
    }  # fmt: skip


def _take_values(hall: OpenHall, plan: int, number: int) -> Callable[[int], dict[str, Any]]:
    kiosk = hall.kiosks[number % len(hall.kiosks)]
    fixed = _entry(hall, TAKE_ACT, "queueing.ticket_taken") | {
        "actor": kiosk.id, "actor_kind": "device", "actor_window": None, "item": None, "plan": plan,
        "priority": "ordinary",
    }  # fmt: skip
    start = microseconds(MORNING) + time.monotonic_ns() // 1000

    def make(n: int) -> dict[str, Any]:
        line, ticket = hall.lines[(number + n) % len(hall.lines)].id, new_id()
        return fixed | {
            "key": uuid4().hex, "entry": new_id(), "ticket": ticket, "token": new_id().hex[-22:],
            "line": line, "arrival": start + n, "recorded_at": datetime.now(UTC),
            "body": f'{{"business_day":"{fixed["day"]}","item_id":null,"label":"{LABEL}",'
            f'"line_id":"{line.hex}",'
            f'"number":{NUMBER},"priority":"ordinary","ticket_id":"{ticket.hex}"}}',
        }  # fmt: skip

    return make


def _call_values(hall: OpenHall, plan: int) -> Callable[[int], dict[str, Any]]:
    fixed = _entry(hall, CALL_ACT, "queueing.ticket_called") | {"actor_kind": "person", "plan": plan}

    def make(n: int) -> dict[str, Any]:
        clerk = hall.clerks[n]
        return fixed | {
            "key": uuid4().hex, "entry": new_id(), "call": new_id(), "actor": clerk.by.id,
            "actor_window": clerk.window_id, "window": clerk.window_id, "recorded_at": datetime.now(UTC),
            "body": f'{{"item_id":"{ITEM.hex}","label":"{LABEL}","line_id":"{LINE.hex}",'
            f'"passed_over":["{LABELS}"],"policy":1,"rank":{RANK},"ticket_id":"{TICKET.hex}",'
            f'"window_id":"{clerk.window_id.hex}","window_number":{NUMBER}}}',
        }  # fmt: skip

    return make


def _postgresql(op: str, values: Callable[[int], dict[str, Any]]) -> tuple[Act, Callable[[], None]]:
    database = settings.DATABASES["default"]
    line = psycopg.connect(
        host=database["HOST"], port=database["PORT"] or None, user=database["USER"] or None,
        password=database["PASSWORD"] or None, dbname=database["NAME"], autocommit=True, prepare_threshold=0,
    )  # fmt: skip
    prepared = postgresql.prepared(postgresql.TAKE if op == "take" else postgresql.CALL)
    done = 5  # the number that was given, the ticket that was called
    cursor = psycopg.RawCursor(line)

    def act(n: int) -> None:
        row = cursor.execute(prepared.statement, prepared.values(values(n))).fetchone()
        if row is None or row[done] is None:
            raise RuntimeError(f"the raw act was refused: {row}")

    return act, line.close


def _sqlite(op: str, values: Callable[[int], dict[str, Any]]) -> tuple[Act, Callable[[], None]]:
    database = settings.DATABASES["default"]
    file = str(database["NAME"])
    line = sqlite3.connect(file, isolation_level=None, check_same_thread=False, timeout=20)
    line.executescript(str(database["OPTIONS"]["init_command"]))
    gate = Gate(lock_of(file), 20.0)
    steps = _sqlite_take if op == "take" else _sqlite_call

    def act(n: int) -> None:
        fit = sqlite.fitted(values(n))
        gate.enter()
        try:
            line.execute("BEGIN IMMEDIATE")
            steps(line, fit)
            line.execute("COMMIT")
        finally:
            gate.leave()

    return act, line.close


def _sqlite_take(line: sqlite3.Connection, fit: dict[str, Any]) -> None:
    line.execute(sqlite.KEY, fit)
    prefix, _name, _english, _plan, _takes = line.execute(sqlite.LINE_ASKED, fit).fetchone()
    number, fit["arrived"] = line.execute(sqlite.PLACE, fit).fetchone()
    fit["number"], fit["label"] = number, f"{prefix}{number:03d}"
    fit["body"] = fit["body"].replace(str(NUMBER), str(number)).replace(LABEL, fit["label"])
    line.execute(sqlite.TICKET_WRITTEN, fit).fetchone()
    line.execute(sqlite.ENTRY, fit)
    line.execute(sqlite.UNSEALED, fit)


def _sqlite_call(line: sqlite3.Connection, fit: dict[str, Any]) -> None:
    line.execute(sqlite.KEY, fit)
    number, _plan, _signed_on, fit["post"], *_more = line.execute(sqlite.WINDOW_ASKED, fit).fetchone()
    row = line.execute(sqlite.PICK, fit).fetchone()
    fit["ticket"], fit["line"], fit["class_used"] = row[0], row[1], row[-1]
    fit["rank"], fit["passed_over"] = 0, ""
    body = fit["body"].replace(str(RANK), "0").replace(f'"{LABELS}"', "").replace(TICKET.hex, row[0])
    body = body.replace(LINE.hex, row[1]).replace(f'"{ITEM.hex}"', "null")
    fit["body"] = body.replace(str(NUMBER), str(number)).replace(LABEL, row[6])
    line.execute(sqlite.TICKET_CALLED, fit)
    line.execute(sqlite.CALL_WRITTEN, fit)
    line.execute(sqlite.ENTRY, fit)
    line.execute(sqlite.UNSEALED, fit)
