"""What the rooms below ask of the queue, through their ports."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from yichuang.kernel.clock import local_day
from yichuang.organization import selectors as organization
from yichuang.posts.types import WorkLine
from yichuang.queueing.models import Call, Serves, Ticket
from yichuang.queueing.types import TicketState


def windows_serving_nothing(hall_id: UUID, window_ids: tuple[UUID, ...]) -> frozenset[UUID]:
    """Return those of the windows that may call no line at all (asked by organization)."""
    able = Serves.objects.filter(hall_id=hall_id, window_id__in=window_ids)
    return frozenset(window_ids) - frozenset(able.values_list("window_id", flat=True))


def service_under_way(hall_id: UUID, window_id: UUID) -> bool:
    """Say whether a ticket is open at the window (asked by posts before a clerk signs off)."""
    return Call.objects.filter(hall_id=hall_id, window_id=window_id, ended_at__isnull=True).exists()


def parked_tickets_of(hall_id: UUID, person_id: UUID, at: datetime) -> tuple[WorkLine, ...]:
    """Return today's tickets in the lounge that somebody called last (asked by posts for a handover)."""
    today = local_day(at, organization.timezone_of(hall_id))
    parked = list(
        Ticket.objects.filter(hall_id=hall_id, business_day=today, state=TicketState.PARKED).order_by(
            "parked_at"
        )
    )
    calls = Call.objects.filter(hall_id=hall_id, ticket_id__in=[one.id for one in parked])
    last = {one.ticket_id: one.person_id for one in calls.order_by("called_at", "id")}
    return tuple(WorkLine("queueing", one.id, one.label) for one in parked if last.get(one.id) == person_id)
