"""The streams' side of the server: ``/live/<topic>/<hall>/<key>`` and the same with ``/now`` for polling."""

from __future__ import annotations

import asyncio
import logging
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any, NamedTuple, Protocol
from urllib.parse import parse_qs
from uuid import UUID

from django.utils import translation

from yichuang.kernel import clock, problem
from yichuang.kernel.errors import Refusal
from yichuang.kernel.journal import selectors as journal
from yichuang.kernel.live import grants, topics
from yichuang.kernel.live.hub import Client, Hub, as_json, frame, retry_frame
from yichuang.kernel.live.topics import Channel, Topic
from yichuang.kernel.serve.lanes import language_of
from yichuang.kernel.serve.pool import Full, Pool, with_connection

logger = logging.getLogger("yichuang.live")

PULSE = 15.0  # seconds of silence before a comment shows that the line stands
LOOKS = 1.0  # seconds between looks at whose pulse is due
RECHECK = 60.0  # seconds between looks at the holder of a grant
FRESH = 1.0  # seconds a snapshot may serve further clients
AT_ONCE = 2
REMEMBERED = 2000
MOST_STREAMS = 20_000
LONGEST = 100

Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]


class Exchange(Protocol):
    """What a stream needs of the server's exchange."""

    scope: MutableMapping[str, Any]
    ident: str

    async def send(self, message: MutableMapping[str, Any]) -> None: ...

    async def whole(self, status: int, headers: list[tuple[bytes, bytes]], content: bytes) -> None: ...


class Snapshot(NamedTuple):
    """The state of a channel that holds everything up to ``seq``; when it was taken."""

    seq: int
    data: str
    taken: float


class NoStream(Refusal):
    """There is no such stream, or the ticket behind it is gone."""

    code = "nothing-here"
    status = 404

    def __str__(self) -> str:
        return problem.sentence_of(404)


