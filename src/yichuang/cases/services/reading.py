"""Read a text of a joint review, question or referral: only who has to do with it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from yichuang.cases import selectors
from yichuang.cases.models import (
    Case,
    Correction,
    Datum,
    Express,
    JointOpinion,
    PauseRequest,
    Query,
    Referral,
    Seat,
    Visit,
)
from yichuang.cases.refusals import OtherDepartment, UnknownCase
from yichuang.cases.services.beside import held_for_the_hall, held_in, works_for
from yichuang.cases.services.common import BACK_OFFICE, HANDLING, act, locked
from yichuang.kernel.access.types import Role
from yichuang.kernel.types import Actor
from yichuang.kernel.vault import services as vault
from yichuang.kernel.vault.types import Reason, ReasonCode


@act
def read_text(*, case_id: UUID, entry_id: UUID, by: Actor, at: datetime) -> str:
    """Return an opinion, datum, question, answer, reason or piece of evidence of a case in full.

    Who may see the case reads all of them; a department that was asked reads its own, whoever a question or a
    referral was put to reads that.  The vault tells in the journal who looked, in which matter.

    Raises: UnknownCase (also for what is not of this case or not for this person), what the vault refuses.
    """
    case = locked(case_id, by)
    if entry_id not in _for(case, by, at):
        raise UnknownCase
    reason = Reason(ReasonCode.HANDLING, HANDLING, matter=case.id)
    return vault.reveal(entry_id, reason=reason, by=by, at=at)


def _for(case: Case, by: Actor, at: datetime) -> set[UUID]:
    """Return the entries of the case's texts that somebody may read."""
    if _sees(case, by, at):
        return _opinions(case) | _data(case) | _questions(case) | _reasons(case)
    found: set[UUID] = set()
    for seat in Seat.objects.filter(hall_id=case.hall_id, case=case):
        if works_for(by, at, seat.department_id, BACK_OFFICE):
            found |= _opinions(case, seat.department_id) | _data(case, seat.department_id)
    if held_for_the_hall(by, at) & {Role.OFF, Role.UH}:
        found |= _questions(case) | _reasons(case)
    for row in Referral.objects.filter(hall_id=case.hall_id, case=case):
        if held_in(by, at, row.to_department_id) or held_in(by, at, row.from_department_id):
            found |= {one for one in (row.reason_id, row.return_reason_id) if one}
    return found


def _sees(case: Case, by: Actor, at: datetime) -> bool:
    try:
        selectors.look(selectors.card_of(case), by.id, at)
    except (UnknownCase, OtherDepartment):
        return False
    return True


def _opinions(case: Case, department_id: UUID | None = None) -> set[UUID]:
    rows = JointOpinion.objects.filter(hall_id=case.hall_id, seat__hall_id=case.hall_id, seat__case=case)
    if department_id is not None:
        rows = rows.filter(seat__department_id=department_id)
    return set(rows.values_list("text_id", flat=True))


def _data(case: Case, department_id: UUID | None = None) -> set[UUID]:
    rows = Datum.objects.filter(hall_id=case.hall_id, case=case)
    if department_id is not None:
        rows = rows.filter(department_id=department_id)
    return set(rows.values_list("value_id", flat=True))


def _questions(case: Case) -> set[UUID]:
    rows = Query.objects.filter(hall_id=case.hall_id, case=case).values_list("question_id", "answer_id")
    return {one for row in rows for one in row if one is not None}


def _reasons(case: Case) -> set[UUID]:
    rows = Referral.objects.filter(hall_id=case.hall_id, case=case)
    found = {one for row in rows.values_list("reason_id", "return_reason_id") for one in row if one}
    found |= set(Express.objects.filter(hall_id=case.hall_id, case=case).values_list("reason_id", flat=True))
    declined = PauseRequest.objects.filter(hall_id=case.hall_id, case=case, reason_id__isnull=False)
    found |= {one for one in declined.values_list("reason_id", flat=True) if one}
    told = Visit.objects.filter(hall_id=case.hall_id, case=case, evidence__isnull=False)
    found |= {one for one in told.values_list("evidence", flat=True) if one}
    asked = Correction.objects.filter(hall_id=case.hall_id, case=case).values_list("reason", "answer")
    return found | {one for row in asked for one in row if one}
