"""What happens to lines, to the calling rule and to the classes it gives."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from yichuang.kernel.journal.events import Event, event
from yichuang.queueing.types import EndReason, GrantReason, PriorityClass


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
