"""The words of a leave: its way through the hall, who covers for whom, and what is handed over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from yichuang.kernel.ports import Port


class LeaveKind(StrEnum):
    """Why somebody is away, as the office sees it; the public never does (LOC-01)."""

    ANNUAL = "annual"
    SICK = "sick"
    PERSONAL = "personal"
    OFFICIAL = "official"
    TRAINING = "training"
    FAMILY = "family"
    OTHER = "other"


class LeavePath(StrEnum):
    """How a leave is taken: planned ahead, or because of something nobody could plan (X-12)."""

    PLANNED = "planned"
    EMERGENCY = "emergency"


class LeaveState(StrEnum):
    """Where a leave stands (ATT-07)."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    APPROVED = "approved"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    RETURNED = "returned"


class LeavePhase(StrEnum):
    """What a leave is at a moment."""

    OPEN_QUESTION = "open_question"
    COMING = "coming"
    RUNNING = "running"
    OVER = "over"
    OFF = "off"


class CoverKind(StrEnum):
    """How a cover came about."""

    PLANNED = "planned"
    EMERGENCY = "emergency"
    AUTOMATIC = "automatic"


class StandInReason(StrEnum):
    """Why B takes A's post without a handover (AB-04); nobody tells of another that they are ill."""

    NOT_COME = "not_come"
    KEPT_AWAY = "kept_away"
    CALLED_AWAY = "called_away"
    SHORT_ABSENCE = "short_absence"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class LonePlace:
    """A post that is its department's only one here, and the A who has not come to it."""

    post_id: UUID
    window_id: UUID
    a_id: UUID


@dataclass(frozen=True, slots=True)
class WorkLine:
    """One piece of open work that is handed over: what it is, its number, when it is due (None: no clock)."""

    room: str
    subject_id: UUID
    label: str
    due_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class HandedLine:
    """A line of a handover as it was signed for."""

    room: str
    subject_id: UUID
    label: str
    due_at: datetime | None


@dataclass(frozen=True, slots=True)
class AbsenceCard:
    """A day told as absence: whose, which leave waits or excused it, when that was (None: it stands)."""

    id: UUID
    hall_id: UUID
    person_id: UUID
    day: date
    leave_id: UUID | None
    excused_at: datetime | None


@dataclass(frozen=True, slots=True)
class CoverCard:
    """B stands in for A at a post (None: in A's work, away from any window) from a moment until a moment.

    A cover of a leave counts once the leave is approved, or at once on the emergency path (``in_force``);
    ``ends`` is exclusive and moves forward where A comes back early.  ``signed_at`` is when B signed for what
    was handed over; ``handover_due`` says that a cover runs without it.
    """

    id: UUID
    hall_id: UUID
    leave_id: UUID | None
    post_id: UUID | None
    a_id: UUID
    b_id: UUID
    kind: CoverKind
    begins: datetime
    ends: datetime
    in_force: bool
    reason: str
    signed_at: datetime | None
    named_by: UUID | None
    named_at: datetime

    @property
    def on_behalf_of(self) -> UUID:
        """Return what the journal names: the post covered for, or A where there is none."""
        return self.post_id or self.a_id

    def runs(self, at: datetime) -> bool:
        """Say whether B holds A's rights at ``at``."""
        return self.in_force and self.begins <= at < self.ends

    @property
    def handover_due(self) -> bool:
        """Say whether B stands in without having signed for what was handed over (AB-04)."""
        return self.in_force and self.kind is not CoverKind.PLANNED and self.signed_at is None


@dataclass(frozen=True, slots=True)
class LeaveCard:
    """A person's leave from a moment until a moment, with every step stamped (ATT-07).

    ``note_id`` is where the reason lies in the vault; ``proof_at`` when a paper for it was shown.
    """

    id: UUID
    hall_id: UUID
    person_id: UUID
    kind: LeaveKind
    path: LeavePath
    state: LeaveState
    begins: datetime
    ends: datetime
    note_id: UUID | None
    asked_by: UUID
    asked_at: datetime
    submitted_at: datetime | None
    decided_by: UUID | None
    decided_at: datetime | None
    started_at: datetime | None
    returned_at: datetime | None
    proof_at: datetime | None
    covers: tuple[CoverCard, ...] = ()

    def phase(self, at: datetime) -> LeavePhase:
        """Say what the leave is at ``at``."""
        if self.state in (LeaveState.DRAFT, LeaveState.SUBMITTED):
            return LeavePhase.OPEN_QUESTION
        if self.state in (LeaveState.REFUSED, LeaveState.WITHDRAWN):
            return LeavePhase.OFF
        if self.state is LeaveState.RETURNED or at >= self.ends:
            return LeavePhase.OVER
        return LeavePhase.COMING if at < self.begins else LeavePhase.RUNNING

    def away(self, at: datetime) -> bool:
        """Say whether the person is away by this leave at ``at``: approved, or gone on the emergency path."""
        counts = self.state is LeaveState.APPROVED or (
            self.state is LeaveState.SUBMITTED and self.path is LeavePath.EMERGENCY
        )
        return counts and self.begins <= at < self.ends


def _room_not_built(hall_id: UUID, person_id: UUID, at: datetime) -> tuple[WorkLine, ...] | None:
    return ()


# What has this person in hand?  One port a room; a room that cannot say yet answers None, and until it has
# answered nobody signs for the handover.
OPEN_CASES = Port("posts.open_cases", _room_not_built)
PARKED_TICKETS = Port("posts.parked_tickets", _room_not_built)
OPEN_WORK = (OPEN_CASES, PARKED_TICKETS)
