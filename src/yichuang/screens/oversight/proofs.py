"""How often a hall has shown each control lately: entries by day, counted at most once a minute."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from yichuang.kernel import clock
from yichuang.kernel.journal import reading

DAYS = 30
_KEEP = timedelta(minutes=1)

DailyCounts = dict[str, list[int]]
_lock = threading.Lock()
_kept: dict[UUID, tuple[datetime, date, DailyCounts]] = {}


def lately(hall_id: UUID, at: datetime, timezone: str) -> DailyCounts:
    """Return, per event name, how often it happened on each of the last thirty days, today last."""
    today = clock.local_day(at, timezone)
    with _lock:
        kept = _kept.get(hall_id)
    if kept and kept[1] == today and abs(at - kept[0]) < _KEEP:
        return kept[2]
    since = today - timedelta(days=DAYS - 1)
    counts: DailyCounts = {}
    for (name, day), times in reading.daily_counts(
        hall_id, since=since, until=today, timezone=timezone
    ).items():
        counts.setdefault(name, [0] * DAYS)[(day - since).days] = times
    with _lock:
        _kept[hall_id] = (at, today, counts)
    return counts


def together(counts: DailyCounts, names: Sequence[str]) -> list[int]:
    """Add the days of several events up."""
    each = [counts.get(name, [0] * DAYS) for name in names]
    return [sum(days) for days in zip(*each, strict=True)] or [0] * DAYS


def forget() -> None:
    """Drop what is kept (between tests)."""
    with _lock:
        _kept.clear()
