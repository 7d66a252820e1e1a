"""Take the money of a list the payer has got: cash with its change said aloud, or by reference."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db import IntegrityError, transaction

from yichuang.cases import events, selectors
from yichuang.cases.models import (
    Case,
    Payment,
    ReceiptCounter,
    Till,
)
from yichuang.cases.refusals import (
    AlreadyPaid,
    AmountUnreadable,
    BillReplaced,
    BillUnseen,
    ConsentMissing,
    NothingToPay,
    NotInstant,
    ReferenceNeeded,
    ReferenceUsed,
    TillOfAnotherDay,
    TillShut,
    TooLittle,
)
from yichuang.cases.rules import fees as rules
from yichuang.cases.rules.fees import Flaw
from yichuang.cases.services.common import (
    act,
    hall_day,
    item_of,
    locked,
)
from yichuang.cases.services.fees import (
    at_the_money,
    charged_now,
    draw,
    of_bill,
    write_consent,
    write_showing,
)
from yichuang.cases.types.fees import BillCard, PaymentCard, PayWay, ShownBy
from yichuang.kernel.idempotency import once
from yichuang.kernel.ids import new_id
from yichuang.kernel.journal.record import record
from yichuang.kernel.types import Actor, Key
from yichuang.organization import selectors as organization

_REFERENCE = re.compile(r"[A-Z0-9-]{6,64}")


@act
def take_cash(
    *, bill_id: UUID, received: Decimal, by: Actor, at: datetime, key: Key | None = None
) -> PaymentCard:
    """Take cash on a list the payer has got, and say the change to the cent (FEE-02, 唱收唱付).

    ``received`` is what was handed over, in yuan, in whatever notes and coins.  The window's till must have
    been opened today with its float counted.

    Raises: UnknownBill, NotAtAWindow, NotYourMoney, NotYetCharged, AlreadyPaid, BillReplaced, BillUnseen
    (FEE-03), AmountUnreadable, TooLittle (FEE-02), TillShut, TillOfAnotherDay, KeyReused.
    """
    promise = once(by, "cases.take_cash", key, at)
    if promise.replay:
        return selectors.payment_of_entry(by.hall_id, promise.entry_id)
    case, bill = of_bill(bill_id, by)
    by = at_the_money(case, by, at)
    return _cash(case, bill, received, by=by, at=at, entry_id=promise.entry_id)


def _cash(
    case: Case, bill: BillCard, received: Decimal, *, by: Actor, at: datetime, entry_id: UUID | None = None
) -> PaymentCard:
    _payable(case, bill)
    given = rules.cents(received)
    if given is None:
        raise AmountUnreadable
    change = rules.change(bill.total, given)
    if change is None:
        short = rules.spelled(bill.total - given)
        raise TooLittle(received=rules.spelled(given), due=rules.spelled(bill.total), short=short)
    till = own_till(by, at)
    return _paid(
        case,
        bill,
        PayWay.CASH,
        given,
        change=change,
        reference="",
        till=till,
        by=by,
        at=at,
        entry_id=entry_id,
    )


@act
def take_electronic(
    *, bill_id: UUID, reference: str, by: Actor, at: datetime, key: Key | None = None
) -> PaymentCard:
    """Enter a payment by card or phone on a list the payer has got, with the reference of whoever moved it.

    Raises: UnknownBill, NotAtAWindow, NotYourMoney, NotYetCharged, AlreadyPaid, BillReplaced, BillUnseen
    (FEE-03), ReferenceNeeded, ReferenceUsed, KeyReused.
    """
    promise = once(by, "cases.take_electronic", key, at)
    if promise.replay:
        return selectors.payment_of_entry(by.hall_id, promise.entry_id)
    case, bill = of_bill(bill_id, by)
    by = at_the_money(case, by, at)
    return _electronic(case, bill, reference, by=by, at=at, entry_id=promise.entry_id)


def _electronic(
    case: Case, bill: BillCard, reference: str, *, by: Actor, at: datetime, entry_id: UUID | None = None
) -> PaymentCard:
    _payable(case, bill)
    code = reference_of(reference)
    if Payment.objects.filter(hall_id=case.hall_id, reference=code).exists():
        raise ReferenceUsed
    return _paid(
        case,
        bill,
        PayWay.ELECTRONIC,
        bill.total,
        change=0,
        reference=code,
        till=None,
        by=by,
        at=at,
        entry_id=entry_id,
    )


def reference_of(text: str) -> str:
    """Return the reference of a payment as it is kept.  Raises: ReferenceNeeded."""
    code = text.strip().upper().replace(" ", "")
    if not _REFERENCE.fullmatch(code):
        raise ReferenceNeeded
    return code


def _payable(case: Case, bill: BillCard) -> None:
    """Refuse money on a list that is paid, replaced, unseen, or no longer what tariff and consents say."""
    charged_now(case)
    if bill.payment_id is not None:
        raise AlreadyPaid(number=selectors.payment(case.hall_id, bill.payment_id).number)
    if not bill.current:
        raise BillReplaced
    if bill.shown_by is None:
        raise BillUnseen
    if not bill.total:  # all of it was remitted
        raise NothingToPay(number=case.number)
    optional = [one.code for one in bill.lines if one.optional]
    drawn = rules.draw(selectors.fees_of(case.hall_id, case.id).lines, optional)
    if drawn.flaw is Flaw.NO_CONSENT:  # taken back since
        raise ConsentMissing(line=drawn.name)
    if drawn.lines != bill.lines:
        raise BillReplaced


def own_till(by: Actor, at: datetime) -> Till:
    """Return the till of the actor's window under lock, opened today.  Raises: TillShut, TillOfAnotherDay."""
    assert by.window_id is not None
    window = organization.window(by.hall_id, by.window_id).number
    till = (
        Till.objects.select_for_update()
        .filter(hall_id=by.hall_id, window_id=by.window_id, closed_at__isnull=True)
        .first()
    )
    if till is None:
        raise TillShut(window=window)
    if till.day != hall_day(by.hall_id, at):
        raise TillOfAnotherDay(window=window, day=till.day.isoformat())
    return till


