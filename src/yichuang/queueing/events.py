"""What happens in the queue.  Labels are ticket numbers of the hall; no person is named in any of them."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from yichuang.kernel.journal.events import Event, event
from yichuang.queueing.paper_events import OutageRecorded as OutageRecorded
from yichuang.queueing.paper_events import PaperMerged as PaperMerged
from yichuang.queueing.paper_events import PaperPackPrepared as PaperPackPrepared
from yichuang.queueing.paper_events import PaperPackPrinted as PaperPackPrinted
from yichuang.queueing.paper_events import PaperPackVoided as PaperPackVoided
from yichuang.queueing.paper_events import TicketCalledOnPaper as TicketCalledOnPaper
from yichuang.queueing.paper_events import TicketTakenOnPaper as TicketTakenOnPaper
from yichuang.queueing.remote_events import RemoteBlockLifted as RemoteBlockLifted
from yichuang.queueing.remote_events import RemoteRuleSet as RemoteRuleSet
from yichuang.queueing.remote_events import TicketCheckedIn as TicketCheckedIn
from yichuang.queueing.remote_events import TicketExpected as TicketExpected
from yichuang.queueing.remote_events import TicketLapsed as TicketLapsed
from yichuang.queueing.types import EndReason, GrantReason, PriorityClass

# before classes there was one rule: everybody was called in turn
_IN_TURN = {"policy": 1, "rank": 0, "passed_over": []}
_STAYED = {"item_id": None, "returned_from_id": None}


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


@event("queueing.keypad_pressed")
class KeypadPressed(Event):
    """A key of a window's keypad was pressed; the act of who is signed on there names this as its cause."""

    key: str
    window_id: UUID
    window_number: int
    person_id: UUID


@event("queueing.policy_set")
class PolicySet(Event):
    """A version of the calling rule was set, in force from a day on.

    The classes in one order: how many minutes of head start each gives, whether somebody must approve it,
    and whether it counts toward the cap.
    """

    policy: int
    active_from: date
    classes: tuple[PriorityClass, ...]
    head_starts: tuple[int, ...]
    approvals: tuple[bool, ...]
    caps: tuple[bool, ...]


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


@event("queueing.priority_requested")
class PriorityRequested(Event):
    """Somebody asked that a ticket be called earlier, in a class that needs approval."""

    ticket_id: UUID
    line_id: UUID
    label: str
    priority: PriorityClass
    reason: GrantReason
    policy: int
    asked_by: UUID


@event("queueing.priority_granted")
class PriorityGranted(Event):
    """A ticket is called earlier: a class was given for a reason, or the request for it approved."""

    ticket_id: UUID
    line_id: UUID
    label: str
    priority: PriorityClass
    reason: GrantReason
    policy: int
    asked_by: UUID


@event("queueing.priority_refused")
class PriorityRefused(Event):
    """The request that a ticket be called earlier was refused; it keeps its place."""

    ticket_id: UUID
    line_id: UUID
    label: str
    priority: PriorityClass
    reason: EndReason


@event("queueing.priority_withdrawn")
class PriorityWithdrawn(Event):
    """A class was taken back from a ticket; it waits in turn again."""

    ticket_id: UUID
    line_id: UUID
    label: str
    priority: PriorityClass
    reason: EndReason


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


@event("queueing.closing_chosen")
class ClosingChosen(Event):
    """A line closed with people waiting, and it was chosen to serve them longer or on another day."""

    line_id: UUID
    closes: datetime
    choice: str
    ticket_ids: tuple[UUID, ...]
    labels: tuple[str, ...]


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


@event("queueing.disturbance_recorded")
class DisturbanceRecorded(Event):
    """The order of the hall was disturbed, and something was done about it."""

    disturbance_id: UUID
    zone_id: UUID
    kind: str
    action: str
    ticket_id: UUID | None
    suggests_incident: bool


@event("queueing.crowding_began")
class CrowdingBegan(Event):
    """More people wait in a zone than the hall's threshold; the duty leader was told."""

    crowding_id: UUID
    zone_id: UUID
    waiting: int
    threshold: int
    told_to: UUID | None


@event("queueing.crowding_ended")
class CrowdingEnded(Event):
    """A zone is no longer crowded."""

    crowding_id: UUID
    zone_id: UUID
    waiting: int


@event("queueing.voice_set")
class VoiceSet(Event):
    """It was set how the boards of a zone, or of the whole hall (no zone), say their calls."""

    zone: str
    tongues: tuple[str, ...]
    times: int
    volume: int


@event("queueing.voice_muted")
class VoiceMuted(Event):
    """The boards of a zone, or of the whole hall (no zone), were silenced."""

    zone: str


@event("queueing.voice_unmuted")
class VoiceUnmuted(Event):
    """The boards of a zone, or of the whole hall (no zone), speak again."""

    zone: str
