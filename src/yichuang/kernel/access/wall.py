"""The clock on the wall, for sign-in only.

Sessions, lock-outs and codes keep real minutes even in a demo hall, whose own clock may run sixty times
as fast; what is told to the journal carries the hall's time.
"""

from __future__ import annotations

from datetime import UTC, datetime


def now() -> datetime:
    """Return the real time, aware, in UTC."""
    return datetime.now(UTC)
