"""Tell shifts, leaves, covers and sign-ons again from the journal alone (``journal verify --tables``)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from yichuang.kernel.journal.events import Event, load
from yichuang.kernel.journal.findings import Difference
from yichuang.kernel.journal.models import Entry
from yichuang.kernel.journal.retold import Retelling, entries
from yichuang.kernel.types import ActorKind
from yichuang.posts import events
from yichuang.posts.models import Cover, Leave, Shift, SignOn
from yichuang.posts.types import LeaveState

Place = tuple[UUID, date, str]


def _names(*told: type[Event]) -> tuple[str, ...]:
    return tuple(one.stored_name for one in told)


# --- leaves -------------------------------------------------------------------------------------------

LEAVE_NAMES = _names(
    events.LeaveRequested,
    events.LeaveSubmitted,
    events.LeaveApproved,
    events.LeaveRefused,
    events.LeaveWithdrawn,
    events.LeaveStarted,
    events.LeaveEnded,
    events.ProofFiled,
)


@dataclass(slots=True)
class ToldLeave:
    """What the journal tells of one leave; why somebody is away is not in it."""

    person_id: UUID
    path: str
    state: str
    begins: datetime
    ends: datetime
    note_id: UUID | None
    asked_by: UUID
    asked_at: datetime
    submitted_at: datetime | None
    decided_by: UUID | None = None
    decided_at: datetime | None = None
    started_at: datetime | None = None
    returned_at: datetime | None = None
    proof_at: datetime | None = None

    def hears(self, told: Event, entry: Entry) -> None:
        """Let one event happen to the leave."""
        match told:
            case events.LeaveSubmitted():
                self.state, self.submitted_at = LeaveState.SUBMITTED, entry.at
            case events.LeaveApproved():
                back = self.returned_at is not None
                self.state = LeaveState.RETURNED if back else LeaveState.APPROVED
                self.decided_by, self.decided_at = entry.actor_id, entry.at
            case events.LeaveRefused():
                self.state = LeaveState.REFUSED
                self.decided_by, self.decided_at = entry.actor_id, entry.at
            case events.LeaveWithdrawn():
                self.state = LeaveState.WITHDRAWN
            case events.LeaveStarted():
                self.started_at = self.begins
            case events.LeaveEnded():
                self.ends = self.returned_at = entry.at if told.early else self.ends
                if self.state == LeaveState.APPROVED:
                    self.state = LeaveState.RETURNED
            case events.ProofFiled():
                self.proof_at = self.proof_at or entry.at


def _leave(told: Event, entry: Entry) -> ToldLeave | None:
    if not isinstance(told, events.LeaveRequested):
        return None
    handed_in = None if told.state == LeaveState.DRAFT else entry.at
    return ToldLeave(
        told.person_id, told.path, told.state, told.begins, told.ends, told.note_id,
        entry.actor_id, entry.at, handed_in,
    )  # fmt: skip


# --- covers -------------------------------------------------------------------------------------------

COVER_NAMES = _names(
    events.CoverNamed,
    events.CoverAllowed,
    events.CoverShortened,
    events.CoverDropped,
    events.CoverStarted,
    events.CoverEnded,
    events.HandoverSigned,
)


@dataclass(slots=True)
class ToldCover:
    """What the journal tells of one cover."""

    leave_id: UUID | None
    post_id: UUID | None
    a_id: UUID
    b_id: UUID
    kind: str
    begins: datetime
    ends: datetime
    in_force: bool
    reason: str
    named_by: UUID | None
    named_at: datetime
    signed_at: datetime | None = None
    dropped_at: datetime | None = None
    begun_told_at: datetime | None = None
    ended_told_at: datetime | None = None

    def hears(self, told: Event, entry: Entry) -> None:
        """Let one event happen to the cover."""
        match told:
            case events.CoverAllowed():
                self.in_force, self.begins = True, max(self.begins, entry.at)
            case events.CoverShortened():
                self.ends = told.ends
            case events.CoverDropped():
                self.ends, self.dropped_at = max(self.begins, min(self.ends, entry.at)), entry.at
            case events.CoverStarted():
                self.begun_told_at = entry.at
            case events.CoverEnded():
                self.ended_told_at = entry.at
            case events.HandoverSigned():
                self.signed_at = entry.at


def _cover(told: Event, entry: Entry) -> ToldCover | None:
    if not isinstance(told, events.CoverNamed):
        return None
    person = entry.actor_id if entry.actor_kind == ActorKind.PERSON else None
    return ToldCover(
        told.leave_id, told.post_id, told.a_id, told.b_id, told.kind, told.begins, told.ends,
        told.in_force, told.reason, person, entry.at,
    )  # fmt: skip


# --- sign-ons -----------------------------------------------------------------------------------------

SIGN_ON_NAMES = _names(
    events.SignedOn, events.SignedOff, events.SignOnLapsed, events.WindowPaused, events.WindowResumed
)


@dataclass(slots=True)
class ToldSignOn:
    """What the journal tells of one sign-on."""

    window_id: UUID
    post_id: UUID
    person_id: UUID
    part: str
    started_at: datetime
    ended_at: datetime | None = None
    paused_at: datetime | None = None
    pause_reason: str = ""

    def hears(self, told: Event, entry: Entry) -> None:
        """Let one event happen to the sign-on."""
        match told:
            case events.SignedOff() | events.SignOnLapsed():
                self.ended_at = entry.at
            case events.WindowPaused():
                self.paused_at, self.pause_reason = entry.at, told.reason
            case events.WindowResumed():
                self.paused_at, self.pause_reason = None, ""


def _sign_on(told: Event, entry: Entry) -> ToldSignOn | None:
    if not isinstance(told, events.SignedOn):
        return None
    return ToldSignOn(told.window_id, told.post_id, told.person_id, told.part, entry.at)


# --- all of them --------------------------------------------------------------------------------------

Row = ToldLeave | ToldCover | ToldSignOn


def _teller(begins: Callable[[Event, Entry], Row | None]) -> Callable[[Iterable[Entry]], dict[UUID, Row]]:
    def tell(rows: Iterable[Entry]) -> dict[UUID, Row]:
        told: dict[UUID, Row] = {}
        for entry in rows:
            happened = load(entry.name, entry.version, entry.body)
            fresh = begins(happened, entry)
            if fresh is not None:
                told[entry.subject_id] = fresh
            elif entry.subject_id in told:
                told[entry.subject_id].hears(happened, entry)
        return told

    return tell


def first_shift(hall_id: UUID) -> Difference | None:
    """Return the first published shift that is not what the journal says, or ``None``."""
    told: dict[Place, tuple[UUID, UUID | None]] = {}
    for entry in entries(hall_id, _names(events.ShiftsPublished, events.ShiftChanged, events.ShiftClosed)):
        _published(load(entry.name, entry.version, entry.body), told)
    rows = Shift.objects.filter(hall_id=hall_id).order_by("day", "session", "post_id")
    for row in rows.iterator():
        said = told.pop((row.post_id, row.day, row.session), None)
        if said != (row.a_id, row.b_id):
            return _differs(str(row), "a_id, b_id", (row.a_id, row.b_id), said)
    left = next(iter(told.items()), None)
    return None if left is None else _differs(f"{left[0][1]} {left[0][2]}", "id", None, left[1])


def _published(happened: Event, told: dict[Place, tuple[UUID, UUID | None]]) -> None:
    if isinstance(happened, events.ShiftChanged):
        told[happened.post_id, happened.day, happened.session] = (happened.a_id, happened.b_id)
    elif isinstance(happened, events.ShiftClosed):
        told.pop((happened.post_id, happened.day, happened.session), None)
    elif isinstance(happened, events.ShiftsPublished):
        anew = [
            one for one in told
            if one[0] == happened.post_id and happened.first <= one[1] < happened.until
        ]  # fmt: skip
        for one in anew:
            del told[one]
        listed = zip(happened.days, happened.sessions, happened.a_ids, happened.b_ids, strict=True)
        for day, session, a_id, b_id in listed:
            told[happened.post_id, day, session] = (a_id, b_id)


def _differs(row: str, column: str, stored: object, recomputed: object) -> Difference:
    return Difference(Shift._meta.db_table, row, column, str(stored), str(recomputed))


RETELLINGS: dict[str, Callable[[UUID], Difference | None]] = {
    "posts.shift": first_shift,
    "posts.leave": Retelling(Leave, LEAVE_NAMES, _teller(_leave)).first_difference,
    "posts.cover": Retelling(Cover, COVER_NAMES, _teller(_cover)).first_difference,
    "posts.sign_on": Retelling(SignOn, SIGN_ON_NAMES, _teller(_sign_on)).first_difference,
}
