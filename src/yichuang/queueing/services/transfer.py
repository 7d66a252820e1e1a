"""Send a person on to another line, for good or for one step: number and place are kept.

Being sent on and on is noticed (JOB-08).  Who is sent for one step comes back to the window that sent them:
it waits for them as for somebody from the lounge, or its line does while nobody is signed on there.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from yichuang.kernel import idempotency
from yichuang.kernel.ids import new_id
from yichuang.kernel.types import Actor, Key
from yichuang.posts import selectors as posts
from yichuang.queueing import events, labels, selectors
from yichuang.queueing.models import Line, LineItem, Serves, Suspicion, Ticket
from yichuang.queueing.refusals import (
    AlreadyInThatLine,
    ComesFromNowhere,
    GoesBackAlready,
    NobodyElseServes,
    NotNow,
    TransferReasonMissing,
    UnknownItem,
    UnknownLine,
)
from yichuang.queueing.rules.states import Act
from yichuang.queueing.selectors.rulebook import suspicious_transfers
from yichuang.queueing.selectors.windows import window_of
from yichuang.queueing.services.common import arrow, close_call, here, locked, tell
from yichuang.queueing.services.place import hold, settle
from yichuang.queueing.types import TicketCard, TicketState, TransferReason

MOVED = ("state", "line", "item_id", "window_id", "began_at", "parked_at", "call_count", "passed_on")


@transaction.atomic
def transfer(
    *,
    ticket_id: UUID,
    line_id: UUID,
    item_id: UUID | None = None,
    reason: TransferReason | None,
    back: bool = False,
    by: Actor,
    at: datetime,
    key: Key | None = None,
) -> TicketCard:
    """Send the person of this window on to a line, or to one item of it, that another window serves.

    With ``back`` only for one step there: the visit stays with this window, which gets the person back
    (``send_back``), and is not counted as passed on.

    The ticket keeps its number and its place, so it stands there as if it had always waited in that line.
    The third time with no service noted raises a suspicion, which is told and scores nobody (JOB-08).

    Raises: UnknownTicket, NotAtThisPost, NotAtThisWindow, NotNow, TransferReasonMissing, UnknownLine,
    UnknownItem (QUE-08), AlreadyInThatLine, NobodyElseServes, GoesBackAlready, KeyReused.
    """
    promise = idempotency.once(by, "queueing.transfer", key, at)
    if promise.replay:
        return selectors.ticket_card(by.hall_id, ticket_id)
    ticket = _held(ticket_id, line_id, by)
    by, window_number = here(ticket, by)
    target = arrow(ticket, Act.TRANSFER)
    if reason in (None, TransferReason.RETURNED):
        raise TransferReasonMissing
    _may_go_there(ticket, line_id, item_id)
    window_id, before = ticket.window_id, ticket.line_id
    assert window_id is not None and reason is not None
    if back:
        _remember_home(ticket, window_id)
    else:
        ticket.passed_on += 1
    _wait_in(ticket, line_id, item_id, target)
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
        home_window_id=ticket.home_window_id,
    )
    tell(event, ticket, by=by, at=at, entry_id=promise.entry_id)
    if not back and ticket.passed_on == suspicious_transfers(ticket.hall_id, ticket.business_day):
        _suspect(ticket, window_id, by, at)
    return selectors.ticket_card(by.hall_id, ticket.id)


@transaction.atomic
def send_back(*, ticket_id: UUID, by: Actor, at: datetime, key: Key | None = None) -> TicketCard:
    """Send the person, whose step is done here, back to the window that sent them.

    Somebody is signed on there: they wait for that window alone, which calls them back before anybody else
    (``resume``).  Nobody is: they stand in its line again, at the place they always had.

    Raises: UnknownTicket, NotAtThisPost, NotAtThisWindow, NotNow, ComesFromNowhere, KeyReused.
    """
    promise = idempotency.once(by, "queueing.send_back", key, at)
    if promise.replay:
        return selectors.ticket_card(by.hall_id, ticket_id)
    ticket = _held(ticket_id, None, by)
    by, window_number = here(ticket, by)
    if ticket.state != TicketState.SERVING:
        raise NotNow(label=ticket.label, state=str(labels.STATE[TicketState(ticket.state)]))
    home_id, line_id, item_id = ticket.home_window_id, ticket.home_line_id, ticket.home_item_id
    window_id, before = ticket.window_id, ticket.line_id
    if home_id is None or line_id is None or home_id == window_id:
        raise ComesFromNowhere(label=ticket.label)
    assert window_id is not None
    ticket.home_window_id = ticket.home_line_id = ticket.home_item_id = None
    event: events.TicketParked | events.TicketTransferred
    if posts.sign_on_now(ticket.hall_id, at, window_id=home_id) is not None:
        ticket.parked_at = at
        _wait_in(ticket, line_id, item_id, arrow(ticket, Act.PARK), window_id=home_id)
        event = events.TicketParked(
            ticket_id=ticket.id,
            line_id=line_id,
            label=ticket.label,
            window_id=home_id,
            window_number=window_of(ticket.hall_id, home_id).number,
            state=TicketState.SERVING,
            item_id=item_id,
            returned_from_id=window_id,
        )
    else:
        _wait_in(ticket, line_id, item_id, arrow(ticket, Act.TRANSFER))
        event = events.TicketTransferred(
            ticket_id=ticket.id,
            label=ticket.label,
            from_line_id=before,
            line_id=line_id,
            item_id=item_id,
            window_id=window_id,
            window_number=window_number,
            reason=TransferReason.RETURNED,
            transfers=ticket.passed_on,
            home_window_id=None,
        )
    close_call(ticket, at)
    settle(ticket.hall_id, line_id, ticket.business_day)
    tell(event, ticket, by=by, at=at, entry_id=promise.entry_id)
    return selectors.ticket_card(by.hall_id, ticket.id)


def _remember_home(ticket: Ticket, window_id: UUID) -> None:
    if ticket.home_window_id is not None:
        home = window_of(ticket.hall_id, ticket.home_window_id)
        raise GoesBackAlready(label=ticket.label, number=home.number)
    ticket.home_window_id = window_id
    ticket.home_line_id, ticket.home_item_id = ticket.line_id, ticket.item_id


def _wait_in(
    ticket: Ticket, line_id: UUID, item_id: UUID | None, state: TicketState, window_id: UUID | None = None
) -> None:
    """Let the ticket wait in a line, or for the one window that is named, where it always stood."""
    ticket.state, ticket.line_id, ticket.item_id = state, line_id, item_id
    ticket.window_id, ticket.began_at = window_id, None
    if window_id is None:
        ticket.call_count = 0
    ticket.save(update_fields=[*MOVED, "home_window_id", "home_line_id", "home_item_id"])


def _held(ticket_id: UUID, line_id: UUID | None, by: Actor) -> Ticket:
    """Return the ticket, locked, with the line held in which it will wait (``None``: where it came from)."""
    rows = Ticket.objects.filter(hall_id=by.hall_id, id=ticket_id)
    row = rows.values_list("business_day", "home_line_id").first()
    if row is not None and (line := line_id or row[1]) is not None:
        hold(by.hall_id, line, row[0])
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
