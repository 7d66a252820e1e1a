"""What leaves the journal: an entry as a card, with its place in the hall's chain."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import NAMESPACE_URL, UUID, uuid5

from yichuang.kernel.journal.events import Event, load
from yichuang.kernel.journal.models import Entry, Seal
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


def card(entry: Entry, seq: int) -> EntryCard:
    """Read one stored row."""
    return _card(seq, *(getattr(entry, name) for name in _FIELDS))


def between(
    hall_id: UUID, after: int, upto: int, *, names: Iterable[str] | None = None, limit: int = 1000
) -> list[EntryCard]:
    """Return the entries with ``after < seq <= upto`` in order, at most ``limit`` of them."""
    rows = Seal.objects.filter(hall_id=hall_id, seq__gt=after, seq__lte=upto, entry__hall_id=hall_id)
    if names is not None:
        rows = rows.filter(entry__name__in=list(names))
    return [_card(*row) for row in rows.order_by("seq").values_list(*_THROUGH_SEAL)[:limit]]


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
