"""Take turns: what the posts of a hall promise each other is changed by one act after the other."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

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
    """Let somebody's open sign-on say anew when it is over; the hot call compares it."""
    _renew(SignOn.objects.filter(hall_id=hall_id, person_id=person_id), at)


def renew_at_posts(hall_id: UUID, post_ids: Iterable[UUID], at: datetime) -> None:
    """Let the open sign-ons at these posts say anew when they are over: their shifts are others now."""
    _renew(SignOn.objects.filter(hall_id=hall_id, post_id__in=list(post_ids)), at)


def _renew(rows: object, at: datetime) -> None:
    for row in rows.select_for_update().filter(ended_at__isnull=True).order_by("id"):  # type: ignore[attr-defined]
        until = serves_until(row, at)
        if row.until != until:
            row.until = until
            row.save(update_fields=["until"])


def serves_until(row: SignOn, at: datetime) -> datetime:
    """Return when a sign-on is over, whether or not anybody comes by to tell of it.

    When the next session begins whose published A is another than who sits here, or than whom they cover for;
    at the end of the cover it rests on, at the beginning of one's own leave, and at midnight.
    """
    midnight = selectors.midnight_after(row.hall_id, row.started_at)
    leaves = Leave.objects.filter(
        selectors.AWAY, hall_id=row.hall_id, person_id=row.person_id, ends__gt=at, begins__lt=midnight
    )
    ends = [midnight, *leaves.order_by("begins").values_list("begins", flat=True)[:1]]
    whose = row.person_id
    if row.cover_id is not None:
        cover = Cover.objects.get(hall_id=row.hall_id, id=row.cover_id)
        whose = cover.a_id
        ends.append(cover.ends)
    taken_over = selectors.next_a_comes(row.hall_id, row.post_id, row.window_id, whose, row.started_at)
    ends += [] if taken_over is None else [taken_over]
    return min(ends)
