"""The words of the list of time limits: which are asked for, a case with its clock, how many there are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from yichuang.cases.types.cards import CaseCard
from yichuang.cases.types.states import Purpose
from yichuang.deadlines.types import ClockCard


class LimitList(StrEnum):
    """One list of time limits; a case is in ``ALL`` and in one of the next four."""

    ALL = "all"
    OVERDUE = "overdue"
    NEAR = "near"
    STILL = "still"  # paused by law, and not over
    OK = "ok"
    ASKED = "asked"  # a pause was asked for and is not answered; the time runs on
    STALE = "stale"  # idle beyond the limit of its step, and no pause holds it (CAS-02, CAS-10)
    UNTOLD = "untold"  # the result is ready and the applicant was not told in time


@dataclass(frozen=True, slots=True)
class WantedLimits:
    """Which time limits are asked for; nothing given means every one of the hall's own.

    ``due_from`` and ``due_until`` are moments: due later than the one and no later than the other.
    """

    list: LimitList = LimitList.ALL
    purpose: Purpose | None = None
    department_id: UUID | None = None
    item_id: UUID | None = None
    owner_id: UUID | None = None
    due_from: datetime | None = None
    due_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class LimitCard:
    """A case with the clock that is due first among those asked for."""

    case: CaseCard
    clock: ClockCard


@dataclass(frozen=True, slots=True)
class LimitPage:
    """Some time limits, the earliest due first, and how many stand in each list with the same filter."""

    rows: tuple[LimitCard, ...]
    counts: dict[LimitList, int]
