"""What happens in the statistics: nothing but that they are computed again."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from yichuang.kernel.journal.events import Event, event


@event("statistics.day_recounted")
class DayRecounted(Event):
    """A past day was counted again from the journal; what differed was put right."""

    hall_id: UUID
    business_day: date
    visits: int
    served: int
    differing: int
