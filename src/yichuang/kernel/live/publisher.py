"""From the sealed chain to the streams: what each entry changes, computed once, beside the sealer.

The sealer of every process tells every entry in order, whoever sealed it, so each process could do
without the others.  With Redis the process that comes first sends what it computed to all of them.
"""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import json
import logging
import queue
import threading
import time
from typing import Any
from uuid import UUID

import redis
import redis.asyncio
from django.db import close_old_connections, connections

from yichuang.kernel.journal import seal
from yichuang.kernel.journal.cards import EntryCard
from yichuang.kernel.keys import secret
from yichuang.kernel.live import topics
from yichuang.kernel.live.hub import Change, Hub, as_json

logger = logging.getLogger("yichuang.live")

REDIS_SECONDS = 1.0
REDIS_PAUSE = 1.0
REDIS_AGAIN = 5.0  # how long a Redis that did not answer is not asked: boards here do not wait for it
STOP_SECONDS = 0.5


def changes_of(cards: list[EntryCard]) -> tuple[list[Change], bool]:
    """Return what the entries change, and whether something could not be told."""
    changes: list[Change] = []
    lost = False
    for card in cards:
        try:
            changes += [(card.seq, *change) for change in topics.changes_of(card)]
        except Exception:
            logger.exception("a change could not be told: its boards start over")
            lost = True
            close_old_connections()
    return changes, lost


class Publisher:
    """A thread between sealer and hub, so that neither waits for the other."""

    def __init__(self, hub: Hub, loop: asyncio.AbstractEventLoop, redis_url: str = "") -> None:
        self.hub = hub
        self.loop = loop
        self.redis_url = redis_url
        self._inbox: queue.SimpleQueue[list[EntryCard] | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="live-publisher", daemon=True)
        self._redis: Any = None
        self._redis_from = float("-inf")
        self._hearing: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Listen to the sealer, and to the other processes where there is Redis.  On the loop's thread."""
        seal.listeners.append(self._inbox.put)
        self._thread.start()
        if self.redis_url:
            self._redis = redis.Redis.from_url(
                self.redis_url, socket_timeout=REDIS_SECONDS, socket_connect_timeout=REDIS_SECONDS
            )
            self._hearing = self.loop.create_task(self._hear())

    def stop(self, seconds: float = STOP_SECONDS) -> None:
        """Stop listening; what was told before is still published, for at most ``seconds``."""
        seal.listeners.remove(self._inbox.put)
        if self._hearing is not None:
            with contextlib.suppress(RuntimeError):  # the loop has ended, and the task with it
                self.loop.call_soon_threadsafe(self._hearing.cancel)
        self._inbox.put(None)
        self._thread.join(seconds)

    # ---- the thread ---------------------------------------------------------------------------------

    def _run(self) -> None:
        while (cards := self._inbox.get()) is not None:
            try:
                self._publish(cards)
            except Exception:
                logger.exception("the live publisher stumbled and goes on")
                close_old_connections()
        connections.close_all()

    def _publish(self, cards: list[EntryCard]) -> None:
        if not cards:
            return
        hall_id, first, last = cards[0].hall_id, cards[0].seq, cards[-1].seq
        if self.hub.known(hall_id) >= last:
            return  # another process was first and Redis has told it already
        if self._redis is None and not self.hub.watched(hall_id):
            # nobody watches this hall: whoever comes starts from a snapshot, and the acts pay for nothing
            changes: list[Change] = []
            lost = True
        else:
            changes, lost = changes_of(cards)
        try:
            self.loop.call_soon_threadsafe(self.hub.publish, hall_id, first, last, changes, lost)
        except RuntimeError:
            return  # the loop has ended: nobody follows any more
        if self._redis is not None and time.monotonic() >= self._redis_from:
            message = as_json([hall_id, first, last, lost, changes])
            try:
                self._redis.publish(channel_name(), message)
            except redis.RedisError as error:
                self._redis_from = time.monotonic() + REDIS_AGAIN
                logger.warning("Redis does not take a change (%s): each process tells its own", _kind(error))

    # ---- the other processes ------------------------------------------------------------------------

    async def _hear(self) -> None:
        while True:
            try:
                await self._hear_until_it_breaks()
            except (redis.RedisError, OSError) as error:
                logger.warning("Redis is away (%s): each process tells its own", _kind(error))
            except Exception:
                logger.exception("Redis said what nobody understands; it is listened to anew")
            await asyncio.sleep(REDIS_PAUSE)

    async def _hear_until_it_breaks(self) -> None:
        client = redis.asyncio.Redis.from_url(self.redis_url)
        try:
            async with client.pubsub(ignore_subscribe_messages=True) as subscription:
                await subscription.subscribe(channel_name())
                async for message in subscription.listen():
                    hall, first, last, lost, changes = json.loads(message["data"])
                    told: list[Change] = [(seq, topic, key, data) for seq, topic, key, data in changes]
                    self.hub.publish(UUID(hall), first, last, told, lost)
        finally:
            await client.aclose()


def _kind(error: Exception) -> str:
    return type(error).__name__


def channel_name() -> str:
    """Return this installation's channel: several may share one Redis."""
    return "yichuang:live:" + hashlib.sha256(secret("live-grants")).hexdigest()[:16]
