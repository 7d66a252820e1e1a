"""Questions about postings: which of them their people have still to acknowledge (ATT-08)."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db.models import Q

from yichuang.kernel.clock import local_day
from yichuang.organization import selectors as organization
from yichuang.posts.models import Holder
from yichuang.posts.selectors.duty import holder_card
from yichuang.posts.types import HolderCard
from yichuang.regulations import selectors as regulations


def unread_postings(hall_id: UUID, on: date, person_id: UUID | None = None) -> list[HolderCard]:
    """Return the postings that have not ended by ``on`` and were not acknowledged, the oldest first."""
    rows = Holder.objects.filter(
        Q(active_until__isnull=True) | Q(active_until__gt=on),
        hall_id=hall_id,
        given_at__isnull=False,
        acknowledged_at__isnull=True,
    ).order_by("given_at", "id")
    here = {one.id for one in organization.people(hall_id)}
    found = [holder_card(row) for row in rows if row.person_id in here]
    return [one for one in found if person_id in (None, one.person_id)]


def overdue_postings(hall_id: UUID, at: datetime) -> list[HolderCard]:
    """Return the postings not acknowledged within ``att.acknowledge_days`` working days (ATT-08).

    The day on which one was given does not count; the last day ends at midnight.
    """
    zone = organization.timezone_of(hall_id)
    today = local_day(at, zone)
    days = regulations.parameter(hall_id, "att.acknowledge_days", today)
    return [
        one
        for one in unread_postings(hall_id, today)
        if one.given_at is not None
        and today > organization.add_working_days(hall_id, local_day(one.given_at, zone), days)
    ]
