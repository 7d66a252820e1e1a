"""Write entries in the caller's transaction; every service calls this at least once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from yichuang.kernel.ids import new_id
from yichuang.kernel.journal import wake
from yichuang.kernel.journal.events import Event, body_of
from yichuang.kernel.types import Actor

# The one list of the entry's columns: hot acts that write the row in their own SQL use it too.
COLUMNS = (
    "id",
    "hall_id",
    "name",
    "version",
    "subject_id",
    "matter_id",
    "actor_kind",
    "actor_id",
    "post_id",
    "on_behalf_of",
    "window_id",
    "cause_id",
    "at",
    "recorded_at",
    "body",
)
COLUMN_LIST = ", ".join(COLUMNS)
INSERT_ENTRY = f"INSERT INTO journal_entry ({COLUMN_LIST}) VALUES ({', '.join(['%s'] * len(COLUMNS))})"  # noqa: S608
INSERT_UNSEALED = "INSERT INTO journal_unsealed (entry_id, hall_id) VALUES (%s, %s)"
# PostgreSQL takes both rows in one round trip
INSERT_BOTH = f"WITH entry AS ({INSERT_ENTRY} RETURNING id, hall_id) INSERT INTO journal_unsealed (entry_id, hall_id) SELECT id, hall_id FROM entry"  # noqa: E501, S608


def adapted(value: Any) -> Any:
    """Return ``value`` as the ORM stores it on this engine (SQLite: hex ids, UTC text)."""
    return value if connection.vendor == "postgresql" else _as_text(value)


def _as_text(value: Any) -> Any:
    if isinstance(value, UUID):
        return value.hex
    if isinstance(value, datetime):
        return str(value.astimezone(UTC).replace(tzinfo=None))
    return value


def ring() -> None:
    """Wake the sealer when the present transaction has committed; hot acts with their own SQL call it."""
    transaction.on_commit(wake.committed)


def row(
    event: Event,
    *,
    subject: UUID,
    by: Actor,
    at: datetime,
    matter: UUID | None,
    entry_id: UUID,
    recorded_at: datetime,
) -> tuple[Any, ...]:
    """Return the entry's values in the order of ``COLUMNS``, adapted to the engine.

    Raises: ``TypeError`` for free text in the event, ``ValueError`` for a moment without its time zone.
    """
    if at.tzinfo is None:
        raise ValueError("a moment in the journal knows its time zone")
    values = (
        entry_id,
        by.hall_id,
        event.stored_name,
        event.version,
        subject,
        matter,
        str(by.kind),
        by.id,
        by.post_id,
        by.on_behalf_of,
        by.window_id,
        by.cause,
        at,
        recorded_at,
        body_of(event),
    )
    return values if connection.vendor == "postgresql" else tuple(map(_as_text, values))


def record(
    event: Event,
    *,
    subject: UUID,
    by: Actor,
    at: datetime,
    matter: UUID | None = None,
    entry_id: UUID | None = None,
) -> UUID:
    """Write ``event`` about ``subject`` and return the entry's id.

    ``at`` is when it happened (aware); when it was written is read here.  ``matter`` is the visit or
    case it belongs to (本件经过).  ``entry_id`` is given by acts that promised the id to an idempotency key.

    Raises: ``TransactionManagementError`` outside a transaction, and as ``row``.
    """
    _in_transaction()
    entry_id = entry_id or new_id()
    values = row(
        event, subject=subject, by=by, at=at, matter=matter, entry_id=entry_id, recorded_at=datetime.now(UTC)
    )
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(INSERT_BOTH, values)
        else:
            cursor.execute(INSERT_ENTRY, values)
            cursor.execute(INSERT_UNSEALED, (values[0], values[1]))
    ring()
    return entry_id


def record_many(
    happened: Iterable[tuple[Event, UUID, UUID | None]], *, by: Actor, at: datetime
) -> tuple[UUID, ...]:
    """Write many events, each with its subject and its matter, as ``record`` would one after the other.

    Returns their ids in that order.  Raises: as ``record``; then none of them is written.
    """
    _in_transaction()
    recorded_at = datetime.now(UTC)
    found = [(new_id(), *one) for one in happened]
    rows = [
        row(event, subject=subject, by=by, at=at, matter=matter, entry_id=entry_id, recorded_at=recorded_at)
        for entry_id, event, subject, matter in found
    ]
    if rows:
        with connection.cursor() as cursor:
            cursor.executemany(INSERT_ENTRY, rows)
            cursor.executemany(INSERT_UNSEALED, [one[:2] for one in rows])
        ring()
    return tuple(entry_id for entry_id, *_rest in found)


def _in_transaction() -> None:
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("an entry belongs into the transaction of its act")
