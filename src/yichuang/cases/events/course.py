"""What happens to cases.  No person is named in any of them; texts and names are ids of vault entries."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from yichuang.cases.types import (
    AcceptMode,
    ApplicantKind,
    CaseState,
    Decision,
    HandoverWay,
    IdMethod,
    Outcome,
    VisitCause,
    VisitReason,
    WithdrawCause,
)
from yichuang.deadlines.types import Ground
from yichuang.kernel.journal.events import Event, event


@event("cases.case_submitted")
class CaseSubmitted(Event):
    """Somebody handed in an application: a case was opened under the version of the item in force."""

    number: str
    item_id: UUID
    item_version_id: UUID
    department_id: UUID | None
    confidential: bool
    applicant_kind: ApplicantKind
    by_agent: bool
    id_method: IdMethod | None
    answered_yes: tuple[str, ...]
    answered_no: tuple[str, ...]
    ticket_id: UUID | None


@event("cases.materials_checked")
class MaterialsChecked(Event):
    """Every material that applies was looked at; the gaps stand in one order with their faults."""

    round: int
    outcome: Outcome
    positions: tuple[int, ...]
    gaps: tuple[int, ...]
    faults: tuple[str, ...]
    exempt: tuple[int, ...]
    deferred: tuple[int, ...]


@event("cases.gaps_told")
class GapsTold(Event):
    """The applicant was told once of everything that is missing, and has until a day to bring it."""

    notice_id: UUID
    gaps: tuple[int, ...]
    until: date | None


@event("cases.supplement_received")
class SupplementReceived(Event):
    """The applicant brought what was missing; the materials are looked at again."""

    ticket_id: UUID | None


@event("cases.case_accepted")
class CaseAccepted(Event):
    """An application was accepted and its time began to run."""

    mode: AcceptMode
    since: datetime
    promised_until: date | None
    statutory_until: date | None
    receipt_id: UUID | None


@event("cases.promise_kept")
class PromiseKept(Event):
    """A material that had been promised to follow was brought."""

    position: int


@event("cases.case_not_accepted")
class CaseNotAccepted(Event):
    """An application was not accepted, for reasons told in a notice."""

    notice_id: UUID


@event("cases.handling_begun")
class HandlingBegun(Event):
    """Somebody took a case in hand."""

    handler_id: UUID


@event("cases.decision_proposed")
class DecisionProposed(Event):
    """The handler laid a case before whoever may decide it."""

    proposal: Decision


@event("cases.case_sent_back")
class CaseSentBack(Event):
    """Whoever may decide sent a case back to its handler, for a reason."""

    reason_id: UUID


@event("cases.opinion_given")
class OpinionGiven(Event):
    """The first opinion was given on a case that is decided by a higher body."""

    opinion: Decision
    reason_id: UUID


@event("cases.case_decided", version=2, upcasts={1: lambda old: old | {"cents": None}})
class CaseDecided(Event):
    """A case was decided by somebody who may; ``document_id`` is the higher body's paper where it decided.

    ``cents`` is the amount it is about, where one was named.
    """

    decision: Decision
    delegation_id: UUID | None
    notice_id: UUID | None
    document_id: UUID | None
    cents: int | None


@event("cases.result_prepared")
class ResultPrepared(Event):
    """The result of a case is ready to be handed over."""

    result_id: UUID
    code: str
    from_day: date | None


@event("cases.applicant_notified")
class ApplicantNotified(Event):
    """The applicant was told where and when the result can be fetched, or why there is none."""

    notice_id: UUID | None
    result_id: UUID


@event("cases.result_delivered")
class ResultDelivered(Event):
    """The result was handed over against a signature, or sent with a number to follow it by."""

    result_id: UUID
    way: HandoverWay
    id_method: IdMethod | None
    tracking: str
    ticket_id: UUID | None


@event("cases.correction_asked")
class CorrectionAsked(Event):
    """Somebody asked that a result be issued anew; it waits for a second person who may decide the case."""

    correction_id: UUID
    reason_id: UUID
    department_id: UUID | None


@event("cases.correction_declined")
class CorrectionDeclined(Event):
    """Who may decide the case did not let its result be issued anew, for a reason."""

    correction_id: UUID
    reason_id: UUID
    asked_by: UUID
    department_id: UUID | None


@event(
    "cases.result_corrected",
    version=2,
    upcasts={1: lambda old: old | {"correction_id": None, "asked_by": None, "department_id": None}},
)
class ResultCorrected(Event):
    """A result was issued anew with another number; the one before stays on file."""

    result_id: UUID
    number: int
    code: str
    reason_id: UUID
    approved_by: UUID
    correction_id: UUID | None
    asked_by: UUID | None
    department_id: UUID | None


@event("cases.reissue_delivered")
class ReissueDelivered(Event):
    """A result issued anew after the first had gone out was handed over in its turn, or sent."""

    result_id: UUID
    way: HandoverWay
    id_method: IdMethod | None
    tracking: str
    ticket_id: UUID | None


@event("cases.lateness_explained")
class LatenessExplained(Event):
    """It was said why a case took longer than it might."""

    reason_id: UUID


@event("cases.case_closed")
class CaseClosed(Event):
    """A case came to its end at the window it had come in by."""

    on_time: bool
    visits: int
    at_once: bool


@event("cases.case_withdrawn")
class CaseWithdrawn(Event):
    """A case ended without a decision: withdrawn, or not completed in time."""

    cause: WithdrawCause


@event("cases.clock_paused")
class CaseTimePaused(Event):
    """The time of a case stands still on a lawful ground the applicant was told of."""

    ground: Ground
    notice_id: UUID
    link: str


@event("cases.clock_resumed")
class CaseTimeResumed(Event):
    """The time of a case runs again."""

    ground: Ground


@event("cases.pause_asked")
class PauseAsked(Event):
    """Somebody asked that the time of a case stand still, on a paper; it runs on until another approves it.

    ``evidence`` is the number of the paper, or its hash.
    """

    request_id: UUID
    ground: Ground
    evidence: str
    link: str
    department_id: UUID | None


@event("cases.pause_approved")
class PauseApproved(Event):
    """A second person with the mandate approved a pause; the time stands still from this moment on."""

    request_id: UUID
    ground: Ground
    asked_by: UUID
    department_id: UUID | None
    delegation_id: UUID | None
    notice_id: UUID


@event("cases.pause_declined")
class PauseDeclined(Event):
    """A second person with the mandate declined a pause for a reason; the time has run on."""

    request_id: UUID
    ground: Ground
    asked_by: UUID
    department_id: UUID | None
    reason_id: UUID


@event("cases.pause_lapsed")
class PauseLapsed(Event):
    """A case was decided or ended before anybody answered whether its time may stand still."""

    request_id: UUID
    ground: Ground


@event("cases.clock_extended")
class CaseTimeExtended(Event):
    """The time of a case was prolonged by somebody who may, and the applicant was told why."""

    value: int
    approved_by: UUID
    notice_id: UUID


@event("cases.visit_counted")
class VisitCounted(Event):
    """The applicant came; visits to collect a result are not counted."""

    number: int
    reason: VisitReason
    ticket_id: UUID | None


@event("cases.visits_exceeded")
class VisitsExceeded(Event):
    """Somebody had to come once too often for the same matter; the section head is told."""

    number: int
    most: int
    notices: tuple[UUID, ...]


@event("cases.visits_explained", version=2, upcasts={1: lambda old: old | {"evidence_id": None}})
class VisitsExplained(Event):
    """It was settled whose doing a visit too many was, and by what one sees that."""

    number: int
    cause: VisitCause
    evidence_id: UUID | None


@event("cases.act_refused")
class ActRefused(Event):
    """Somebody tried what the state of a case, their department or their mandate does not allow."""

    act: str
    state: CaseState
    code: str
