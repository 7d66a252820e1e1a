"""Events and consumers of a rehearsal: a letter arrives at a window and is answered."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from yichuang.kernel.ids import new_id
from yichuang.kernel.journal.consumers import EntryCard, projection, reaction
from yichuang.kernel.journal.events import Event, event
from yichuang.kernel.journal.record import record
from yichuang.kernel.types import Actor, ActorKind

MORNING = datetime(2026, 3, 2, 1, 30, 0, 125, tzinfo=UTC)


class Tone(StrEnum):
    """How a letter is written."""

    KIND = "kind"
    STERN = "stern"


@event("rehearsal.letter_arrived")
class LetterArrived(Event):
    """A letter arrived at the hall."""

    letter_id: UUID
    tone: Tone
    label: str = "L001"
    pages: int = 1
    weight: float = 20.5
    registered: bool = False
    dated: date | None = None
    stamped: datetime | None = None
    enclosures: tuple[UUID, ...] = ()


@event("rehearsal.letter_answered")
class LetterAnswered(Event):
    """A letter was answered."""

    letter_id: UUID


def clerk(hall_id: UUID | None = None) -> Actor:
    """Return a clerk at a window of ``hall_id`` or of a new hall."""
    return Actor(ActorKind.PERSON, new_id(), hall_id or new_id(), window_id=new_id(), post_id=new_id())


def arrive(
    by: Actor, *, letter: UUID | None = None, at: datetime = MORNING, matter: UUID | None = None
) -> UUID:
    """Let one letter arrive, in a transaction of its own; return the entry's id."""
    letter = letter or new_id()
    with transaction.atomic():
        return record(LetterArrived(letter, Tone.KIND), subject=letter, by=by, at=at, matter=matter)


heard: list[tuple[str, UUID, int]] = []
"""What the consumers below heard: (consumer, subject, seq)."""
upset: dict[UUID, Callable[[], None]] = {}
"""What happens when the reaction hears of a letter: a test puts a failure here."""


@projection("rehearsal.shelf", LetterArrived, clear=lambda hall_id: heard.clear())
def shelve(event: LetterArrived, entry: EntryCard) -> None:
    """Note where a letter lies."""
    heard.append(("shelf", entry.subject_id, entry.seq))


@reaction("rehearsal.answer", LetterArrived)
def answer(event: LetterArrived, entry: EntryCard) -> None:
    """Answer a letter."""
    if event.letter_id in upset:
        upset[event.letter_id]()
    heard.append(("answer", entry.subject_id, entry.seq))
    record(
        LetterAnswered(event.letter_id),
        subject=event.letter_id,
        by=entry.heard_by("rehearsal.answer"),
        at=entry.at,
    )


def execute(sql: str, params: list[Any] | None = None) -> int:
    """Run one raw statement as an intruder would; return how many rows it touched."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, params)
        return int(cursor.rowcount)
