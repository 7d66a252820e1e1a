"""The words of attendance: how a shift was attended, counted and never typed in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from yichuang.posts.types.shifts import DaySession


class Attended(StrEnum):
    """How somebody attended a shift."""

    COMING = "coming"
    PRESENT = "present"
    LATE = "late"
    EARLY = "early"
    ABSENT = "absent"
    WRONG_POST = "wrong_post"
    ON_LEAVE = "on_leave"


#: Attended, but by so many minutes not.
BY_MINUTES = frozenset({Attended.LATE, Attended.EARLY})
#: What can be said anew; leave is asked for as leave.
SAID_ANEW = BY_MINUTES | {Attended.PRESENT, Attended.ABSENT}


@dataclass(frozen=True, slots=True)
class AttendanceCard:
    """How the A of a shift attended it; ``minutes`` late, early or away.

    ``restated``: two people have said it anew, and it is no longer what was counted.
    """

    person_id: UUID
    post_id: UUID
    day: date
    session: DaySession
    state: Attended
    minutes: int
    restated: bool = False


class RestatementReason(StrEnum):
    """Why the count is wrong; nobody writes a story, since the journal tells it."""

    FORGOT = "forgot"
    DEVICE = "device"
    ON_DUTY = "on_duty"
    SHIFT_CHANGED = "shift_changed"
    MISTAKEN = "mistaken"


class RestatementState(StrEnum):
    """Where a restatement stands; only an approved one counts."""

    ASKED = "asked"
    APPROVED = "approved"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class RestatementCard:
    """How a shift was counted, how it is said anew, by whom and why, and who settled it."""

    id: UUID
    person_id: UUID
    post_id: UUID
    day: date
    session: DaySession
    state: RestatementState
    counted: Attended
    counted_minutes: int
    attended: Attended
    minutes: int
    reason: RestatementReason
    asked_by: UUID
    asked_at: datetime
    settled_by: UUID | None
    settled_at: datetime | None
