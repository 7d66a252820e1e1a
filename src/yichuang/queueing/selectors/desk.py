"""What a clerk sees at a window."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet

from yichuang.kernel import clock
from yichuang.organization import selectors as organization
from yichuang.queueing.models import Call, Serves, Ticket
from yichuang.queueing.rules.calls import calls_until_missed
from yichuang.queueing.selectors.figures import day_figures
from yichuang.queueing.selectors.rulebook import missed_calls, recall_pause
from yichuang.queueing.selectors.tickets import card_of
from yichuang.queueing.selectors.windows import window_of
from yichuang.queueing.types import DeskCard, PriorityClass, TicketCard, TicketState, WaitingCard

SHOWN = 8


def desk(hall_id: UUID, window_id: UUID, at: datetime) -> DeskCard:
    """Return what the clerk at a window sees: who is here, who comes next, which verbs are open now.

    Raises: WindowUnknown.
    """
    window = window_of(hall_id, window_id)
    day = clock.local_day(at, organization.hall_in_hand(hall_id).timezone)
    now = _open_ticket(hall_id, window_id)
    may_recall_from = until_missed = None
    if now is not None and now.state is TicketState.CALLED and now.last_called_at is not None:
        may_recall_from = now.last_called_at + timedelta(seconds=recall_pause(hall_id, day))
        until_missed = calls_until_missed(now.call_count, missed_calls(hall_id, day))
    waiting = _callable(hall_id, window_id, day)
    return DeskCard(
        hall_id=hall_id,
        window_id=window_id,
        window_number=window.number,
        window_name=window.name,
        window_name_en=window.name_en,
        at=at,
        now=now,
        waiting=waiting.count(),
        next=tuple(_waiting_card(one, at) for one in waiting.order_by("sort_key", "id")[:SHOWN]),
        may_recall_from=may_recall_from,
        calls_until_missed=until_missed,
        missed=_missed(hall_id, window_id, day),
        today=day_figures(hall_id, day, window_id=window_id),
    )


def _open_ticket(hall_id: UUID, window_id: UUID) -> TicketCard | None:
    row = (
        Call.objects.filter(hall_id=hall_id, window_id=window_id, ended_at__isnull=True)
        .select_related("ticket__line")
        .first()
    )
    return card_of(row.ticket) if row else None


def _callable(hall_id: UUID, window_id: UUID, day: date) -> QuerySet[Ticket]:
    able = Q(pk__in=[])
    rows = Serves.objects.filter(hall_id=hall_id, window_id=window_id)
    for line_id, item_id in rows.values_list("line_id", "item_id"):
        able |= Q(line_id=line_id) if item_id is None else Q(line_id=line_id, item_id=item_id)
    return Ticket.objects.select_related("line").filter(
        able, hall_id=hall_id, business_day=day, state=TicketState.WAITING
    )


def _missed(hall_id: UUID, window_id: UUID, day: date) -> tuple[TicketCard, ...]:
    rows = Ticket.objects.select_related("line").filter(
        hall_id=hall_id, business_day=day, window_id=window_id, state=TicketState.MISSED
    )
    return tuple(card_of(row) for row in rows.order_by("-ended_at")[:SHOWN])


def _waiting_card(ticket: Ticket, at: datetime) -> WaitingCard:
    return WaitingCard(
        ticket_id=ticket.id,
        label=ticket.label,
        line_name=ticket.line.name,
        line_name_en=ticket.line.name_en,
        item_id=ticket.item_id,
        priority=PriorityClass(ticket.priority),
        taken_at=ticket.taken_at,
        waited_seconds=max(0, int((at - ticket.taken_at).total_seconds())),
    )
