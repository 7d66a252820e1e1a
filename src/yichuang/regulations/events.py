"""What this room tells."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from yichuang.kernel.journal.events import Event, event


@event("regulations.parameter_set")
class ParameterSet(Event):
    """The hall laid its own value over a parameter of the rules.

    ``value`` and ``general`` are canonical JSON; what is no short code is told by the head of its SHA-256.
    """

    value_id: UUID
    parameter: str
    value: str
    general: str
    active_from: date
    active_until: date | None
    parent_id: UUID | None


@event("regulations.parameter_ended")
class ParameterEnded(Event):
    """The hall's own value of a parameter ends, and the general one holds again."""

    value_id: UUID
    parameter: str
    active_until: date
