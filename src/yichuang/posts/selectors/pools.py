"""Questions about pools: which there are, and who in one is a reserve."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db.models import Q

from yichuang.posts.errors.pools import PoolUnknown
from yichuang.posts.models import Holder, Pool
from yichuang.posts.types import Part, PoolCard, PoolReason


def pool_card(row: Pool) -> PoolCard:
    """Return what a pool is as a card."""
    return PoolCard(
        id=row.pool_id,
        hall_id=row.hall_id,
        department_id=row.department_id,
        name=row.name,
        name_en=row.name_en,
        post_ids=tuple(UUID(hex=one) for one in row.post_ids),
        person_ids=tuple(UUID(hex=one) for one in row.person_ids),
        active_from=row.active_from,
        active_until=row.active_until,
        reason=PoolReason(row.reason) if row.reason else None,
        set_by=row.set_by,
        set_at=row.set_at,
        ended_for=PoolReason(row.ended_for) if row.ended_for else None,
    )


def pools(hall_id: UUID, since: date) -> list[PoolCard]:
    """Return what the pools are from a day on: now, and as it was said for later."""
    rows = Pool.objects.filter(Q(active_until__isnull=True) | Q(active_until__gt=since), hall_id=hall_id)
    return [pool_card(row) for row in rows.order_by("name", "active_from", "set_at")]


def pool(hall_id: UUID, pool_id: UUID) -> PoolCard:
    """Return a pool as it was said last.  Raises: PoolUnknown."""
    row = Pool.objects.filter(hall_id=hall_id, pool_id=pool_id).order_by("active_from", "set_at").last()
    if row is None:
        raise PoolUnknown
    return pool_card(row)


def regulars(hall_id: UUID, on: date) -> dict[UUID, list[UUID]]:
    """Return who is A of which posts on a day; who is in a pool and A of none is its reserve (ROT-01)."""
    rows = Holder.objects.filter(
        Q(active_until__isnull=True) | Q(active_until__gt=on),
        hall_id=hall_id,
        part=Part.A,
        active_from__lte=on,
    )
    found: dict[UUID, list[UUID]] = {}
    for row in rows.order_by("active_from", "id"):
        found.setdefault(row.person_id, []).append(row.post_id)
    return found
