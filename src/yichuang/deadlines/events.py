"""What has happened to clocks.  Together these entries are the ledger: it can be written anew from them."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from yichuang.deadlines.types import Audience, Ground, Rollover, StartRule, Unit
from yichuang.kernel.journal.events import Event, event


@event("deadlines.clock_started")
class ClockStarted(Event):
    """A clock began to run: its budget, since when, and the date that follows from it."""

    clock_id: UUID
    purpose: str
    subject_id: UUID
    value: int
    unit: Unit
    start_rule: StartRule
    rollover: Rollover
    since: datetime
    due: date | None
    due_at: datetime
    provisional: bool
    calendar: str
    ladder: str
    most_extensions: int
    most_extension_value: int
    owner_id: UUID | None
    department_id: UUID | None


@event("deadlines.clock_paused")
class ClockPaused(Event):
    """A clock stands still on a lawful ground, with its paper."""

    clock_id: UUID
    purpose: str
    subject_id: UUID
    ground: Ground
    evidence: str
    notice_id: UUID | None
    approved_by: UUID | None
    since: datetime


@event("deadlines.clock_resumed")
class ClockResumed(Event):
    """The ground for which a clock stood still is over; it tells the date that follows."""

    clock_id: UUID
    purpose: str
    subject_id: UUID
    ground: Ground
    since: datetime
    runs: bool
    due: date | None
    due_at: datetime


@event("deadlines.clock_extended")
class ClockExtended(Event):
    """A clock was given more time by who may: how much, and the dates before and after."""

    clock_id: UUID
    purpose: str
    subject_id: UUID
    value: int
    approved_by: UUID
    notice_id: UUID | None
    old_due_at: datetime
    due: date | None
    due_at: datetime


@event("deadlines.clock_shortened")
class ClockShortened(Event):
    """A clock was given less time, as for a matter handled express."""

    clock_id: UUID
    purpose: str
    subject_id: UUID
    value: int
    approved_by: UUID
    old_due_at: datetime
    due: date | None
    due_at: datetime


@event("deadlines.clock_stopped")
class ClockStopped(Event):
    """A clock was stopped: what it counted is done; its dates do not move any more."""

    clock_id: UUID
    purpose: str
    subject_id: UUID
    due: date | None
    due_at: datetime
    elapsed: int
    overdue: bool


@event("deadlines.clock_reassigned")
class ClockReassigned(Event):
    """A clock has another owner or department; it runs on, and its date is the same (AB-08)."""

    clock_id: UUID
    purpose: str
    subject_id: UUID
    owner_id: UUID | None
    department_id: UUID | None
    due_at: datetime


@event("deadlines.clock_reprojected")
class ClockReprojected(Event):
    """The calendar or the hall’s hours are others now, and an open clock has another date."""

    clock_id: UUID
    purpose: str
    subject_id: UUID
    reason: str
    old_due: date | None
    old_due_at: datetime
    due: date | None
    due_at: datetime
    provisional: bool
    calendar: str


@event("deadlines.deadline_near")
class DeadlineNear(Event):
    """A clock comes near its end; it tells who has to know, once a rung."""

    clock_id: UUID
    purpose: str
    subject_id: UUID
    rung: str
    tells: tuple[Audience, ...]
    skipped: tuple[str, ...]
    due: date | None
    due_at: datetime
    owner_id: UUID | None
    department_id: UUID | None


@event("deadlines.deadline_passed")
class DeadlinePassed(Event):
    """A clock has run out; it tells who has to know, once a rung."""

    clock_id: UUID
    purpose: str
    subject_id: UUID
    rung: str
    tells: tuple[Audience, ...]
    skipped: tuple[str, ...]
    due: date | None
    due_at: datetime
    owner_id: UUID | None
    department_id: UUID | None
