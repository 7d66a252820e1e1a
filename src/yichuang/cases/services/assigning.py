"""The office says whose a case is (XFER-04); and nobody is waited for when a case has ended."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from yichuang.cases import events, selectors
from yichuang.cases.models import Case, Referral
from yichuang.cases.refusals import OfficeAssigns, UnitUnknown
from yichuang.cases.services.beside import department_names, held_for_the_hall, in_state, stop_own
from yichuang.cases.services.common import act, locked, tell
from yichuang.cases.services.referrals import HANDED_ON_IN, move_to, write_hop
from yichuang.cases.types import ReferralCard, ReferralState
from yichuang.kernel.access.types import Role
from yichuang.kernel.idempotency import once
from yichuang.kernel.types import Actor, ActorKind, Key


@act
def assign_case(
    *,
    case_id: UUID,
    to_department_id: UUID,
    reason: str,
    by: Actor,
    at: datetime,
    key: Key | None = None,
) -> ReferralCard:
    """Say whose a case is; only the office does, and it binds at once: it cannot be sent back (XFER-04).

    Raises: UnknownCase, OfficeAssigns, IllegalAct, UnitUnknown, ReasonNeeded, KeyReused.
    """
    promise = once(by, "cases.assign_case", key, at)
    if promise.replay:
        return selectors.referrals_of(by.hall_id, case_id, at)[-1]
    case = locked(case_id, by)
    if by.kind is not ActorKind.PERSON or Role.OFF not in held_for_the_hall(by, at):
        raise OfficeAssigns(number=case.number)
    in_state(case, "assign", HANDED_ON_IN, by, at)
    if to_department_id not in department_names(case.hall_id):
        raise UnitUnknown
    _settle(case, by=by, at=at)
    row = _assigned(case, to_department_id, reason, by=by, at=at)
    told = events.CaseAssigned(
        referral_id=row.id,
        from_department_id=row.from_department_id,
        to_department_id=row.to_department_id,
        reason_id=row.reason_id,
    )
    tell(told, case, by=by, at=at, entry_id=promise.entry_id)
    return selectors.referral(case.hall_id, row.id, at)


def _assigned(case: Case, to_department_id: UUID, reason: str, *, by: Actor, at: datetime) -> Referral:
    """Write the office's word down: the case moves at once, and its new department confirms who has it.

    What was nobody's before comes from nobody who could hand it on: it is settled by the word alone.
    """
    if case.department_id in (None, to_department_id):
        row = write_hop(case, to_department_id, ReferralState.SETTLED, reason, by=by, at=at)
        row.answered_by, row.answered_at = by.id, at
        if case.department_id is None:
            move_to(case, to_department_id, None, by=by, at=at)
    else:
        row = write_hop(case, to_department_id, ReferralState.SENT, reason, by=by, at=at)
        move_to(case, to_department_id, None, by=by, at=at)
    row.binding = True
    row.save(update_fields=["binding", "answered_by", "answered_at"])
    return row


def _settle(case: Case, *, by: Actor, at: datetime) -> None:
    """End what was on its way or in dispute: the office has spoken."""
    ended = {ReferralState.SENT: ReferralState.DROPPED, ReferralState.DISPUTED: ReferralState.SETTLED}
    for row in Referral.objects.filter(hall_id=case.hall_id, case=case, state__in=list(ended)):
        row.state, row.answered_by, row.answered_at = ended[ReferralState(row.state)], by.id, at
        row.save(update_fields=["state", "answered_by", "answered_at"])
        stop_own(case.hall_id, row.clock_id, by=by, at=at)


def drop_referrals(case: Case, *, by: Actor, at: datetime) -> None:
    """Wait for no department any more: the case has ended."""
    rows = Referral.objects.filter(
        hall_id=case.hall_id, case=case, state__in=[ReferralState.SENT, ReferralState.DISPUTED]
    )
    for row in rows:
        row.state, row.answered_at = ReferralState.DROPPED, at
        row.save(update_fields=["state", "answered_at"])
        stop_own(case.hall_id, row.clock_id, by=by, at=at)
        tell(events.ReferralDropped(referral_id=row.id), case, by=by, at=at)
