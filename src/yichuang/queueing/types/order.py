"""The order of the queue: classes, the calling rule that gives them, and why somebody was called."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID


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
