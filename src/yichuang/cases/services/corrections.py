"""Issue a result anew: asked by one person, approved by another's own act, handed over like the first."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from yichuang.cases import events, selectors
from yichuang.cases.models import Case, Correction, Result
from yichuang.cases.refusals import (
    CorrectionWaits,
    NothingReissued,
    SecondPersonNeeded,
    UnknownCorrection,
)
from yichuang.cases.rules import fees
from yichuang.cases.rules.states import Act
from yichuang.cases.services import gates, papers
from yichuang.cases.services.common import (
    HANDLING,
    act,
    arrow,
    at_own_window,
    denied,
    for_whom,
    in_house,
    item_of,
    keep_text,
    locked,
    tell,
)
from yichuang.cases.services.decide import mandated
from yichuang.cases.services.deliver import fit, issue_of, note_handover, tell_handover
from yichuang.cases.types import (
    CaseCard,
    CorrectionCard,
    CorrectionState,
    Handover,
)
from yichuang.kernel.idempotency import once
from yichuang.kernel.ids import new_id
from yichuang.kernel.journal.record import record
from yichuang.kernel.types import Actor, Key
from yichuang.kernel.vault import services as vault
from yichuang.kernel.vault.types import Reason, ReasonCode
from yichuang.posts.types import MandateAct


@act
def ask_correction(
    *, case_id: UUID, reason: str, by: Actor, at: datetime, key: Key | None = None
) -> CorrectionCard:
    """Ask that a result be issued anew; nothing changes before a second person approves it (CAS-08).

    Raises: UnknownCase, IllegalAct, OtherDepartment, CorrectionWaits, ReasonNeeded, KeyReused.
    """
    promise = once(by, "cases.ask_correction", key, at)
    if promise.replay:
        return selectors.correction_of_entry(by.hall_id, promise.entry_id)
    case = locked(case_id, by)
    arrow(case, Act.CORRECT, by, at)
    by = in_house(case, Act.CORRECT, by, at)
    reason_id = keep_text(reason, field=_("Reason given"), item=item_of(case), by=by, at=at)
    try:
        with transaction.atomic():
            row = Correction.objects.create(
                id=new_id(),
                hall_id=case.hall_id,
                case=case,
                state=CorrectionState.ASKED.value,
                reason=reason_id,
                asked_by=by.id,
                asked_at=at,
            )
    except IntegrityError:
        raise CorrectionWaits from None
    told = events.CorrectionAsked(correction_id=row.id, reason_id=reason_id, department_id=case.department_id)
    record(told, subject=row.id, matter=case.id, by=by, at=at, entry_id=promise.entry_id)
    return selectors.correction(case.hall_id, row.id)


@act
def approve_correction(
    *, correction_id: UUID, by: Actor, at: datetime, key: Key | None = None
) -> CorrectionCard:
    """Issue the result anew under another number, as who may decide the case and did not ask for it (CAS-08).

    For a case that was decided above it is who may give the first opinion on it.  The result before stays on
    file; the applicant gets a letter of what stands in its place and why, and so who approves reads why.

    Raises: UnknownCorrection, UnknownCase, OtherDepartment, SecondPersonNeeded, OutsideMandate (CHF-03),
    UndertakingMissing (PRV-03), KeyReused.
    """
    promise = once(by, "cases.approve_correction", key, at)
    if promise.replay:
        return selectors.correction(by.hall_id, correction_id)
    case, row, by = _second(correction_id, by, at)
    item, last = item_of(case), issue_of(case)
    result = Result.objects.create(
        id=new_id(),
        hall_id=case.hall_id,
        case=case,
        number=last.number + 1,
        code=f"{case.number}-{last.number + 1}",
        place=last.place,
        hours=last.hours,
        from_day=last.from_day,
        reason=row.reason,
        made_by=row.asked_by,
        approved_by=by.id,
        made_at=at,
    )
    why = vault.reveal(row.reason, reason=Reason(ReasonCode.HANDLING, HANDLING, matter=case.id), by=by, at=at)
    papers.correction(case, item, result, instead=last.code, reason=why, by=by, at=at)
    _settle(row, case, CorrectionState.APPROVED, by=by, at=at)
    told = events.ResultCorrected(
        result_id=result.id,
        number=result.number,
        code=result.code,
        reason_id=row.reason,
        approved_by=by.id,
        correction_id=row.id,
        asked_by=row.asked_by,
        department_id=case.department_id,
    )
    tell(told, case, by=by, at=at, entry_id=promise.entry_id)
    return selectors.correction(case.hall_id, row.id)


@act
def decline_correction(
    *, correction_id: UUID, reason: str, by: Actor, at: datetime, key: Key | None = None
) -> CorrectionCard:
    """Leave the result as it is, for a reason; who may approve the correction may decline it.

    Raises: UnknownCorrection, UnknownCase, OtherDepartment, SecondPersonNeeded, OutsideMandate, ReasonNeeded,
    KeyReused.
    """
    promise = once(by, "cases.decline_correction", key, at)
    if promise.replay:
        return selectors.correction(by.hall_id, correction_id)
    case, row, by = _second(correction_id, by, at)
    row.answer = keep_text(reason, field=_("Reason given"), item=item_of(case), by=by, at=at)
    _settle(row, case, CorrectionState.DECLINED, by=by, at=at)
    told = events.CorrectionDeclined(
        correction_id=row.id,
        reason_id=row.answer,
        asked_by=row.asked_by,
        department_id=case.department_id,
    )
    record(told, subject=row.id, matter=case.id, by=by, at=at, entry_id=promise.entry_id)
    return selectors.correction(case.hall_id, row.id)


def _second(correction_id: UUID, by: Actor, at: datetime) -> tuple[Case, Correction, Actor]:
    """Return a correction that waits with its case, under lock, and the second person as who acts.

    Raises: UnknownCorrection, UnknownCase, OtherDepartment, SecondPersonNeeded, OutsideMandate.
    """
    whose = Correction.objects.filter(hall_id=by.hall_id, id=correction_id)
    case_id = whose.values_list("case_id", flat=True).first()
    if case_id is None:
        raise UnknownCorrection
    case = locked(case_id, by)
    row = whose.get()
    by = in_house(case, Act.CORRECT, by, at, gates.DECIDERS)
    if row.state != CorrectionState.ASKED:
        raise UnknownCorrection
    if by.id == row.asked_by:
        raise denied(SecondPersonNeeded(), case, Act.CORRECT, by, at)
    highest = MandateAct.APPROVE if item_of(case).flags.at_level else MandateAct.FIRST_OPINION
    mandate = mandated(case, highest, by, at, fees.yuan(case.decided_cents))
    if mandate.covers_for == row.asked_by:  # for A nobody approves what A asked
        raise denied(SecondPersonNeeded(), case, Act.CORRECT, by, at)
    return case, row, for_whom(by, mandate)


def _settle(row: Correction, case: Case, state: CorrectionState, *, by: Actor, at: datetime) -> None:
    row.state, row.settled_by, row.settled_at = state.value, by.id, at
    row.save(update_fields=["state", "settled_by", "settled_at", "answer"])
    case.changed_at = at
    case.save(update_fields=["changed_at"])


@act
def hand_again(
    *,
    case_id: UUID,
    handover: Handover,
    ticket_id: UUID | None = None,
    by: Actor,
    at: datetime,
    key: Key | None = None,
) -> CaseCard:
    """Hand over, at the case's own window, what was issued anew after the first result had gone out (CAS-05).

    The case stays where it stands.  Raises: UnknownCase, IllegalAct, OtherWindow (JOB-02), NothingReissued,
    ReceiverUnfit, SignatureNeeded, KeyReused.
    """
    promise = once(by, "cases.hand_again", key, at)
    if promise.replay:
        return selectors.case(by.hall_id, case_id)
    case = locked(case_id, by)
    arrow(case, Act.HAND_AGAIN, by, at)
    by = at_own_window(case, by, at)
    if not selectors.reissue_waits(case.hall_id, case.id):
        raise NothingReissued
    result = issue_of(case)
    fit(handover, needs_id=item_of(case).flags.needs_id)
    note_handover(result, handover, by=by, at=at)
    case.changed_at = at
    case.save(update_fields=["changed_at"])
    tell_handover(events.ReissueDelivered, case, result, handover, ticket_id, by, at, promise.entry_id)
    return selectors.card_of(case)
