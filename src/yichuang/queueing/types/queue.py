"""What leaves this room: states, outcomes and cards."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from yichuang.posts.types import PauseReason
from yichuang.queueing.types.floor import ClerkNoteCard, LeftWhy, LineWaitingCard, VisitServiceCard


class TicketState(StrEnum):
    """Where a ticket stands; the arrows between them are ``rules.states.ARROWS``."""

    EXPECTED = "expected"
    WAITING = "waiting"
    CALLED = "called"
    SERVING = "serving"
    PARKED = "parked"
    FINISHED = "finished"
    MISSED = "missed"
    CANCELLED = "cancelled"
    VOIDED = "voided"


class Outcome(StrEnum):
    """What a visit ended with; a case and a notice are named by their reference number."""

    CASE = "case"
    NOTICE = "notice"
    REFERRAL = "referral"
    INFORMATION = "information"


class PriorityClass(StrEnum):
    """The class a ticket waits in; the hall's policy gives each its criteria, head start and cap."""

    ORDINARY = "ordinary"
    ELDERLY = "elderly"
    DISABLED = "disabled"
    PREGNANT = "pregnant"
    MILITARY = "military"
    URGENT = "urgent"
    APPOINTMENT = "appointment"
    EMERGENCY = "emergency"


# what a citizen may tick at the kiosk, to be checked at the window
DECLARED = (PriorityClass.ELDERLY, PriorityClass.DISABLED, PriorityClass.PREGNANT, PriorityClass.MILITARY)


class GrantReason(StrEnum):
    """Why somebody is called earlier; ``rules.priority.REASONS`` says which reason goes with which class."""

    DECLARED = "declared"
    DOCUMENT_SHOWN = "document_shown"
    EVIDENT = "evident"
    DEADLINE_TODAY = "deadline_today"
    OUR_MISTAKE = "our_mistake"
    HARDSHIP = "hardship"
    BOOKED = "booked"
    SUDDEN_ILLNESS = "sudden_illness"
    DANGER = "danger"


class GrantState(StrEnum):
    """Where a grant stands: only one that stands moves a ticket."""

    REQUESTED = "requested"
    STANDING = "standing"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class EndReason(StrEnum):
    """Why a grant was refused or withdrawn."""

    CRITERIA_NOT_MET = "criteria_not_met"
    BY_MISTAKE = "by_mistake"
    CITIZEN_ASKED = "citizen_asked"
    ORDINARY_SUFFICES = "ordinary_suffices"
    SUPERSEDED = "superseded"


@dataclass(frozen=True, slots=True)
class ClassCard:
    """What the calling rule says of one class: minutes of head start, criteria, approval, cap."""

    priority: PriorityClass
    head_start: int
    criteria: str
    criteria_en: str
    needs_approver: bool
    capped: bool


@dataclass(frozen=True, slots=True)
class PolicyCard:
    """A version of a hall's calling rule (叫号规则), in force from a day on."""

    hall_id: UUID
    version: int
    active_from: date
    classes: tuple[ClassCard, ...]

    def of(self, priority: PriorityClass) -> ClassCard | None:
        """Return what it says of a class, or ``None`` where the class is not given."""
        return next((one for one in self.classes if one.priority is priority), None)


@dataclass(frozen=True, slots=True)
class GrantCard:
    """Why a ticket is, was or asks to be called earlier, who gave it and who decided."""

    ticket_id: UUID
    label: str
    waits: bool
    priority: PriorityClass
    reason: GrantReason
    state: GrantState
    asked_by: UUID
    asked_at: datetime
    decided_by: UUID | None
    end_reason: EndReason | None

    @property
    def too_late(self) -> bool:
        """Say whether it was asked for and the ticket waits no more, so that nothing can be approved."""
        return self.state is GrantState.REQUESTED and not self.waits


@dataclass(frozen=True, slots=True)
class GiverCard:
    """How often somebody of the hall gave a class, and whether that is to be looked at (PRI-03)."""

    person_id: UUID
    count: int
    unusual: bool


@dataclass(frozen=True, slots=True)
class WhyCard:
    """Why a call was the next one: before ``rank`` who had come earlier, the first of them by label.

    ``let_first`` is how many others the citizen had let go first, by the own wish.
    """

    label: str
    priority: PriorityClass
    policy: PolicyCard
    rank: int
    passed_over: tuple[str, ...]
    called_at: datetime
    let_first: int = 0


class WindowState(StrEnum):
    """What a window looks like from the hall."""

    CLOSED = "closed"
    IDLE = "idle"
    CALLING = "calling"
    SERVING = "serving"


@dataclass(frozen=True, slots=True)
class TicketCard:
    """One ticket as anybody may see it: no person is in it.

    ``ahead`` is how many stand before it in its line (``None`` once it no longer waits); ``called_at`` is the
    first call, ``last_called_at`` the latest, ``call_count`` all of them.  ``est_low`` and ``est_high`` are
    minutes until the call, only filled by ``selectors.ticket_by_token`` (``None``: nobody can say).
    ``let_first`` is how many others the citizen once let go first, ``home_window_number`` where it goes back,
    ``remote``: it was taken by phone.
    """

    id: UUID
    hall_id: UUID
    label: str
    line_id: UUID
    line_name: str
    line_name_en: str
    item_id: UUID | None
    state: TicketState
    business_day: date
    number: int
    token: str
    ahead: int | None
    window_id: UUID | None
    window_number: int | None
    taken_at: datetime
    called_at: datetime | None
    last_called_at: datetime | None
    began_at: datetime | None
    finished_at: datetime | None
    call_count: int
    outcome: Outcome | None
    outcome_ref: str
    priority: PriorityClass
    est_low: int | None = None
    est_high: int | None = None
    let_first: int = 0
    on_paper: bool = False
    home_window_number: int | None = None
    remote: bool = False


