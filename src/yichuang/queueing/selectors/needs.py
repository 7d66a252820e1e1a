"""What the holders of tickets need at the window (JOB-12)."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from yichuang.queueing.models import TicketNeed
from yichuang.queueing.types import Need

_ORDER = {one: place for place, one in enumerate(Need)}


def needs_of(hall_id: UUID, ticket_ids: Iterable[UUID]) -> dict[UUID, tuple[Need, ...]]:
    """Return the needs noted of these tickets; who has none is not in it."""
    rows = TicketNeed.objects.filter(hall_id=hall_id, ticket_id__in=list(ticket_ids))
    found: dict[UUID, list[Need]] = {}
    for ticket_id, need in rows.values_list("ticket_id", "need"):
        found.setdefault(ticket_id, []).append(Need(need))
    return {one: tuple(sorted(needs, key=_ORDER.__getitem__)) for one, needs in found.items()}
