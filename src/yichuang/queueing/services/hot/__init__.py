"""The two acts every citizen waits for, in their fewest statements.

Both engines are given the same named values (``Values``) and answer with the same rows (``Taken``,
``Called``), so the services above read alike.  What a row means is decided there, not here.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager, nullcontext
from typing import Any, Protocol, cast

from django.db import connection, transaction

from yichuang.queueing.services.hot import postgresql, sqlite
from yichuang.queueing.services.hot.rows import Called, Taken


class Engine(Protocol):
    """How one database performs the two acts, inside ``alone()``."""

    def take(self, values: Mapping[str, Any]) -> Taken: ...

    def call(self, values: Mapping[str, Any]) -> Called: ...


def engine() -> Engine:
    """Return the acts in the words of the connected database."""
    return cast(Engine, postgresql if connection.vendor == "postgresql" else sqlite)


def alone() -> AbstractContextManager[object]:
    """Give the act its transaction.

    On PostgreSQL its one statement is a transaction already; BEGIN and COMMIT of their own would hold the
    line's counter for two more round trips.  Inside a caller's transaction it has a savepoint.
    """
    if connection.vendor == "postgresql" and not connection.in_atomic_block:
        return nullcontext()
    return transaction.atomic()
