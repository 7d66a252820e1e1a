"""What has happened to attendance: how a shift was said anew, and who approved it."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from yichuang.kernel.journal.events import Event, event


@event("posts.restatement_asked")
class RestatementAsked(Event):
    """How a shift was attended was said anew, for a reason; it counts once another person approves."""

    person_id: UUID
    post_id: UUID
    day: date
    session: str
    counted: str
    counted_minutes: int
    attended: str
    minutes: int
    reason: str


@event("posts.restatement_settled")
class RestatementSettled(Event):
    """Another person approved or refused what was said anew; the day’s absence may fall away with it."""

    person_id: UUID
    day: date
    session: str
    state: str
    lifts_absence: bool
