"""Compute every case of a hall again from the journal alone (``yichuang journal verify --tables``)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from yichuang.cases import events
from yichuang.cases.models import Case
from yichuang.cases.types import CaseState, Outcome
from yichuang.kernel.journal.events import Event, load
from yichuang.kernel.journal.findings import Difference
from yichuang.kernel.journal.models import Entry
from yichuang.kernel.journal.retold import Retelling

NAMES = tuple(
    one.stored_name
    for one in (
        events.CaseSubmitted,
        events.MaterialsChecked,
        events.GapsTold,
        events.SupplementReceived,
        events.CaseAccepted,
        events.CaseNotAccepted,
        events.HandlingBegun,
        events.DecisionProposed,
        events.CaseSentBack,
        events.OpinionGiven,
        events.CaseDecided,
        events.ResultPrepared,
        events.ApplicantNotified,
        events.ResultDelivered,
        events.LatenessExplained,
        events.CaseArchived,
        events.CaseClosed,
        events.CaseWithdrawn,
        events.ReferralConfirmed,
        events.CaseAssigned,
        events.CaseMovedToVersion,
    )
)


@dataclass(slots=True)
class Told:
    """What the journal tells of one case; the names are those of the table's columns."""

    number: str
    item_id: UUID
    item_version_id: UUID
    department_id: UUID | None
    window_id: UUID | None
    state: CaseState
    confidential: bool
    submitted_by: UUID
    submitted_at: datetime
    came_at: datetime
    answers: dict[str, bool]
    round: int = 0
    complete_at: datetime | None = None
    accepted_at: datetime | None = None
    accept_mode: str = ""
    accepted_by: UUID | None = None
    handler_id: UUID | None = None
    proposed_by: UUID | None = None
    decision: str = ""
    decided_by: UUID | None = None
    decided_at: datetime | None = None
    decided_cents: int | None = None
    overdue_reason: UUID | None = None
    closed_at: datetime | None = None
    archived_at: datetime | None = None
    withdrawn_cause: str = ""


def first_difference(hall_id: UUID) -> Difference | None:
    """Return the first case of the hall that is not what the journal says, or ``None``."""
    return Retelling(Case, NAMES, told).first_difference(hall_id)


def told(entries: Iterable[Entry]) -> dict[UUID, Told]:
    """Return what the entries make of each case they are about."""
    found: dict[UUID, Told] = {}
    for entry in entries:
        happened = load(entry.name, entry.version, entry.body)
        if isinstance(happened, events.CaseSubmitted):
            found[entry.subject_id] = Told(
                number=happened.number,
                item_id=happened.item_id,
                item_version_id=happened.item_version_id,
                department_id=happened.department_id,
                window_id=entry.window_id,
                state=CaseState.SUBMITTED,
                confidential=happened.confidential,
                submitted_by=entry.actor_id,
                submitted_at=entry.at,
                came_at=entry.at,
                answers=dict.fromkeys(happened.answered_yes, True)
                | dict.fromkeys(happened.answered_no, False),
            )
        elif entry.subject_id in found:
            _intake(found[entry.subject_id], happened, entry)
            _course(found[entry.subject_id], happened, entry)
    return found


def _intake(case: Told, happened: Event, entry: Entry) -> None:
    """Let one act of the window happen to a case; the states are those of ``rules.states``."""
    match happened:
        case events.MaterialsChecked():
            case.round = happened.round
            case.complete_at = None if happened.outcome is Outcome.INCOMPLETE else entry.at
        case events.GapsTold():
            case.state = CaseState.SUPPLEMENT
        case events.SupplementReceived():
            case.state, case.came_at, case.complete_at = CaseState.SUBMITTED, entry.at, None
        case events.CaseAccepted():
            case.state, case.accepted_at = CaseState.ACCEPTED, happened.since
            case.accept_mode, case.accepted_by = happened.mode, entry.actor_id
        case events.CaseNotAccepted():
            case.state = CaseState.NOT_ACCEPTED
        case events.CaseMovedToVersion():
            case.item_version_id = happened.to_version_id
        case events.CaseWithdrawn():
            case.state, case.withdrawn_cause = CaseState.WITHDRAWN, happened.cause


def _course(case: Told, happened: Event, entry: Entry) -> None:
    """Let one act after acceptance happen to a case."""
    match happened:
        case events.HandlingBegun():
            case.state, case.handler_id = CaseState.HANDLING, happened.handler_id
        case events.DecisionProposed():
            case.state, case.proposed_by = CaseState.APPROVAL, entry.actor_id
        case events.CaseSentBack():
            case.state = CaseState.HANDLING
        case events.OpinionGiven():
            case.state = CaseState.FORWARDED
        case events.CaseDecided():
            case.state, case.decision = CaseState.DECIDED, happened.decision
            case.decided_by, case.decided_at = entry.actor_id, entry.at
            case.decided_cents = happened.cents
        case events.ResultPrepared():
            case.state = CaseState.READY
        case events.ApplicantNotified():
            case.state = CaseState.NOTIFIED
        case events.ResultDelivered():
            case.state = CaseState.DELIVERED
        case events.LatenessExplained():
            case.overdue_reason = happened.reason_id
        case events.CaseClosed():
            case.state, case.closed_at = CaseState.CLOSED, entry.at
        case events.ReferralConfirmed():
            case.department_id, case.handler_id = happened.department_id, happened.handler_id
        case events.CaseAssigned() if happened.to_department_id != case.department_id:
            case.department_id, case.handler_id = happened.to_department_id, None
        case events.CaseArchived():
            case.state, case.archived_at = CaseState.ARCHIVED, entry.at
