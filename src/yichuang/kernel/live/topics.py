"""Which streams there are, who may follow them, and which events change them."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple
from uuid import UUID

from django.utils.functional import Promise

from yichuang.kernel.access.doors import anyone, declare, device, either, signed_in
from yichuang.kernel.access.types import DeviceKind, Door, Rule
from yichuang.kernel.journal.cards import EntryCard
from yichuang.kernel.journal.events import Event
from yichuang.kernel.ports import Port

Payload = dict[str, Any]
Snapshot = Callable[[UUID, str], Payload | None]
ChangesOf = Callable[[EntryCard], list[tuple[str, str, Payload]]]


class Channel(NamedTuple):
    """One stream: a topic, in one hall, of one key (a zone code, a window's id, a ticket's token)."""

    hall_id: UUID
    topic: str
    key: str


def _no_hall(code: str, /) -> UUID | None:
    return None


HALL_BY_CODE = Port("live.hall_by_code", _no_hall)


@dataclass(frozen=True, slots=True)
class Topic:
    """A kind of stream; ``snapshot(hall_id, key)`` tells the present state, or None where there is none."""

    name: str
    public: bool
    snapshot: Snapshot
    door: Door


_topics: dict[str, Topic] = {}
_publishers: dict[str, list[ChangesOf]] = {}
_codes: dict[str, tuple[float, UUID]] = {}
REMEMBER_CODE = 60.0
MOST_CODES = 10_000


def topic(
    name: str, *, public: bool, snapshot: Snapshot, rule: Rule | None = None, label: str | Promise = ""
) -> Topic:
    """Declare a stream at ``/live/<name>/<hall>/<key>``.

    A public topic is open to whoever knows the key.  Any other asks for a grant, which only a page behind
    a door hands out; ``rule`` says whom those doors let in (signed-in people and devices, if not said).
    """
    if name in _topics:
        raise ValueError(f"two topics are called {name}")
    if public and rule is not None:
        raise ValueError(f"{name} is public: it needs no rule")
    asked = anyone() if public else rule or either(signed_in(), device(*DeviceKind))
    own = declare(f"live.{name}", rule=asked, label=label or name)
    _topics[name] = Topic(name, public, snapshot, own)
    return _topics[name]


def publishes(event: type[Event], changes: ChangesOf) -> None:
    """Let ``event`` alter streams: ``changes(entry)`` returns (topic, key, payload) for each.

    It runs after the entry is sealed, on the publisher's own connection; the same change may be told twice.
    """
    _publishers.setdefault(event.stored_name, []).append(changes)


def provide_halls(port: Callable[[str], UUID | None]) -> None:
    """Let the room that knows the halls find one by its code."""
    HALL_BY_CODE.provide(port)
    _codes.clear()


def remembered_hall(code: str) -> UUID | None:
    """Return the hall's id if it was asked for within the last minute."""
    known = _codes.get(code)
    return known[1] if known is not None and time.monotonic() - known[0] < REMEMBER_CODE else None


def hall_by_code(code: str) -> UUID | None:
    """Return the hall's id, from the database, and remember it; None where there is no such hall."""
    found = HALL_BY_CODE(code)
    if found is not None:
        if len(_codes) >= MOST_CODES:
            _codes.clear()
        _codes[code] = (time.monotonic(), found)
    return found


def topics() -> dict[str, Topic]:
    """Return every declared topic by name."""
    return dict(_topics)


def changes_of(entry: EntryCard) -> list[tuple[str, str, Payload]]:
    """Return what ``entry`` changes on any stream."""
    return [change for one in _publishers.get(entry.name, ()) for change in one(entry)]
