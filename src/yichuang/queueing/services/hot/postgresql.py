"""PostgreSQL: each act is one constant statement, its parts named in the order of the story.

s sign-on · a authority · g the line's turn · p place or pick · k key · o those passed over · t ticket ·
c call · j journal entry · u unsealed.  The statement is its own transaction: it writes everything or
nothing, also when it refuses, and holds its locks for no round trip.  The connection prepares it when it
comes again (``prepare_threshold`` in the settings); Django's own cursor would not let it, and planning is
most of such an act.  All parts see the same snapshot; the answer's last lines count what was there before
the act.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

import psycopg
from django.db import connection

from yichuang.kernel import idempotency
from yichuang.kernel.journal.record import COLUMN_LIST, COLUMNS
from yichuang.queueing.rules.order import NAMED
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
    "id": "%(entry)s::uuid",
    "hall_id": "%(hall)s::uuid",
    "name": "%(event)s",
    "version": "%(version)s::smallint",
    "subject_id": "t.id",
    "matter_id": "t.id",
    "actor_kind": "%(actor_kind)s",
    "actor_id": "%(actor)s::uuid",
    "post_id": "%(post)s::uuid",
    "on_behalf_of": "%(on_behalf_of)s::uuid",
    "window_id": "%(actor_window)s::uuid",
    "cause_id": "%(cause)s::uuid",
    "at": "%(at)s::timestamptz",
    "recorded_at": "%(recorded_at)s::timestamptz",
}


def _key(source: str, when: str = "true") -> str:
    """Write the key where the act may go on: a refusal leaves none behind."""
    return f"""
k AS (
  INSERT INTO {idempotency.TABLE} ({idempotency.COLUMN_LIST})
  SELECT %(hall)s::uuid, %(actor)s::uuid, %(act)s, %(key)s::text, %(body_hash)s::text, %(entry)s::uuid,
         %(at)s::timestamptz
  FROM {source} WHERE %(key)s::text IS NOT NULL AND {when}
  ON CONFLICT DO NOTHING
  RETURNING 1
)"""  # noqa: S608


_KEYED = "(%(key)s::text IS NULL OR EXISTS (SELECT 1 FROM k))"
_KEY_KNOWN = f"""
EXISTS (SELECT 1 FROM {idempotency.TABLE} o
        WHERE o.hall_id = %(hall)s::uuid AND o.actor_id = %(actor)s::uuid AND o.act = %(act)s
          AND o.key = %(key)s::text)"""  # noqa: S608


def _keyed(might: str) -> str:
    """Tell whether the key was free: the act went on or, where it might not, nobody knows the key."""
    return f"t.id IS NOT NULL OR NOT ({might} OR {_KEY_KNOWN})"


def _journal(body: str, **said: str) -> str:
    columns = ", ".join({**_ENTRY, **said, "body": body}[name] for name in COLUMNS)
    return f"""
j AS (
  INSERT INTO journal_entry ({COLUMN_LIST}) SELECT {columns} FROM t
  RETURNING id, hall_id
), u AS (
  INSERT INTO journal_unsealed (entry_id, hall_id) SELECT id, hall_id FROM j
)"""  # noqa: S608


def _hex(column: str) -> str:
    return f"replace({column}::text, '-', '')"


# g lets a line's kiosks wait in turn: the counter's row alone would let the last to come go first.
_MAY_TAKE = "a.takes_item AND a.plan_version = %(plan)s::bigint"

TAKE = f"""
WITH a AS (
  SELECT l.id, l.prefix, l.name, l.name_en, h.plan_version,
         %(item)s::uuid IS NULL OR EXISTS (
           SELECT 1 FROM queueing_line_item i
           WHERE i.hall_id = l.hall_id AND i.line_id = l.id AND i.item_id = %(item)s::uuid) AS takes_item
  FROM queueing_line l JOIN organization_hall h ON h.id = l.hall_id
  WHERE l.hall_id = %(hall)s::uuid AND l.id = %(line)s::uuid AND l.active
), g AS MATERIALIZED (
  SELECT pg_advisory_xact_lock(hashtextextended(%(line)s::text, 0))
), {_key("a", _MAY_TAKE)}, p AS (
  INSERT INTO queueing_counter AS c (id, hall_id, line_id, business_day, last_number, last_arrival)
  SELECT %(ticket)s::uuid, %(hall)s::uuid, a.id, %(day)s::date, 1, %(arrival)s::bigint FROM g, a
  WHERE {_MAY_TAKE} AND {_KEYED}
  ON CONFLICT (hall_id, line_id, business_day) DO UPDATE
  SET last_number = c.last_number + 1, last_arrival = greatest(c.last_arrival + 1, excluded.last_arrival)
  RETURNING last_number, last_arrival
), t AS (
  INSERT INTO queueing_ticket (id, hall_id, line_id, item_id, business_day, number, label, token, priority,
                               arrival, head_start, sort_key, policy, state, call_count, taken_at, outcome,
                               outcome_ref)
  SELECT %(ticket)s::uuid, %(hall)s::uuid, a.id, %(item)s::uuid, %(day)s::date, p.last_number,
         a.prefix || lpad(p.last_number::text, greatest(3, length(p.last_number::text)), '0'), %(token)s,
         %(priority)s, p.last_arrival, 0, p.last_arrival, %(policy)s::int, 'waiting', 0, %(at)s::timestamptz,
         '', ''
  FROM a, p
  RETURNING id, number, label, sort_key
), {_journal(f"replace(replace(%(body)s::text, '{NUMBER}', t.number::text), '{LABEL}', t.label)")}
SELECT {_keyed(f"coalesce({_MAY_TAKE}, false)")}, a.plan_version, a.name, a.name_en, a.takes_item,
       t.number, t.label,
       (SELECT count(*) FROM queueing_ticket w
        WHERE w.hall_id = %(hall)s::uuid AND w.line_id = a.id AND w.business_day = %(day)s::date
          AND w.state = 'waiting' AND (w.sort_key, w.id) < (t.sort_key, t.id))