@dataclass(frozen=True, slots=True)
class LineCard:
    """A line as the kiosk and the board show it; ``est_*`` are minutes for who joins now, or ``None``.

    ``next_label`` is the ticket at its head, empty when nobody waits.
    """

    id: UUID
    prefix: str
    name: str
    name_en: str
    hint: str
    hint_en: str
    waiting: int
    est_low: int | None
    est_high: int | None
    windows_on_duty: int
    item_ids: tuple[UUID, ...] = ()
    next_label: str = ""


@dataclass(frozen=True, slots=True)
class BoardCallCard:
    """One call on the board: a ticket and where it is asked to go."""

    ticket_id: UUID
    label: str
    window_id: UUID
    window_number: int
    window_name: str
    window_name_en: str
    zone_code: str
    state: TicketState
    called_at: datetime
    call_count: int


@dataclass(frozen=True, slots=True)
class BoardCard:
    """The lobby board of a hall or of one zone: open calls, latest first, and the lines that wait."""

    hall_id: UUID
    zone_code: str | None
    day: date
    at: datetime
    calls: tuple[BoardCallCard, ...]
    lines: tuple[LineCard, ...]
    waiting: int


@dataclass(frozen=True, slots=True)
class WaitingCard:
    """A waiting ticket in the order in which it will be called."""

    ticket_id: UUID
    label: str
    line_name: str
    line_name_en: str
    item_id: UUID | None
    priority: PriorityClass
    taken_at: datetime
    waited_seconds: int
    remote: bool = False


@dataclass(frozen=True, slots=True)
class DayFigures:
    """A day in figures, counted from the tickets; waits are from taken (checked in) to called, in seconds."""

    day: date
    taken: int = 0
    waiting: int = 0
    called: int = 0
    serving: int = 0
    parked: int = 0
    finished: int = 0
    missed: int = 0
    cancelled: int = 0
    voided: int = 0
    expected: int = 0
    outcomes: dict[Outcome, int] = field(default_factory=dict)
    wait_p50: int | None = None
    wait_p90: int | None = None
    service_p50: int | None = None
    service_p90: int | None = None


@dataclass(frozen=True, slots=True)
class WaitsCard:
    """Waits and services of a line, or of one of its items, in one hour of the hall's day; in seconds.

    A wait counts in the hour in which the ticket was taken, a service in the hour in which it began.
    """

    line_id: UUID
    item_id: UUID | None
    hour: int
    waits: int
    wait_p50: int | None
    wait_p90: int | None
    services: int
    service_p50: int | None
    service_p90: int | None


@dataclass(frozen=True, slots=True)
class DeskCard:
    """What a clerk at a window sees: who is here, who comes next, and which verbs are open now.

    ``may_recall_from`` is when the next recall is allowed, ``calls_until_missed`` how many calls are still
    due before the ticket may be marked missed (0: it may).  ``parked`` are those who wait in the lounge and
    may be resumed here, ``services`` and ``notes`` belong to the present visit.
    """

    hall_id: UUID
    window_id: UUID
    window_number: int
    window_name: str
    window_name_en: str
    at: datetime
    now: TicketCard | None
    waiting: int
    next: tuple[WaitingCard, ...]
    may_recall_from: datetime | None
    calls_until_missed: int | None
    missed: tuple[TicketCard, ...]
    today: DayFigures
    parked: tuple[TicketCard, ...] = ()
    lines: tuple[LineWaitingCard, ...] = ()
    services: tuple[VisitServiceCard, ...] = ()
    notes: tuple[ClerkNoteCard, ...] = ()


@dataclass(frozen=True, slots=True)
class FloorWindowCard:
    """One window on the floor plan; ``since`` its ticket was called, or nobody is at it any more."""

    window_id: UUID
    number: int
    name: str
    name_en: str
    zone_code: str
    state: WindowState
    ticket_label: str | None
    since: datetime | None
    worker_number: str | None
    display_name: str | None
    served: int
    paused_at: datetime | None = None
    pause_reason: PauseReason | None = None


@dataclass(frozen=True, slots=True)
class FloorCard:
    """The whole hall at a glance, for the office (今日大厅)."""

    hall_id: UUID
    day: date
    at: datetime
    waiting: int
    longest_wait_seconds: int | None
    lines: tuple[LineCard, ...]
    windows: tuple[FloorWindowCard, ...]
    today: DayFigures


@dataclass(frozen=True, slots=True)
class LeftOverCard:
    """A ticket of a day that did not come to an end: where it stood then, and why."""

    ticket_id: UUID
    label: str
    line_name: str
    line_name_en: str
    window_number: int | None
    state: TicketState
    why: LeftWhy
    taken_at: datetime
