"""What somebody has in hand, as the hall asks before it lets them go."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from yichuang.posts.selectors.leave import open_work


def numbers_in_hand(hall_id: UUID, person_id: UUID, at: datetime) -> tuple[str, ...] | None:
    """Return the numbers of somebody's open work; None while a room cannot say (AB-08, STF-08)."""
    lines = open_work(hall_id, person_id, at)
    return None if lines is None else tuple(one.label for one in lines)
