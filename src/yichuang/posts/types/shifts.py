"""The words of a post's shifts: who is A and who is B of which post, on which day and session."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID


class DaySession(StrEnum):
    """The part of a day a shift is for, in the order of the day."""

    AM = "am"
    NOON = "noon"
    PM = "pm"
    EVE = "eve"


class ShiftFault(StrEnum):
    """Why a shift cannot be published."""

    NO_A = "no_a"
    NO_B = "no_b"
    SAME_PERSON = "same_person"
    NOT_QUALIFIED = "not_qualified"
    TWO_POSTS = "two_posts"
    TOO_FEW = "too_few"
    ON_LEAVE = "on_leave"
    NO_CERTIFICATE = "no_certificate"
    NOT_POSTED = "not_posted"
    COVERS_ELSEWHERE = "covers_elsewhere"


#: Somebody is planned where they cannot be (ROT-05); the other faults are gaps.
CONFLICTS = frozenset(
    {
        ShiftFault.NOT_QUALIFIED,
        ShiftFault.TWO_POSTS,
        ShiftFault.ON_LEAVE,
        ShiftFault.NO_CERTIFICATE,
        ShiftFault.NOT_POSTED,
        ShiftFault.COVERS_ELSEWHERE,
    }
)


@dataclass(frozen=True, slots=True)
class ShiftSpec:
    """A shift as it is planned: the post's A and its B on one session of one day (None: nobody named)."""

    post_id: UUID
    day: date
    session: DaySession
    a_id: UUID | None
    b_id: UUID | None

    @property
    def place(self) -> tuple[UUID, date, DaySession]:
        """Return which session of which post it is about."""
        return (self.post_id, self.day, self.session)


@dataclass(frozen=True, slots=True)
class ShiftCard:
    """A published shift: who is A and who is B of a post on one session of one day.

    Without a B it was allowed so, by ``allowed_by``.
    """

    id: UUID
    hall_id: UUID
    post_id: UUID
    day: date
    session: DaySession
    a_id: UUID
    b_id: UUID | None
    allowed_by: UUID | None = None

    @property
    def place(self) -> tuple[UUID, date, DaySession]:
        """Return which session of which post it is about."""
        return (self.post_id, self.day, self.session)


@dataclass(frozen=True, slots=True)
class BareShifts:
    """How many published shifts somebody is named in, as A and as B, who may not hold the post any more.

    ``posts`` says for each post the day of its first such shift, the earliest before the others.
    """

    person_id: UUID
    first: date
    as_a: int
    as_b: int
    posts: tuple[tuple[UUID, date], ...]


@dataclass(frozen=True, slots=True)
class ShiftPlace:
    """One session of one day on which a post is open, and so needs a shift."""

    post_id: UUID
    window_id: UUID
    day: date
    session: DaySession

    @property
    def place(self) -> tuple[UUID, date, DaySession]:
        """Return which session of which post it is about."""
        return (self.post_id, self.day, self.session)


@dataclass(frozen=True, slots=True)
class FaultCard:
    """What is wrong with one planned shift, and with whom (None: with nobody in particular)."""

    shift: ShiftSpec
    fault: ShiftFault
    person_id: UUID | None = None
