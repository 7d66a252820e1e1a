"""Who follows which channel, and what they have missed.  Lives on the event loop; nothing here waits.

Every hall has a ring of its latest changes.  A client that comes back with the number of the last change
it saw gets what the ring holds since then; where the ring does not reach back, a new snapshot.
"""

from __future__ import annotations

import asyncio
import json
import random
import time
from collections import deque
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, TypeVar
from uuid import UUID

from yichuang.kernel.live.topics import Channel, Payload

RING = 1000  # changes remembered of a hall
QUEUE = 64  # changes that may wait for one client
COMES_BACK = 60.0  # seconds in which a board whose line broke may come back
QUIET_RINGS = 2000  # halls nobody follows whose changes are still remembered
RETRY_FROM, RETRY_TO = 1000, 4000  # milliseconds

Place = TypeVar("Place")
Change = tuple[int, str, str, Payload]  # seq, topic, key, payload


def _plain(value: object) -> str:
    if isinstance(value, UUID):
        return value.hex
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value)


def as_json(value: Any) -> str:
    """Return compact JSON on one line; ids in hex, moments in ISO form."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=_plain)


def frame(event: str, seq: int | None, data: str) -> bytes:
    """Return one server-sent event."""
    ident = "" if seq is None else f"id: {seq}\n"
    return f"event: {event}\n{ident}data: {data}\n\n".encode()


def retry_frame() -> bytes:
    """Return the wish when to come back: a little different for everyone, so that not all come at once."""
    return f"retry: {random.randint(RETRY_FROM, RETRY_TO)}\n\n".encode()  # noqa: S311


class Ring:
    """The latest changes of one hall: everything after ``covers`` up to ``last``."""

    def __init__(self, seq: int) -> None:
        self.covers = seq
        self.last = seq
        self.changes: deque[tuple[int, Channel, bytes]] = deque()

    def add(self, seq: int, channel: Channel, data: bytes) -> None:
        """Remember one change, forgetting the oldest beyond ``RING``."""
        self.changes.append((seq, channel, data))
        while len(self.changes) > RING:
            self.covers = self.changes.popleft()[0]

    def since(self, channel: Channel, seq: int) -> list[tuple[int, bytes]] | None:
        """Return what happened on ``channel`` after ``seq``, or None where that is no longer known."""
        if seq < self.covers:
            return None
        return [(number, data) for number, one, data in self.changes if number > seq and one == channel]


class Client:
    """One open stream: the changes that wait to be sent to it."""

    def __init__(self, channel: Channel, seq: int) -> None:
        self.channel = channel
        self.seq = seq
        self.waiting: deque[bytes] = deque()
        self.bell = asyncio.Event()
        self.resync = False
        self.closed = False
        self.overflowed = False
        self.quiet = False  # it is time to show that the line stands
        self.beat_at: float | None = None
        self.task = asyncio.current_task()

    def put(self, data: bytes) -> None:
        """Let one change wait; a client too slow for ``QUEUE`` of them is cut off and starts anew."""
        if self.closed:
            return
        if len(self.waiting) >= QUEUE:
            self.cut_off()
            return
        self.waiting.append(data)
        self.bell.set()

    def take(self) -> bytes:
        """Return everything that waits."""
        data = b"".join(self.waiting)
        self.waiting.clear()
        return data

    def beat(self, again: float) -> None:
        """Ask the stream to show that it stands; ``again`` is when it does so next (monotonic)."""
        self.quiet, self.beat_at = True, again
        self.bell.set()

    def start_over(self) -> None:
        """Ask the stream to send a new snapshot."""
        self.waiting.clear()
        self.resync = True
        self.bell.set()

    def close(self) -> None:
        """Ask the stream to end, after what waits is sent."""
        self.closed = True
        self.bell.set()

    def cut_off(self) -> None:
        """End the stream now, even in the middle of sending to a client that does not read."""
        self.overflowed = True
        self.waiting.clear()
        self.close()
        if self.task is not None:
            self.task.cancel()


def _drop(index: dict[Place, set[Client]], place: Place, client: Client) -> None:
    members = index.get(place, set())
    members.discard(client)
    if not members:
        index.pop(place, None)


class Hub:
    """All streams of this process and the rings of the halls they follow."""

    def __init__(self) -> None:
        self.rings: dict[UUID, Ring] = {}
        self.clients: dict[Channel, set[Client]] = {}
        self.halls: dict[UUID, set[Client]] = {}
        self.left: dict[UUID, float] = {}
        self.closing = False

    def count(self) -> int:
        """Return how many streams are open."""
        return sum(len(clients) for clients in self.halls.values())

    def known(self, hall_id: UUID) -> int:
        """Return up to which number the hall's changes have been published here (0: none yet)."""
        ring = self.rings.get(hall_id)
        return 0 if ring is None else ring.last

    def attach(self, channel: Channel, seq: int) -> Client | None:
        """Let a client that knows everything up to ``seq`` follow; None where what it missed is not known.

        What it missed already waits in it.
        """
        ring = self.rings.setdefault(channel.hall_id, Ring(seq))
        missed = ring.since(channel, seq)
        if missed is None or len(missed) > QUEUE:
            return None  # not known, or so much that a snapshot is shorter
        client = Client(channel, seq)
        client.waiting.extend(data for _seq, data in missed)
        self.clients.setdefault(channel, set()).add(client)
        self.halls.setdefault(channel.hall_id, set()).add(client)
        return client

    def detach(self, client: Client) -> None:
        """Forget a client whose stream has ended."""
        _drop(self.clients, client.channel, client)
        _drop(self.halls, client.channel.hall_id, client)
        self.left[client.channel.hall_id] = time.monotonic()

    def watched(self, hall_id: UUID) -> bool:
        """Say whether anybody follows the hall, or did a moment ago and may come back for what was missed."""
        if hall_id in self.halls:
            return True
        return time.monotonic() - self.left.get(hall_id, float("-inf")) < COMES_BACK

    def publish(
        self, hall_id: UUID, first: int, last: int, changes: Iterable[Change], lost: bool = False
    ) -> None:
        """Tell what the entries ``first`` to ``last`` of a hall change; what was told before is skipped.

        Where numbers are missing before ``first``, or a change was ``lost``, the hall's clients start
        over from a snapshot.
        """
        ring = self.rings.get(hall_id)
        if ring is None:
            self._forget_quiet_rings()
            ring = self.rings[hall_id] = Ring(first - 1)
        if last <= ring.last:
            return
        if first > ring.last + 1:
            lost = True
        if not lost:
            for seq, topic, key, payload in changes:
                if seq > ring.last:
                    self._tell(ring, seq, Channel(hall_id, topic, key), payload)
        ring.last = last
        if lost:
            ring.changes.clear()
            ring.covers = last
            for client in list(self.halls.get(hall_id, ())):
                client.start_over()

    def _tell(self, ring: Ring, seq: int, channel: Channel, payload: Payload) -> None:
        data = frame("change", seq, as_json({"seq": seq, "data": payload}))
        ring.add(seq, channel, data)
        for client in list(self.clients.get(channel, ())):
            if seq > client.seq:
                client.put(data)

    def _forget_quiet_rings(self) -> None:
        if len(self.rings) >= QUIET_RINGS:
            for hall_id in [one for one in self.rings if one not in self.halls][: QUIET_RINGS // 2]:
                del self.rings[hall_id]

    def beat(self, every: float) -> None:
        """Let each stream whose time has come show that its line stands, once in ``every`` seconds.

        Each has moments of its own, so that thousands that came together do not beat together.
        """
        now = time.monotonic()
        for clients in self.halls.values():
            for client in clients:
                if client.beat_at is None:
                    client.beat_at = now + random.uniform(0, every)  # noqa: S311
                elif client.beat_at <= now:
                    client.beat(now + every)

    def close(self) -> None:
        """End every stream and let no new one begin."""
        self.closing = True
        for clients in list(self.halls.values()):
            for client in list(clients):
                client.close()
