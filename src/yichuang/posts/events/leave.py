"""What has happened to leaves, covers, handovers and absences.  Why somebody is away is not in here."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from yichuang.kernel.journal.events import Event, event


@event("posts.leave_requested")
class LeaveRequested(Event):
    """A leave was asked for, or written down as a draft."""

    person_id: UUID
    path: str
    state: str
    begins: datetime
    ends: datetime
    note_id: UUID | None


@event("posts.leave_submitted")
class LeaveSubmitted(Event):
    """A draft of a leave was handed in."""

    person_id: UUID


@event("posts.cover_named")
class CoverNamed(Event):
    """It was named who stands in for somebody, at which post, from when until when."""

    leave_id: UUID | None
    post_id: UUID | None
    a_id: UUID
    b_id: UUID
    kind: str
    begins: datetime
    ends: datetime
    in_force: bool
    reason: str


@event("posts.cover_allowed")
class CoverAllowed(Event):
    """A cover counts from now on and never before: the leave it was named for was approved."""

    leave_id: UUID
    post_id: UUID | None
    b_id: UUID


@event("posts.cover_shortened")
class CoverShortened(Event):
    """A cover ends earlier than it was named for: A is back, or another B goes on from there."""

    leave_id: UUID | None
    post_id: UUID | None
    b_id: UUID
    ends: datetime


@event("posts.cover_dropped")
class CoverDropped(Event):
    """Somebody named to stand in does so no longer."""

    leave_id: UUID | None
    post_id: UUID | None
    b_id: UUID


@event("posts.handover_signed")
class HandoverSigned(Event):
    """B signed for the open work of A, and nothing of it is forgotten."""

    leave_id: UUID | None
    post_id: UUID | None
    a_id: UUID
    b_id: UUID
    subject_ids: tuple[UUID, ...]
    late: bool


@event("posts.leave_approved")
class LeaveApproved(Event):
    """A leave was approved by another person."""

    person_id: UUID
    begins: datetime
    ends: datetime


@event("posts.leave_refused")
class LeaveRefused(Event):
    """A leave was turned down."""

    person_id: UUID


@event("posts.leave_withdrawn")
class LeaveWithdrawn(Event):
    """A leave was withdrawn before it began."""

    person_id: UUID


@event("posts.leave_started")
class LeaveStarted(Event):
    """A leave has begun: its person is away."""

    person_id: UUID


@event("posts.leave_ended")
class LeaveEnded(Event):
    """A leave is over: its person is back, perhaps earlier than planned."""

    person_id: UUID
    early: bool


@event("posts.cover_started")
class CoverStarted(Event):
    """B holds A’s rights at the post from now on."""

    leave_id: UUID | None
    post_id: UUID | None
    a_id: UUID
    b_id: UUID
    kind: str


@event("posts.cover_ended")
class CoverEnded(Event):
    """B gave A’s rights back: the cover is over."""

    leave_id: UUID | None
    post_id: UUID | None
    a_id: UUID
    b_id: UUID
    minutes: int


@event("posts.proof_filed")
class ProofFiled(Event):
    """A paper that proves the reason of a leave was shown."""

    person_id: UUID
    proof_id: UUID


@event("posts.person_absent")
class PersonAbsent(Event):
    """Somebody did not come to a shift of a day and had no approved leave for it."""

    day: date
    person_id: UUID
    leave_id: UUID | None


@event("posts.absence_excused")
class AbsenceExcused(Event):
    """A day told as absence was excused by a leave filed in time, with its paper."""

    day: date
    person_id: UUID
    leave_id: UUID


@event("posts.left_post")
class LeftPost(Event):
    """Somebody left the post for a while and said when they are back."""

    window_id: UUID
    person_id: UUID
    back_by: datetime


@event("posts.return_overdue")
class ReturnOverdue(Event):
    """Somebody who left the post for a while is not back by the time they said, and nobody covers."""

    window_id: UUID
    person_id: UUID
    minutes: int
