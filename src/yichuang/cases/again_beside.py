"""Compute opinions, questions, referrals and requests for pauses again from the journal alone.

``journal verify --tables`` asks for it.
Their entries are about the case, which is the matter; their clocks tell which of them each counts for.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from yichuang.cases import events
from yichuang.cases.models import PauseRequest, Query, Referral, Seat
from yichuang.cases.types import PauseState, QueryState, ReferralState, SeatState
from yichuang.deadlines.events import ClockStarted
from yichuang.kernel.journal.events import Event, load
from yichuang.kernel.journal.models import Entry
from yichuang.kernel.journal.retold import UNTOLD, Retelling

CLOCK = ClockStarted.stored_name
SEATS = tuple(
    one.stored_name
    for one in (
        events.JointOpened,
        events.JointOpinionGiven,
        events.JointSilenceCounted,
        events.JointSeatDropped,
    )
)
QUERIES = tuple(
    one.stored_name
    for one in (
        events.QueryRaised,
        events.QueryEscalated,
        events.QueryAnswered,
        events.ClientInformed,
        events.QueryClosed,
        events.QueryDropped,
    )
)
REFERRALS = tuple(
    one.stored_name
    for one in (
        events.CaseReferred,
        events.ReferralConfirmed,
        events.ReferralReturned,
        events.ReferralDisputed,
        events.CaseAssigned,
        events.ReferralDropped,
    )
)

PAUSES = tuple(
    one.stored_name
    for one in (events.PauseAsked, events.PauseApproved, events.PauseDeclined, events.PauseLapsed)
)


@dataclass(slots=True)
class ToldSeat:
    """What the journal tells of a department that was asked; the names are those of a row."""

    case_id: UUID
    department_id: UUID
    asked_at: datetime
    review: tuple[str, UUID, datetime]
    state: str = SeatState.ASKED
    clock_id: UUID | None = None
    settled_at: datetime | None = None
    opinions: list[tuple[int, str, UUID, UUID, datetime, bool]] = field(default_factory=list)


@dataclass(slots=True)
class ToldQuery:
    """What the journal tells of a question asked above."""

    case_id: UUID
    asked_level: str
    level: str
    question_id: UUID
    raised_by: UUID
    raised_at: datetime
    state: str = QueryState.RAISED
    clock_id: UUID | None = None
    answer_id: UUID | None = None
    by_document: bool = False
    answered_by: UUID | None = None
    answered_at: datetime | None = None
    channel: str = ""
    informed_by: UUID | None = None
    informed_at: datetime | None = None
    closed_at: datetime | None = None


@dataclass(slots=True)
class ToldReferral:
    """What the journal tells of one hop of a case."""

    case_id: UUID
    number: int
    from_department_id: UUID
    to_department_id: UUID
    state: str
    reason_id: UUID
    sent_by: UUID
    sent_at: datetime
    binding: bool = False
    clock_id: UUID | None = None
    answered_by: UUID | None = None
    answered_at: datetime | None = None
    return_reason_id: UUID | None = None


def seats(entries: Iterable[Entry]) -> dict[UUID, ToldSeat]:
    """Return what the entries make of each department that was asked."""
    found: dict[UUID, ToldSeat] = {}
    clocks: dict[UUID, UUID] = {}
    for entry in entries:
        told, matter = load(entry.name, entry.version, entry.body), entry.matter_id
        match told:
            case ClockStarted():
                clocks[told.subject_id] = entry.subject_id
            case events.JointOpened() if matter is not None:
                review = (told.silence.value, entry.actor_id, entry.at)
                for seat_id, department_id in zip(told.seats, told.departments, strict=True):
                    found[seat_id] = ToldSeat(matter, department_id, entry.at, review)
            case events.JointOpinionGiven() if told.seat_id in found:
                _opinion(found[told.seat_id], told, entry)
            case events.JointSilenceCounted() if told.seat_id in found:
                row = found[told.seat_id]
                row.state, row.settled_at = SeatState.SILENT, entry.at
            case events.JointSeatDropped() if told.seat_id in found:
                row = found[told.seat_id]
                row.state, row.settled_at = SeatState.DROPPED, entry.at
    for seat_id, one in found.items():
        one.clock_id = clocks.get(seat_id)
    return found


def _opinion(row: ToldSeat, told: events.JointOpinionGiven, entry: Entry) -> None:
    row.opinions.append((told.number, told.stand.value, told.text_id, entry.actor_id, entry.at, told.late))
    if row.state == SeatState.ASKED:
        row.state, row.settled_at = SeatState.GIVEN, entry.at


def queries(entries: Iterable[Entry]) -> dict[UUID, ToldQuery]:
    """Return what the entries make of each question; its clock is the last that was started for it."""
    found: dict[UUID, ToldQuery] = {}
    clocks: dict[UUID, UUID] = {}
    for entry in entries:
        told, matter = load(entry.name, entry.version, entry.body), entry.matter_id
        match told:
            case ClockStarted():
                clocks[told.subject_id] = entry.subject_id
            case events.QueryRaised() if matter is not None:
                level = told.level.value
                found[told.query_id] = ToldQuery(
                    matter, level, level, told.question_id, entry.actor_id, entry.at
                )
            case _:
                _asked(found, told, entry)
    for query_id, one in found.items():
        one.clock_id = clocks.get(query_id)
    return found


def _asked(found: dict[UUID, ToldQuery], told: Event, entry: Entry) -> None:
    """Let one act happen to a question; the states are those of ``rules.queries``."""
    row = found.get(getattr(told, "query_id", entry.subject_id))
    if row is None:
        return
    match told:
        case events.QueryEscalated():
            row.level = told.level.value
        case events.QueryAnswered():
            row.state, row.answer_id, row.by_document = QueryState.ANSWERED, told.answer_id, told.by_document
            row.answered_by, row.answered_at = entry.actor_id, entry.at
        case events.ClientInformed():
            row.state, row.channel = QueryState.INFORMED, told.channel.value
            row.informed_by, row.informed_at = entry.actor_id, entry.at
        case events.QueryClosed():
            row.state, row.closed_at = QueryState.CLOSED, entry.at
        case events.QueryDropped():
            row.state = QueryState.DROPPED


def referrals(entries: Iterable[Entry]) -> dict[UUID, ToldReferral]:
    """Return what the entries make of each hop."""
    found: dict[UUID, ToldReferral] = {}
    clocks: dict[UUID, UUID] = {}
    for entry in entries:
        told = load(entry.name, entry.version, entry.body)
        match told:
            case ClockStarted():
                clocks[told.subject_id] = entry.subject_id
            case events.CaseReferred():
                _hop(found, told, ReferralState.SENT, entry)
            case events.ReferralDisputed():
                _hop(found, told, ReferralState.DISPUTED, entry)
            case events.CaseAssigned():
                _assigned(found, told, entry)
            case _:
                _answered(found, told, entry)
    for referral_id, one in found.items():
        one.clock_id = clocks.get(referral_id)
    return found


def _hop(
    found: dict[UUID, ToldReferral],
    told: events.CaseReferred | events.ReferralDisputed | events.CaseAssigned,
    state: ReferralState,
    entry: Entry,
) -> ToldReferral:
    assert entry.matter_id is not None  # every act on a case has it as its matter
    found[told.referral_id] = row = ToldReferral(
        case_id=entry.matter_id,
        number=sum(one.case_id == entry.matter_id for one in found.values()) + 1,
        from_department_id=told.from_department_id,
        to_department_id=told.to_department_id,
        state=state,
        reason_id=UNTOLD if told.reason_id is None else told.reason_id,
        sent_by=entry.actor_id,
        sent_at=entry.at,
    )
    return row


def _assigned(found: dict[UUID, ToldReferral], told: events.CaseAssigned, entry: Entry) -> None:
    """Let the office speak: what was on its way or in dispute ends with its word."""
    ended = {ReferralState.SENT: ReferralState.DROPPED, ReferralState.DISPUTED: ReferralState.SETTLED}
    for one in found.values():
        if one.case_id == entry.matter_id and one.state in ended:
            one.state = ended[ReferralState(one.state)]
            one.answered_by, one.answered_at = entry.actor_id, entry.at
    at_once = told.from_department_id == told.to_department_id
    row = _hop(found, told, ReferralState.SETTLED if at_once else ReferralState.SENT, entry)
    row.binding = True
    if at_once:
        row.answered_by, row.answered_at = entry.actor_id, entry.at


def _answered(found: dict[UUID, ToldReferral], told: Event, entry: Entry) -> None:
    row = found.get(getattr(told, "referral_id", entry.subject_id))
    if row is None:
        return
    match told:
        case events.ReferralConfirmed():
            row.state, row.answered_by = ReferralState.CONFIRMED, entry.actor_id
        case events.ReferralReturned():
            row.state, row.answered_by = ReferralState.RETURNED, entry.actor_id
            row.return_reason_id = told.reason_id
        case events.ReferralDropped():
            row.state = ReferralState.DROPPED
    row.answered_at = entry.at


@dataclass(slots=True)
class ToldPause:
    """What the journal tells of a request for a pause."""

    case_id: UUID
    ground: str
    paper: str
    asked_by: UUID
    asked_at: datetime
    state: str = PauseState.ASKED
    answered_by: UUID | None = None
    answered_at: datetime | None = None
    reason_id: UUID | None = None
    notice_id: UUID | None = None
    delegation_id: UUID | None = None


def pauses(entries: Iterable[Entry]) -> dict[UUID, ToldPause]:
    """Return what the entries make of each request for a pause."""
    found: dict[UUID, ToldPause] = {}
    for entry in entries:
        told, matter = load(entry.name, entry.version, entry.body), entry.matter_id
        if isinstance(told, events.PauseAsked) and matter is not None:
            found[entry.subject_id] = ToldPause(matter, told.ground, told.evidence, entry.actor_id, entry.at)
        row = found.get(entry.subject_id)
        if row is None or isinstance(told, events.PauseAsked):
            continue
        row.answered_at = entry.at
        match told:
            case events.PauseApproved():
                row.state, row.answered_by = PauseState.APPROVED, entry.actor_id
                row.notice_id, row.delegation_id = told.notice_id, told.delegation_id
            case events.PauseDeclined():
                row.state, row.answered_by = PauseState.DECLINED, entry.actor_id
                row.reason_id = told.reason_id
            case events.PauseLapsed():
                row.state = PauseState.LAPSED
    return found


RETELLINGS = {
    "cases.pause_request": Retelling(PauseRequest, PAUSES, pauses, "case_id").first_difference,
    "cases.seat": Retelling(Seat, (CLOCK, *SEATS), seats, "case_id").first_difference,
    "cases.query": Retelling(Query, (CLOCK, *QUERIES), queries, "case_id").first_difference,
    "cases.referral": Retelling(Referral, (CLOCK, *REFERRALS), referrals, "case_id").first_difference,
}
