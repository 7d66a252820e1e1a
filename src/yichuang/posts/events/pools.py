"""What has happened to pools."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from yichuang.kernel.journal.events import Event, event


@event("posts.pool_made")
class PoolMade(Event):
    """Posts of one department were put into a pool: whoever is in it may stand at each of them."""

    department_id: UUID | None
    post_ids: tuple[UUID, ...]
    person_ids: tuple[UUID, ...]
    active_from: date


@event("posts.pool_changed")
class PoolChanged(Event):
    """A pool has other posts, other people or another order of A from a day on, for a reason."""

    post_ids: tuple[UUID, ...]
    person_ids: tuple[UUID, ...]
    active_from: date
    reason: str


@event("posts.pool_ended")
class PoolEnded(Event):
    """A pool was ended for a reason; its posts have their own people again from a day on."""

    active_until: date
    reason: str
