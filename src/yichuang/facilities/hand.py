"""Which devices of each hall somebody has reported down, as this process last read it.

A ticket machine asks with every touch; the answer is a second old at most, and new in the process that
was told.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from uuid import UUID

FRESH = 1.0  # seconds
_resting: dict[UUID, tuple[float, frozenset[UUID]]] = {}


def resting(hall_id: UUID, read: Callable[[UUID], frozenset[UUID]]) -> frozenset[UUID]:
    """Return the hall's resting devices, reading them first where that was a while ago."""
    known = _resting.get(hall_id)
    if known is None or time.monotonic() - known[0] > FRESH:
        known = _resting[hall_id] = (time.monotonic(), read(hall_id))
    return known[1]


def drop(hall_id: UUID) -> None:
    """Let the next question about the hall read anew."""
    _resting.pop(hall_id, None)
