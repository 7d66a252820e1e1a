"""Write one entry in the caller's transaction; every service calls this at least once."""

from __future__ import annotations

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


def adapted(value: Any) -> Any:
    """Return ``value`` as this engine stores it (SQLite: hex ids, UTC text)."""
    if connection.vendor == "postgresql":
        return value
    if isinstance(value, UUID):
        return value.hex
    if isinstance(value, datetime):
        return value.astimezone(UTC).replace(tzinfo=None).isoformat(" ", "microseconds")
    return value


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
    """Return the entry's values in the order of ``COLUMNS``, adapted to the engine."""
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
    return tuple(adapted(value) for value in values)


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
    """
    entry_id = entry_id or new_id()
    values = row(
        event, subject=subject, by=by, at=at, matter=matter, entry_id=entry_id, recorded_at=datetime.now(UTC)
    )
    with connection.cursor() as cursor:
        cursor.execute(INSERT_ENTRY, values)
        cursor.execute(INSERT_UNSEALED, (values[0], values[1]))
    transaction.on_commit(wake.committed)
    return entry_id

