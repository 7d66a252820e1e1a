"""How soon somebody may urge again (XFER-01)."""

from __future__ import annotations

from datetime import datetime, timedelta


def urged_again_from(last: datetime | None, pause: timedelta) -> datetime | None:
    """Return from when the same may be urged by hand again, None when nobody has urged."""
    return None if last is None else last + pause


def too_soon(last: datetime | None, pause: timedelta, at: datetime) -> bool:
    """Say whether an urge at ``at`` comes before the pause after the ``last`` one is over."""
    again = urged_again_from(last, pause)
    return again is not None and at < again
