"""The order of a queue: virtual time, stored once, so that SQL only has to sort by it.

A ticket's place is the moment it was taken less the head start of its class, in microseconds.  Waiting
makes nobody younger, so classes with a head start age by themselves and ordinary tickets cannot starve.
Inside a line the moments are made strictly rising with the numbers: who holds the smaller one is first.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
# how many of those passed over are named in a call; all of them are counted
NAMED = 20


@dataclass(frozen=True, slots=True)
class Waiting:
    """A waiting ticket, as far as its order goes."""

    id: UUID
    line_id: UUID
    item_id: UUID | None
    sort_key: int


@dataclass(frozen=True, slots=True)
class Capability:
    """What a window may call: a whole line, or one item of it."""

    line_id: UUID
    item_id: UUID | None = None

    def covers(self, ticket: Waiting) -> bool:
        """Say whether the ticket may be called under this capability."""
        return self.line_id == ticket.line_id and self.item_id in (None, ticket.item_id)


def microseconds(at: datetime) -> int:
    """Return ``at`` (aware) as microseconds since 1970, UTC."""
    return (at - _EPOCH) // _MICROSECOND


def arrival(at: datetime, last: int | None) -> int:
    """Return the place of who arrives at ``at`` in a line whose last arrival was ``last``."""
    moment = microseconds(at)
    return moment if last is None else max(moment, last + 1)


def next_ticket(waiting: Iterable[Waiting], capabilities: Iterable[Capability]) -> Waiting | None:
    """Return the ticket a window with these capabilities must call next, or ``None``."""
    able = tuple(capabilities)
    fit = (ticket for ticket in waiting if any(one.covers(ticket) for one in able))
    return min(fit, key=lambda ticket: (ticket.sort_key, ticket.id), default=None)


def rejoin_key(own: int, waiting_keys: Iterable[int], behind: int) -> int:
    """Return the place of who comes back after a missed call: behind the next ``behind`` of its line."""
    ahead = sorted(waiting_keys)[:behind]
    return max(own, ahead[-1] + 1) if ahead else own


def label(prefix: str, number: int) -> str:
    """Return what stands on the ticket: ``A016``; four digits from 1000 on."""
    return f"{prefix}{number:03d}"
