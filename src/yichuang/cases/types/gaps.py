"""The words of what was missing when papers were first looked at (首次审查)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from yichuang.cases.types.cards import CaseCard
from yichuang.notices.types import Fault


@dataclass(frozen=True, slots=True)
class FirstChecks:
    """How many papers were first looked at, and how many of them were complete at once.

    ``promised``: nothing was wrong but a material the applicant may bring later (容缺).
    """

    checked: int = 0
    complete: int = 0
    promised: int = 0

    @property
    def incomplete(self) -> int:
        return self.checked - self.complete - self.promised

    @property
    def share(self) -> int | None:
        """Return the share that was complete at once, in whole percent; None where nothing was checked."""
        return round(100 * self.complete / self.checked) if self.checked else None


@dataclass(frozen=True, slots=True)
class MaterialGaps:
    """How often one material of an item was not in order at the first look, of how often it was asked for.

    A material promised for later was not there, and counts among the missing.
    """

    item_id: UUID
    name: str
    asked: int
    faulty: int
    faults: dict[Fault, int]

    @property
    def share(self) -> int:
        return round(100 * self.faulty / self.asked)


@dataclass(frozen=True, slots=True)
class GapReport:
    """First looks of a period in all, by day and by item, and the materials by how often they had a gap."""

    since: date
    until: date
    total: FirstChecks
    days: dict[date, FirstChecks]
    items: dict[UUID, FirstChecks]
    materials: tuple[MaterialGaps, ...]


@dataclass(frozen=True, slots=True)
class GapRow:
    """One first look that found something: the case, when, by whom, and which materials with which faults."""

    case: CaseCard
    at: datetime
    by: UUID
    gaps: tuple[tuple[str, Fault], ...]
    promised: tuple[str, ...]
