"""The way out: from the signal on every part has until its moment, and then the process is gone.

Five seconds are promised, whatever hangs: a request, the database, the server's own loop.  So the moments
are counted from the signal, not from one another, and the last one is kept by a thread that asks nobody.
"""

from __future__ import annotations

import logging
import os
import queue
import sys
import threading
import time
from typing import NoReturn

logger = logging.getLogger("yichuang.serve")

# seconds after the signal
GRACE_SECONDS = 2  # what is in flight has ended, or is left behind (the server's own timer)
POOL_BY = 2.0  # so has work whose client went away
BESIDE_BY = 3.2  # what was committed is sealed; the heartbeat has given its lease back
PUBLISHER_BY = 3.4
CLOCK_BY = 3.8  # the demo clock stands
GONE_BY = 4.4
LAST_WORD_SECONDS = 0.1


def go(code: int = 0) -> NoReturn:
    """End this process at once, its last lines written.

    The interpreter would tidy up for half a second first, and for many on a machine that is busy, while
    nobody watches the time any more.  Nothing committed is lost.
    """
    logging.shutdown()
    sys.stdout.flush()
    os._exit(code)


class Leaving:
    """Counts from the first signal; once begun, the process ends by ``GONE_BY``."""

    def __init__(self) -> None:
        self._began: float | None = None
        # its put() may interrupt itself, so a signal handler may call it
        self._signalled: queue.SimpleQueue[None] = queue.SimpleQueue()

    def watch(self) -> None:
        """Let a thread wait for the first signal."""
        threading.Thread(target=self._watch, name="way-out", daemon=True).start()

    def begin(self) -> None:
        """Count from now on, and let nothing hold up the end: for signal handlers; again changes nothing."""
        self._count()
        self._signalled.put(None)

    def left(self, by: float) -> float:
        """Return the seconds left until ``by`` seconds after the signal (after now, where none came)."""
        return max(0.0, self._count() + by - time.monotonic())

    def _count(self) -> float:
        if self._began is None:
            self._began = time.monotonic()
        return self._began

    def _watch(self) -> None:
        self._signalled.get()
        time.sleep(self.left(GONE_BY))
        # on another thread: an output that hangs does not hold up the end either
        threading.Thread(target=_last_word, daemon=True).start()
        time.sleep(LAST_WORD_SECONDS)
        os._exit(0)  # to stop is what was asked for


def _last_word() -> None:
    logger.critical("something hangs: the process ends without it")
    go()
