"""What has happened to shifts."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from yichuang.kernel.journal.events import Event, event


def _same(body: dict[str, Any]) -> dict[str, Any]:
    return body  # since version 2 a B may be missing, where it was allowed


@event("posts.shifts_published", version=2, upcasts={1: _same})
class ShiftsPublished(Event):
    """It was published who is A and who is B of a post on these days and sessions."""

    post_id: UUID
    first: date
    until: date
    days: tuple[date, ...]
    sessions: tuple[str, ...]
    a_ids: tuple[UUID, ...]
    b_ids: tuple[UUID | None, ...]


@event("posts.shift_changed", version=2, upcasts={1: _same})
class ShiftChanged(Event):
    """A published shift was given another A or another B."""

    post_id: UUID
    day: date
    session: str
    a_id: UUID
    b_id: UUID | None


@event("posts.shift_closed")
class ShiftClosed(Event):
    """A flexible window stays closed in a session it was published for; nobody is planned there any more.

    ``short`` is how many windows the session then lacks of those that are needed.
    """

    post_id: UUID
    day: date
    session: str
    short: int


@event("posts.shifts_left_bare")
class ShiftsLeftBare(Event):
    """Published shifts of a post lack their A or B, who is gone from it; head and office are told."""

    post_id: UUID
    person_id: UUID
    first: date
    as_a: int
    as_b: int
    person_ids: tuple[UUID, ...]
