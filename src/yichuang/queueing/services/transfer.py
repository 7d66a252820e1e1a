"""Send a person on to another line: the place is kept, and being sent on and on is noticed (JOB-08)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from yichuang.kernel import idempotency
from yichuang.kernel.ids import new_id
from yichuang.kernel.types import Actor, Key
from yichuang.queueing import events, selectors
from yichuang.queueing.models import Line, LineItem, Serves, Suspicion, Ticket
from yichuang.queueing.refusals import (
    AlreadyInThatLine,
    NobodyElseServes,
    TransferReasonMissing,
    UnknownItem,
    UnknownLine,
)
from yichuang.queueing.rules.floor import SUSPICIOUS_TRANSFER
from yichuang.queueing.rules.states import Act
from yichuang.queueing.services.common import arrow, close_call, here, locked, tell
from yichuang.queueing.services.place import hold, settle
from yichuang.queueing.types import TicketCard, TransferReason


@transaction.atomic
def transfer(
    *,
    ticket_id: UUID,
    line_id: UUID,
    item_id: UUID | None = None,
    reason: TransferReason | None,
    by: Actor,
    at: datetime,
    key: Key | None = None,
) -> TicketCard:
    """Send the person of this window on to a line, or to one item of it, that another window serves.

    The ticket keeps its number and its place, so it stands there as if it had always waited in that line.
    The third time with no service noted raises a suspicion, which is told and scores nobody (JOB-08).

    Raises: UnknownTicket, NotAtThisPost, NotAtThisWindow, NotNow, TransferReasonMissing, UnknownLine,
    UnknownItem (QUE-08), AlreadyInThatLine, NobodyElseServes, KeyReused.
    """
    promise = idempotency.once(by, "queueing.transfer", key, at)
    if promise.replay:
        return selectors.ticket_card(by.hall_id, ticket_id)
    ticket = _held(ticket_id, line_id, by)
    by, window_number = here(ticket, by)
    target = arrow(ticket, Act.TRANSFER)
    if reason is None:
        raise TransferReasonMissing
    _may_go_there(ticket, line_id, item_id)
    window_id, before = ticket.window_id, ticket.line_id
    assert window_id is not None
    ticket.state, ticket.line_id, ticket.item_id = target, line_id, item_id
    ticket.window_id = ticket.began_at = None
    ticket.call_count, ticket.passed_on = 0, ticket.passed_on + 1
    ticket.save(
        update_fields=["state", "line", "item_id", "window_id", "began_at", "call_count", "passed_on"]
    )
    close_call(ticket, at)
    settle(ticket.hall_id, line_id, ticket.business_day)
    event = events.TicketTransferred(
        ticket_id=ticket.id,
        label=ticket.label,
        from_line_id=before,
        line_id=line_id,
        item_id=item_id,
        window_id=window_id,
        window_number=window_number,
        reason=reason,
        transfers=ticket.passed_on,
    )
    tell(event, ticket, by=by, at=at, entry_id=promise.entry_id)
    if ticket.passed_on == SUSPICIOUS_TRANSFER:
        _suspect(ticket, window_id, by, at)
    return selectors.ticket_card(by.hall_id, ticket.id)


def _held(ticket_id: UUID, line_id: UUID, by: Actor) -> Ticket:
    """Return the ticket, locked, with the line held in which it will wait."""
    rows = Ticket.objects.filter(hall_id=by.hall_id, id=ticket_id)
    day = rows.values_list("business_day", flat=True).first()
    if day is not None:
        hold(by.hall_id, line_id, day)
    return locked(ticket_id, by)


def _may_go_there(ticket: Ticket, line_id: UUID, item_id: UUID | None) -> None:
    if not Line.objects.filter(hall_id=ticket.hall_id, id=line_id, active=True).exists():
        raise UnknownLine
    offered = LineItem.objects.filter(hall_id=ticket.hall_id, line_id=line_id)
    if item_id is not None and not offered.filter(item_id=item_id).exists():
        raise UnknownItem
    if (line_id, item_id) == (ticket.line_id, ticket.item_id):
        raise AlreadyInThatLine(label=ticket.label)
    able = Q(item_id__isnull=True) if item_id is None else Q(item_id__isnull=True) | Q(item_id=item_id)
    others = Serves.objects.filter(able, hall_id=ticket.hall_id, line_id=line_id)
    assert ticket.window_id is not None
    if not others.exclude(window_id=ticket.window_id).exists():
        raise NobodyElseServes


def _suspect(ticket: Ticket, window_id: UUID, by: Actor, at: datetime) -> None:
    row = Suspicion.objects.create(
        hall_id=ticket.hall_id,
        ticket=ticket,
        business_day=ticket.business_day,
        transfers=ticket.passed_on,
        window_id=window_id,
        person_id=by.id,
        raised_at=at,
    )
    event = events.ShirkingSuspected(
        suspicion_id=row.id,
        ticket_id=ticket.id,
        label=ticket.label,
        window_id=window_id,
        transfers=ticket.passed_on,
    )
    tell(event, ticket, by=by, at=at, entry_id=new_id())
