"""What a clerk sees at a window."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from yichuang.kernel import clock
from yichuang.organization import selectors as organization
from yichuang.posts import selectors as posts
from yichuang.queueing.models import Call, ClerkNote, Line, LineItem, Serves, Ticket, VisitService
from yichuang.queueing.rules.calls import calls_until_missed
from yichuang.queueing.selectors.figures import day_figures
from yichuang.queueing.selectors.needs import needs_of
from yichuang.queueing.selectors.rulebook import missed_calls, recall_pause
from yichuang.queueing.selectors.tickets import card_of
from yichuang.queueing.selectors.windows import window_of
from yichuang.queueing.types import (
    ClerkNoteCard,
    DeskCard,
    LineWaitingCard,
    Need,
    PriorityClass,
    TicketCard,
    TicketState,
    VisitServiceCard,
    WaitingCard,
)

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
    waiting = callable_at(hall_id, window_id, day)
    shown = list(waiting.order_by("sort_key", "id")[:SHOWN])
    needs = needs_of(hall_id, [*(one.id for one in shown), *([now.id] if now else [])])
    return DeskCard(
        hall_id=hall_id,
        window_id=window_id,
        window_number=window.number,
        window_name=window.name,
        window_name_en=window.name_en,
        at=at,
        now=now,
        waiting=waiting.count(),
        next=tuple(_waiting_card(one, needs.get(one.id, ()), at) for one in shown),
        may_recall_from=may_recall_from,
        calls_until_missed=until_missed,
        missed=_missed(hall_id, window_id, day),
        today=day_figures(hall_id, day, window_id=window_id),
        parked=_parked(hall_id, window_id, day, at),
        lines=_by_line(waiting),
        services=_services(hall_id, now) if now else (),
        notes=_notes(hall_id, now) if now else (),
        needs=needs.get(now.id, ()) if now else (),
    )


def _open_ticket(hall_id: UUID, window_id: UUID) -> TicketCard | None:
    row = (
        Call.objects.filter(hall_id=hall_id, window_id=window_id, ended_at__isnull=True)
        .select_related("ticket__line")
        .first()
    )
    return card_of(row.ticket) if row else None


def callable_at(hall_id: UUID, window_id: UUID, day: date) -> QuerySet[Ticket]:
    """Return who waits and may be called to the window."""
    return Ticket.objects.select_related("line").filter(
        _able(hall_id, window_id), hall_id=hall_id, business_day=day, state=TicketState.WAITING
    )


def _able(hall_id: UUID, window_id: UUID) -> Q:
    able = Q(pk__in=[])
    rows = Serves.objects.filter(hall_id=hall_id, window_id=window_id)
    for line_id, item_id in rows.values_list("line_id", "item_id"):
        able |= Q(line_id=line_id) if item_id is None else Q(line_id=line_id, item_id=item_id)
    return able


def _by_line(waiting: QuerySet[Ticket]) -> tuple[LineWaitingCard, ...]:
    counts = waiting.values_list("line_id", "line__prefix", "line__name", "line__name_en")
    rows = counts.annotate(n=Count("id")).order_by("line__place", "line__prefix")
    return tuple(LineWaitingCard(*row) for row in rows)


def _parked(hall_id: UUID, window_id: UUID, day: date, at: datetime) -> tuple[TicketCard, ...]:
    """Return who was parked here, and at windows this one may stand in for, since nobody is there."""
    rows = Ticket.objects.select_related("line").filter(
        hall_id=hall_id, business_day=day, state=TicketState.PARKED
    )
    found = list(rows.order_by("parked_at", "id"))
    if all(row.window_id == window_id for row in found):
        return tuple(card_of(row) for row in found)
    able, on_duty = _able(hall_id, window_id), posts.on_duty(hall_id, at)
    ours = set(rows.filter(able).values_list("id", flat=True))
    return tuple(
        card_of(row)
        for row in found
        if row.window_id == window_id or (row.id in ours and row.window_id not in on_duty)
    )


def _services(hall_id: UUID, now: TicketCard) -> tuple[VisitServiceCard, ...]:
    rows = VisitService.objects.filter(hall_id=hall_id, ticket_id=now.id).order_by("at", "id")
    return tuple(VisitServiceCard(row.item_id, row.quantity, row.window_id, row.at) for row in rows)


def _notes(hall_id: UUID, now: TicketCard) -> tuple[ClerkNoteCard, ...]:
    rows = ClerkNote.objects.filter(hall_id=hall_id, ticket_id=now.id).order_by("at", "id")
    return tuple(ClerkNoteCard(row.id, row.person_id, row.at) for row in rows)


def items_served(hall_id: UUID, window_id: UUID) -> frozenset[UUID]:
    """Return the items a window may be asked for: those of the lines it serves whole, and its single ones."""
    rows = Serves.objects.filter(hall_id=hall_id, window_id=window_id).values_list("line_id", "item_id")
    whole = {line_id for line_id, item_id in rows if item_id is None}
    items = LineItem.objects.filter(hall_id=hall_id, line_id__in=whole).values_list("item_id", flat=True)
    return frozenset(items) | {item_id for _line, item_id in rows if item_id is not None}


def transfer_targets(hall_id: UUID, window_id: UUID) -> tuple[tuple[UUID, str, str, str], ...]:
    """Return the lines a person of this window may be sent on to: id, prefix and both names."""
    others = Serves.objects.filter(hall_id=hall_id).exclude(window_id=window_id)
    whole = others.filter(item_id__isnull=True).values("line_id")
    lines = Line.objects.filter(hall_id=hall_id, active=True, id__in=whole)
    return tuple(lines.order_by("place", "prefix").values_list("id", "prefix", "name", "name_en"))


def _missed(hall_id: UUID, window_id: UUID, day: date) -> tuple[TicketCard, ...]:
    rows = Ticket.objects.select_related("line").filter(
        hall_id=hall_id, business_day=day, window_id=window_id, state=TicketState.MISSED
    )
    return tuple(card_of(row) for row in rows.order_by("-ended_at")[:SHOWN])


def _waiting_card(ticket: Ticket, needs: tuple[Need, ...], at: datetime) -> WaitingCard:
    return WaitingCard(
        ticket_id=ticket.id,
        label=ticket.label,
        line_name=ticket.line.name,
        line_name_en=ticket.line.name_en,
        item_id=ticket.item_id,
        priority=PriorityClass(ticket.priority),
        taken_at=ticket.taken_at,
        waited_seconds=max(0, int((at - (ticket.checked_in_at or ticket.taken_at)).total_seconds())),
        remote=ticket.remote,
        needs=needs,
    )
