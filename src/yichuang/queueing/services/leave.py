"""Who leaves the line, comes back to it, or is left over when the day ends."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction

from yichuang.kernel import clock, idempotency
from yichuang.kernel.ids import new_id
from yichuang.kernel.types import Actor, ActorKind, Key
from yichuang.organization import selectors as organization
from yichuang.queueing import events, labels, selectors
from yichuang.queueing.models import RemoteTicket, Ticket
from yichuang.queueing.refusals import (
    DelayedOnce,
    DelayNotOffered,
    NobodyBehind,
    NotNow,
    NotYourTicket,
    TooLateToRejoin,
)
from yichuang.queueing.rules import calls, order, states
from yichuang.queueing.rules.states import Act
from yichuang.queueing.services.common import arrow, close_call, tell
from yichuang.queueing.services.place import come_behind, held, settle
from yichuang.queueing.types import TicketCard, TicketState


@transaction.atomic
def give_up(*, ticket_id: UUID, by: Actor, at: datetime, key: Key | None = None) -> TicketCard:
    """Give a waiting ticket up; only who holds its link may (``selectors.citizen_at``).

    Raises: UnknownTicket, NotYourTicket, NotNow, KeyReused.
    """
    promise = idempotency.once(by, "queueing.give_up", key, at)
    if promise.replay:
        return selectors.ticket_card(by.hall_id, ticket_id)
    ticket = held(ticket_id, by)
    if by.kind is not ActorKind.CITIZEN or by.id != ticket.id:
        raise NotYourTicket
    ticket.state = arrow(ticket, Act.GIVE_UP)
    ticket.ended_at = at
    ticket.save(update_fields=["state", "ended_at"])
    settle(ticket.hall_id, ticket.line_id, ticket.business_day)
    event = events.TicketLeft(ticket_id=ticket.id, line_id=ticket.line_id, label=ticket.label)
    tell(event, ticket, by=by, at=at, entry_id=promise.entry_id)
    return selectors.card_of(ticket)


@transaction.atomic
def delay(*, ticket_id: UUID, by: Actor, at: datetime, key: Key | None = None) -> TicketCard:
    """Let the next ``queue.delay_others`` of the line go first, once a ticket; the number stays.

    Where fewer stand behind it goes to the end.  A head start is used up by it.

    Raises: UnknownTicket, NotYourTicket, NotNow, DelayNotOffered, DelayedOnce, NobodyBehind, KeyReused.
    """
    promise = idempotency.once(by, "queueing.delay", key, at)
    if promise.replay:
        return selectors.ticket_card(by.hall_id, ticket_id)
    ticket = held(ticket_id, by)
    if by.kind is not ActorKind.CITIZEN or by.id != ticket.id:
        raise NotYourTicket
    ticket.state = arrow(ticket, Act.DELAY)
    if not selectors.delay_others(by.hall_id, ticket.business_day):
        raise DelayNotOffered
    if ticket.let_first:
        raise DelayedOnce(label=ticket.label)
    place, let = selectors.delayed_key(ticket)
    if not let:
        raise NobodyBehind(label=ticket.label)
    ticket.sort_key = ticket.arrival = place
    ticket.head_start, ticket.let_first = 0, let
    ticket.save(update_fields=["arrival", "head_start", "sort_key", "let_first"])
    come_behind(ticket)
    settle(ticket.hall_id, ticket.line_id, ticket.business_day)
    event = events.TicketDelayed(ticket_id=ticket.id, line_id=ticket.line_id, label=ticket.label, others=let)
    tell(event, ticket, by=by, at=at, entry_id=promise.entry_id)
    return selectors.card_of(ticket)


@transaction.atomic
def rejoin(*, ticket_id: UUID, by: Actor, at: datetime, key: Key | None = None) -> TicketCard:
    """Let who missed the call wait again, at the place the hall's rule gives (QUE-06).

    ``queue.rejoin_rule`` and ``queue.rejoin_behind`` say behind how many, ``queue.rejoin_minutes`` how long;
    never past midnight, since a ticket is valid on its business day only.

    Raises: UnknownTicket, NotNow, TooLateToRejoin, KeyReused.
    """
    promise = idempotency.once(by, "queueing.rejoin", key, at)
    if promise.replay:
        return selectors.ticket_card(by.hall_id, ticket_id)
    ticket = held(ticket_id, by)
    ticket.state = arrow(ticket, Act.REJOIN)
    rule, some, minutes = selectors.rejoin_rule(by.hall_id, ticket.business_day)
    waiting = selectors.waiting_keys(by.hall_id, ticket.line_id, ticket.business_day)
    behind = calls.behind(rule, some, len(waiting))
    assert ticket.ended_at is not None
    if not calls.may_rejoin(ticket.ended_at, at, timedelta(minutes=minutes)):
        raise TooLateToRejoin(label=ticket.label, minutes=minutes)
    if ticket.business_day < clock.local_day(at, organization.hall_in_hand(by.hall_id).timezone):
        raise NotNow(label=ticket.label, state=str(labels.STATE[TicketState.VOIDED]))
    # who comes back has used its head start up and stands where it joins
    ticket.sort_key = ticket.arrival = order.rejoin_key(ticket.arrival, waiting, behind)
    ticket.head_start = 0
    ticket.call_count, ticket.window_id, ticket.ended_at = 0, None, None
    ticket.save(
        update_fields=[*("state", "arrival", "head_start", "sort_key"), "call_count", "window_id", "ended_at"]
    )
    settle(ticket.hall_id, ticket.line_id, ticket.business_day)
    event = events.TicketRejoined(
        ticket_id=ticket.id, line_id=ticket.line_id, label=ticket.label, behind=behind
    )
    tell(event, ticket, by=by, at=at, entry_id=promise.entry_id)
    return selectors.card_of(ticket)


@transaction.atomic
def void_left_over(*, day: date, by: Actor, at: datetime) -> int:
    """Void every ticket of the hall still open from before ``day``; each is listed in the journal.

    Returns how many.  Tickets are valid on their business day only.
    """
    left_over = Ticket.objects.select_for_update().filter(
        hall_id=by.hall_id, business_day__lt=day, state__in=states.sources(Act.VOID)
    )
    voided = 0
    for ticket in left_over.order_by("business_day", "sort_key", "id"):
        before = TicketState(ticket.state)
        ticket.state, ticket.left_in = arrow(ticket, Act.VOID), before
        ticket.ended_at = at
        ticket.save(update_fields=["state", "left_in", "ended_at"])
        close_call(ticket, at)
        if before is TicketState.EXPECTED:
            RemoteTicket.objects.filter(
                hall_id=by.hall_id, ticket_id=ticket.id, turn_at__isnull=False
            ).update(lapsed_at=at)
        event = events.TicketVoided(
            ticket_id=ticket.id, line_id=ticket.line_id, label=ticket.label, state=before
        )
        tell(event, ticket, by=by, at=at, entry_id=new_id())
        voided += 1
    return voided
