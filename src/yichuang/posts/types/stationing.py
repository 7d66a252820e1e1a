"""The words of a department's people in the hall: let in or not, and which matters stay outside."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class StationingFlaw(StrEnum):
    """What a department lacks to serve in the hall."""

    NOBODY = "nobody"
    NO_CHIEF = "no_chief"
    NO_TWO_PARTS = "no_two_parts"


@dataclass(frozen=True, slots=True)
class OutsideCard:
    """A matter a department handles outside the hall; without a reason it is an exception to be mended."""

    id: UUID
    department_id: UUID
    name: str
    reason: str
    noted_at: datetime


@dataclass(frozen=True, slots=True)
class StationingCard:
    """How a department is stationed: its people, what it lacks, and how much of its work is in the hall.

    ``inside`` counts the items it offers here; ``exceptions`` are the matters outside without a reason;
    ``strays`` are people who may decide for it and are of another department, so not in its one section.
    """

    department_id: UUID
    staff: tuple[UUID, ...]
    chiefs: tuple[UUID, ...]
    flaw: StationingFlaw | None
    activated_at: datetime | None
    inside: int
    outside: tuple[OutsideCard, ...]
    strays: tuple[UUID, ...]

    @property
    def exceptions(self) -> tuple[OutsideCard, ...]:
        """Return the matters outside that nobody has given a reason for."""
        return tuple(one for one in self.outside if not one.reason)

    @property
    def percent(self) -> int | None:
        """Return how much of its work is in the hall, in whole per cent rounded down; None with no work."""
        every = self.inside + len(self.outside)
        return self.inside * 100 // every if every else None
