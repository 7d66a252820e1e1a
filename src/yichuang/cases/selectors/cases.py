"""A case as a card, by id or number, with its clocks, visits and results."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db.models import Max

from yichuang.cases.models import Case, Promise, Result, Visit
from yichuang.cases.refusals import UnknownCase
from yichuang.cases.types import (
    AcceptMode,
    ApplicantKind,
    CaseCard,
    CaseState,
    Decision,
    HandoverWay,
    IdMethod,
    PromiseCard,
    Purpose,
    ResultCard,
    VisitCard,
    VisitCause,
    VisitReason,
    WithdrawCause,
)
from yichuang.catalogue import selectors as catalogue
from yichuang.deadlines import selectors as deadlines
from yichuang.deadlines.types import ClockCard
from yichuang.kernel.journal import selectors as journal

TOKEN = 22  # characters of the address of a case's page
#: The clocks a case must keep; the others are the hall's own.
BINDING = (Purpose.STATUTORY, Purpose.PROMISED)


def case(hall_id: UUID, case_id: UUID) -> CaseCard:
    """Return a case.  Who asks has been asked before whether they may (``sight``).  Raises: UnknownCase."""
    row = Case.objects.filter(hall_id=hall_id, id=case_id).first()
    if row is None:
        raise UnknownCase
    return card_of(row)


def find(hall_id: UUID, case_id: UUID) -> CaseCard | None:
    """Return a case, or None where the hall has none of this id."""
    row = Case.objects.filter(hall_id=hall_id, id=case_id).first()
    return None if row is None else card_of(row)


def case_by_number(hall_id: UUID, number: str) -> CaseCard:
    """Return the case of a number.  Raises: UnknownCase."""
    row = Case.objects.filter(hall_id=hall_id, number=number.strip().upper()[:28]).first()
    if row is None:
        raise UnknownCase
    return card_of(row)


def case_by_token(token: str) -> CaseCard:
    """Return the case whose page has this address, of whichever hall.  Raises: UnknownCase."""
    row = Case.objects.filter(token=token).first() if len(token) == TOKEN else None
    if row is None:
        raise UnknownCase
    return card_of(row)


def case_of_entry(hall_id: UUID, entry_id: UUID) -> CaseCard:
    """Return the case a journal entry is about: an act that is asked for a second time."""
    return case(hall_id, journal.subject_of(hall_id, entry_id))


def card_of(row: Case) -> CaseCard:
    """Return a case's row as a card."""
    return CaseCard(
        id=row.id,
        hall_id=row.hall_id,
        number=row.number,
        token=row.token,
        item_id=row.item_id,
        item_version_id=row.item_version_id,
        department_id=row.department_id,
        window_id=row.window_id,
        state=CaseState(row.state),
        confidential=row.confidential,
        applicant_kind=ApplicantKind(row.applicant_kind),
        applicant_name=row.applicant_name,
        applicant_id_number=row.applicant_id_number,
        applicant_phone=row.applicant_phone,
        agent_name=row.agent_name,
        agent_id_number=row.agent_id_number,
        id_method=IdMethod(row.id_method) if row.id_method else None,
        answers=dict(row.answers),
        round=row.round,
        submitted_by=row.submitted_by,
        submitted_at=row.submitted_at,
        came_at=row.came_at,
        complete_at=row.complete_at,
        accepted_at=row.accepted_at,
        accept_mode=AcceptMode(row.accept_mode) if row.accept_mode else None,
        accepted_by=row.accepted_by,
        handler_id=row.handler_id,
        proposed_by=row.proposed_by,
        decision=Decision(row.decision) if row.decision else None,
        decided_by=row.decided_by,
        decided_at=row.decided_at,
        closed_at=row.closed_at,
        archived_at=row.archived_at,
        withdrawn_cause=WithdrawCause(row.withdrawn_cause) if row.withdrawn_cause else None,
        overdue_reason=row.overdue_reason,
        changed_at=row.changed_at,
    )


def clocks_by_purpose(hall_id: UUID, case_id: UUID, at: datetime) -> dict[Purpose, ClockCard]:
    """Return the last clock of each purpose a case has had, as it stands at ``at``."""
    known = {str(one): one for one in Purpose}
    return {
        known[one.purpose]: one
        for one in deadlines.clocks_of_matter(hall_id, case_id, at)
        if one.purpose in known
    }


def came_late(hall_id: UUID, case_id: UUID, at: datetime) -> tuple[ClockCard, ...]:
    """Return the binding clocks of a case that were once overdue, whatever happened since (TIME-07)."""
    wanted = {str(one) for one in BINDING}
    return tuple(
        one
        for one in deadlines.clocks_of_matter(hall_id, case_id, at)
        if one.purpose in wanted and one.ever_overdue
    )


def was_late(hall_id: UUID, case_id: UUID, at: datetime) -> bool:
    """Say whether a case took longer than law or promise gives it."""
    return bool(came_late(hall_id, case_id, at))


def visits(hall_id: UUID, case_id: UUID) -> list[VisitCard]:
    """Return every time the applicant came for a case, in order."""
    rows = Visit.objects.filter(hall_id=hall_id, case_id=case_id).order_by("at", "id")
    return [visit_card(row) for row in rows]


def visit_card(row: Visit) -> VisitCard:
    """Return the card of a visit's row."""
    return VisitCard(
        number=row.number,
        reason=VisitReason(row.reason),
        ticket_id=row.ticket_id,
        window_id=row.window_id,
        at=row.at,
        cause=VisitCause(row.cause) if row.cause else None,
        explained_by=row.explained_by,
        explained_at=row.explained_at,
        evidence_id=row.evidence,
    )


def visits_counted(hall_id: UUID, case_id: UUID) -> int:
    """Return how many visits a matter has taken so far; those to collect do not count (TWO-01)."""
    rows = Visit.objects.filter(hall_id=hall_id, case_id=case_id)
    return int(rows.aggregate(most=Max("number"))["most"] or 0)


def promises(hall_id: UUID, case_id: UUID) -> list[PromiseCard]:
    """Return what was promised to follow, by day."""
    rows = list(Promise.objects.filter(hall_id=hall_id, case_id=case_id).order_by("until", "position"))
    if not rows:
        return []
    item = catalogue.version(hall_id, case(hall_id, case_id).item_version_id)
    return [
        PromiseCard(row.position, item.materials[row.position - 1].name, row.until, row.kept_at)
        for row in rows
    ]


def results(hall_id: UUID, case_id: UUID) -> list[ResultCard]:
    """Return every issue of a case's result, the first first."""
    return [
        ResultCard(
            id=row.id,
            case_id=row.case_id,
            number=row.number,
            code=row.code,
            place=row.place,
            hours=row.hours,
            from_day=row.from_day,
            made_by=row.made_by,
            made_at=row.made_at,
            notified_at=row.notified_at,
            handed_over_at=row.handed_over_at,
            way=HandoverWay(row.way) if row.way else None,
            tracking=row.tracking,
        )
        for row in Result.objects.filter(hall_id=hall_id, case_id=case_id).order_by("number")
    ]
