"""What the queue does as time passes."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import NAMESPACE_URL, uuid5

from yichuang.kernel import clock
from yichuang.kernel.heartbeat import sweep
from yichuang.kernel.types import Actor, ActorKind
from yichuang.organization import selectors as organization
from yichuang.queueing import services

SWEEP = "queueing.void_left_over"


@sweep(SWEEP, every=timedelta(minutes=10))
def void_left_over(at: datetime) -> None:
    """Void what is still open from business days that are over, in every hall."""
    for hall in organization.halls():
        by = Actor(ActorKind.SYSTEM, uuid5(NAMESPACE_URL, SWEEP), hall.id)
        services.void_left_over(day=clock.local_day(at, hall.timezone), by=by, at=at)
