"""Compute every ticket of a hall again from the journal alone (``yichuang journal verify --tables``)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date, datetime
from uuid import UUID

from yichuang.kernel.journal.events import Event, load
from yichuang.kernel.journal.findings import Difference
from yichuang.kernel.journal.models import Entry
from yichuang.kernel.journal.retold import Retelling, entries
from yichuang.queueing import events
from yichuang.queueing.models import Ticket
from yichuang.queueing.types import PaperEnding, PriorityClass, TicketState

NAMES = tuple(
    one.stored_name
    for one in (
        events.TicketTaken,
        events.PriorityGranted,
        events.PriorityWithdrawn,
        events.TicketCalled,
        events.TicketRecalled,
        events.ServiceBegun,
        events.TicketServed,
        events.TicketMissed,
        events.TicketRejoined,
        events.TicketDelayed,
        events.TicketExpected,
        events.TicketCheckedIn,
        events.TicketLapsed,
        events.TicketLeft,
        events.TicketVoided,
        events.TicketParked,
        events.TicketResumed,
        events.TicketTransferred,
        events.ServiceNoted,
        events.TicketTakenOnPaper,
        events.TicketCalledOnPaper,
        events.PaperRowCorrected,
    )
)


@dataclass(slots=True)
class Told:
    """What the journal tells of one ticket; the names are those of the table's columns."""

    line_id: UUID
    item_id: UUID | None
    business_day: date
    number: int
    label: str
    priority: str
    state: str
    taken_at: datetime
    window_id: UUID | None = None
    call_count: int = 0
    called_at: datetime | None = None
    last_called_at: datetime | None = None
    began_at: datetime | None = None
    ended_at: datetime | None = None
    outcome: str = ""
    outcome_ref: str = ""
    parked_at: datetime | None = None
    passed_on: int = 0
    left_in: str = ""
    let_first: int = 0
    on_paper: bool = False
    home_window_id: UUID | None = None
    home_line_id: UUID | None = None
    home_item_id: UUID | None = None
    remote: bool = False
    checked_in_at: datetime | None = None


COLUMNS = tuple(field.name for field in fields(Told))


@dataclass(slots=True)
class _Paper:
    """What was known of a ticket before paper told of it: whether it is a paper number, and its calls."""

    own: bool
    call_count: int = 0
    called_at: datetime | None = None
    last_called_at: datetime | None = None


def told_of(hall_id: UUID, ticket_id: UUID) -> Told:
    """Return what the journal tells of one ticket of the hall, sealed or not."""
    return _told(entries(hall_id, NAMES, ticket_id))[ticket_id]


def first_difference(hall_id: UUID) -> Difference | None:
    """Return the first ticket of the hall that is not what the journal says, or ``None``."""
    return Retelling(Ticket, NAMES, _told).first_difference(hall_id)


def _told(rows: Iterable[Entry]) -> dict[UUID, Told]:
    told: dict[UUID, Told] = {}
    papers: dict[UUID, _Paper] = {}
    for entry in rows:
        happened = load(entry.name, entry.version, entry.body)
        if isinstance(happened, events.TicketTaken):
            told[entry.subject_id] = Told(
                line_id=happened.line_id,
                item_id=happened.item_id,
                business_day=happened.business_day,
                number=happened.number,
                label=happened.label,
                priority=happened.priority,
                state=TicketState.WAITING,
                taken_at=entry.at,
            )
        elif isinstance(happened, events.TicketTakenOnPaper):
            told[entry.subject_id] = Told(
                line_id=happened.line_id,
                item_id=happened.item_id,
                business_day=happened.business_day,
                number=happened.number,
                label=happened.label,
                priority=PriorityClass.ORDINARY,
                state=TicketState.WAITING,
                taken_at=entry.at,
                on_paper=True,
            )
            papers[entry.subject_id] = _Paper(own=True)
        elif isinstance(happened, events.TicketCalledOnPaper | events.PaperRowCorrected):
            one = told[entry.subject_id]
            before = _Paper(False, one.call_count, one.called_at, one.last_called_at)
            before = papers.setdefault(entry.subject_id, before)
            if isinstance(happened, events.PaperRowCorrected):
                _correct(one, happened, before, entry.at)
            else:
                _called_on_paper(one, happened, entry.at)
        elif entry.subject_id in told:
            _apply(told[entry.subject_id], happened, entry.at)
    return told


