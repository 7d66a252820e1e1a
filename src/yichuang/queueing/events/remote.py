"""What can happen to tickets taken by phone; ``events`` has them all.  No number of anybody is in them."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from yichuang.kernel.journal.events import Event, event


@event("queueing.remote_rule_set")
class RemoteRuleSet(Event):
    """It was set how many tickets of a line may be taken by phone in half an hour (0: none), and when."""

    line_id: UUID
    per_half_hour: int
    opens: str
    closes: str


@event("queueing.ticket_expected")
class TicketExpected(Event):
    """The ticket was taken by phone: its holder is expected in the hall and called only after checking in."""

    ticket_id: UUID
    line_id: UUID
    label: str


@event("queueing.ticket_checked_in")
class TicketCheckedIn(Event):
    """Who took the ticket by phone has come and waits, at the place of the taking or (not kept) behind all.

    ``turn_at`` is when the turn had come before, if it had.
    """

    ticket_id: UUID
    line_id: UUID
    label: str
    kept: bool
    turn_at: datetime | None


@event("queueing.ticket_lapsed")
class TicketLapsed(Event):
    """The turn of a ticket taken by phone had come and its holder had not; the ticket is void."""

    ticket_id: UUID
    line_id: UUID
    label: str
    turn_at: datetime


@event("queueing.remote_block_lifted")
class RemoteBlockLifted(Event):
    """Somebody who twice had not come may take tickets by phone again, for a reason."""

    holder_id: UUID
    reason: str
