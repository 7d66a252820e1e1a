"""The few threads that may work for a request, and the bounded queue before them.

More threads than the database has writers only wait for each other: on SQLite few are faster.
"""

from __future__ import annotations

import asyncio
import queue
import threading
import time
from collections.abc import Callable
from typing import Any, TypeVar

from django.db import close_old_connections, connections

Result = TypeVar("Result")
Task = tuple[asyncio.AbstractEventLoop, "asyncio.Future[Any]", Callable[..., Any], tuple[Any, ...]]


class Full(Exception):
    """Every thread is busy and the queue before them is full."""


class Pool:
    """A fixed number of threads; ``run`` refuses at once when too many wait already.

    The threads do not hold up the end of the process: one that hangs is left behind.
    """

    def __init__(self, threads: int, waiting: int) -> None:
        self.inside = 0
        self.most = threads + waiting
        self._tasks: queue.SimpleQueue[Task | None] = queue.SimpleQueue()
        self._threads = [
            threading.Thread(target=self._work, name=f"work-{number}", daemon=True)
            for number in range(threads)
        ]

    async def run(self, work: Callable[..., Result], *args: Any) -> Result:
        """Do ``work`` on a thread and return what it returns.

        A caller that goes away does not stop the work: a thread cannot be interrupted safely.

        Raises: Full.
        """
        if self.inside >= self.most:
            raise Full
        self.inside += 1
        for thread in self._threads:
            if thread.ident is None:
                thread.start()
        loop = asyncio.get_running_loop()
        future: asyncio.Future[Result] = loop.create_future()
        self._tasks.put((loop, future, work, args))
        return await asyncio.shield(future)

    def close(self, seconds: float) -> None:
        """Let the work in hand end for at most ``seconds``, then go without it."""
        for _thread in self._threads:
            self._tasks.put(None)
        until = time.monotonic() + seconds
        for thread in self._threads:
            if thread.ident is not None:
                thread.join(max(0.0, until - time.monotonic()))

    def _work(self) -> None:
        while (task := self._tasks.get()) is not None:
            loop, future, work, args = task
            result, error = None, None
            try:
                result = work(*args)
            except Exception as raised:
                error = raised
            try:
                loop.call_soon_threadsafe(self._done, future, result, error)
            except RuntimeError:
                break  # the loop has ended: nobody waits any more
        connections.close_all()

    def _done(self, future: asyncio.Future[Any], result: Any, error: Exception | None) -> None:
        self.inside -= 1
        if error is None:
            future.set_result(result)
            return
        future.set_exception(error)
        future.exception()  # seen, even where nobody waits any more


def with_connection(work: Callable[..., Result], *args: Any) -> Result:
    """Do ``work`` and leave the thread's database connection fit for the next one."""
    try:
        return work(*args)
    finally:
        close_old_connections()
