"""Acknowledge a post one was given."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from yichuang.kernel.idempotency import once
from yichuang.kernel.journal.record import record
from yichuang.kernel.types import Actor, Key
from yichuang.posts import selectors
from yichuang.posts.errors import NotYourPosting, PostingAcknowledgedAlready, PostUnknown
from yichuang.posts.events import PostingAcknowledged
from yichuang.posts.models import Holder
from yichuang.posts.types import HolderCard


@transaction.atomic
def acknowledge_posting(*, holder_id: UUID, by: Actor, at: datetime, key: Key | None = None) -> HolderCard:
    """Acknowledge, as its person, that one was given a post; the head's list is rid of it (ATT-08).

    Raises: PostUnknown, NotYourPosting, PostingAcknowledgedAlready.
    """
    promise = once(by, "posts.acknowledge_posting", key, at)
    row = Holder.objects.select_for_update().filter(hall_id=by.hall_id, id=holder_id).first()
    if row is None:
        raise PostUnknown
    if promise.replay:
        return selectors.holder_card(row)
    if row.person_id != by.id:
        raise NotYourPosting
    if row.acknowledged_at is not None:
        raise PostingAcknowledgedAlready

    row.acknowledged_at = at
    row.save(update_fields=["acknowledged_at"])
    told = PostingAcknowledged(post_id=row.post_id, person_id=row.person_id)
    record(told, subject=row.id, by=by, at=at, entry_id=promise.entry_id)
    return selectors.holder_card(row)
