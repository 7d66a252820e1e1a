"""Charge what the tariff says and nothing else: the value it goes by, consent, the itemised list."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from yichuang.cases import events, labels, selectors
from yichuang.cases.models import (
    Bill,
    BillLine,
    BillShowing,
    Case,
    Consent,
    FeeValue,
)
from yichuang.cases.refusals import (
    AlreadyPaid,
    AmountUnreadable,
    BillReplaced,
    ConsentMissing,
    FeesOpen,
    NothingGraded,
    NothingToPay,
    NotInTariff,
    NotOptional,
    NotTheTariff,
    NotYetCharged,
    NotYourMoney,
    UnknownBill,
    UnknownCase,
    ValueByCashier,
    ValueSettled,
    ValueUnstated,
)
from yichuang.cases.rules import fees as rules
from yichuang.cases.rules.fees import Flaw
from yichuang.cases.services.common import (
    BACK_OFFICE,
    act,
    at_a_window,
    in_house,
    item_of,
    locked,
    tell,
)
from yichuang.cases.types import CaseState, Decision
from yichuang.cases.types.fees import BillCard, CaseFees, ShownBy
from yichuang.kernel.access import selectors as access
from yichuang.kernel.access.types import Role
from yichuang.kernel.idempotency import once
from yichuang.kernel.ids import new_id
from yichuang.kernel.journal.record import record
from yichuang.kernel.types import Actor, Key


def at_the_money(case: Case, by: Actor, at: datetime) -> Actor:
    """Return the actor at the window they signed on at, if they may take and give money for the case.

    Raises: NotAtAWindow, NotYourMoney, UnknownCase (a confidential one they do not have in hand).
    """
    by = at_a_window(by, at)
    desk = selectors.desk_of(case, item_of(case).flags.instant, by.id, by.window_id)
    if not rules.may_take(desk, access.roles_of(by.hall_id, by.id, at)):
        raise UnknownCase if case.confidential else NotYourMoney
    return by


def charged_now(case: Case) -> None:
    """Refuse money before its time and after the end.  Raises: NotYetCharged."""
    state, instant = CaseState(case.state), item_of(case).flags.instant
    if not rules.is_chargeable(state, instant=instant, complete=case.complete_at is not None):
        raise NotYetCharged(number=case.number, state=str(labels.STATE[state]))


def refuse_while_owed(case: Case) -> None:
    """Refuse to go on while a compulsory fee is open; a letter of refusal is never held back for money.

    Raises: FeesOpen, ValueUnstated.
    """
    if case.decision != Decision.APPROVED:
        return
    fees = selectors.fees_of(case.hall_id, case.id)
    if fees.unstated:
        raise ValueUnstated(line=fees.unstated[0])
    if fees.owed:
        raise FeesOpen(amount=rules.spelled(fees.owed))


@act
def state_value(
    *, case_id: UUID, value: Decimal, by: Actor, at: datetime, key: Key | None = None
) -> CaseFees:
    """State the value in yuan that a graded fee goes by; who handles the case does, not the cashier.

    Raises: UnknownCase, OtherDepartment, ValueByCashier, NotYetCharged, NothingGraded, ValueSettled,
    AmountUnreadable, KeyReused.
    """
    promise = once(by, "cases.state_value", key, at)
    if promise.replay:
        return selectors.fees_of(by.hall_id, case_id)
    case = locked(case_id, by)
    by = in_house(case, "state_value", by, at, BACK_OFFICE)
    if any(one.role is Role.CASH for one in access.roles_of(by.hall_id, by.id, at)):
        raise ValueByCashier
    charged_now(case)
    cents = rules.cents(value)
    if cents is None:
        raise AmountUnreadable
    graded = {one.code for one in item_of(case).fees if one.amount is None}
    lines = selectors.fees_of(case.hall_id, case.id).lines
    if not any(one.code in graded for one in lines):
        raise NothingGraded
    if any(one.code in graded and one.paid for one in lines):
        raise ValueSettled
    FeeValue.objects.create(
        id=new_id(), hall_id=case.hall_id, case=case, cents=cents, stated_by=by.id, stated_at=at
    )
    tell(events.FeeValueStated(cents=cents), case, by=by, at=at, entry_id=promise.entry_id)
    return selectors.fees_of(case.hall_id, case.id)


@act
def agree(
    *, case_id: UUID, code: str, yes: bool, by: Actor, at: datetime, key: Key | None = None
) -> CaseFees:
    """Record that the payer, told what an optional line costs, agrees to it (or takes that back) (FEE-05).

    Raises: UnknownCase, NotAtAWindow, NotYourMoney, NotYetCharged, NotOptional, AlreadyPaid, KeyReused.
    """
    promise = once(by, "cases.agree", key, at)
    if promise.replay:
        return selectors.fees_of(by.hall_id, case_id)
    case = locked(case_id, by)
    by = at_the_money(case, by, at)
    charged_now(case)
    write_consent(case, code, yes, by=by, at=at, entry_id=promise.entry_id)
    return selectors.fees_of(case.hall_id, case.id)


def write_consent(
    case: Case, code: str, yes: bool, *, by: Actor, at: datetime, entry_id: UUID | None = None
) -> None:
    fees = selectors.fees_of(case.hall_id, case.id)
    line = next((one for one in fees.lines if one.code == code and one.optional), None)
    if line is None:
        raise NotOptional(code=code[:16])
    if line.paid:
        raise AlreadyPaid(number=_receipt_of(fees, code))
    if line.cents is None:
        raise ValueUnstated(line=line.name)
    Consent.objects.create(
        id=new_id(),
        hall_id=case.hall_id,
        case=case,
        code=code,
        cents=line.cents,
        given=yes,
        recorded_by=by.id,
        recorded_at=at,
    )
    told = events.FeeAgreed(code=code, cents=line.cents) if yes else events.FeeDeclined(code=code)
    tell(told, case, by=by, at=at, entry_id=entry_id)


def _receipt_of(fees: CaseFees, code: str) -> str:
    return next(
        (
            one.number
            for one in reversed(fees.payments)
            if code in {line.code for line in one.lines} - one.refunded_codes
        ),
        "",
    )


@act
def draw_bill(
    *,
    case_id: UUID,
    optional: Collection[str] = (),
    asked: Decimal | None = None,
    by: Actor,
    at: datetime,
    key: Key | None = None,
) -> BillCard:
    """Draw the itemised list of what is to pay: all compulsory lines, and optional ones agreed to.

    ``asked`` is an amount in yuan that somebody typed or said: any but the tariff's is refused (FEE-06).

    Raises: UnknownCase, NotAtAWindow, NotYourMoney, NotYetCharged, NotInTariff, ConsentMissing (FEE-05),
    ValueUnstated, NothingToPay, NotTheTariff, KeyReused.
    """
    promise = once(by, "cases.draw_bill", key, at)
    if promise.replay:
        return selectors.bill_of_entry(by.hall_id, promise.entry_id)
    case = locked(case_id, by)
    by = at_the_money(case, by, at)
    bill = draw(case, optional, asked, by=by, at=at, entry_id=promise.entry_id)
    return selectors.bill(case.hall_id, bill.id)


def draw(
    case: Case,
    optional: Collection[str],
    asked: Decimal | None,
    *,
    by: Actor,
    at: datetime,
    entry_id: UUID | None = None,
) -> Bill:
    charged_now(case)
    wanted = None if asked is None else rules.cents(asked)
    if asked is not None and wanted is None:
        raise AmountUnreadable
    drawn = rules.draw(selectors.fees_of(case.hall_id, case.id).lines, optional, wanted)
    _refuse(drawn, case)
    last = Bill.objects.filter(hall_id=case.hall_id, case=case).order_by("number").last()
    bill = Bill.objects.create(
        id=new_id(),
        hall_id=case.hall_id,
        case=case,
        number=last.number + 1 if last else 1,
        token=secrets.token_urlsafe(16),
        total=drawn.total,
        drawn_by=by.id,
        drawn_at=at,
    )
    BillLine.objects.bulk_create(
        BillLine(
            id=new_id(),
            hall_id=case.hall_id,
            bill=bill,
            position=place,
            code=one.code,
            name=one.name,
            basis=one.basis,
            optional=one.optional,
            cents=one.cents,
            remitted=one.remitted,
        )
        for place, one in enumerate(drawn.lines, start=1)
    )
    told = events.BillDrawn(
        bill_id=bill.id,
        number=bill.number,
        codes=tuple(one.code for one in drawn.lines),
        cents=tuple(one.cents for one in drawn.lines),
        remitted=tuple(one.remitted for one in drawn.lines),
        total=drawn.total,
    )
    record(told, subject=bill.id, matter=case.id, by=by, at=at, entry_id=entry_id)
    return bill


def _refuse(drawn: rules.Drawn, case: Case) -> None:
    """Raise what speaks against a list, if anything does."""
    match drawn.flaw:
        case Flaw.UNKNOWN:
            raise NotInTariff(code=drawn.name[:16])
        case Flaw.NO_CONSENT:
            raise ConsentMissing(line=drawn.name)
        case Flaw.UNSTATED:
            raise ValueUnstated(line=drawn.name)
        case Flaw.NOTHING:
            raise NothingToPay(number=case.number)
        case Flaw.MANUAL:
            raise NotTheTariff(due=rules.spelled(drawn.due))


@act
def show_bill(*, bill_id: UUID, way: ShownBy, by: Actor, at: datetime, key: Key | None = None) -> BillCard:
    """Give the payer the itemised list, on paper or on their phone; before that nothing is paid (FEE-03).

    Raises: UnknownBill, NotAtAWindow, NotYourMoney, BillReplaced, KeyReused.
    """
    promise = once(by, "cases.show_bill", key, at)
    if promise.replay:
        return selectors.bill(by.hall_id, bill_id)
    case, card = of_bill(bill_id, by)
    by = at_the_money(case, by, at)
    if not card.current:
        raise BillReplaced
    write_showing(case, bill_id, way, by=by, at=at, entry_id=promise.entry_id)
    return selectors.bill(by.hall_id, bill_id)


def write_showing(
    case: Case, bill_id: UUID, way: ShownBy, *, by: Actor, at: datetime, entry_id: UUID | None = None
) -> None:
    BillShowing.objects.create(
        id=new_id(), hall_id=case.hall_id, bill_id=bill_id, way=way.value, shown_by=by.id, shown_at=at
    )
    told = events.BillShown(bill_id=bill_id, way=way)
    record(told, subject=bill_id, matter=case.id, by=by, at=at, entry_id=entry_id)


def of_bill(bill_id: UUID, by: Actor) -> tuple[Case, BillCard]:
    """Return a list's case under lock, and the list as it stands behind that lock.  Raises: UnknownBill."""
    found = Bill.objects.filter(hall_id=by.hall_id, id=bill_id).values_list("case_id", flat=True).first()
    if found is None:
        raise UnknownBill
    return locked(found, by), selectors.bill(by.hall_id, bill_id)
