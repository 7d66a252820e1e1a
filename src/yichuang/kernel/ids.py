"""Make identifiers: UUIDv7, chosen by the application, in order of their making.

The demo draws them from a seeded source so that the same seed plays the same day.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from uuid import UUID

import uuid_utils.compat

_seeded: ContextVar[random.Random | None] = ContextVar("seeded_ids", default=None)


def new_id() -> UUID:
    """Return a fresh UUIDv7 (RFC 9562), or the next one of the seeded source."""
    source = _seeded.get()
    if source is None:
        return uuid_utils.compat.uuid7()
    bits = source.getrandbits(128)
    bits = (bits & ~(0xF << 76)) | (0x7 << 76)
    bits = (bits & ~(0x3 << 62)) | (0x2 << 62)
    return UUID(int=bits)


@contextmanager
def seeded(source: random.Random) -> Iterator[None]:
    """Draw every id inside this block from ``source``: same seed, same ids."""
    token = _seeded.set(source)
    try:
        yield
    finally:
        _seeded.reset(token)
