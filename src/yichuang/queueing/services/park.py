"""Let a person whose matter takes long wait in the lounge, and call them back to the window (QUE-05)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from yichuang.kernel import clock, idempotency
from yichuang.kernel.ids import new_id
from yichuang.kernel.types import Actor, Key
from yichuang.organization import selectors as organization
from yichuang.posts import selectors as posts
from yichuang.posts.types import SignOnCard
from yichuang.queueing import events, labels, selectors
from yichuang.queueing.models import Call, Serves, Ticket
from yichuang.queueing.refusals import (
    AlreadyServing,
    NotAtThisPost,
    NotAtThisWindow,
    NotNow,
    NotServedHere,
)
from yichuang.queueing.rules.order import Capability, Waiting
from yichuang.queueing.rules.states import Act
from yichuang.queueing.selectors.windows import window_of
from yichuang.queueing.services.common import (
    arrow,
    at_window,
    class_used,
    close_call,
    here,
    locked,
    paused_since,
    tell,
)
from yichuang.queueing.types import TicketCard, TicketState


@transaction.atomic
def park(*, ticket_id: UUID, by: Actor, at: datetime, key: Key | None = None) -> TicketCard:
    """Let the person of this window wait in the lounge; the window is free for the next.

    Raises: UnknownTicket, NotAtThisPost, NotAtThisWindow, NotNow, KeyReused.  Sources: C3.3.2, X-24.
    """
    promise = idempotency.once(by, "queueing.park", key, at)
    if promise.replay:
        return selectors.ticket_card(by.hall_id, ticket_id)
    ticket = locked(ticket_id, by)
    by, window_number = here(ticket, by)
    before = TicketState(ticket.state)
    ticket.state = arrow(ticket, Act.PARK)
    ticket.parked_at = at
    ticket.save(update_fields=["state", "parked_at"])
    close_call(ticket, at)
    assert ticket.window_id is not None
    event = events.TicketParked(
        ticket_id=ticket.id,
        line_id=ticket.line_id,
        label=ticket.label,
        window_id=ticket.window_id,
        window_number=window_number,
        state=before,
        item_id=ticket.item_id,
        returned_from_id=None,
    )
    tell(event, ticket, by=by, at=at, entry_id=promise.entry_id)
    return selectors.card_of(ticket)


@transaction.atomic
def resume(*, ticket_id: UUID, by: Actor, at: datetime, key: Key | None = None) -> TicketCard:
    """Call a parked person back to the window, with the same number; nobody who waits loses a place by it.

    Its own window does, or one that serves its line once nobody is signed on at its own.  The hall's hours
    are not asked: who was being served is served to the end.

    Raises: UnknownTicket, NotNow, NotAtThisPost, NotAtThisWindow, NotServedHere (QUE-08), AlreadyServing,
    PausedNow, KeyReused.  Sources: C3.3.2, X-24.
    """
    promise = idempotency.once(by, "queueing.resume", key, at)
    if promise.replay:
        return selectors.ticket_card(by.hall_id, ticket_id)
    ticket = locked(ticket_id, by)
    on = posts.sign_on_now(by.hall_id, at, person_id=by.id)
    if on is None:
        raise NotAtThisPost
    window_number = window_of(by.hall_id, on.window_id).number
    if on.paused_at is not None:
        raise paused_since(on.paused_at, by.hall_id, window_number)
    target = arrow(ticket, Act.RESUME)
    _may_resume(ticket, on, at)
    before, ticket.state, ticket.window_id = ticket.window_id, target, on.window_id
    ticket.call_count, ticket.last_called_at = 1, at
    ticket.parked_at = ticket.began_at = None
    ticket.save(update_fields=["state", "window_id", "call_count", "last_called_at", "parked_at", "began_at"])
    _open_call(ticket, on, by, at)
    assert before is not None
    by = replace(at_window(by, on.window_id), on_behalf_of=by.on_behalf_of or on.on_behalf_of)
    event = events.TicketResumed(
        ticket_id=ticket.id,
        line_id=ticket.line_id,
        label=ticket.label,
        window_id=on.window_id,
        window_number=window_number,
        parked_window_id=before,
    )
    tell(event, ticket, by=by, at=at, entry_id=promise.entry_id)
    return selectors.card_of(ticket)


def _may_resume(ticket: Ticket, on: SignOnCard, at: datetime) -> None:
    today = clock.local_day(at, organization.hall_in_hand(ticket.hall_id).timezone)
    if ticket.business_day < today:
        raise NotNow(label=ticket.label, state=str(labels.STATE[TicketState.VOIDED]))
    if ticket.window_id != on.window_id:
        assert ticket.window_id is not None
        if posts.sign_on_now(ticket.hall_id, at, window_id=ticket.window_id) is not None:
            raise NotAtThisWindow(label=ticket.label)
        rows = Serves.objects.filter(hall_id=ticket.hall_id, window_id=on.window_id, line_id=ticket.line_id)
        waits = Waiting(ticket.id, ticket.line_id, ticket.item_id, ticket.sort_key)
        if not any(
            Capability(ticket.line_id, one).covers(waits) for one in rows.values_list("item_id", flat=True)
        ):
            raise NotServedHere(label=ticket.label)
    other = Call.objects.filter(hall_id=ticket.hall_id, window_id=on.window_id, ended_at__isnull=True)
    if found := other.select_related("ticket").first():
        raise AlreadyServing(label=found.ticket.label)


def _open_call(ticket: Ticket, on: SignOnCard, by: Actor, at: datetime) -> None:
    """Write the call; its reason is the parked visit, so it passes nobody over."""
    version = selectors.policy_in_hand(ticket.hall_id, ticket.business_day).version
    try:
        with transaction.atomic():
            Call.objects.create(
                id=new_id(),
                hall_id=ticket.hall_id,
                ticket=ticket,
                line_id=ticket.line_id,
                window_id=on.window_id,
                person_id=by.id,
                priority=class_used(ticket),
                policy=version,
                called_at=at,
            )
    except IntegrityError:  # one_open_call_per_window: somebody was called here a moment ago
        _may_resume(ticket, on, at)
        raise
