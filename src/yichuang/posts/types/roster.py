"""The words of a month's roster: its versions, what the engine is asked for, swaps."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from yichuang.posts.types.shifts import DaySession


class RosterState(StrEnum):
    """Where a version of a month's roster stands (ROT-02)."""

    DRAFT = "draft"
    FILED = "filed"
    RETURNED = "returned"
    PUBLISHED = "published"


class RunState(StrEnum):
    """Where a run of the engine stands."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class RunKind(StrEnum):
    """What the engine is asked for."""

    MONTH = "month"
    MEND = "mend"
    SURVIVE = "survive"


class SwapState(StrEnum):
    """Where a swap of a shift stands (ROT-04)."""

    ASKED = "asked"
    AGREED = "agreed"
    APPROVED = "approved"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class BentLimit(StrEnum):
    """A rule of the rota that can be bent; somebody's leave is none: it is theirs."""

    SESSIONS_DAY = "sessions_day"
    SESSIONS_WEEK = "sessions_week"
    DAYS_WEEK = "days_week"
    DAYS_RUN = "days_run"
    NO_RESERVE = "no_reserve"  # not somebody's hours: one shift is published without a B (ROT-01)


class BendReason(StrEnum):
    """Why a rule of the rota was bent."""

    ILLNESS = "illness"
    LEAVE = "leave"
    FEW_PEOPLE = "few_people"
    RUSH = "rush"
    SUDDEN = "sudden"


#: Why a shift may go without a reserve; why somebody is away stays with who decides their leave.
RESERVE_REASONS = (BendReason.SUDDEN, BendReason.FEW_PEOPLE)


class UnbendReason(StrEnum):
    """Why a bent rule was withdrawn."""

    NOT_NEEDED = "not_needed"
    MISTAKEN = "mistaken"
    PERSON_CANNOT = "person_cannot"


#: A swap that still waits for somebody.
OPEN_SWAP = (SwapState.ASKED, SwapState.AGREED)


@dataclass(frozen=True, slots=True)
class RosterCell:
    """A post's A and B on one session of one day; pinned cells are not moved by the engine.

    A flexible window opens only as the need asks: without an A it is closed, not vacant.
    """

    post_id: UUID
    day: date
    session: DaySession
    a_id: UUID | None
    b_id: UUID | None
    pinned: bool = False
    flexible: bool = False

    @property
    def place(self) -> tuple[UUID, date, DaySession]:
        """Return which session of which post it is about."""
        return (self.post_id, self.day, self.session)


@dataclass(frozen=True, slots=True)
class RosterCard:
    """One version of a month's roster of a department (None: windows of no department)."""

    id: UUID
    hall_id: UUID
    department_id: UUID | None
    month: date
    version: int
    state: RosterState
    cells: tuple[RosterCell, ...]
    made_by: UUID
    made_at: datetime
    filed_at: datetime | None
    returned_at: datetime | None
    published_at: datetime | None
    run_id: UUID | None

    @property
    def vacant(self) -> int:
        """Return how many sessions of fixed posts have no A."""
        return sum(1 for one in self.cells if one.a_id is None and not one.flexible)


@dataclass(frozen=True, slots=True)
class RunCard:
    """A run of the engine on a version: how far it is, or what came of it.

    ``progress`` is what the engine last told (vacant, changes, cost, least), ``answer`` what it ended with.
    """

    id: UUID
    hall_id: UUID
    roster_id: UUID
    kind: RunKind
    state: RunState
    seconds: int
    asked_at: datetime
    started_at: datetime | None
    ended_at: datetime | None
    made_roster_id: UUID | None
    progress: dict[str, Any]
    answer: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Proposed:
    """A rule the engine would bend for one person; ``limit`` None: they would be called back from leave."""

    person_id: UUID
    limit: BentLimit | None
    day: date
    more: int


@dataclass(frozen=True, slots=True)
class BentCard:
    """A rule bent for one person: so much more of a limit on a day, or in the week that begins with it.

    Where it is that a shift goes without a reserve, ``post_id`` and ``session`` name the shift and the person
    is whose absence it is for; else a run of the engine proposed it.
    """

    id: UUID
    person_id: UUID
    limit: BentLimit
    day: date
    more: int
    reason: BendReason
    run_id: UUID | None
    bent_by: UUID
    bent_at: datetime
    withdrawn_at: datetime | None = None
    post_id: UUID | None = None
    session: DaySession | None = None


@dataclass(frozen=True, slots=True)
class Unreserved:
    """A cell that has an A and no B; ``leave_id`` is the absence it may go without a reserve for, if any.

    ``spare`` says that somebody who holds the post could be its B, ``allowed_by`` who allowed it.
    """

    post_id: UUID
    day: date
    session: DaySession
    a_id: UUID
    spare: bool
    leave_id: UUID | None
    person_id: UUID | None
    allowed_by: UUID | None


@dataclass(frozen=True, slots=True)
class SwapCard:
    """Somebody's shift is to be another's; ``cost`` is what the month's wishes would cost more."""

    id: UUID
    hall_id: UUID
    post_id: UUID
    day: date
    session: DaySession
    from_id: UUID
    to_id: UUID
    state: SwapState
    cost: int
    asked_at: datetime


@dataclass(frozen=True, slots=True)
class Price:
    """What a month would cost more: ``terms`` of its wishes, by what they are for, and windows ``short``.

    ``short`` weighs each missing window as its need does, and is None where nobody asks for windows.
    """

    terms: tuple[tuple[str, int], ...]
    short: int | None

    @property
    def cost(self) -> int:
        """Return what the wishes would cost more."""
        return sum(cost for _term, cost in self.terms)


@dataclass(frozen=True, slots=True)
class SwapOffer:
    """Somebody who holds a post: what the month would cost more with them, or ``why`` it cannot be."""

    person_id: UUID
    price: Price | None
    why: str


@dataclass(frozen=True, slots=True)
class CellTaker:
    """Somebody who holds a post, as the A of one cell of a version.

    ``rank`` is 0 for the post's A, 1 for the first to stand in; ``against`` is everything that hinders them
    (why, and the post they are at instead); ``price`` what the month would cost more, and ``vacant`` and
    ``changes`` how many more sessions would be vacant or not as published.
    """

    person_id: UUID
    rank: int
    has_it: bool
    against: tuple[tuple[str, UUID | None], ...]
    price: Price
    vacant: int
    changes: int


@dataclass(frozen=True, slots=True)
class Carried:
    """What somebody has carried since a day, before a month: free days, evenings, standing in, in sessions.

    ``share`` is of a hundred what part of the burdens is theirs.
    """

    person_id: UUID
    since: date
    weekends: int
    evenings: int
    stand_ins: int
    share: int


@dataclass(frozen=True, slots=True)
class BrokenHours:
    """A limit of a day, a week or a run of days that somebody's shifts break; ``day`` is where it begins.

    ``last`` is the number of the last day it is about, counted from the first of the month.
    """

    rule: str
    person_id: UUID
    day: date
    last: int
