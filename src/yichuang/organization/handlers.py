"""What the ground floor does as time passes."""

from __future__ import annotations

from datetime import datetime, timedelta

from yichuang.kernel.heartbeat import sweep
from yichuang.organization import services


@sweep("organization.calendar", every=timedelta(hours=6))
def tell_missing_calendar(at: datetime) -> None:
    services.tell_missing_calendar(at=at)


@sweep("organization.alarms", every=timedelta(seconds=30))
def climb_ladders(at: datetime) -> None:
    services.climb_ladders(at=at)
