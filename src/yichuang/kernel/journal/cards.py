"""What leaves the journal: an entry as a card, with its place in the hall's chain."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, cast
from uuid import NAMESPACE_URL, UUID, uuid5

from yichuang.kernel.journal.events import Event, load
from yichuang.kernel.journal.models import Entry, Seal
from yichuang.kernel.journal.record import COLUMNS
from yichuang.kernel.types import Actor, ActorKind


@dataclass(frozen=True, slots=True)
class EntryCard:
    """One sealed entry: ``seq`` is its gapless number in the hall, ``event`` what happened."""

    id: UUID
    hall_id: UUID
    seq: int
    name: str
    subject_id: UUID
    matter_id: UUID | None
    actor: Actor
    at: datetime
    recorded_at: datetime
    event: Event

    def heard_by(self, consumer: str) -> Actor:
        """Return the system as actor, answering this entry: the ``by`` of a handler's service call."""
        return Actor(ActorKind.SYSTEM, uuid5(NAMESPACE_URL, consumer), self.hall_id, cause=self.id)


_FIELDS = (
    "id",
    "hall_id",
    "name",
    "subject_id",
    "matter_id",
    "at",
    "recorded_at",
    "version",
    "body",
    "actor_kind",
    "actor_id",
    "window_id",
    "post_id",
    "on_behalf_of",
    "cause_id",
)
_THROUGH_SEAL = ("seq", *(f"entry__{name}" for name in _FIELDS))


@dataclass(frozen=True, slots=True)
class UnreadCard:
    """One sealed entry whose event this installation cannot read, and what stopped it."""

    id: UUID
    hall_id: UUID
    seq: int
    subject_id: UUID
    error: Exception


def card(entry: Entry, seq: int) -> EntryCard:
    """Read one stored row."""
    return _card(seq, *(getattr(entry, name) for name in _FIELDS))


def card_of_row(values: Sequence[Any], seq: int) -> EntryCard:
    """Read one entry as a cursor gives it, in the order of ``COLUMNS`` (SQLite: ids in hex, UTC as text)."""
    ids: list[Any] = [_id(values[place]) for place in _IDS]
    entry_id, hall_id, subject, matter, actor, post, behalf, window, cause = ids
    at, recorded_at = (_moment(values[place]) for place in _MOMENTS)
    name, version, kind, body = (values[place] for place in _TEXTS)
    return EntryCard(
        id=entry_id,
        hall_id=hall_id,
        seq=seq,
        name=name,
        subject_id=subject,
        matter_id=matter,
        actor=Actor(
            ActorKind(kind),
            actor,
            hall_id,
            window_id=window,
            post_id=post,
            on_behalf_of=behalf,
            cause=cause,
        ),
        at=at,
        recorded_at=recorded_at,
        event=load(name, version, body),
    )


def _places(*names: str) -> tuple[int, ...]:
    return tuple(COLUMNS.index(name) for name in names)


_IDS = _places(
    "id", "hall_id", "subject_id", "matter_id", "actor_id", "post_id", "on_behalf_of", "window_id", "cause_id"
)
_MOMENTS = _places("at", "recorded_at")
_TEXTS = _places("name", "version", "actor_kind", "body")


def _id(value: Any) -> UUID | None:
    return value if value is None or isinstance(value, UUID) else UUID(value)


def _moment(value: Any) -> datetime:
    moment = value if isinstance(value, datetime) else datetime.fromisoformat(value)
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)


def between(
    hall_id: UUID, after: int, upto: int, *, names: Iterable[str] | None = None, limit: int = 1000
) -> list[EntryCard]:
    """Return the entries with ``after < seq <= upto`` in order, at most ``limit`` of them.

    Raises: ``LookupError``, ``TypeError`` or ``ValueError`` where one cannot be read.
    """
    found = read_between(hall_id, after, upto, names=names, limit=limit)
    for one in found:
        if isinstance(one, UnreadCard):
            raise one.error
    return cast(list[EntryCard], found)


def read_between(
    hall_id: UUID, after: int, upto: int, *, names: Iterable[str] | None = None, limit: int = 1000
) -> list[EntryCard | UnreadCard]:
    """Return the same as ``between``, with a card that tells the error where an entry cannot be read."""
    rows = Seal.objects.filter(hall_id=hall_id, seq__gt=after, seq__lte=upto, entry__hall_id=hall_id)
    if names is not None:
        rows = rows.filter(entry__name__in=list(names))
    return [_read(row) for row in rows.order_by("seq").values_list(*_THROUGH_SEAL)[:limit]]


def _read(row: tuple[Any, ...]) -> EntryCard | UnreadCard:
    try:
        return _card(*row)
    except Exception as error:  # whatever a room's own lifting of old versions may raise
        seq, entry_id, hall_id, _name, subject_id = row[:5]
        return UnreadCard(entry_id, hall_id, seq, subject_id, error)


def _card(
    seq: int,
    id: UUID,
    hall_id: UUID,
    name: str,
    subject_id: UUID,
    matter_id: UUID | None,
    at: datetime,
    recorded_at: datetime,
    version: int,
    body: str,
    actor_kind: str,
    actor_id: UUID,
    *acted_for: UUID | None,
) -> EntryCard:
    actor = Actor(ActorKind(actor_kind), actor_id, hall_id, *acted_for)
    event = load(name, version, body)
    return EntryCard(id, hall_id, seq, name, subject_id, matter_id, actor, at, recorded_at, event)
