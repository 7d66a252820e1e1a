"""What the verbs share: the ticket's row under lock, who stands at its window, and telling what happened."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import DateTimeField, Value
from django.db.models.functions import Greatest

from yichuang.kernel.journal.events import Event
from yichuang.kernel.journal.record import record
from yichuang.kernel.types import Actor
from yichuang.organization import selectors as organization
from yichuang.posts import selectors as posts
from yichuang.posts.errors import PausedNow
from yichuang.queueing import labels
from yichuang.queueing.models import Call, Ticket
from yichuang.queueing.refusals import GoesBack, NotAtThisPost, NotAtThisWindow, NotNow, UnknownTicket
from yichuang.queueing.rules import states
from yichuang.queueing.selectors.windows import window_of
from yichuang.queueing.types import PriorityClass, TicketState


class PlanMoved(Exception):
    """The hall's hours or windows changed since they were read; read them again and decide anew."""


def at_window(by: Actor, window_id: UUID) -> Actor:
    """Return the actor with the window at which the act is done."""
    return by if by.window_id == window_id else replace(by, window_id=window_id)


def locked(ticket_id: UUID, by: Actor) -> Ticket:
    """Return the hall's ticket, locked until the act is over.

    Raises: UnknownTicket (also for another hall's).
    """
    found = Ticket.objects.select_for_update().filter(hall_id=by.hall_id, id=ticket_id).first()
    if found is None:
        raise UnknownTicket
    return found


def arrow(ticket: Ticket, act: states.Act) -> TicketState:
    """Return where the act leads the ticket.

    Raises: NotNow when there is no such arrow.
    """
    found = states.target(TicketState(ticket.state), act)
    if found is None:
        raise NotNow(label=ticket.label, state=str(labels.STATE[TicketState(ticket.state)]))
    return found


def here(ticket: Ticket, by: Actor) -> tuple[Actor, int]:
    """Return who acts (with window, post and whom they cover for) and the number of the ticket's window.

    An open ticket may be ended after the session: whoever was called is served.

    Raises: NotAtThisPost, NotAtThisWindow.
    """
    on = posts.sign_on_of(by.hall_id, by.id)
    if on is None:
        raise NotAtThisPost
    if ticket.window_id is None or on.window_id != ticket.window_id:
        raise NotAtThisWindow(label=ticket.label)
    number = window_of(by.hall_id, ticket.window_id).number
    behalf = by.on_behalf_of or on.on_behalf_of
    by = replace(by, window_id=on.window_id, post_id=by.post_id or on.post_id, on_behalf_of=behalf)
    return by, number


def ends_here(ticket: Ticket) -> None:
    """Refuse to end a visit at the window that only did one step of it.  Raises: GoesBack."""
    if ticket.home_window_id not in (None, ticket.window_id):
        assert ticket.home_window_id is not None
        home = window_of(ticket.hall_id, ticket.home_window_id)
        raise GoesBack(label=ticket.label, number=home.number)


def class_used(ticket: Ticket) -> PriorityClass:
    """Return the class by whose head start the ticket is called now: ordinary in plain turn."""
    return PriorityClass(ticket.priority) if ticket.head_start else PriorityClass.ORDINARY


def close_call(ticket: Ticket, at: datetime) -> None:
    """End the ticket's open call: its window is free again, also where the clock was set back meanwhile."""
    Call.objects.filter(hall_id=ticket.hall_id, ticket_id=ticket.id, ended_at__isnull=True).update(
        ended_at=Greatest("called_at", Value(at, output_field=DateTimeField()))
    )


def tell(event: Event, ticket: Ticket, *, by: Actor, at: datetime, entry_id: UUID) -> None:
    """Write the event about the ticket; the visit is its matter (本件经过)."""
    record(event, subject=ticket.id, matter=ticket.id, by=by, at=at, entry_id=entry_id)


def paused_since(since: datetime, hall_id: UUID, window_number: int) -> PausedNow:
    """Return the refusal to call anybody to a window that pauses."""
    zone = ZoneInfo(organization.hall_in_hand(hall_id).timezone)
    return PausedNow(number=window_number, time=f"{since.astimezone(zone):%H:%M}")
