"""What happens to a ticket from its taking to its end."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from yichuang.kernel.journal.events import Event, event

# before classes there was one rule: everybody was called in turn
_IN_TURN = {"policy": 1, "rank": 0, "passed_over": []}


@event("queueing.keypad_pressed")
class KeypadPressed(Event):
    """A key of a window's keypad was pressed; the act of who is signed on there names this as its cause."""

    key: str
    window_id: UUID
    window_number: int
    person_id: UUID


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


@event("queueing.ticket_called", version=2, upcasts={1: lambda old: old | _IN_TURN})
class TicketCalled(Event):
    """A waiting person was called to a window.

    ``policy`` is the version of the calling rule, ``rank`` how many waited who had come earlier and could
    have been called there, ``passed_over`` the labels of the first of them.
    """

    ticket_id: UUID
    line_id: UUID
    item_id: UUID | None
    label: str
    window_id: UUID
    window_number: int
    policy: int
    rank: int
    passed_over: tuple[str, ...]


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


@event("queueing.ticket_delayed")
class TicketDelayed(Event):
    """A waiting person let so many others go first, as one may once; the number stays."""

    ticket_id: UUID
    line_id: UUID
    label: str
    others: int


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
