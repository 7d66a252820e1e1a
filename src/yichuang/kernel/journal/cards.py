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


def card(entry: Entry, seq: int) -> EntryCard:
    """Read one stored row."""
    return EntryCard(
        id=entry.id,
        hall_id=entry.hall_id,
        seq=seq,
        name=entry.name,
        subject_id=entry.subject_id,
        matter_id=entry.matter_id,
        actor=Actor(
            ActorKind(entry.actor_kind),
            entry.actor_id,
            entry.hall_id,
            window_id=entry.window_id,
            post_id=entry.post_id,
            on_behalf_of=entry.on_behalf_of,
            cause=entry.cause_id,
        ),
        at=entry.at,
        recorded_at=entry.recorded_at,
        event=load(entry.name, entry.version, entry.body),
    )


def between(
    hall_id: UUID, after: int, upto: int, *, names: Iterable[str] | None = None, limit: int = 1000
) -> list[EntryCard]:
    """Return the entries with ``after < seq <= upto`` in order, at most ``limit`` of them."""
    rows = Seal.objects.filter(hall_id=hall_id, seq__gt=after, seq__lte=upto, entry__hall_id=hall_id)
    if names is not None:
        rows = rows.filter(entry__name__in=list(names))
    return [card(row.entry, row.seq) for row in rows.select_related("entry").order_by("seq")[:limit]]
