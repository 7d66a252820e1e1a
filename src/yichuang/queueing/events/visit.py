"""What happens within a visit: the lounge, another line, services and notes."""

from __future__ import annotations

from uuid import UUID

from yichuang.kernel.journal.events import Event, event

_STAYED = {"item_id": None, "returned_from_id": None}


@event("queueing.ticket_parked", version=2, upcasts={1: lambda old: old | _STAYED})
class TicketParked(Event):
    """A person whose matter takes long waits in the lounge; the window is free for the next.

    ``state`` is where the ticket stood before.  ``returned_from_id`` is the window that did one step for
    this one: the person waits to be called back here, in the line and for the item as before.
    """

    ticket_id: UUID
    line_id: UUID
    label: str
    window_id: UUID
    window_number: int
    state: str
    item_id: UUID | None
    returned_from_id: UUID | None


@event("queueing.ticket_resumed")
class TicketResumed(Event):
    """A parked person was called back with the same number; ``parked_window_id`` is who had parked them."""

    ticket_id: UUID
    line_id: UUID
    label: str
    window_id: UUID
    window_number: int
    parked_window_id: UUID


@event("queueing.ticket_transferred", version=2, upcasts={1: lambda old: old | {"home_window_id": None}})
class TicketTransferred(Event):
    """A person was sent on to another line and waits there at the place of their arrival.

    ``transfers`` counts how often since a service was last noted; ``home_window_id`` is who sent them for
    one step and gets them back.
    """

    ticket_id: UUID
    label: str
    from_line_id: UUID
    line_id: UUID
    item_id: UUID | None
    window_id: UUID
    window_number: int
    reason: str
    transfers: int
    home_window_id: UUID | None


@event("queueing.shirking_suspected")
class ShirkingSuspected(Event):
    """A ticket was sent on again and again with no service noted: to be looked into, scoring nobody."""

    suspicion_id: UUID
    ticket_id: UUID
    label: str
    window_id: UUID
    transfers: int


@event("queueing.service_noted")
class ServiceNoted(Event):
    """A service was done in a visit, so many times; a visit may have several."""

    ticket_id: UUID
    label: str
    item_id: UUID
    quantity: int
    window_id: UUID


@event("queueing.note_kept")
class NoteKept(Event):
    """A clerk kept a note on a visit for the clerks; what it says is in the vault until the day is over."""

    ticket_id: UUID
    label: str
    note_id: UUID
    vault_entry_id: UUID


@event("queueing.needs_noted")
class NeedsNoted(Event):
    """It was noted what somebody needs at the window; which needs stands in no journal, only how many."""

    ticket_id: UUID
    line_id: UUID
    label: str
    window_id: UUID | None
    count: int
