"""Refused attempts by phone are counted by network address; above the hall's limit nobody is answered there.

Counted in a transaction of its own, since the refused act leaves nothing behind.  The answer above the limit
is the one that comes anyway, so that trying on tells nothing.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from yichuang.queueing.models import RemoteFailure
from yichuang.queueing.types import RemoteAsked

COUNTED_FOR = timedelta(hours=1)


def too_many(hall_id: UUID, asked: RemoteAsked, address: str, most: int, at: datetime) -> bool:
    """Say whether an address (its hash) was refused ``most`` times in the hour that began with the first."""
    row = RemoteFailure.objects.filter(hall_id=hall_id, asked=asked, address=address).first()
    return row is not None and row.count >= most and at < row.since + COUNTED_FOR


@transaction.atomic
def count(hall_id: UUID, asked: RemoteAsked, address: str, at: datetime) -> None:
    """Count one more refusal; the first after an hour begins anew."""
    place = {"hall_id": hall_id, "asked": asked, "address": address}
    while True:
        RemoteFailure.objects.bulk_create([RemoteFailure(**place, since=at)], ignore_conflicts=True)
        row = RemoteFailure.objects.select_for_update().filter(**place).first()
        if row is not None:  # else forgotten between the two statements
            break
    if at >= row.since + COUNTED_FOR:
        row.since, row.count = at, 0
    row.count += 1
    row.save(update_fields=["since", "count"])


def forget(hall_id: UUID, at: datetime) -> None:
    """Forget what counts no more."""
    RemoteFailure.objects.filter(hall_id=hall_id, since__lte=at - COUNTED_FOR).delete()
