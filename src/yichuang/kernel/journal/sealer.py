"""The thread that seals and delivers while the hall is served.

Sealing comes first, since boards follow the seals; the consumers may wait a little.  Every serving process
has such a thread and is woken by its own commits, so an act pays for no NOTIFY; on PostgreSQL a seal
tells the other processes, once per batch, and their listeners catch up.  A process without a sealer (a
command) is found by looking: one small query, a few times a second.
"""

from __future__ import annotations

import logging
import threading
import time

from django.db import connection

from yichuang.kernel.journal import consumers, deliver, follow, wake, witness
from yichuang.kernel.journal.seal import seal

log = logging.getLogger(__name__)

SLICE = 200  # entries a seal may hold the writers' queue for
HEAR_SECONDS = 0.05  # how long consumers may wait while sealing is busy; live boards never wait for them
BUSY_SECONDS = 1.0  # how long after an act more are expected, and come before what the consumers owe
TIDY_SECONDS = 1.0  # how often set-aside events and new consumers are looked for
TROUBLE_SECONDS = 1.0
# after a seal: what comes in meanwhile is sealed together, and the acts get the processor
REST_SECONDS = 0.01
WITNESS_SECONDS = 0.1  # how often a busy sealer keeps its newest root outside the database
LAST_SECONDS = 1.0  # how long what was just committed is still numbered and heard after ``stop``
BACKLOG = 20  # events heard at once that tell of more to come


def run(stop: threading.Event) -> None:
    """Seal and deliver whatever is committed until ``stop`` is set; then what is left, and return.

    Several may run at once, in threads or processes: they never number an entry twice.
    """
    postgresql = connection.vendor == "postgresql"
    ears = threading.Thread(target=_listen, args=(stop,), name="journal-ears", daemon=True)
    if postgresql:
        ears.start()
    witness.gather()
    try:
        _loop(stop, idle=0.25 if postgresql else 0.05)
        end = time.monotonic() + LAST_SECONDS
        while (seal(SLICE) or any(deliver.round_of_slices())) and time.monotonic() < end:
            pass
    except Exception:
        log.exception("the sealer ended in trouble; what is left is sealed at the next start")
    finally:
        witness.write()
        if postgresql:
            ears.join(timeout=2)
        connection.close()


def _loop(stop: threading.Event, idle: float) -> None:
    next_tidying = next_hearing = next_writing = 0.0
    busy_until = 0.0
    owing = True  # whether the consumers may have something to hear
    while not stop.is_set():
        try:
            seen = wake.count()
            sealed = seal(SLICE)
            owing = owing or sealed > 0
            if sealed:
                busy_until = time.monotonic() + BUSY_SECONDS
            if time.monotonic() >= next_tidying:
                next_tidying = time.monotonic() + TIDY_SECONDS
                consumers.register()
                owing = deliver.retry() > 0 or owing
            if time.monotonic() >= next_hearing:
                owing = follow.catch_up() > 0 or owing
                began = time.monotonic()
                brought = deliver.round_of_slices() if owing else deliver.Round(0, unread=False)
                owing = any(brought) or deliver.interrupted()
                now = time.monotonic()
                next_hearing = now + _pause(brought.heard, now - began, busy=now < busy_until)
            if not sealed or time.monotonic() >= next_writing:
                witness.write()
                next_writing = time.monotonic() + WITNESS_SECONDS
            if sealed:
                stop.wait(REST_SECONDS)
            else:
                wake.wait(seen, max(next_hearing - time.monotonic(), 0) if owing else idle)
        except Exception:
            log.exception("the sealer stumbled and tries again")
            connection.close()
            stop.wait(TROUBLE_SECONDS)


def _pause(heard: int, took: float, *, busy: bool) -> float:
    """Return how long consumers wait: while acts come in they have a tenth of the time, then all of it."""
    if busy:
        return max(HEAR_SECONDS, 9 * took)
    return 0.0 if heard > BACKLOG else HEAR_SECONDS


def _listen(stop: threading.Event) -> None:
    while not stop.is_set():
        try:
            wake.listen(stop)
        except Exception:
            log.exception("the sealer cannot hear other processes and tries again")
            stop.wait(TROUBLE_SECONDS)
