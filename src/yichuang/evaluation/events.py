"""What happens to ratings.  Neither names a ticket, and a rating is not named after its invitation."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from yichuang.evaluation.types import Level, Reason
from yichuang.kernel.journal.events import Event, event


@event("evaluation.invitation_made")
class InvitationMade(Event):
    """A service ended and the visitor was invited to rate it, once, until it expires."""

    window_id: UUID
    person_id: UUID
    item_id: UUID | None
    expires_at: datetime


@event("evaluation.asked_again")
class AskedAgain(Event):
    """The clerk let the terminal of the window ask for the last visit once more."""

    window_id: UUID
    person_id: UUID


@event("evaluation.service_rated")
class ServiceRated(Event):
    """A visitor rated a service, of their own accord."""

    level: Level
    reasons: tuple[Reason, ...]
    window_id: UUID
    person_id: UUID
    item_id: UUID | None
