"""What happens in the hall as a whole: crowding, disturbances, the end of the day."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from yichuang.kernel.journal.events import Event, event


@event("queueing.closing_chosen")
class ClosingChosen(Event):
    """A line closed with people waiting, and it was chosen to serve them longer or on another day."""

    line_id: UUID
    closes: datetime
    choice: str
    ticket_ids: tuple[UUID, ...]
    labels: tuple[str, ...]


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
