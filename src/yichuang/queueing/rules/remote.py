"""Tickets by phone: when a line offers them, how long a place is kept, and who may take none for a while."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from datetime import datetime, time, timedelta

from yichuang.queueing.types import RemoteWhy

CODE_DIGITS = 6
_TYPED = re.compile(r"([A-Z]{1,4}[0-9]{3,6})[^A-Z0-9]*([0-9]{6})")


def half_hour(local: datetime) -> datetime:
    """Return when the half-hour began in which ``local`` lies."""
    return local.replace(minute=local.minute // 30 * 30, second=0, microsecond=0)


def why_not(
    *, local: datetime, until: datetime | None, opens: time, closes: time, before_end: timedelta, left: int
) -> RemoteWhy | None:
    """Say why a line gives no ticket by phone at ``local``, or ``None`` where it does.

    ``until`` is when the hall stops giving tickets (``None``: it gives none now), ``left`` how many the line
    still gives in this half-hour.
    """
    if until is None:
        return RemoteWhy.HALL_CLOSED
    if local.time() < opens:
        return RemoteWhy.NOT_YET
    if local.time() >= closes or local > until - before_end:
        return RemoteWhy.TOO_LATE
    return RemoteWhy.FULL if left <= 0 else None


def blocked_until(lapses: Sequence[datetime], needed: int, days: int) -> datetime | None:
    """Return until when somebody takes no ticket by phone, whose tickets lapsed at ``lapses`` (rising).

    ``needed`` of them within ``days`` count, and for so many days from the last of them.
    """
    within = timedelta(days=days)
    for last in range(len(lapses) - 1, needed - 2, -1):
        if lapses[last] - lapses[last - needed + 1] <= within:
            return lapses[last] + within
    return None


def keeps_place(turn_at: datetime | None, at: datetime, hold: timedelta) -> bool:
    """Say whether who checks in at ``at`` stands where the ticket was taken."""
    return turn_at is None or at <= turn_at + hold


def typed(text: str) -> tuple[str, str] | None:
    """Read a label and its code from what was typed or scanned: ``A012 483920``, in any width and case."""
    found = _TYPED.fullmatch(unicodedata.normalize("NFKC", text)[:40].strip().upper())
    return (found[1], found[2]) if found else None
