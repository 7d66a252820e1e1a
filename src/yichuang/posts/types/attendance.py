"""The words of attendance: how a shift was attended, counted and never typed in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
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


@dataclass(frozen=True, slots=True)
class AttendanceCard:
    """How the A of a shift attended it; ``minutes`` late, early or away."""

    person_id: UUID
    post_id: UUID
    day: date
    session: DaySession
    state: Attended
    minutes: int
