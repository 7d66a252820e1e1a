"""What begins and ends with a serving process: sealer, heartbeat, publisher, pool, and the way out.

An open stream would hold a server's shutdown until it is killed, so the streams are closed first: the
handlers of SIGTERM and SIGINT that the server has installed are wrapped at start-up.
"""

from __future__ import annotations

import asyncio
import logging
import signal
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from types import FrameType
from typing import Any

from django.conf import settings
from django.db import close_old_connections, connections

from yichuang.kernel import clock, heartbeat, lease, workers
from yichuang.kernel.journal import sealer, wake
from yichuang.kernel.live.hub import Hub
from yichuang.kernel.live.publisher import Publisher
from yichuang.kernel.serve import leaving
from yichuang.kernel.serve.body import Receive, Scope, Send
from yichuang.kernel.serve.pool import Pool

logger = logging.getLogger("yichuang.serve")

LEASE = "kernel.heartbeat"
LEASE_SECONDS = 15.0
BEAT_SECONDS = 1.0
BESIDE_SECONDS = 1.5  # to seal and to give the lease back, where a process has nothing else to end


class Beside:
    """The threads that run beside the requests: the sealer, the heartbeat under its lease, rooms' workers."""

    def __init__(self) -> None:
        self._stop = threading.Event()
        self._holder = lease.holder_name()
        self._threads = [
            threading.Thread(target=sealer.run, args=(self._stop,), name="sealer", daemon=True),
            threading.Thread(target=self._beat, name="heartbeat", daemon=True),
            *workers.threads(self._stop),
        ]

    def start(self) -> None:
        """Start every thread."""
        for thread in self._threads:
            thread.start()

    def stop(self, seconds: float = BESIDE_SECONDS) -> None:
        """End all: the sealer once more seals what is committed; what is left waits for the next start."""
        self._stop.set()
        wake.committed()
        until = time.monotonic() + seconds
        for thread in self._threads:
            thread.join(max(0.0, until - time.monotonic()))

    def alive(self) -> bool:
        """Say whether every thread still runs."""
        return all(thread.is_alive() for thread in self._threads)

    def _beat(self) -> None:
        renew_at = seen_at = float("-inf")
        leading = False
        while not self._stop.is_set():
            try:
                now = time.monotonic()
                if now >= renew_at:
                    leading = lease.hold(LEASE, self._holder, datetime.now(UTC), LEASE_SECONDS)
                    renew_at = now + LEASE_SECONDS / 3
                if leading:
                    at = clock.now()
                    heartbeat.beat(at)
                    if clock.is_demo() and now - seen_at >= clock.SEEN_EVERY.total_seconds():
                        seen_at = now
                        clock.mark_seen(at)
            except Exception:
                logger.exception("the heartbeat stumbled and goes on")
                close_old_connections()
            self._stop.wait(BEAT_SECONDS)
        try:
            lease.release(LEASE, self._holder)
        except Exception:
            logger.exception("the heartbeat's lease runs out by itself")
        connections.close_all()


class Lifecycle:
    """Begin and end with the server (ASGI lifespan)."""

    def __init__(self, hub: Hub, pool: Pool, *, beside: bool = True) -> None:
        self.hub = hub
        self.pool = pool
        self.beside = Beside() if beside else None
        self.publisher: Publisher | None = None
        self.leaving = leaving.Leaving()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        while True:
            message = await receive()
            if message["type"] == "lifespan.startup":
                try:
                    await self.startup()
                except Exception as error:
                    logger.exception("the house could not be opened")
                    await send({"type": "lifespan.startup.failed", "message": type(error).__name__})
                    return
                await send({"type": "lifespan.startup.complete"})
            else:
                await asyncio.to_thread(self.shutdown)
                await send({"type": "lifespan.shutdown.complete"})
                return

    async def startup(self) -> None:
        """Let the clock run on, start what runs beside, and stand before the server's signal handlers."""
        loop = asyncio.get_running_loop()
        await asyncio.to_thread(_once, clock.demo.resume)
        self.publisher = Publisher(self.hub, loop, getattr(settings, "REDIS_URL", ""))
        self.publisher.start()
        if self.beside is not None:
            self.beside.start()
        if threading.current_thread() is threading.main_thread():
            self.leaving.watch()
            for number in (signal.SIGTERM, signal.SIGINT):
                self._stand_before(number, loop)

    def _stand_before(self, number: signal.Signals, loop: asyncio.AbstractEventLoop) -> None:
        handler = signal.getsignal(number)

        def first_the_streams(received: int, where: FrameType | None) -> None:
            self.leaving.begin()
            loop.call_soon_threadsafe(self.hub.close)
            if callable(handler):
                handler(received, where)

        signal.signal(number, first_the_streams)

    def shutdown(self) -> None:
        """Let work in hand end, seal what is left, stop the heartbeat, let the demo clock stand still.

        What has not ended by its moment is left behind (``leaving``).
        """
        left = self.leaving.left
        self.pool.close(left(leaving.POOL_BY))
        if self.beside is not None:
            self.beside.stop(left(leaving.BESIDE_BY))
        if self.publisher is not None:
            self.publisher.stop(left(leaving.PUBLISHER_BY))
        # on a thread of its own, since work that hangs may hold what it waits for in the database
        standing = threading.Thread(target=_once, args=(clock.demo.stop,), name="clock-stop", daemon=True)
        standing.start()
        standing.join(left(leaving.CLOCK_BY))


def _once(work: Callable[[], Any]) -> None:
    """Do ``work`` on this thread and close its database connection; trouble is logged, not raised."""
    try:
        work()
    except Exception:
        logger.exception("a step of opening or closing the house failed")
    finally:
        connections.close_all()
