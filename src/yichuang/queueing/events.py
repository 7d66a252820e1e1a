"""What happens in the queue.  Labels are ticket numbers of the hall; no person is named in any of them."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from yichuang.kernel.journal.events import Event, event


@event("queueing.line_added")
class LineAdded(Event):
    """A line was opened in the hall."""

    line_id: UUID
    prefix: str


@event("queueing.line_item_added")
class LineItemAdded(Event):
    """Tickets of a line can be taken for one more service item."""

    line_id: UUID
    item_id: UUID


@event("queueing.serves_added")
class ServesAdded(Event):
    """A window may call tickets of a line: all of them, or those of one item."""

    window_id: UUID
    line_id: UUID
    item_id: UUID | None


@event("queueing.serves_removed")
class ServesRemoved(Event):
    """A window no longer calls tickets of a line, or of one of its items."""

    window_id: UUID
    line_id: UUID
    item_id: UUID | None


@event("queueing.ticket_taken")
class TicketTaken(Event):
    """A citizen took a ticket and waits in a line."""

    ticket_id: UUID
    line_id: UUID
    item_id: UUID | None
    business_day: date
    number: int
    label: str
    priority: str


@event("queueing.ticket_called")
class TicketCalled(Event):
    """A waiting person was called to a window."""

    ticket_id: UUID
    line_id: UUID
    item_id: UUID | None
    label: str
    window_id: UUID
    window_number: int


@event("queueing.ticket_recalled")
class TicketRecalled(Event):
    """A person who did not come was called again to the same window."""

    ticket_id: UUID
    label: str
    window_id: UUID
    window_number: int
    call_count: int


@event("queueing.service_begun")
class ServiceBegun(Event):
    """The called person came to the window and service began."""

    ticket_id: UUID
    label: str
    window_id: UUID
    window_number: int


@event("queueing.ticket_served")
class TicketServed(Event):
    """Service at the window ended with an outcome."""

    ticket_id: UUID
    line_id: UUID
    item_id: UUID | None
    label: str
    window_id: UUID
    window_number: int
    outcome: str
    reference: str


@event("queueing.ticket_missed")
class TicketMissed(Event):
    """A person was called as often as the rule says and did not come."""

    ticket_id: UUID
    line_id: UUID
    label: str
    window_id: UUID
    window_number: int
    call_count: int


@event("queueing.ticket_rejoined")
class TicketRejoined(Event):
    """A person who had missed the call came back in time and waits again, behind those the rule names."""

    ticket_id: UUID
    line_id: UUID
    label: str
    behind: int


@event("queueing.ticket_left")
class TicketLeft(Event):
    """A waiting person gave the ticket up."""

    ticket_id: UUID
    line_id: UUID
    label: str


@event("queueing.ticket_voided")
class TicketVoided(Event):
    """The business day ended and the ticket was still open; it is listed and no longer valid."""

    ticket_id: UUID
    line_id: UUID
    label: str
    state: str
