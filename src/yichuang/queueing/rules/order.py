"""The order of a queue: virtual time, stored once, so that SQL only has to sort by it.

A ticket's place is the moment it came less the head start of its class, in microseconds.  Waiting makes
nobody younger, so ordinary tickets age by themselves.  Inside a line the moments are made strictly rising
with the numbers: who holds the smaller one is first.

Of ``ratio`` calls of a line at most one goes, out of turn, to a capped class: between two capped ones stand
``ratio`` - 1 who wait in plain turn, as long as there are any to be overtaken (``places``).  Nobody with a
head start ever stands behind somebody who came later.  So an ordinary ticket with k plain ones before it is
overtaken by at most k // (ratio - 1) + 1 capped ones, however many come.  This holds where the windows of a
line serve all its items; an emergency is before everybody, whatever the cap (PRI-04).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from yichuang.queueing.types import PriorityClass

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
# where a ticket stands: its sort key, then its id
Place = tuple[int, UUID]
# how many of those passed over are named in a call; all of them are counted
NAMED = 20
# seconds (31 years): nobody who came today stands before somebody with such a head start
AT_ONCE = 10**9


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


def head_start(priority: PriorityClass, minutes: int) -> int:
    """Return the head start of a class in seconds; an emergency's reaches behind every other place."""
    return AT_ONCE if priority is PriorityClass.EMERGENCY else minutes * 60


@dataclass(frozen=True, slots=True)
class Standing:
    """A ticket that waits in a line, as far as its place goes; ``head_start`` in microseconds (0: none)."""

    id: UUID
    arrival: int
    head_start: int = 0
    capped: bool = False

    @property
    def plain(self) -> bool:
        """Say whether it waits in plain turn, without a head start or with one used up."""
        return self.head_start == 0

    @property
    def desired(self) -> int:
        """Return the place its class asks for."""
        return self.arrival - self.head_start


def places(waiting: Iterable[Standing], ratio: int, since_capped: int | None = None) -> dict[UUID, int]:
    """Return the sort key of every ticket waiting in a line.

    ``since_capped`` is how many were called in plain turn since the last capped one (``None``: there was
    none).  No key is greater than the ticket's arrival; plain and uncapped ones get just what they desire.
    """
    queue = list(waiting)
    keys = {one.id: one.desired for one in queue if not (one.capped and one.head_start)}
    plain = sorted(one.arrival for one in queue if one.plain)
    left = sorted(
        (one for one in queue if one.capped and one.head_start),
        key=lambda one: (one.desired, one.arrival, one.id),
    )
    gap = ratio - 1 if since_capped is None else since_capped
    last = None
    for before in (*plain, None):
        while (one := _may_stand(left, before, free=gap >= ratio - 1, last=last)) is not None:
            left.remove(one)
            last = keys[one.id] = min(
                one.arrival, max(one.desired, one.desired if last is None else last + 1)
            )
            gap = 0
        if before is not None:
            gap, last = gap + 1, before
    return keys


def _may_stand(left: list[Standing], before: int | None, *, free: bool, last: int | None) -> Standing | None:
    """Return who of the capped ones stands next before the plain place ``before``, behind ``last``.

    While the cap is not ``free`` only those do who came earlier than ``before`` and so overtake nobody.
    """
    room = before is None or last is None or last + 1 < before
    for one in left:
        if before is None or one.arrival < before or (free and room and one.desired < before):
            return one
    return None


def next_ticket(waiting: Iterable[Waiting], capabilities: Iterable[Capability]) -> Waiting | None:
    """Return the ticket a window with these capabilities must call next, or ``None``."""
    able = tuple(capabilities)
    fit = (ticket for ticket in waiting if any(one.covers(ticket) for one in able))
    return min(fit, key=lambda ticket: (ticket.sort_key, ticket.id), default=None)


def rejoin_key(own: int, waiting_keys: Iterable[int], behind: int) -> int:
    """Return the place of who comes back after a missed call: behind the next ``behind`` of its line."""
    ahead = sorted(waiting_keys)[:behind]
    return max(own, ahead[-1] + 1) if ahead else own


def delayed_key(own: Place, behind: Iterable[Place], others: int) -> tuple[int, int]:
    """Return the key of who lets ``others`` go first, and how many that lets: fewer where fewer stand behind.

    ``behind`` are those called after it.  It goes between two of them, so that others fit there too; with
    nobody behind it stays where it is.
    """
    line = sorted(behind)
    if not line[:others]:
        return own[0], 0
    last = line[:others][-1][0]
    following = line[others][0] if others < len(line) else last + 1
    key = last + max(1, (following - last) // 2)
    return key, sum(one < (key, own[1]) for one in line)


def label(prefix: str, number: int) -> str:
    """Return what stands on the ticket: ``A016``; four digits from 1000 on."""
    return f"{prefix}{number:03d}"
