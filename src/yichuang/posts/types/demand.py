"""The words of demand: windows that open as they are needed, and how many should be open when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from yichuang.posts.types.shifts import DaySession


class NeedReason(StrEnum):
    """Why so many windows should be open."""

    RECORD = "record"
    SEASON = "season"
    NEW_ITEMS = "new_items"
    LONG_WAITS = "long_waits"
    FEW_PEOPLE = "few_people"


class NeedWeight(StrEnum):
    """How much a window that is missing weighs, where not all that are needed can open."""

    ORDINARY = "ordinary"
    IMPORTANT = "important"

    @property
    def worth(self) -> int:
        """Return how many ordinary windows one that is missing counts for."""
        return 3 if self is NeedWeight.IMPORTANT else 1


@dataclass(frozen=True, slots=True)
class FlexibleCard:
    """A window that opens only as the need asks, from a day until a day (exclusive; None: for good)."""

    id: UUID
    post_id: UUID
    active_from: date
    active_until: date | None
    set_by: UUID
    set_at: datetime


@dataclass(frozen=True, slots=True)
class NeedCard:
    """How many windows of a department should be open in a session of a weekday (1 is Monday)."""

    id: UUID
    department_id: UUID | None
    weekday: int
    session: DaySession
    windows: int
    active_from: date
    reason: NeedReason
    set_by: UUID
    set_at: datetime
    weight: NeedWeight = NeedWeight.ORDINARY


@dataclass(frozen=True, slots=True)
class Covered:
    """How many windows a session of a day asks for, and how many a roster plans; fixed posts count first."""

    day: date
    session: DaySession
    need: int
    planned: int

    @property
    def short(self) -> int:
        """Return how many windows are missing; a session with enough has none."""
        return max(0, self.need - self.planned)
