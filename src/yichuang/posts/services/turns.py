"""Take turns: what the posts of a hall promise each other is changed by one act after the other."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from yichuang.kernel.clock import local_day
from yichuang.organization import selectors as organization
from yichuang.posts import selectors
from yichuang.posts.models import Cover, Leave, Post, SignOn


def take_turn(hall_id: UUID) -> None:
    """Hold the posts of the hall until the act is over, before anything else is locked.

    A and B are never both away, nobody stands in at two posts, no leave is asked for twice: two acts that are
    each right by themselves would break it together.  Keys stay free, so that nobody's call waits.
    """
    rows = Post.objects.select_for_update(no_key=True).filter(hall_id=hall_id)
    list(rows.order_by("id").values_list("id", flat=True))


def renew_until(hall_id: UUID, person_id: UUID, at: datetime) -> None:
    """Let an open sign-on say when it ends by a cover or by one's own leave; the hot call compares it."""
    standing = SignOn.objects.select_for_update().filter(
        hall_id=hall_id, person_id=person_id, ended_at__isnull=True
    )
    for row in standing:
        until = serves_until(hall_id, person_id, row.cover_id, at)
        if row.until != until:
            row.until = until
            row.save(update_fields=["until"])


def serves_until(hall_id: UUID, person_id: UUID, cover_id: UUID | None, at: datetime) -> datetime | None:
    """Return until when who signs on may serve: to the end of the cover or the beginning of a leave today."""
    zone = ZoneInfo(organization.timezone_of(hall_id))
    midnight = datetime.combine(local_day(at, str(zone)) + timedelta(days=1), datetime.min.time(), zone)
    leaves = Leave.objects.filter(
        selectors.AWAY, hall_id=hall_id, person_id=person_id, ends__gt=at, begins__lt=midnight
    )
    ends = list(leaves.order_by("begins").values_list("begins", flat=True)[:1])
    if cover_id is not None:
        ends.append(Cover.objects.get(hall_id=hall_id, id=cover_id).ends)
    return min(ends, default=None)
