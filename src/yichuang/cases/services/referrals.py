"""Hand a case on (转办): confirmed or returned with a reason, never in a circle (XFER-02, XFER-03)."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from uuid import UUID

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from yichuang.cases import events, selectors
from yichuang.cases.models import Case, Joint, Query, Referral
from yichuang.cases.refusals import (
    AssignmentBinds,
    GoesInACircle,
    NotYourReferral,
    OfficeAssigns,
    ReferralAnswered,
    ReferralPending,
    ReferralUnknown,
    ToOneself,
    UnitMissing,
    UnitUnknown,
)
from yichuang.cases.rules import referrals as rules
from yichuang.cases.rules.referrals import Hitch, Hop
from yichuang.cases.services.beside import (
    department_names,
    in_state,
    start_own,
    stop_own,
    working_days,
    works_for,
)
from yichuang.cases.services.clocks import running
from yichuang.cases.services.common import (
    BACK_OFFICE,
    HEADS,
    act,
    hall_day,
    in_house,
    item_of,
    keep_text,
    locked,
    tell,
)
from yichuang.cases.types import CaseState, Purpose, ReferralCard, ReferralState
from yichuang.deadlines import services as deadlines
from yichuang.kernel.errors import Refusal
from yichuang.kernel.idempotency import once
from yichuang.kernel.ids import new_id
from yichuang.kernel.types import Actor, ActorKind, Key
from yichuang.regulations import selectors as regulations

HANDED_ON_IN = frozenset(
    {
        CaseState.SUBMITTED,
        CaseState.SUPPLEMENT,
        CaseState.ACCEPTED,
        CaseState.HANDLING,
        CaseState.APPROVAL,
    }
)
_HITCHES: dict[Hitch, type[Refusal]] = {
    Hitch.UNKNOWN: UnitUnknown,
    Hitch.SELF: ToOneself,
    Hitch.PENDING: ReferralPending,
    Hitch.OFFICE_ONLY: OfficeAssigns,
    Hitch.CIRCLE: GoesInACircle,
}


@act
def refer(
    *,
    case_id: UUID,
    to_department_id: UUID,
    reason: str,
    by: Actor,
    at: datetime,
    key: Key | None = None,
) -> ReferralCard:
    """Hand a case on to another department of the directory, which has to confirm it (XFER-02).

    It stays the sender's until then, and its clocks run on.  What would go in a circle without anybody
    having worked on it is refused and laid before the office (XFER-03).

    Raises: UnknownCase, OtherDepartment, IllegalAct, UnitMissing, UnitUnknown (XFER-02), ToOneself (XFER-03),
    ReferralPending, OfficeAssigns (XFER-04), GoesInACircle (XFER-03), ReasonNeeded, KeyReused.
    """
    promise = once(by, "cases.refer", key, at)
    if promise.replay:
        return selectors.referrals_of(by.hall_id, case_id, at)[-1]
    case = locked(case_id, by)
    by = in_house(case, "refer", by, at)
    in_state(case, "refer", HANDED_ON_IN, by, at)
    if case.department_id is None:
        raise UnitMissing(number=case.number)
    known = frozenset(department_names(case.hall_id))
    first, hops = _hops(case)
    hitch = rules.hitch_of(first, hops, case.department_id, to_department_id, known, _most_returns(case, at))
    if hitch is not None:
        refusal = _refusal(hitch, case)
        if hitch is Hitch.CIRCLE:
            refusal.attempt = partial(_lay_before_the_office, case.id, to_department_id, reason, by, at)
        raise refusal
    row = write_hop(case, to_department_id, ReferralState.SENT, reason, by=by, at=at)
    told = events.CaseReferred(
        referral_id=row.id,
        number=row.number,
        from_department_id=row.from_department_id,
        to_department_id=row.to_department_id,
        reason_id=row.reason_id,
    )
    tell(told, case, by=by, at=at, entry_id=promise.entry_id)
    return selectors.referral(case.hall_id, row.id, at)


def _refusal(hitch: Hitch, case: Case) -> Refusal:
    refusal = _HITCHES[hitch]
    return refusal() if refusal is UnitUnknown else refusal(number=case.number)


def _most_returns(case: Case, at: datetime) -> int:
    most: int = regulations.parameter(case.hall_id, "referral.returns_max", hall_day(case.hall_id, at))
    return most


def _hops(case: Case) -> tuple[UUID, list[Hop]]:
    """Return where the case was handed in, and its hops with whether anybody worked on it since each."""
    rows = list(Referral.objects.filter(hall_id=case.hall_id, case=case).order_by("number"))
    first = rows[0].from_department_id if rows else case.department_id
    assert first is not None  # asked before
    worked_at = _worked_at(case) if rows else case.submitted_at
    return first, [
        Hop(
            row.from_department_id,
            row.to_department_id,
            ReferralState(row.state),
            row.binding,
            row.answered_at is not None and worked_at > row.answered_at,
        )
        for row in rows
    ]


def _worked_at(case: Case) -> datetime:
    """Return when the case was last worked on: a step taken, others asked; handing it on is no work."""
    asked = [
        Query.objects.filter(hall_id=case.hall_id, case=case).aggregate(last=Max("raised_at"))["last"],
        Joint.objects.filter(hall_id=case.hall_id, case=case).aggregate(last=Max("opened_at"))["last"],
    ]
    last: datetime = max([case.changed_at, *(one for one in asked if one is not None)])
    return last


def write_hop(
    case: Case, to_department_id: UUID, state: ReferralState, reason: str, *, by: Actor, at: datetime
) -> Referral:
    referral_id = new_id()
    waits = state is ReferralState.SENT
    clock = (
        start_own(
            case,
            Purpose.REFERRAL,
            working_days(case.hall_id, "referral.confirm_limit", at),
            referral_id,
            department_id=to_department_id,
            by=by,
            at=at,
        )
        if waits
        else None
    )
    return Referral.objects.create(
        id=referral_id,
        hall_id=case.hall_id,
        case=case,
        number=Referral.objects.filter(hall_id=case.hall_id, case=case).count() + 1,
        from_department_id=case.department_id or to_department_id,
        to_department_id=to_department_id,
        state=state,
        clock_id=clock.id if clock else None,
        reason_id=keep_text(reason, field=_("Reason"), item=item_of(case), by=by, at=at),
        sent_by=by.id,
        sent_at=at,
    )


def _lay_before_the_office(
    case_id: UUID, to_department_id: UUID, reason: str, by: Actor, at: datetime
) -> None:
    """Let the office say whose a case is; one dispute a case at a time."""
    case = locked(case_id, by)
    if not Referral.objects.filter(hall_id=case.hall_id, case=case, state=ReferralState.DISPUTED).exists():
        _dispute(case, to_department_id, reason, by=by, at=at)


def _dispute(case: Case, to_department_id: UUID, reason: str, *, by: Actor, at: datetime) -> None:
    row = write_hop(case, to_department_id, ReferralState.DISPUTED, reason, by=by, at=at)
    told = events.ReferralDisputed(
        referral_id=row.id,
        from_department_id=row.from_department_id,
        to_department_id=row.to_department_id,
        reason_id=row.reason_id,
    )
    tell(told, case, by=by, at=at)


def _held(referral_id: UUID, by: Actor) -> tuple[Referral, Case]:
    """Return a hop with its case locked.  Raises: ReferralUnknown."""
    found = Referral.objects.filter(hall_id=by.hall_id, id=referral_id).first()
    if found is None:
        raise ReferralUnknown
    case = locked(found.case_id, by)
    return Referral.objects.get(hall_id=by.hall_id, id=referral_id), case


def _receiver(row: Referral, case: Case, by: Actor, at: datetime) -> None:
    """Refuse who does not work for the department it was sent to.  Raises: NotYourReferral."""
    roles = HEADS if case.confidential else BACK_OFFICE
    if by.kind is not ActorKind.PERSON or not works_for(by, at, row.to_department_id, roles):
        raise NotYourReferral


def _waits(row: Referral, case: Case) -> None:
    """Refuse an answer nobody waits for: given already, or the case has ended.  Raises: ReferralAnswered."""
    if row.state != ReferralState.SENT or CaseState(case.state) not in HANDED_ON_IN:
        raise ReferralAnswered


@act
def confirm_referral(*, referral_id: UUID, by: Actor, at: datetime, key: Key | None = None) -> ReferralCard:
    """Take over a case that was handed on to one's department: it is its business from now on.

    Who confirms has it in hand; its clocks run on, for another owner (XFER-02).

    Raises: ReferralUnknown, NotYourReferral, ReferralAnswered, KeyReused.
    """
    promise = once(by, "cases.confirm_referral", key, at)
    if promise.replay:
        return selectors.referral(by.hall_id, referral_id, at)
    row, case = _held(referral_id, by)
    _receiver(row, case, by, at)
    _waits(row, case)
    row.state, row.answered_by, row.answered_at = ReferralState.CONFIRMED, by.id, at
    row.save(update_fields=["state", "answered_by", "answered_at"])
    stop_own(case.hall_id, row.clock_id, by=by, at=at)
    move_to(case, row.to_department_id, by.id, by=by, at=at)
    told = events.ReferralConfirmed(referral_id=row.id, department_id=row.to_department_id, handler_id=by.id)
    tell(told, case, by=by, at=at, entry_id=promise.entry_id)
    return selectors.referral(case.hall_id, row.id, at)


def move_to(case: Case, department_id: UUID, owner_id: UUID | None, *, by: Actor, at: datetime) -> None:
    """Make the case another department's; nothing of its time changes, and nothing was done with it."""
    case.department_id, case.handler_id = department_id, owner_id
    case.save(update_fields=["department_id", "handler_id"])
    own = {Purpose.JOINT, Purpose.REFERRAL}
    for clock in running(case, at, [one for one in Purpose if one not in own]):
        deadlines.reassign(clock_id=clock.id, owner_id=owner_id, department_id=department_id, by=by, at=at)


