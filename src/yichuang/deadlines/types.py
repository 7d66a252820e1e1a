"""The words of the clocks: budgets, grounds, ladders, and the cards that leave this room."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID


class Unit(StrEnum):
    """In what a budget of time is counted."""

    IMMEDIATE = "immediate"
    SECOND = "second"
    MINUTE = "minute"
    HOUR = "hour"
    WORKING_HOUR = "working_hour"
    CALENDAR_DAY = "calendar_day"
    WORKING_DAY = "working_day"
    MONTH = "month"

    @property
    def is_moment(self) -> bool:
        """Whether it ends at a moment, rather than with a day."""
        return self in _SECONDS

    @property
    def seconds(self) -> int:
        """How many seconds one of a moment's units has; 0 for days."""
        return _SECONDS.get(self, 0)


_SECONDS = {Unit.SECOND: 1, Unit.MINUTE: 60, Unit.HOUR: 3600, Unit.WORKING_HOUR: 3600}


class StartRule(StrEnum):
    """Which day is the first that counts: the day it begins, or the one after (民诉法 85, 民法典 201).

    Moments and what is due at once begin when they begin, whatever the rule.
    """

    SAME_DAY = "same_day"
    NEXT_DAY = "next_day"


class Rollover(StrEnum):
    """What becomes of a last day that is a rest day: it stays, or the next working day is the last."""

    NONE = "none"
    NEXT_WORKING_DAY = "next_working_day"


class Ground(StrEnum):
    """Why a clock may stand still: the whole list.  That staff is absent is not on it (AB-08)."""

    SUPPLEMENT = "supplement"
    HEARING = "hearing"
    BIDDING = "bidding"
    AUCTION = "auction"
    INSPECTION = "inspection"
    TESTING = "testing"
    QUARANTINE = "quarantine"
    APPRAISAL = "appraisal"
    EXPERT_REVIEW = "expert_review"
    PUBLICITY = "publicity"
    PAYMENT = "payment"
    APPLICANT_REQUEST = "applicant_request"
    SUSPENSION = "suspension"


class ClockState(StrEnum):
    RUNNING = "running"
    PAUSED = "paused"
    STOPPED = "stopped"


class EntryKind(StrEnum):
    """What an entry of the ledger says."""

    START = "start"
    PAUSE = "pause"
    RESUME = "resume"
    EXTEND = "extend"
    SHORTEN = "shorten"
    REASSIGN = "reassign"
    STOP = "stop"


class Measure(StrEnum):
    """From where a rung is measured: share of the budget, working days before or after, or the end itself."""

    PERCENT = "percent"
    DAYS_BEFORE = "days_before"
    DUE = "due"
    DAYS_AFTER = "days_after"


class Audience(StrEnum):
    """Who is told when a rung is reached."""

    HANDLER = "handler"
    SECTION_HEAD = "section_head"
    OFFICE = "office"
    SUPERVISION = "supervision"


class Among(StrEnum):
    """Which open clocks are asked for; each is in one of ``OVERDUE``, ``NEAR``, ``STILL`` and ``OK``."""

    ALL = "all"
    RUNNING = "running"
    NEAR = "near"
    OVERDUE = "overdue"
    PAUSED = "paused"
    STILL = "still"  # paused, and not over
    OK = "ok"  # runs, and has time
    IDLE = "idle"  # over, and no pause holds it


@dataclass(frozen=True, slots=True)
class Which:
    """Of which clocks a list is: of these purposes, of a section, of somebody, due between two moments.

    ``leading``: of each matter only the clock of these purposes that is due first.
    """

    purposes: tuple[str, ...]
    department_id: UUID | None = None
    owner_id: UUID | None = None
    due_from: datetime | None = None
    due_until: datetime | None = None
    leading: bool = False


@dataclass(frozen=True, slots=True)
class Budget:
    """A limit of time as law or promise gives it; ``citation`` names the text.

    ``value`` counts ``unit``; what is due at once has 0 and is due on the same hall day.  ``rollover`` is
    for days and months.  Raises ``ValueError`` for a budget nobody could count.
    """

    value: int
    unit: Unit
    start_rule: StartRule = StartRule.NEXT_DAY
    rollover: Rollover = Rollover.NONE
    citation: str = ""

    def __post_init__(self) -> None:
        if self.unit is Unit.IMMEDIATE:
            if self.value:
                raise ValueError("what is due at once has the value 0")
        elif not 0 < self.value <= MOST[self.unit]:
            raise ValueError(f"{self.value} {self.unit} is no budget")
        if self.unit.is_moment and self.rollover is not Rollover.NONE:
            raise ValueError("only days roll over")


