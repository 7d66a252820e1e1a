"""Let one process lead: a lease is a row with an expiry, the same on both engines.

An expired lease can be taken while its old holder still works, so what must never happen twice also
locks the row with ``fence`` in its own transaction.  Leases run on the real clock, never on the demo's.
"""

from __future__ import annotations

import os
import secrets
import socket
from datetime import datetime, timedelta

from django.db import connection

_TAKE = """
    INSERT INTO kernel_lease (name, holder, until) VALUES (%s, %s, %s)
    ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, until = excluded.until
    WHERE kernel_lease.holder = excluded.holder OR kernel_lease.until <= %s
"""


def holder_name() -> str:
    """Return a name for this process that no other process has."""
    return f"{socket.gethostname()[:40]}:{os.getpid()}:{secrets.token_hex(4)}"


def hold(name: str, holder: str, at: datetime, seconds: float) -> bool:
    """Take or renew the lease until ``seconds`` after ``at`` (real time); say whether it is held."""
    adapt = connection.ops.adapt_datetimefield_value
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, (name, holder, adapt(at + timedelta(seconds=seconds)), adapt(at)))
        return bool(cursor.rowcount == 1)


def fence(name: str, holder: str) -> bool:
    """Lock the lease's row until the end of the transaction; say whether ``holder`` still has it."""
    lock = " FOR UPDATE" if connection.features.has_select_for_update else ""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT holder FROM kernel_lease WHERE name = %s{lock}", (name,))  # noqa: S608
        found = cursor.fetchone()
    return found is not None and found[0] == holder


def release(name: str, holder: str) -> None:
    """Give the lease back, if it is held by ``holder``."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM kernel_lease WHERE name = %s AND holder = %s", (name, holder))
