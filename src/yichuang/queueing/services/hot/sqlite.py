"""SQLite: each act is a handful of short constant statements in the caller's transaction.

Writers queue at the door of the database (``kernel.sqlite``), so between BEGIN and COMMIT nobody else
writes: what one statement reads, the next may rely on.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from django.db import connection

from yichuang.kernel import idempotency
from yichuang.kernel.journal.record import COLUMN_LIST, COLUMNS
from yichuang.queueing.rules.order import NAMED
from yichuang.queueing.rules.order import label as label_of
from yichuang.queueing.services.hot.rows import (
    ITEM,
    LABEL,
    LABELS,
    LINE,
    NUMBER,
    RANK,
    TICKET,
    Called,
    Taken,
)

_ENTRY = {
    "id": "entry",
    "hall_id": "hall",
    "name": "event",
    "subject_id": "ticket",
    "matter_id": "ticket",
    "actor_id": "actor",
    "post_id": "post",
    "window_id": "actor_window",
    "cause_id": "cause",
}

KEY = f"""
INSERT INTO {idempotency.TABLE} ({idempotency.COLUMN_LIST})
VALUES (:hall, :actor, :act, :key, :body_hash, :entry, :at) ON CONFLICT DO NOTHING
"""  # noqa: S608

LINE_ASKED = """
SELECT l.prefix, l.name, l.name_en, h.plan_version,
       :item IS NULL OR EXISTS (SELECT 1 FROM queueing_line_item i
                                WHERE i.hall_id = l.hall_id AND i.line_id = l.id AND i.item_id = :item)
FROM queueing_line l JOIN organization_hall h ON h.id = l.hall_id
WHERE l.hall_id = :hall AND l.id = :line AND l.active
"""

# a new counter borrows the id of its first ticket: most acts only raise one that is there
PLACE = """
INSERT INTO queueing_counter (id, hall_id, line_id, business_day, last_number, last_arrival)
VALUES (:ticket, :hall, :line, :day, 1, :arrival)
ON CONFLICT (hall_id, line_id, business_day) DO UPDATE
SET last_number = last_number + 1, last_arrival = max(last_arrival + 1, excluded.last_arrival)
RETURNING last_number, last_arrival
"""

TICKET_WRITTEN = """
INSERT INTO queueing_ticket (id, hall_id, line_id, item_id, business_day, number, label, token, priority,
                             arrival, head_start, sort_key, policy, state, call_count, taken_at, outcome,
                             outcome_ref)
VALUES (:ticket, :hall, :line, :item, :day, :number, :label, :token, :priority,
        :arrived, 0, :arrived, :policy, 'waiting', 0, :at, '', '')
RETURNING (SELECT count(*) FROM queueing_ticket w WHERE w.hall_id = :hall AND w.line_id = :line
           AND w.business_day = :day AND w.state = 'waiting' AND (w.sort_key, w.id) < (:arrived, :ticket))
"""

WINDOW_ASKED = """
SELECT w.number, h.plan_version, s.id IS NOT NULL, s.post_id, s.cover_id IS NOT NULL, o.label
FROM organization_window w
JOIN organization_hall h ON h.id = w.hall_id
LEFT JOIN posts_sign_on s ON s.hall_id = w.hall_id AND s.window_id = w.id
     AND s.person_id = :actor AND s.ended_at IS NULL AND s.paused_at IS NULL
     AND (s.until IS NULL OR s.until > :at)
LEFT JOIN queueing_call c ON c.hall_id = w.hall_id AND c.window_id = w.id AND c.ended_at IS NULL
LEFT JOIN queueing_ticket o ON o.hall_id = c.hall_id AND o.id = c.ticket_id
WHERE w.hall_id = :hall AND w.id = :window AND w.active
"""

# the order is the index's own: nobody behind the first who fits is looked at, however many wait
PICK = """
SELECT p.id, p.line_id, l.name, l.name_en, p.item_id, p.number, p.label, p.token, p.priority,
       p.taken_at, p.called_at, p.call_count + 1, p.sort_key, p.arrival,
       CASE WHEN p.head_start > 0 THEN p.priority ELSE 'ordinary' END
FROM (SELECT q.* FROM queueing_ticket q INDEXED BY waiting_in_the_hall
      WHERE q.hall_id = :hall AND q.business_day = :day AND q.state = 'waiting'
        AND EXISTS (SELECT 1 FROM queueing_serves v
                    WHERE v.hall_id = q.hall_id AND v.window_id = :window AND v.line_id = q.line_id
                      AND (v.item_id IS NULL OR v.item_id = q.item_id))
      ORDER BY q.sort_key, q.id LIMIT 1) p
JOIN queueing_line l ON l.hall_id = :hall AND l.id = p.line_id
"""

# who came earlier stands between the picked one's place and where it came; asked only of who has a head start
PASSED_OVER = f"""
SELECT count(*) OVER (), q.label FROM queueing_ticket q INDEXED BY waiting_in_the_hall
WHERE q.hall_id = :hall AND q.business_day = :day AND q.state = 'waiting'
  AND q.sort_key >= :sort_key AND q.sort_key < :arrived AND q.arrival < :arrived
  AND EXISTS (SELECT 1 FROM queueing_serves v
              WHERE v.hall_id = q.hall_id AND v.window_id = :window AND v.line_id = q.line_id
                AND (v.item_id IS NULL OR v.item_id = q.item_id))
