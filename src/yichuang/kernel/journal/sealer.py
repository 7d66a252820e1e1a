"""The thread that seals and delivers while the hall is served."""

from __future__ import annotations

import logging
import threading
import time

from django.db import close_old_connections, connection

from yichuang.kernel.journal import consumers, deliver, follow, wake
from yichuang.kernel.journal.seal import seal

log = logging.getLogger(__name__)

SLICE = 200  # entries a seal may hold the writers' queue for
IDLE_SECONDS = 0.05  # how long the bell is waited for before other processes are looked after
RETRY_SECONDS = 1.0
TROUBLE_SECONDS = 1.0
LAST_SECONDS = 1.0  # how long what was just committed is still numbered and heard after ``stop``


def run(stop: threading.Event) -> None:
    """Seal and deliver whatever is committed until ``stop`` is set; then what is left, and return.

    Several may run at once, in threads or processes: they never number an entry twice.
    """
    postgresql = connection.vendor == "postgresql"
    ears = threading.Thread(target=_listen, args=(stop,), name="journal-ears", daemon=True)
    if postgresql:
        ears.start()
    try:
        follow.catch_up()
        _loop(stop, postgresql)
        end = time.monotonic() + LAST_SECONDS
        while _work() and time.monotonic() < end:
            pass
    except Exception:
        log.exception("the sealer ended in trouble; what is left is sealed at the next start")
    finally:
        if postgresql:
            ears.join(timeout=2)
        connection.close()


def _loop(stop: threading.Event, postgresql: bool) -> None:
    version, retried = -1, 0.0
    consumers.register()
    while not stop.is_set():
        seen = wake.count()
        try:
            while _work() and not stop.is_set():
                pass
            if time.monotonic() - retried > RETRY_SECONDS:
                retried = time.monotonic()
                deliver.retry()
            while not stop.is_set() and wake.wait(seen, IDLE_SECONDS) == seen:
                if time.monotonic() - retried > RETRY_SECONDS:
                    break
                if postgresql:
                    continue
                before, version = version, wake.data_version()
                if before != version:
                    break
        except Exception:
            log.exception("the sealer stumbled and tries again")
            close_old_connections()
            stop.wait(TROUBLE_SECONDS)


def _work() -> int:
    sealed = seal(SLICE)
    told = follow.catch_up()
    return sealed + told + deliver.round_of_slices()


def _listen(stop: threading.Event) -> None:
    while not stop.is_set():
        try:
            wake.listen(stop)
        except Exception:
            log.exception("the sealer cannot hear other processes and tries again")
            stop.wait(TROUBLE_SECONDS)