@act
def return_referral(
    *, referral_id: UUID, reason: str, by: Actor, at: datetime, key: Key | None = None
) -> ReferralCard:
    """Send a case back for a reason: it is in its sender's list again, and its clocks have run on (XFER-02).

    After ``referral.returns_max`` returns only the office says whose it is (XFER-04).

    Raises: ReferralUnknown, NotYourReferral, AssignmentBinds (XFER-04), ReferralAnswered, ReasonNeeded,
    KeyReused.
    """
    promise = once(by, "cases.return_referral", key, at)
    if promise.replay:
        return selectors.referral(by.hall_id, referral_id, at)
    row, case = _held(referral_id, by)
    _receiver(row, case, by, at)
    if row.binding:
        raise AssignmentBinds(number=case.number)
    _waits(row, case)
    row.return_reason_id = keep_text(reason, field=_("Reason"), item=item_of(case), by=by, at=at)
    row.state, row.answered_by, row.answered_at = ReferralState.RETURNED, by.id, at
    row.save(update_fields=["state", "answered_by", "answered_at", "return_reason_id"])
    stop_own(case.hall_id, row.clock_id, by=by, at=at)
    _first, hops = _hops(case)
    count = rules.returns(hops)
    told = events.ReferralReturned(
        referral_id=row.id,
        from_department_id=row.from_department_id,
        to_department_id=row.to_department_id,
        reason_id=row.return_reason_id,
        sent_by=row.sent_by,
        returns=count,
    )
    tell(told, case, by=by, at=at, entry_id=promise.entry_id)
    if count >= _most_returns(case, at):
        _dispute(case, row.to_department_id, reason, by=by, at=at)
    return selectors.referral(case.hall_id, row.id, at)
