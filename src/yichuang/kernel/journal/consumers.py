"""Who hears what: projections and reactions.

A *projection* keeps a table that can be computed again: it starts at the first entry and may be rebuilt.
A *reaction* acts: it starts at the head of each chain when this installation first knows it, and its
cursor never goes back; a hall that opens later is heard from its first entry.

    @reaction("evaluation.invite_when_served", TicketServed)
    def invite_when_served(event: TicketServed, entry: EntryCard) -> None:
        services.invite(ticket_id=event.ticket_id, by=entry.heard_by("evaluation"), at=entry.at)

A handler is one line: event in, service out, safe to hear twice; ``at`` is the event's.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, TypeVar
from uuid import UUID

from django.db import connection, transaction

from yichuang.kernel.journal.cards import EntryCard
from yichuang.kernel.journal.events import Event
from yichuang.kernel.journal.models import Chain, Cursor, Seal
from yichuang.kernel.journal.models import Consumer as Known

__all__ = ["Consumer", "ConsumerKind", "EntryCard", "all_consumers", "projection", "reaction", "register"]

Handler = Callable[[Any, EntryCard], None]
Clear = Callable[[UUID], None]
H = TypeVar("H", bound=Handler)


class ConsumerKind(StrEnum):
    """How a consumer starts and whether it may start again."""

    PROJECTION = "projection"
    REACTION = "reaction"


@dataclass(frozen=True, slots=True)
class Consumer:
    """A declared consumer; ``clear`` empties a projection's rows of one hall before it is rebuilt."""

    name: str
    kind: ConsumerKind
    events: frozenset[str]
    handler: Handler
    clear: Clear | None


_registry: dict[str, Consumer] = {}


def projection(name: str, *events: type[Event], clear: Clear | None = None) -> Callable[[H], H]:
    """Declare the handler of a projection called ``name`` that hears ``events``."""
    return _declare(name, ConsumerKind.PROJECTION, events, clear)


def reaction(name: str, *events: type[Event]) -> Callable[[H], H]:
    """Declare the handler of a reaction called ``name`` that hears ``events``."""
    return _declare(name, ConsumerKind.REACTION, events, None)


def all_consumers() -> dict[str, Consumer]:
    """Return every declared consumer by name."""
    return dict(_registry)


def _declare(
    name: str, kind: ConsumerKind, events: tuple[type[Event], ...], clear: Clear | None
) -> Callable[[H], H]:
    if not events:
        raise ValueError(f"{name} hears nothing")

    def declare(handler: H) -> H:
        known = _registry.get(name)
        if known is not None and known.handler.__module__ != handler.__module__:
            raise ValueError(f"two consumers are called {name}")
        names = frozenset(one.stored_name for one in events)
        _registry[name] = Consumer(name, kind, names, handler, clear)
        return handler

    return declare


def register() -> None:
    """Make known what is declared and not yet stored, and give every consumer a cursor in every hall.

    Runs after ``migrate``, at a sealer's start and before each delivery; does nothing most of the time.
    """
    stored = set(Known.objects.values_list("name", flat=True))
    for name in sorted(set(_registry) - stored):
        _make_known(_registry[name])
    complete_cursors()


def _make_known(consumer: Consumer) -> None:
    with transaction.atomic():
        Known.objects.bulk_create(
            [Known(name=consumer.name, kind=consumer.kind, known_since=datetime.now(UTC))],
            ignore_conflicts=True,
        )
        at_head = consumer.kind is ConsumerKind.REACTION
        Cursor.objects.bulk_create(
            [
                Cursor(hall_id=hall, consumer=consumer.name, seq=head if at_head else 0)
                for hall, head in Chain.objects.values_list("hall_id", "last_seq")
            ],
            ignore_conflicts=True,
        )


def complete_cursors() -> None:
    """Give known consumers a cursor at 0 in halls whose chain began after they were known."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (SELECT count(*) FROM journal_chain) * (SELECT count(*) FROM journal_consumer),"
            " (SELECT count(*) FROM journal_cursor)"
        )
        wanted, present = cursor.fetchone()
        if wanted != present:
            cursor.execute(
                "INSERT INTO journal_cursor (hall_id, consumer, seq)"
                " SELECT h.hall_id, k.name, 0 FROM journal_chain h CROSS JOIN journal_consumer k"
                " WHERE NOT EXISTS (SELECT 1 FROM journal_cursor c WHERE c.hall_id = h.hall_id"
                " AND c.consumer = k.name) ON CONFLICT DO NOTHING"
            )


def hold(hall_id: UUID, name: str) -> bool:
    """Keep a consumer of a hall where it stands until the transaction ends; say whether it is at the end.

    At the end is who has heard everything that was sealed and is for it.
    """
    cursor = Cursor.objects.select_for_update().filter(hall_id=hall_id, consumer=name).first()
    if cursor is None:
        return False
    unheard = Seal.objects.filter(hall_id=hall_id, seq__gt=cursor.seq, entry__hall_id=hall_id)
    return not unheard.filter(entry__name__in=_registry[name].events).exists()