FROM (SELECT 1) one LEFT JOIN a ON true LEFT JOIN t ON true
"""  # noqa: S608

_QUOTED = f"""coalesce('"' || {_hex("t.item_id")} || '"', 'null')"""
_LISTED = """CASE WHEN t.rank = 0 THEN '' ELSE '"' || replace(t.passed_over, ' ', '","') || '"' END"""
_CALL_BODY = (
    f"replace(replace(replace(replace(replace(replace(replace(%(body)s::text,"
    f" '{TICKET.hex}', {_hex('t.id')}), '{LINE.hex}', {_hex('t.line_id')}), '\"{ITEM.hex}\"', {_QUOTED}),"
    f" '{NUMBER}', t.window_number::text), '{LABEL}', t.label),"
    f" '{RANK}', t.rank::text), '\"{LABELS}\"', {_LISTED})"
)
_SERVED_HERE = """EXISTS (SELECT 1 FROM queueing_serves v
                WHERE v.hall_id = q.hall_id AND v.window_id = %(window)s::uuid AND v.line_id = q.line_id
                  AND (v.item_id IS NULL OR v.item_id = q.item_id))"""

_CALL_ENTRY = _journal(
    _CALL_BODY,
    post_id="coalesce(%(post)s::uuid, t.post_id)",
    on_behalf_of="coalesce(%(on_behalf_of)s::uuid, t.behalf)",
)

# The sign-on is locked before anybody is picked: a window called from two places at once picks in turn, and
# the later one finds one_open_call_per_window.  Without it the one that loses might hold the first in line.
CALL = f"""
WITH s AS (
  SELECT s.id, s.post_id, CASE WHEN s.cover_id IS NOT NULL THEN s.post_id END AS behalf
  FROM posts_sign_on s
  WHERE s.hall_id = %(hall)s::uuid AND s.window_id = %(window)s::uuid AND s.person_id = %(actor)s::uuid
    AND s.ended_at IS NULL AND s.paused_at IS NULL
    AND (s.until IS NULL OR s.until > %(at)s::timestamptz)
  FOR NO KEY UPDATE
), a AS (
  SELECT w.number AS window_number, h.plan_version, s.id IS NOT NULL AS signed_on, s.post_id, s.behalf,
         o.label AS open_label
  FROM organization_window w
  JOIN organization_hall h ON h.id = w.hall_id
  LEFT JOIN s ON true
  LEFT JOIN queueing_call c ON c.hall_id = w.hall_id AND c.window_id = w.id AND c.ended_at IS NULL
  LEFT JOIN queueing_ticket o ON o.hall_id = c.hall_id AND o.id = c.ticket_id
  WHERE w.hall_id = %(hall)s::uuid AND w.id = %(window)s::uuid AND w.active
), p AS (
  SELECT q.id, q.sort_key, q.arrival FROM queueing_ticket q
  WHERE (SELECT a.signed_on AND a.open_label IS NULL AND a.plan_version = %(plan)s::bigint FROM a)
    AND q.hall_id = %(hall)s::uuid AND q.business_day = %(day)s::date AND q.state = 'waiting'
    AND {_SERVED_HERE}
  ORDER BY q.sort_key, q.id LIMIT 1
  FOR UPDATE OF q SKIP LOCKED
), {_key("p")}, o AS (
  SELECT count(*) AS rank,
         coalesce(string_agg(e.label, ' ' ORDER BY e.place) FILTER (WHERE e.place <= {NAMED}), '') AS labels
  FROM (SELECT q.label, row_number() OVER (ORDER BY q.arrival, q.id) AS place
        FROM p JOIN queueing_ticket q
          ON q.sort_key >= p.sort_key AND q.sort_key < p.arrival AND q.arrival < p.arrival
        WHERE q.hall_id = %(hall)s::uuid AND q.business_day = %(day)s::date AND q.state = 'waiting'
          AND {_SERVED_HERE}) e
), t AS (
  UPDATE queueing_ticket q
  SET state = 'called', window_id = %(window)s::uuid, call_count = q.call_count + 1,
      called_at = coalesce(q.called_at, %(at)s::timestamptz), last_called_at = %(at)s::timestamptz
  FROM p, a, o WHERE q.id = p.id AND {_KEYED}
  RETURNING q.id, q.line_id, q.item_id, q.number, q.label, q.token, q.priority, q.head_start, q.taken_at,
            q.called_at, q.call_count, a.window_number, a.post_id, a.behalf, o.rank,
            o.labels AS passed_over
), c AS (
  INSERT INTO queueing_call (id, hall_id, ticket_id, line_id, window_id, person_id, priority, policy, rank,
                             passed_over, called_at)
  SELECT %(call)s::uuid, %(hall)s::uuid, t.id, t.line_id, %(window)s::uuid, %(actor)s::uuid,
         CASE WHEN t.head_start > 0 THEN t.priority ELSE 'ordinary' END, %(policy)s::int, t.rank,
         t.passed_over, %(at)s::timestamptz
  FROM t
), {_CALL_ENTRY}
SELECT {_keyed("EXISTS (SELECT 1 FROM p)")}, a.plan_version, a.window_number, a.signed_on, a.open_label,
       t.id, t.line_id, l.name, l.name_en, t.item_id, t.number, t.label, t.token, t.priority,
       t.taken_at, t.called_at, t.call_count
