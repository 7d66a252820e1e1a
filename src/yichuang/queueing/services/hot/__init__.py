"""The two acts every citizen waits for, in their fewest statements.

Both engines are given the same named values (``Values``) and answer with the same rows (``Taken``,
``Called``), so the services above read alike.  What a row means is decided there, not here.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol, cast

from django.db import connection

from yichuang.queueing.services.hot import postgresql, sqlite
from yichuang.queueing.services.hot.rows import Called, Taken


class Engine(Protocol):
    """How one database performs the two acts, inside the caller's transaction."""

    def take(self, values: Mapping[str, Any]) -> Taken: ...

    def call(self, values: Mapping[str, Any]) -> Called: ...


def engine() -> Engine:
    """Return the acts in the words of the connected database."""
    return cast(Engine, postgresql if connection.vendor == "postgresql" else sqlite)
