"""What this room does when something has happened below."""

from __future__ import annotations

from yichuang.evaluation import services
from yichuang.kernel.journal.consumers import EntryCard, reaction
from yichuang.queueing.events import TicketServed

INVITE = "evaluation.invite_when_served"


@reaction(INVITE, TicketServed)
def invite_when_served(event: TicketServed, entry: EntryCard) -> None:
    """Invite whoever was served to rate it."""
    services.invite(
        ticket_id=event.ticket_id,
        window_id=event.window_id,
        person_id=entry.actor.id,
        item_id=event.item_id,
        by=entry.heard_by(INVITE),
        at=entry.at,
    )
