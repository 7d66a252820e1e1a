"""What happens in the statistics: they are computed again, and a hall says how a time is measured."""

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


@event("statistics.metric_defined")
class MetricDefined(Event):
    """A version of how a time is measured, in force from a day to come; earlier days keep theirs."""

    metric: str
    definition: int
    method: str
    before: str
    active_from: date