FROM (SELECT 1) one LEFT JOIN a ON true LEFT JOIN t ON true
LEFT JOIN queueing_line l ON l.hall_id = %(hall)s::uuid AND l.id = t.line_id
"""  # noqa: S608


class Prepared(NamedTuple):
    """A statement with numbered places, and the names of the values that go there."""

    statement: bytes
    names: tuple[str, ...]

    def values(self, named: Mapping[str, Any]) -> list[Any]:
        """Return the values in the order of their places."""
        return [named[name] for name in self.names]


def prepared(statement: str) -> Prepared:
    """Number the named places once: psycopg would read a statement of this length anew at every act."""
    names = tuple(dict.fromkeys(_PLACE.findall(statement)))
    places = {name: f"${number}" for number, name in enumerate(names, 1)}
    return Prepared(_PLACE.sub(lambda found: places[found[1]], statement).encode(), names)


_PLACE = re.compile(r"%\((\w+)\)s")
_TAKE, _CALL = prepared(TAKE), prepared(CALL)


def _row(act: Prepared, values: Mapping[str, Any]) -> tuple[Any, ...]:
    """Run a prepared statement on psycopg's own cursor and return its one row."""
    connection.ensure_connection()
    with connection.wrap_database_errors, psycopg.RawCursor(connection.connection) as cursor:
        row: tuple[Any, ...] | None = cursor.execute(act.statement, act.values(values)).fetchone()
    if row is None:
        raise psycopg.DataError("the act answers with one row")
    return row


def take(values: Mapping[str, Any]) -> Taken:
    """Write key, number, ticket and journal entry, or nothing."""
    keyed, plan, name, name_en, takes_item, number, label, ahead = _row(_TAKE, values)
    return Taken(keyed, plan, name or "", name_en or "", bool(takes_item), number, label or "", ahead)


def call(values: Mapping[str, Any]) -> Called:
    """Write key, call, the first ticket's state and journal entry, or nothing."""
    row = _row(_CALL, values)
    if row[5] is None:
        return Called(row[0], row[1], row[2] or 0, bool(row[3]), row[4])
    return Called(*row)
