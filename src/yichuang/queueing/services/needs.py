"""Note what somebody needs at the window, so that who calls them knows (JOB-12)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction

from yichuang.kernel import clock, idempotency
from yichuang.kernel.types import Actor, ActorKind, Key
from yichuang.organization import selectors as organization
from yichuang.queueing import events, labels, selectors
from yichuang.queueing.models import TicketNeed
from yichuang.queueing.refusals import NotNow, NotYourTicket
from yichuang.queueing.services.common import locked, tell
from yichuang.queueing.types import Need, TicketCard, TicketState

OPEN = (
    TicketState.EXPECTED,
    TicketState.WAITING,
    TicketState.CALLED,
    TicketState.SERVING,
    TicketState.PARKED,
)


@transaction.atomic
def note_needs(
    *, ticket_id: UUID, needs: Collection[Need], by: Actor, at: datetime, key: Key | None = None
) -> TicketCard:
    """Note what the holder of a ticket needs at the window; said again, the later word holds.

    Said by the holder (``selectors.citizen_at``), at a machine or by a worker of the hall.  It gives no
    earlier turn: that is a class (``grant_priority``).

    Raises: UnknownTicket, NotYourTicket, NotNow, KeyReused.  Sources: C7.2.5, D10.2.1, D16.2.2.
    """
    promise = idempotency.once(by, "queueing.note_needs", key, at)
    if promise.replay:
        return selectors.ticket_card(by.hall_id, ticket_id)
    ticket = locked(ticket_id, by)
    if by.kind is ActorKind.CITIZEN and by.id != ticket.id:
        raise NotYourTicket
    if ticket.state not in OPEN:
        raise NotNow(label=ticket.label, state=str(labels.STATE[TicketState(ticket.state)]))
    rows = TicketNeed.objects.filter(hall_id=by.hall_id, ticket=ticket)
    rows.exclude(need__in=[str(one) for one in needs]).delete()
    TicketNeed.objects.bulk_create(
        [TicketNeed(hall_id=by.hall_id, ticket=ticket, need=one) for one in set(needs)], ignore_conflicts=True
    )
    event = events.NeedsNoted(
        ticket_id=ticket.id,
        line_id=ticket.line_id,
        label=ticket.label,
        window_id=ticket.window_id,
        count=len(set(needs)),
    )
    tell(event, ticket, by=by, at=at, entry_id=promise.entry_id)
    return selectors.card_of(ticket)


@transaction.atomic
def forget_needs(*, by: Actor, at: datetime) -> int:
    """Forget the needs of days that are over; return how many."""
    today = clock.local_day(at, organization.hall_in_hand(by.hall_id).timezone)
    gone, _each = TicketNeed.objects.filter(hall_id=by.hall_id, ticket__business_day__lt=today).delete()
    return gone
