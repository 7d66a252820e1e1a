"""Old visits in any number: a million of them in a minute or two, by COPY or by ``executemany``.

Each has its ticket, call, journal entry and seal, those of yesterday their keys.  The seals stand under one
root that nobody signed: old entries are there to be many, not to be verified.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Any
from uuid import UUID

from django.db import connection, models, transaction

from bench.hall import MORNING, OpenHall
from yichuang.kernel.ids import new_id
from yichuang.kernel.journal.events import body_of
from yichuang.kernel.journal.models import Batch, Chain, Entry, Seal
from yichuang.kernel.journal.seal import seal
from yichuang.kernel.models import IdempotencyKey
from yichuang.queueing.events import TicketTaken
from yichuang.queueing.models import Call, Ticket
from yichuang.queueing.rules.order import microseconds

SLICE = 20_000
DAYS, A_DAY = 20, 1200  # a hall gives 1,200 tickets a day; fewer than so many days would be one heap
HASTE = {"cache_size": -1_000_000, "synchronous": 0}
MARK = UUID(int=0xE0F)
NUMBER = -0xE0F


def fill(hall: OpenHall, old_rows: int) -> None:
    """Write ``old_rows`` finished visits of earlier days."""
    while seal(1000):
        pass
    days = max(DAYS, old_rows // A_DAY)
    with _in_haste():
        for start in range(0, old_rows, SLICE):
            with transaction.atomic():
                _write(hall, range(start, min(start + SLICE, old_rows)), days)


@contextmanager
def _in_haste() -> Iterator[None]:
    """Let SQLite hold the indexes in memory and wait for no disk, until the old rows stand."""
    if connection.vendor != "sqlite":
        yield
        return
    usual = {name: _pragma(name) for name in HASTE}
    for name, value in HASTE.items():
        _pragma(f"{name} = {value}")
    try:
        yield
    finally:
        for name, value in usual.items():
            _pragma(f"{name} = {value}")


def _pragma(words: str) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA {words}")
        row = cursor.fetchone()
    return row[0] if row else None


def _write(hall: OpenHall, numbers: range, days: int) -> None:
    chain = Chain.objects.get(hall_id=hall.hall_id)
    batch = _batch(hall, chain, len(numbers))
    visits = [(new_id().hex, new_id().hex, n) for n in numbers]
    _into(Ticket, (_ticket(hall, ticket, n, days) for ticket, _entry, n in visits))
    _into(Call, (_call(hall, ticket, n, days) for ticket, _entry, n in visits))
    _into(Entry, (_entry_of(hall, ticket, entry, n, days) for ticket, entry, n in visits))
    _into(
        Seal,
        (
            {"entry_id": entry, "hall_id": hall.hall_id, "seq": chain.last_seq + 1 + place,
             "batch_id": batch.id, "leaf": "0" * 64}
            for place, (_ticket, entry, _n) in enumerate(visits)
        ),
    )  # fmt: skip
    _into(
        IdempotencyKey,
        (
            {"hall_id": hall.hall_id, "actor_id": hall.kiosks[0].id, "act": "queueing.take_ticket",
             "key": entry, "body_hash": "a" * 64, "entry_id": entry, "at": _past(1)}
            for _ticket, entry, n in visits
            if n % days == 0
        ),
    )  # fmt: skip
    Chain.objects.filter(hall_id=hall.hall_id).update(last_seq=batch.last_seq, last_number=batch.number)


def _batch(hall: OpenHall, chain: Chain, count: int) -> Batch:
    return Batch.objects.create(
        id=new_id(), hall_id=hall.hall_id, number=chain.last_number + 1, first_seq=chain.last_seq + 1,
        last_seq=chain.last_seq + count, algorithm="sha256", previous_root=chain.last_root,
        root=chain.last_root, key_id="", signature="", sealed_at=MORNING,
    )  # fmt: skip


@cache
def _past(days: int) -> datetime:
    return MORNING - timedelta(days=days)


def _ticket(hall: OpenHall, ticket: str, number: int, days: int) -> dict[str, Any]:
    at, line, own, label = _place(hall, number, days)
    return {
        "id": ticket, "hall_id": hall.hall_id, "line_id": line.id, "business_day": at.date(), "number": own,
        "label": label, "token": ticket[-22:], "priority": "ordinary", "arrival": microseconds(at),
        "sort_key": microseconds(at), "state": "finished", "call_count": 1, "outcome": "information",
        "window_id": hall.clerks[number % len(hall.clerks)].window_id,
        **dict.fromkeys(("taken_at", "called_at", "last_called_at", "began_at", "ended_at"), at),
    }  # fmt: skip


def _call(hall: OpenHall, ticket: str, number: int, days: int) -> dict[str, Any]:
    (at, line, _own, _label), clerk = _place(hall, number, days), hall.clerks[number % len(hall.clerks)]
    return {
        "id": new_id().hex, "hall_id": hall.hall_id, "ticket_id": ticket, "line_id": line.id,
        "window_id": clerk.window_id, "person_id": clerk.by.id, "called_at": at, "ended_at": at,
    }  # fmt: skip


def _entry_of(hall: OpenHall, ticket: str, entry: str, number: int, days: int) -> dict[str, Any]:
    at, line, own, label = _place(hall, number, days)
    body = _body(line.id, at.date())
    return {
        "id": entry, "hall_id": hall.hall_id, "name": TicketTaken.stored_name, "version": 1,
        "subject_id": ticket, "matter_id": ticket, "actor_kind": "device", "actor_id": hall.kiosks[0].id,
        "at": at, "recorded_at": at,
        "body": body.replace(MARK.hex, ticket).replace(str(NUMBER), str(own)).replace("{label}", label),
    }  # fmt: skip


def _place(hall: OpenHall, number: int, days: int) -> tuple[datetime, Any, int, str]:
    """Return when the visit was, its line, number and label."""
    line = hall.lines[(number // days) % len(hall.lines)]
    own = number // (days * len(hall.lines)) + 1
    return _past(1 + number % days), line, own, f"{line.prefix}{own:03d}"


@cache
def _body(line_id: UUID, day: date) -> str:
    return body_of(
        TicketTaken(
            ticket_id=MARK, line_id=line_id, item_id=None, business_day=day, number=NUMBER, label="{label}",
            priority="ordinary",
        )
    )  # fmt: skip


# ---- into the tables ----------------------------------------------------------------------------------


def _into(model: type[models.Model], rows: Iterable[dict[str, Any]]) -> None:
    """Write rows (values by column) into the model's table; what they do not name has its default."""
    table = connection.ops.quote_name(model._meta.db_table)
    usual = _usual(model)
    lists = _values(usual, rows)
    columns = ", ".join(usual)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor, cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
            for one in lists:
                copy.write_row(one)
        return
    marks = ", ".join(["?"] * len(usual))
    connection.ensure_connection()
    connection.connection.executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks})", lists)


def _values(usual: dict[str, Any], rows: Iterable[dict[str, Any]]) -> Iterator[list[Any]]:
    """Return every row as the database keeps it, in the order of the columns."""
    kept: dict[Any, Any] = {}  # most values come again and again
    for row in rows:
        yield [_kept(value, kept) for value in {**usual, **row}.values()]


def _kept(value: Any, kept: dict[Any, Any]) -> Any:
    if connection.vendor == "postgresql" or not isinstance(value, UUID | date):
        return value
    found = kept.get(value)
    if found is None:
        if isinstance(value, UUID):
            found = value.hex
        elif isinstance(value, datetime):
            found = str(value.astimezone(UTC).replace(tzinfo=None))
        else:
            found = value.isoformat()
        kept[value] = found
    return found


@cache
def _usual(model: type[models.Model]) -> dict[str, Any]:
    """Return the columns of a table with their defaults, but for those the database fills in itself."""
    blank, found = model(), {}
    for field in model._meta.concrete_fields:
        if not isinstance(field, models.AutoField):
            usual = field.db_default if field.has_db_default() else getattr(blank, field.attname)
            found[str(field.column)] = field.get_prep_value(usual)
    return found
