"""The bell between a commit and the sealer: a condition in a process, NOTIFY between PostgreSQL processes."""

from __future__ import annotations

import secrets
import threading

from django.db import DEFAULT_DB_ALIAS, connections

CHANNEL = "yichuang_journal"
PROCESS = secrets.token_hex(8)  # sent along, so that nobody is woken by himself

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


def listen(stop: threading.Event) -> None:
    """Ring for every notification of another PostgreSQL process until ``stop``: the body of a thread."""
    wrapper = connections[DEFAULT_DB_ALIAS]
    connection = wrapper.get_new_connection(wrapper.get_connection_params())
    try:
        connection.autocommit = True
        connection.execute(f"LISTEN {CHANNEL}")
        while not stop.is_set():
            for notice in connection.notifies(timeout=0.5, stop_after=1):
                if notice.payload != PROCESS:
                    committed()
    finally:
        connection.close()
