"""How long it will take: an honest range, or nothing where nobody can say."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import timedelta

DEFAULT_SERVICE = timedelta(minutes=6)
ENOUGH = 5


def typical_service(recent: Sequence[float], default: timedelta = DEFAULT_SERVICE) -> float:
    """Return the seconds a visit of a line takes: the median of recent ones, or ``default`` for too few."""
    return quantile(recent, 0.5) if len(recent) >= ENOUGH else default.total_seconds()


def estimate(ahead: int, windows: int, service_seconds: float) -> tuple[int, int] | None:
    """Return the least and most minutes until the call, or ``None`` when no window is on duty.

    ``ahead`` people share ``windows`` windows that each take ``service_seconds`` per visit.  The windows
    are somewhere in their present visit, so the call comes after between ``ahead / windows`` and
    ``(ahead + 1) / windows`` visits; a fifth is allowed on both sides, since visits differ.
    """
    if windows <= 0:
        return None
    low = ahead / windows * service_seconds * 0.8 / 60
    high = (ahead + 1) / windows * service_seconds * 1.2 / 60
    return math.floor(low), max(1, math.ceil(high))


def quantile(values: Sequence[float], share: float) -> float:
    """Return the smallest value that at least ``share`` of ``values`` do not exceed (nearest rank)."""
    ranked = sorted(values)
    return ranked[max(0, math.ceil(share * len(ranked)) - 1)]
