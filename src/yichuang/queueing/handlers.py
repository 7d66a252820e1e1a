"""What the queue does as time passes, and when a ticket was taken."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import NAMESPACE_URL, uuid5

from yichuang.kernel import clock
from yichuang.kernel.heartbeat import sweep
from yichuang.kernel.journal.consumers import EntryCard, reaction
from yichuang.kernel.types import Actor, ActorKind
from yichuang.organization import selectors as organization
from yichuang.queueing import services
from yichuang.queueing.events import TicketTaken

SWEEP = "queueing.void_left_over"
REMOTE_SWEEP = "queueing.watch_remote"
FORGET_SWEEP = "queueing.forget_remote"
CROWDING_SWEEP = "queueing.watch_crowding"
PRINT = "queueing.print_when_taken"


@reaction(PRINT, TicketTaken)
def print_when_taken(event: TicketTaken, entry: EntryCard) -> None:
    """Have the slip of a ticket printed where it was taken, if there is a printer."""
    services.print_slip(
        ticket_id=event.ticket_id, taken_by=entry.actor, by=entry.heard_by(PRINT), at=entry.at
    )


@sweep(SWEEP, every=timedelta(minutes=10))
def void_left_over(at: datetime) -> None:
    """Void what is still open from business days that are over, in every hall."""
    for hall in organization.halls():
        by = Actor(ActorKind.SYSTEM, uuid5(NAMESPACE_URL, SWEEP), hall.id)
        services.void_left_over(day=clock.local_day(at, hall.timezone), by=by, at=at)


@sweep(CROWDING_SWEEP, every=timedelta(seconds=30))
def watch_crowding(at: datetime) -> None:
    """Begin and end the crowding of zones, in every hall."""
    for hall in organization.halls():
        by = Actor(ActorKind.SYSTEM, uuid5(NAMESPACE_URL, CROWDING_SWEEP), hall.id)
        services.watch_crowding(by=by, at=at)


@sweep(REMOTE_SWEEP, every=timedelta(seconds=30))
def watch_remote(at: datetime) -> None:
    """Note whose turn came without them, and let lapse what was taken by phone in vain, in every hall."""
    for hall in organization.halls():
        by = Actor(ActorKind.SYSTEM, uuid5(NAMESPACE_URL, REMOTE_SWEEP), hall.id)
        services.watch_remote(by=by, at=at)


@sweep(FORGET_SWEEP, every=timedelta(hours=1))
def forget_remote(at: datetime) -> None:
    """Forget what told apart who took tickets by phone, and what people needed yesterday, in every hall."""
    for hall in organization.halls():
        by = Actor(ActorKind.SYSTEM, uuid5(NAMESPACE_URL, FORGET_SWEEP), hall.id)
        services.forget_remote(by=by, at=at)
        services.forget_needs(by=by, at=at)
