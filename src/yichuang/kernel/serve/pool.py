"""The few threads that may work for a request, and the bounded queue before them.

More threads than the database has writers only wait for each other: on SQLite few are faster.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from django.db import close_old_connections, connections

Result = TypeVar("Result")


class Full(Exception):
    """Every thread is busy and the queue before them is full."""


class Pool:
    """A fixed number of threads; ``run`` refuses at once when too many wait already."""

    def __init__(self, threads: int, queue: int) -> None:
        self.threads = threads
        self.queue = queue
        self.inside = 0
        self._executor = ThreadPoolExecutor(threads, thread_name_prefix="work")

    async def run(self, work: Callable[..., Result], *args: Any) -> Result:
        """Do ``work`` on a thread and return what it returns.

        A caller that goes away does not stop the work: a thread cannot be interrupted safely.

        Raises: Full.
        """
        if self.inside >= self.threads + self.queue:
            raise Full
        self.inside += 1
        future = asyncio.get_running_loop().run_in_executor(self._executor, work, *args)
        future.add_done_callback(self._out)
        return await asyncio.shield(future)

    def _out(self, future: asyncio.Future[Any]) -> None:
        self.inside -= 1
        if not future.cancelled():
            future.exception()  # seen, even where nobody waits any more

    def close(self, seconds: float) -> None:
        """Let running work end for at most ``seconds``, then go without it."""
        self._executor.shutdown(wait=False, cancel_futures=True)
        waiter = threading.Thread(target=self._executor.shutdown, daemon=True)
        waiter.start()
        waiter.join(seconds)


def with_connection(work: Callable[..., Result], *args: Any) -> Result:
    """Do ``work`` and leave the thread's database connection fit for the next one."""
    try:
        return work(*args)
    finally:
        close_old_connections()


def close_connections() -> None:
    """Close the database connections of the present thread, at its end."""
    connections.close_all()
