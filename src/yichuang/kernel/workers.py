"""Threads that rooms run beside the requests: each is a function that works until it is told to stop.

    @worker("facilities.printing")
    def run(stop: threading.Event) -> None: ...

``yichuang serve`` and ``yichuang worker`` start them in every process, so what they do must be safe to do in
several at once.  One that stumbles is logged and begun again a second later.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from django.db import connections

logger = logging.getLogger("yichuang.workers")

Run = Callable[[threading.Event], None]
TROUBLE_SECONDS = 1.0

_workers: dict[str, Run] = {}


def worker(name: str) -> Callable[[Run], Run]:
    """Register the decorated ``function(stop)`` to run beside the requests; it returns soon after a stop."""

    def register(run: Run) -> Run:
        if name in _workers:
            raise ValueError(f"two workers are called {name}")
        _workers[name] = run
        return run

    return register


def threads(stop: threading.Event) -> list[threading.Thread]:
    """Return a thread for each worker, not yet started."""
    return [
        threading.Thread(target=_kept, args=(name, run, stop), name=name, daemon=True)
        for name, run in sorted(_workers.items())
    ]


def _kept(name: str, run: Run, stop: threading.Event) -> None:
    while not stop.is_set():
        try:
            run(stop)
        except Exception:
            logger.exception("a worker stumbled and begins again", extra={"worker": name})
            stop.wait(TROUBLE_SECONDS)
        finally:
            connections.close_all()
