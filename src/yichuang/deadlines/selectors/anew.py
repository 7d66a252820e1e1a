"""How far the counting anew has come, for those who wait for a date."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q

from yichuang.deadlines.models import Reprojection
from yichuang.deadlines.types import ReprojectionCard

SHOWN_FOR = timedelta(days=1)


def reprojections(hall_id: UUID, at: datetime) -> list[ReprojectionCard]:
    """Return the hall's countings anew that wait, are under way or were done within a day, the last first."""
    recent = Q(done_at__isnull=True) | Q(done_at__gt=at - SHOWN_FOR)
    rows = Reprojection.objects.filter(recent, hall_id=hall_id, asked_at__lte=at)
    return [
        ReprojectionCard(row.reason, row.asked_at, row.to_look, row.looked, row.moved, row.done_at)
        for row in rows.order_by("-asked_at", "-id")
    ]