# Twenty years or a little more: beyond it a limit is a slip of the pen.
MOST = {
    Unit.IMMEDIATE: 0,
    Unit.SECOND: 86_400 * 366,
    Unit.MINUTE: 1_440 * 366,
    Unit.HOUR: 24 * 366 * 5,
    Unit.WORKING_HOUR: 2_000,
    Unit.CALENDAR_DAY: 7_320,
    Unit.WORKING_DAY: 5_000,
    Unit.MONTH: 240,
}


@dataclass(frozen=True, slots=True)
class GroundRule:
    """What one ground of a pause asks for: whether somebody else approves it, and the law it stands on."""

    approved: bool
    citation: str


@dataclass(frozen=True, slots=True)
class Rung:
    """One step of a ladder: who is told when ``value`` of ``measure`` is reached."""

    code: str
    measure: Measure
    value: int
    tells: tuple[Audience, ...]


@dataclass(frozen=True, slots=True)
class PauseCard:
    """One time the clock stood still; ``until`` is None while it does."""

    ground: Ground
    evidence: str
    notice_id: UUID | None
    approved_by: UUID | None
    since: datetime
    until: datetime | None


@dataclass(frozen=True, slots=True)
class ExtensionCard:
    """One extension, or (``value`` below 0) one shortening: how much, who approved it, when, told by what."""

    value: int
    approved_by: UUID
    at: datetime
    notice_id: UUID | None


@dataclass(frozen=True, slots=True)
class ClockCard:
    """A clock as it stands at the moment it was asked for.

    ``due`` is the last day in time (day clocks), ``due_at`` the first moment that is too late.  ``total``,
    ``elapsed`` and ``remaining`` count ``counted_in``: the budget's unit, and days for months; ``remaining``
    is below 0 when it is over.  While it is paused, ``due`` is what it would be if it went on at once.
    ``provisional``: part of it lies beyond the calendar that is known.
    """

    id: UUID
    hall_id: UUID
    purpose: str
    subject_id: UUID
    matter_id: UUID | None
    department_id: UUID | None
    owner_id: UUID | None
    budget: Budget
    state: ClockState
    started_at: datetime
    stopped_at: datetime | None
    due: date | None
    due_at: datetime
    provisional: bool
    total: int
    elapsed: int
    remaining: int
    counted_in: Unit
    used_percent: int
    near: bool
    overdue: bool
    ever_overdue: bool
    pauses: tuple[PauseCard, ...]
    extensions: tuple[ExtensionCard, ...]
    extension_allowed: tuple[int, int]


@dataclass(frozen=True, slots=True)
class ToldCard:
    """A rung that was reached: when it was told, and whether a later one was told in its place."""

    clock_id: UUID
    rung: str
    term: int
    tells: tuple[Audience, ...]
    at: datetime
    skipped: bool


class LineKind(StrEnum):
    """What a line of an explanation is about."""

    START = "start"
    CORRESPONDING = "corresponding"
    COUNTED = "counted"
    MADE_UP = "made_up"
    REST = "rest"
    HOLIDAY = "holiday"
    PAUSED = "paused"
    EXTENDED = "extended"
    SHORTENED = "shortened"
    SESSION = "session"
    ROLLED = "rolled"
    DUE = "due"
    PROVISIONAL = "provisional"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class ExplanationLine:
    """One line of the reasoning: the days it is about, which numbers they have, and its two sentences."""

    kind: LineKind
    since: date
    until: date
    first: int | None
    last: int | None
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a date is what it is, in order; fit for paper, page and screen."""

    lines: tuple[ExplanationLine, ...]
    due: date | None
    due_at: datetime
    provisional: bool


@dataclass(frozen=True, slots=True)
class ReprojectionCard:
    """How far the open clocks of a hall are counted anew after a change of its calendar or hours.

    ``reason``: ``calendar`` or ``hours``.  ``to_look``: how many the change can touch, None until that is
    known; ``looked`` and ``moved``: how many of them were counted, and have another date.
    """

    reason: str
    asked_at: datetime
    to_look: int | None
    looked: int
    moved: int
    done_at: datetime | None


@dataclass(frozen=True, slots=True)
class KeptCount:
    """How many clocks of one purpose were kept and how many ran out, among the matters of one ``group``."""

    group: UUID
    purpose: str
    kept: int
    late: int
