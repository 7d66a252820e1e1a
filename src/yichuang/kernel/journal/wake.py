"""The bell between a commit and the sealer.

In one process it is a condition.  On PostgreSQL every process has its own sealer, woken by its own
commits, so an act pays for no NOTIFY; a seal notifies the other processes, once per batch.  On SQLite
``PRAGMA data_version`` tells of another process (a command) that wrote to the file.
"""

from __future__ import annotations

import threading

from django.db import DEFAULT_DB_ALIAS, connections

CHANNEL = "yichuang_journal"

_bell = threading.Condition()
_rung = 0


def committed() -> None:
    """Ring: an entry was committed, or another process has sealed one."""
    global _rung
    with _bell:
        _rung += 1
        _bell.notify_all()


def count() -> int:
    """Return how often the bell has rung; read it before looking for work."""
    return _rung


def wait(seen: int, timeout: float) -> int:
    """Wait until the bell rang past ``seen`` or ``timeout`` seconds went by; return the count now."""
    with _bell:
        _bell.wait_for(lambda: _rung > seen, timeout)
        return _rung


def data_version() -> int:
    """Return SQLite's count of changes that other connections made to the file (6 µs)."""
    with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
        cursor.execute("PRAGMA data_version")
        return int(cursor.fetchone()[0])


def listen(stop: threading.Event) -> None:
    """Ring for every notification of another PostgreSQL process until ``stop``: the body of a thread."""
    wrapper = connections[DEFAULT_DB_ALIAS]
    connection = wrapper.get_new_connection({**wrapper.get_connection_params(), "autocommit": True})
    try:
        connection.execute(f"LISTEN {CHANNEL}")
        while not stop.is_set():
            for _ in connection.notifies(timeout=0.5, stop_after=1):
                committed()
    finally:
        connection.close()