ORDER BY q.arrival, q.id LIMIT {NAMED}
"""  # noqa: S608

TICKET_CALLED = """
UPDATE queueing_ticket SET state = 'called', window_id = :window, call_count = call_count + 1,
       called_at = coalesce(called_at, :at), last_called_at = :at
WHERE id = :ticket AND state = 'waiting'
"""

CALL_WRITTEN = """
INSERT INTO queueing_call (id, hall_id, ticket_id, line_id, window_id, person_id, priority, policy, rank,
                           passed_over, called_at)
VALUES (:call, :hall, :ticket, :line, :window, :actor, :class_used, :policy, :rank, :passed_over, :at)
"""

ENTRY = f"""
INSERT INTO journal_entry ({COLUMN_LIST}) VALUES ({", ".join(":" + _ENTRY.get(one, one) for one in COLUMNS)})
"""  # noqa: S608

UNSEALED = "INSERT INTO journal_unsealed (entry_id, hall_id) VALUES (:entry, :hall)"


# how the ORM keeps them; a table, since two dozen values are asked in every act
_KEPT: dict[type, Callable[[Any], Any]] = {
    UUID: lambda value: value.hex,
    datetime: lambda value: str(value.astimezone(UTC).replace(tzinfo=None)),
    date: date.isoformat,
}


def fitted(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values as SQLite keeps them."""
    kept = _KEPT.get
    return {name: form(value) if (form := kept(type(value))) else value for name, value in values.items()}


def _moment(value: datetime) -> datetime:
    return value.replace(tzinfo=UTC)  # read by Django's converter: naive, and UTC


def _begin(values: Mapping[str, Any]) -> tuple[sqlite3.Connection, dict[str, Any], bool]:
    """Return the connection, the values as SQLite keeps them, and whether the key was free."""
    raw: sqlite3.Connection = connection.connection
    fit = fitted(values)
    keyed = fit["key"] is None or raw.execute(KEY, fit).rowcount == 1
    return raw, fit, keyed


def take(values: Mapping[str, Any]) -> Taken:
    """Write key, number, ticket and journal entry, or nothing."""
    with connection.wrap_database_errors:
        raw, fit, keyed = _begin(values)
        if not keyed:
            return Taken(False)
        asked = raw.execute(LINE_ASKED, fit).fetchone()
        if asked is None:
            return Taken(True)
        prefix, name, name_en, plan, takes_item = asked
        if not takes_item or plan != fit["plan"]:
            return Taken(True, plan, name, name_en, bool(takes_item))
        number, fit["arrived"] = raw.execute(PLACE, fit).fetchone()
        label = label_of(prefix, number)
        fit.update(number=number, label=label)
        fit["body"] = fit["body"].replace(str(NUMBER), str(number)).replace(LABEL, label)
        (ahead,) = raw.execute(TICKET_WRITTEN, fit).fetchone()
        raw.execute(ENTRY, fit)
        raw.execute(UNSEALED, fit)
    return Taken(True, plan, name, name_en, True, number, label, ahead)


def call(values: Mapping[str, Any]) -> Called:
    """Write key, call, the first ticket's state and journal entry, or nothing."""
    with connection.wrap_database_errors:
        raw, fit, keyed = _begin(values)
        if not keyed:
            return Called(False)
        asked = raw.execute(WINDOW_ASKED, fit).fetchone()
        if asked is None:
            return Called(True)
        window_number, plan, signed_on, post, covers, open_label = asked
        if not signed_on or open_label is not None or plan != fit["plan"]:
            return Called(True, plan, window_number, bool(signed_on), open_label)
        row = raw.execute(PICK, fit).fetchone()
        if row is None:
            return Called(True, plan, window_number, True)
        ticket, line, name, name_en, item, number, label, token, priority, *rest = row
        taken_at, called_at, count, fit["sort_key"], fit["arrived"], fit["class_used"] = rest
        passed_over = [] if fit["sort_key"] == fit["arrived"] else raw.execute(PASSED_OVER, fit).fetchall()
        labels = [label for _count, label in passed_over]
        rank = passed_over[0][0] if passed_over else 0
        fit.update(ticket=ticket, line=line, rank=rank, passed_over=" ".join(labels))
        fit["post"] = fit["post"] or post
        fit["on_behalf_of"] = fit["on_behalf_of"] or (post if covers else None)
        fit["body"] = (
            fit["body"]
            .replace(TICKET.hex, ticket)
            .replace(LINE.hex, line)
            .replace(f'"{ITEM.hex}"', f'"{item}"' if item else "null")
            .replace(str(NUMBER), str(window_number))
            .replace(LABEL, label)
            .replace(str(RANK), str(rank))
            .replace(f'"{LABELS}"', ",".join(f'"{one}"' for one in labels))
        )
        raw.execute(TICKET_CALLED, fit)
        raw.execute(CALL_WRITTEN, fit)
        raw.execute(ENTRY, fit)
        raw.execute(UNSEALED, fit)
    return Called(
        True, plan, window_number, True, None, UUID(ticket), UUID(line), name, name_en,
        UUID(item) if item else None, number, label, token, priority, _moment(taken_at),
        _moment(called_at) if called_at else values["at"], count,
    )  # fmt: skip
