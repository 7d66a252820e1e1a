"""The values both hot acts hand to their SQL: the key, the actor and the journal entry."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from yichuang.kernel.ids import new_id
from yichuang.kernel.journal.events import Event, body_of
from yichuang.kernel.types import Actor, Key


def values_of(event: Event, *, act: str, by: Actor, at: datetime, key: Key | None) -> dict[str, Any]:
    """Return the named values of the key row and of the entry that tells ``event``."""
    return {
        "hall": by.hall_id,
        "actor": by.id,
        "actor_kind": by.kind.value,
        "actor_window": by.window_id,
        "post": by.post_id,
        "on_behalf_of": by.on_behalf_of,
        "cause": by.cause,
        "act": act,
        "key": key.value if key else None,
        "body_hash": key.body_hash if key else None,
        "entry": new_id(),
        "event": event.stored_name,
        "version": event.version,
        "at": at,
        "recorded_at": datetime.now(UTC),
        "body": body_of(event),
    }
