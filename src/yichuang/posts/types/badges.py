"""The words of a worker's badge."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class BadgeState(StrEnum):
    """How a version of a badge stands: worn, reported lost, or replaced by a later version."""

    WORN = "worn"
    LOST = "lost"
    REPLACED = "replaced"


@dataclass(frozen=True, slots=True)
class BadgeCard:
    """One version of a person's badge: who gave it out and when, who reported it lost and when (or nobody).

    ``version`` counts from 1; the number on it is the person's worker number and the version.
    """

    id: UUID
    hall_id: UUID
    person_id: UUID
    version: int
    issued_by: UUID
    issued_at: datetime
    lost_told_by: UUID | None = None
    lost_at: datetime | None = None
    replaced_at: datetime | None = None

    @property
    def state(self) -> BadgeState:
        """Return how this version stands."""
        if self.replaced_at is not None:
            return BadgeState.REPLACED
        return BadgeState.WORN if self.lost_at is None else BadgeState.LOST