def _paid(
    case: Case,
    bill: BillCard,
    way: PayWay,
    received: int,
    *,
    change: int,
    reference: str,
    till: Till | None,
    by: Actor,
    at: datetime,
    entry_id: UUID | None,
) -> PaymentCard:
    assert by.window_id is not None
    number = _next_number(case.hall_id, at)
    try:
        with transaction.atomic():
            payment = Payment.objects.create(
                id=new_id(),
                hall_id=case.hall_id,
                case=case,
                bill_id=bill.id,
                number=number,
                way=way.value,
                due=bill.total,
                received=received,
                change=change,
                reference=reference or None,
                window_id=by.window_id,
                till=till,
                taken_by=by.id,
                taken_at=at,
            )
    except IntegrityError:  # the same reference at another window, this moment
        raise ReferenceUsed from None
    told = events.FeePaid(
        payment_id=payment.id,
        bill_id=bill.id,
        number=payment.number,
        way=way,
        due=bill.total,
        received=received,
        change=change,
        till_id=till.id if till else None,
    )
    record(told, subject=payment.id, matter=case.id, by=by, at=at, entry_id=entry_id)
    return selectors.payment(case.hall_id, payment.id)


def _next_number(hall_id: UUID, at: datetime) -> str:
    """Return the hall's next receipt number of the year; its counter stays locked until the commit."""
    year = hall_day(hall_id, at).year
    while True:
        row = ReceiptCounter.objects.select_for_update().filter(hall_id=hall_id, year=year).first()
        if row is not None:
            break
        try:
            with transaction.atomic():
                ReceiptCounter.objects.create(hall_id=hall_id, year=year, last=0)
        except IntegrityError:
            continue  # another window opened the year
    row.last += 1
    row.save(update_fields=["last"])
    return rules.receipt_number(organization.hall(hall_id).code, year, row.last)


@act
def charge_at_counter(
    *,
    case_id: UUID,
    shown: ShownBy,
    received: Decimal | None = None,
    reference: str = "",
    optional: Collection[str] = (),
    by: Actor,
    at: datetime,
    key: Key | None = None,
) -> PaymentCard:
    """Charge what is done at the window at once in one go: consent, list, money; each is told in its order.

    ``optional`` are codes the payer agreed to now, ``shown`` how they got the list.  Cash when ``received``
    (yuan) is given, else by ``reference``.  Raises: NotInstant, and what each of the steps refuses.
    """
    promise = once(by, "cases.charge_at_counter", key, at)
    if promise.replay:
        return selectors.fees_of(by.hall_id, case_id).payments[-1]
    case = locked(case_id, by)
    by = at_the_money(case, by, at)
    if not (item := item_of(case)).flags.instant:
        raise NotInstant(item=item.name)
    charged_now(case)
    # the first entry of the chain is the one the key promises: the story then stands in its order
    entry_id: UUID | None = promise.entry_id
    agreed = {one.code for one in selectors.fees_of(case.hall_id, case.id).lines if one.agreed}
    for code in dict.fromkeys(optional):
        if code not in agreed:
            write_consent(case, code, True, by=by, at=at, entry_id=entry_id)
            entry_id = None
    bill = draw(case, optional, None, by=by, at=at, entry_id=entry_id)
    write_showing(case, bill.id, shown, by=by, at=at)
    card = selectors.bill(case.hall_id, bill.id)
    if received is not None:
        return _cash(case, card, received, by=by, at=at)
    return _electronic(case, card, reference, by=by, at=at)