def _apply(told: Told, happened: Event, at: datetime) -> None:
    """Let one act happen to a ticket; the states are those of ``rules.states``."""
    match happened:
        case events.PriorityGranted():
            told.priority = happened.priority
        case events.PriorityWithdrawn():
            told.priority = PriorityClass.ORDINARY
        case events.TicketCalled():
            told.state, told.window_id = TicketState.CALLED, happened.window_id
            told.call_count += 1
            told.called_at, told.last_called_at = told.called_at or at, at
        case events.TicketRecalled():
            told.call_count, told.last_called_at = happened.call_count, at
        case events.ServiceBegun():
            told.state, told.began_at = TicketState.SERVING, at
        case events.TicketServed():
            told.state, told.ended_at = TicketState.FINISHED, at
            told.outcome, told.outcome_ref = happened.outcome, happened.reference
        case events.TicketMissed():
            told.state, told.ended_at = TicketState.MISSED, at
        case events.TicketRejoined():
            told.state, told.call_count = TicketState.WAITING, 0
            told.window_id = told.ended_at = None
        case events.TicketExpected() | events.TicketCheckedIn() | events.TicketLapsed():
            _apply_by_phone(told, happened, at)
        case events.TicketDelayed():
            told.let_first = happened.others
        case events.TicketLeft():
            told.state, told.ended_at = TicketState.CANCELLED, at
        case events.TicketVoided():
            told.state, told.left_in, told.ended_at = TicketState.VOIDED, happened.state, at
        case events.TicketParked():
            told.state, told.parked_at = TicketState.PARKED, at
            if happened.returned_from_id is not None:
                told.window_id, told.line_id, told.item_id = (
                    happened.window_id,
                    happened.line_id,
                    happened.item_id,
                )
                told.began_at = told.home_window_id = told.home_line_id = told.home_item_id = None
        case events.TicketResumed():
            told.state, told.window_id = TicketState.CALLED, happened.window_id
            told.call_count, told.last_called_at = 1, at
            told.parked_at = told.began_at = None
        case events.TicketTransferred():
            if happened.home_window_id is None:
                told.home_window_id = told.home_line_id = told.home_item_id = None
            elif told.home_window_id is None:
                told.home_window_id = happened.home_window_id
                told.home_line_id, told.home_item_id = told.line_id, told.item_id
            told.state, told.line_id, told.item_id = TicketState.WAITING, happened.line_id, happened.item_id
            told.call_count, told.passed_on = 0, happened.transfers
            told.window_id = told.began_at = None
        case events.ServiceNoted():
            told.passed_on = 0


def _called_on_paper(told: Told, happened: events.TicketCalledOnPaper, at: datetime) -> None:
    served = happened.ending is PaperEnding.SERVED
    told.state = TicketState.FINISHED if served else TicketState.MISSED
    told.on_paper, told.window_id = True, happened.window_id
    told.call_count += 1
    told.called_at, told.last_called_at = told.called_at or at, at
    told.ended_at = happened.ended_at or at
    told.outcome, told.outcome_ref = happened.outcome or "", happened.reference


def _correct(told: Told, row: events.PaperRowCorrected, before: _Paper, at: datetime) -> None:
    """Let the last word about a row hold, as if paper had said nothing else of it."""
    told.state, told.window_id, told.ended_at, told.left_in = TicketState.WAITING, None, None, ""
    told.outcome = told.outcome_ref = ""
    told.call_count = before.call_count
    told.called_at, told.last_called_at = before.called_at, before.last_called_at
    told.on_paper = before.own or row.called_at is not None
    if row.taken_at is not None:
        told.taken_at, told.item_id = row.taken_at, row.item_id
    if row.called_at is not None:
        served = row.ending is PaperEnding.SERVED
        told.state = TicketState.FINISHED if served else TicketState.MISSED
        told.window_id, told.call_count = row.window_id, told.call_count + 1
        told.called_at, told.last_called_at = told.called_at or row.called_at, row.called_at
        told.ended_at = row.ended_at or row.called_at
        told.outcome, told.outcome_ref = row.outcome or "", row.reference
    elif row.ending is PaperEnding.LEFT:
        told.state, told.ended_at = TicketState.CANCELLED, row.ended_at
    elif row.ending is PaperEnding.SPOILED:
        told.state, told.ended_at = TicketState.VOIDED, at


def _apply_by_phone(told: Told, happened: Event, at: datetime) -> None:
    match happened:
        case events.TicketExpected():
            told.state, told.remote = TicketState.EXPECTED, True
        case events.TicketCheckedIn():
            told.state, told.checked_in_at = TicketState.WAITING, at
        case events.TicketLapsed():
            told.state, told.left_in, told.ended_at = TicketState.VOIDED, TicketState.EXPECTED, at
