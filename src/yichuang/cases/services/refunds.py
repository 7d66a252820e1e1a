"""Give money back: whole lines only, asked by one, let through by a second who may, paid out of a till."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from yichuang.cases import events, selectors
from yichuang.cases.models import Case, Payment, Payout, PayoutLine, Refund
from yichuang.cases.refusals import (
    NothingPaidTooMuch,
    NotRefundable,
    RefundNeedsSecond,
    RefundNotOpen,
    RefundOpen,
    TillTooLow,
    UnknownPayment,
    UnknownRefund,
)
from yichuang.cases.rules import fees as rules
from yichuang.cases.services.common import HANDLING, act, for_whom, item_of, keep_text, locked
from yichuang.cases.services.decide import mandated
from yichuang.cases.services.fees import at_the_money
from yichuang.cases.services.payments import own_till, reference_of
from yichuang.cases.types.fees import PaymentCard, PayWay, RefundCard, RefundState
from yichuang.kernel.idempotency import once
from yichuang.kernel.ids import new_id
from yichuang.kernel.journal.record import record
from yichuang.kernel.types import Actor, Key
from yichuang.kernel.vault import services as vault
from yichuang.kernel.vault.types import Reason, ReasonCode
from yichuang.posts.types import MandateAct, MandateVerdict


@act
def ask_refund(
    *,
    payment_id: UUID,
    codes: Collection[str],
    reason: str,
    by: Actor,
    at: datetime,
    key: Key | None = None,
) -> RefundCard:
    """Ask that lines of a payment go back, for a reason; nothing moves before a second person lets it.

    Raises: UnknownPayment, NotAtAWindow, NotYourMoney, NotRefundable, RefundOpen, ReasonNeeded, KeyReused.
    """
    promise = once(by, "cases.ask_refund", key, at)
    if promise.replay:
        return selectors.refund_of_entry(by.hall_id, promise.entry_id)
    found = (
        Payment.objects.filter(hall_id=by.hall_id, id=payment_id).values_list("case_id", flat=True).first()
    )
    if found is None:
        raise UnknownPayment
    case = locked(found, by)
    by = at_the_money(case, by, at)
    payment = selectors.payment(by.hall_id, payment_id)
    goes_back = rules.refundable(payment.lines, payment.back, codes)
    if goes_back is None:
        raise NotRefundable
    row = _ask(case, payment.id, goes_back, reason, None, by=by, at=at, entry_id=promise.entry_id)
    return selectors.refund(by.hall_id, row.id)


@act
def ask_remitted_back(
    *, remission_id: UUID, reason: str, by: Actor, at: datetime, key: Key | None = None
) -> RefundCard:
    """Ask that what was paid before a remission was granted goes back: of the line so much as is too much.

    Raises: UnknownRemission, NotAtAWindow, NotYourMoney, NothingPaidTooMuch, RefundOpen, ReasonNeeded,
    KeyReused.
    """
    promise = once(by, "cases.ask_remitted_back", key, at)
    if promise.replay:
        return selectors.refund_of_entry(by.hall_id, promise.entry_id)
    case = locked(selectors.remission(by.hall_id, remission_id).case_id, by)
    by = at_the_money(case, by, at)
    card = selectors.remission(by.hall_id, remission_id)
    payments = [
        one
        for one in selectors.fees_of(case.hall_id, case.id).payments
        if card.code in {line.code for line in one.lines} - one.refunded_codes
    ]
    if not card.back or not payments:
        raise NothingPaidTooMuch
    goes_back = {card.code: card.back}
    row = _ask(case, payments[-1].id, goes_back, reason, card.id, by=by, at=at, entry_id=promise.entry_id)
    return selectors.refund(by.hall_id, row.id)


def _ask(
    case: Case,
    payment_id: UUID,
    goes_back: Mapping[str, int],
    reason: str,
    remission_id: UUID | None,
    *,
    by: Actor,
    at: datetime,
    entry_id: UUID,
) -> Refund:
    reason_id = keep_text(reason, field=_("Reason"), item=item_of(case), by=by, at=at)
    named, cents = sorted(goes_back), sum(goes_back.values())
    try:
        with transaction.atomic():
            row = Refund.objects.create(
                id=new_id(),
                hall_id=by.hall_id,
                payment_id=payment_id,
                case=case,
                state=RefundState.ASKED.value,
                codes=named,
                cents=cents,
                reason=reason_id,
                asked_by=by.id,
                asked_at=at,
                remission_id=remission_id,
            )
    except IntegrityError:
        raise RefundOpen from None
    told = events.RefundAsked(
        refund_id=row.id, payment_id=payment_id, codes=tuple(named), cents=cents, reason_id=reason_id
    )
    record(told, subject=row.id, matter=case.id, by=by, at=at, entry_id=entry_id)
    return row


@act
def approve_refund(*, refund_id: UUID, by: Actor, at: datetime, key: Key | None = None) -> RefundCard:
    """Let a refund through: another person than who asked, with the mandate for it and its amount (FEE-06).

    Raises: UnknownRefund, RefundNotOpen, RefundNeedsSecond, OutsideMandate, KeyReused.
    """
    promise = once(by, "cases.approve_refund", key, at)
    if promise.replay:
        return selectors.refund_of_entry(by.hall_id, promise.entry_id)
    case, row = _of_refund(refund_id, by, RefundState.ASKED)
    mandate = _second(case, row, by, at)
    by, delegation = for_whom(by, mandate), mandate.delegation_id
    _settle(row, RefundState.APPROVED, by, at, delegation)
    told = events.RefundApproved(refund_id=row.id, cents=row.cents, delegation_id=delegation)
    record(told, subject=row.id, matter=case.id, by=by, at=at, entry_id=promise.entry_id)
    return selectors.refund(by.hall_id, row.id)


@act
def decline_refund(*, refund_id: UUID, by: Actor, at: datetime, key: Key | None = None) -> RefundCard:
    """Not let a refund through; who may let it may also decline it.

    Raises: UnknownRefund, RefundNotOpen, RefundNeedsSecond, OutsideMandate, KeyReused.
    """
    promise = once(by, "cases.decline_refund", key, at)
    if promise.replay:
        return selectors.refund_of_entry(by.hall_id, promise.entry_id)
    case, row = _of_refund(refund_id, by, RefundState.ASKED)
    mandate = _second(case, row, by, at)
    by = for_whom(by, mandate)
    _settle(row, RefundState.DECLINED, by, at, mandate.delegation_id)
    told = events.RefundDeclined(refund_id=row.id)
    record(told, subject=row.id, matter=case.id, by=by, at=at, entry_id=promise.entry_id)
    return selectors.refund(by.hall_id, row.id)


def read_refund_reason(*, refund_id: UUID, by: Actor, at: datetime) -> str:
    """Return why money is to go back; the journal tells who looked, and in which case.

    Raises: UnknownRefund, what the vault refuses.
    """
    row = Refund.objects.filter(hall_id=by.hall_id, id=refund_id).first()
    if row is None:
        raise UnknownRefund
    reason = Reason(ReasonCode.HANDLING, HANDLING, matter=row.case_id)
    return vault.reveal(row.reason, reason=reason, by=by, at=at)


def _second(case: Case, row: Refund, by: Actor, at: datetime) -> MandateVerdict:
    """Return the mandate of a second person.  Raises: RefundNeedsSecond, OutsideMandate."""
    if by.id == row.asked_by:
        raise RefundNeedsSecond
    mandate = mandated(case, MandateAct.REFUND, by, at, Decimal(row.cents) / rules.CENTS)
    if mandate.covers_for == row.asked_by:
        raise RefundNeedsSecond  # for A nobody approves what A asked
    return mandate


def _settle(row: Refund, state: RefundState, by: Actor, at: datetime, delegation: UUID | None) -> None:
    row.state, row.settled_by, row.settled_at, row.delegation_id = state.value, by.id, at, delegation
    row.save(update_fields=["state", "settled_by", "settled_at", "delegation_id"])


@act
def pay_refund(
    *, refund_id: UUID, reference: str = "", by: Actor, at: datetime, key: Key | None = None
) -> RefundCard:
    """Pay out a refund that was let through, the way the money came: from the till, or with its reference.

    Raises: UnknownRefund, RefundNotOpen, NotAtAWindow, NotYourMoney, RefundNeedsSecond, TillShut,
    TillOfAnotherDay, TillTooLow, ReferenceNeeded, KeyReused.
    """
    promise = once(by, "cases.pay_refund", key, at)
    if promise.replay:
        return selectors.refund_of_entry(by.hall_id, promise.entry_id)
    case, row = _of_refund(refund_id, by, RefundState.APPROVED)
    by = at_the_money(case, by, at)
    if by.id == row.settled_by:
        raise RefundNeedsSecond
    payment = selectors.payment(by.hall_id, row.payment_id)
    till = None
    if payment.way is PayWay.CASH:
        till = own_till(by, at)
        held = selectors.till(by.hall_id, till.id).drawer.expected
        if held < row.cents:
            raise TillTooLow(held=rules.spelled(held))
    assert by.window_id is not None
    payout = Payout.objects.create(
        id=new_id(),
        hall_id=by.hall_id,
        refund=row,
        payment_id=payment.id,
        way=payment.way.value,
        cents=row.cents,
        reference=None if till else reference_of(reference),
        window_id=by.window_id,
        till=till,
        paid_by=by.id,
        paid_at=at,
    )
    PayoutLine.objects.bulk_create(
        PayoutLine(
            id=new_id(),
            hall_id=by.hall_id,
            payout=payout,
            payment_id=payment.id,
            code=code,
            cents=cents,
        )
        for code, cents in _going_back(row, payment).items()
    )
    row.state = RefundState.PAID.value
    row.save(update_fields=["state"])
    told = events.RefundPaid(
        refund_id=row.id,
        payment_id=payment.id,
        way=payment.way,
        cents=row.cents,
        till_id=till.id if till else None,
    )
    record(told, subject=row.id, matter=case.id, by=by, at=at, entry_id=promise.entry_id)
    return selectors.refund(by.hall_id, row.id)


def _going_back(row: Refund, payment: PaymentCard) -> dict[str, int]:
    """Return what goes back by line: what is left of whole ones, of a remitted one what was too much."""
    if row.remission_id is not None:
        return {row.codes[0]: row.cents}
    return rules.refundable(payment.lines, payment.back, row.codes) or {}


def _of_refund(refund_id: UUID, by: Actor, state: RefundState) -> tuple[Case, Refund]:
    """Return a refund that stands at ``state`` with its case, under lock.

    Raises: UnknownRefund, RefundNotOpen.
    """
    found = Refund.objects.filter(hall_id=by.hall_id, id=refund_id).values_list("case_id", flat=True).first()
    if found is None:
        raise UnknownRefund
    case = locked(found, by)
    row = Refund.objects.get(hall_id=by.hall_id, id=refund_id)
    if row.state != state:
        raise RefundNotOpen
    return case, row