class Streams:
    """Answer everything below ``/live/``."""

    def __init__(self, hub: Hub, pool: Pool) -> None:
        self.hub = hub
        self.pool = pool
        self._turn = asyncio.Semaphore(AT_ONCE)
        self._fresh: OrderedDict[Channel, Snapshot] = OrderedDict()
        self._coming: dict[Channel, asyncio.Task[Snapshot]] = {}
        self._pulse: asyncio.Task[None] | None = None

    async def answer(self, exchange: Exchange, receive: Receive) -> None:
        """Answer one request: a stream, one snapshot, or a refusal as a problem document."""
        query = parse_qs(exchange.scope["query_string"].decode("latin-1"))
        try:
            topic, channel, once = await self._place(exchange.scope)
            granted = await self._admitted(topic, channel, query.get("grant", [""])[0])
            if once:
                snapshot = await self.snapshot(channel)
                content = f'{{"seq":{snapshot.seq},"data":{snapshot.data}}}'.encode()
                await exchange.whole(200, [(b"content-type", b"application/json")], content)
                return
            client = await self._attached(channel, _last_seen(exchange.scope, query))
        except Refusal as refusal:
            await self._refuse(exchange, refusal)
            return
        except Full:
            client = None
        if client is None:
            await self._come_back_later(exchange)
            return
        try:
            await self._follow(exchange, receive, client, granted)
        finally:
            self.hub.detach(client)

    # ---- may this stream be -------------------------------------------------------------------------

    async def _place(self, scope: MutableMapping[str, Any]) -> tuple[Topic, Channel, bool]:
        parts = scope["path"].split("/")[2:]
        once = len(parts) == 4 and parts[3] == "now"
        if (len(parts) != 3 and not once) or scope["method"] != "GET" or max(map(len, parts)) > LONGEST:
            raise NoStream
        topic = topics.topics().get(parts[0])
        if topic is None:
            raise NoStream
        hall_id = topics.remembered_hall(parts[1]) or await self._work(_hall, parts[1])
        if hall_id is None:
            raise NoStream
        return topic, Channel(hall_id, topic.name, parts[2]), once

    async def _admitted(self, topic: Topic, channel: Channel, token: str) -> grants.Grant | None:
        if topic.public:
            return None
        granted: grants.Grant = await self._work(_opened, token, channel)
        return granted

    async def _attached(self, channel: Channel, seen: int | None) -> Client | None:
        """Let the client follow from what it has seen, else from a snapshot that waits in it."""
        if self.hub.closing or self.hub.count() >= MOST_STREAMS:
            return None
        if seen is not None and seen <= self.hub.known(channel.hall_id):
            client = self.hub.attach(channel, seen)
            if client is not None:
                return client
        for _try in range(3):
            snapshot = await self.snapshot(channel)
            client = self.hub.attach(channel, snapshot.seq)
            if client is not None:
                client.waiting.appendleft(_frame(snapshot))
                return client
            self._fresh.pop(channel, None)
        return None

    # ---- snapshots ----------------------------------------------------------------------------------

    async def snapshot(self, channel: Channel) -> Snapshot:
        """Return a snapshot: one a second old at most that lacks nothing, or a new one for all who wait.

        Raises: NoStream, Full.
        """
        known = self._fresh.get(channel)
        if known is not None and time.monotonic() - known.taken < FRESH:
            ring = self.hub.rings.get(channel.hall_id)
            if ring is None or ring.since(channel, known.seq) == []:
                return known
        coming = self._coming.get(channel)
        if coming is None:
            coming = self._coming[channel] = asyncio.ensure_future(self._take(channel))
            coming.add_done_callback(lambda task: self._taken(channel, task))
        return await asyncio.shield(coming)

    async def _take(self, channel: Channel) -> Snapshot:
        snapshot: Snapshot = await self._work(_state, channel)
        return snapshot

    def _taken(self, channel: Channel, task: asyncio.Task[Snapshot]) -> None:
        self._coming.pop(channel, None)
        if task.cancelled() or task.exception() is not None:
            return
        self._fresh[channel] = task.result()
        self._fresh.move_to_end(channel)
        while len(self._fresh) > REMEMBERED:
            self._fresh.popitem(last=False)

    async def _work(self, work: Callable[..., Any], *args: Any) -> Any:
        """Work on the pool, a few at a time: a thousand boards that come back leave room for pages."""
        async with self._turn:
            return await self.pool.run(with_connection, work, *args)

    # ---- following ----------------------------------------------------------------------------------

    async def _follow(
        self, exchange: Exchange, receive: Receive, client: Client, granted: grants.Grant | None
    ) -> None:
        gone = asyncio.ensure_future(_gone(receive))
        gone.add_done_callback(lambda _task: client.close())
        if self._pulse is None or self._pulse.done():
            self._pulse = asyncio.ensure_future(self._keep_pulse())
        checked = time.monotonic()
        try:
            await exchange.send(_START)
            await _write(exchange, retry_frame())
            while not gone.done():
                client.bell.clear()
                if client.resync:
                    client.resync = False
                    await self._start_over(client)
                if client.waiting:
                    await _write(exchange, client.take())
                    continue
                if client.closed:
                    break
                if granted is not None and time.monotonic() - checked > RECHECK:
                    checked = time.monotonic()
                    if not await self._still_holds(exchange, granted):
                        break
                if client.quiet:
                    client.quiet = False
                    await _write(exchange, b": \n\n")
                    continue
                await client.bell.wait()
            await exchange.send({"type": "http.response.body", "body": retry_frame(), "more_body": False})
        except asyncio.CancelledError:
            if not client.overflowed:
                raise
            logger.info("a stream was too slow and starts over", extra={"topic": client.channel.topic})
        finally:
            gone.cancel()

    async def _keep_pulse(self) -> None:
        """Let every stream beat once in ``PULSE``: one task for all, since a timer each costs every event."""
        while self.hub.count():
            self.hub.beat(PULSE)
            await asyncio.sleep(min(LOOKS, PULSE))
        self._pulse = None

    async def _start_over(self, client: Client) -> None:
        """Give an open stream a new snapshot and what came after it; where that fails, end it."""
        self._fresh.pop(client.channel, None)
        try:
            snapshot = await self.snapshot(client.channel)
        except (Refusal, Full):
            client.close()
            return
        missed = self.hub.rings[client.channel.hall_id].since(client.channel, snapshot.seq)
        if missed is None:
            client.close()
            return
        client.seq = snapshot.seq
        client.waiting.clear()
        client.waiting.append(_frame(snapshot))
        client.waiting.extend(data for _seq, data in missed)

    async def _still_holds(self, exchange: Exchange, granted: grants.Grant) -> bool:
        try:
            at = await self._work(clock.now)
            if not await self._work(grants.holds, granted, at):
                return False
            fresh = grants.renewed(granted, at)
        except Full:
            return True  # asked again in a minute
        await _write(exchange, frame("grant", None, as_json({"grant": fresh})))
        return True

    # ---- refusing -----------------------------------------------------------------------------------

    async def _refuse(self, exchange: Exchange, refusal: Refusal) -> None:
        with translation.override(language_of(dict(exchange.scope["headers"]))):
            members = problem.of_refusal(refusal, exchange.ident)
        content_type = problem.CONTENT_TYPE.encode()
        await exchange.whole(refusal.status, [(b"content-type", content_type)], problem.body(members))

    async def _come_back_later(self, exchange: Exchange) -> None:
        """End at once with the wish to come back: an error status would stop the browser's own retry."""
        await exchange.send(_START)
        await exchange.send({"type": "http.response.body", "body": retry_frame(), "more_body": False})


_START = {
    "type": "http.response.start",
    "status": 200,
    "headers": [
        (b"content-type", b"text/event-stream; charset=utf-8"),
        (b"cache-control", b"no-store"),
        (b"x-accel-buffering", b"no"),
    ],
}


def _state(channel: Channel) -> Snapshot:
    """Take a snapshot (on a thread).  The number is read first, so the state holds at least that much."""
    taken = time.monotonic()
    seq = journal.head(channel.hall_id).seq
    data = topics.topics()[channel.topic].snapshot(channel.hall_id, channel.key)
    if data is None:
        raise NoStream
    return Snapshot(seq, as_json(data), taken)


def _hall(code: str) -> UUID | None:
    """Find a hall (on a thread); of many who ask at once the first asks the database."""
    return topics.remembered_hall(code) or topics.hall_by_code(code)


def _opened(token: str, channel: Channel) -> grants.Grant:
    at = clock.now()
    granted = grants.opened(token, channel.hall_id, channel.topic, channel.key, at)
    if not grants.holds(granted, at):
        raise grants.NoGrant
    return granted


def _frame(snapshot: Snapshot) -> bytes:
    return frame("snapshot", snapshot.seq, f'{{"seq":{snapshot.seq},"data":{snapshot.data}}}')


async def _write(exchange: Exchange, data: bytes) -> None:
    await exchange.send({"type": "http.response.body", "body": data, "more_body": True})


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


def _last_seen(scope: MutableMapping[str, Any], query: dict[str, list[str]]) -> int | None:
    header = dict(scope["headers"]).get(b"last-event-id", b"").decode("latin-1")
    value = header or query.get("since", [""])[0]
    return int(value) if value.isascii() and value.isdigit() and len(value) < 19 else None
