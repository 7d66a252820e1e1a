"""Money goes back in whole lines, by two people, the way it came."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from tests.cases.money import Cash, cash_office
from tests.support.hall import MORNING
from yichuang.cases import events, models, refusals, selectors, services
from yichuang.cases.types import PaymentCard, RefundCard, RefundState
from yichuang.kernel.claims import proves
from yichuang.kernel.types import Key
from yichuang.posts.errors import OutsideMandate
from yichuang.posts.events import OverreachAttempted

pytestmark = pytest.mark.django_db
Heard = Callable[..., list[Any]]
LATER = MORNING + timedelta(hours=1)


@pytest.fixture
def cash(db: None) -> Cash:
    return cash_office()


@pytest.fixture
def paid(cash: Cash) -> PaymentCard:
    """A payment of two lines in cash: 20 and 10.50 yuan."""
    cash.till()
    return cash.pay(cash.accepted(fast=True))


def ask(cash: Cash, paid: PaymentCard, *codes: str, **more: Any) -> RefundCard:
    given = {"reason": "申请人撤回", "by": cash.cashier, "at": LATER} | more
    return services.ask_refund(payment_id=paid.id, codes=codes or ("card",), **given)


@proves("FEE-06")
def test_a_refund_is_asked_by_one_let_through_by_another_and_paid_out_of_the_till(
    cash: Cash, paid: PaymentCard, heard: Heard
) -> None:
    asked = ask(cash, paid, "fast")
    approved = services.approve_refund(refund_id=asked.id, by=cash.office.chief, at=LATER)
    done = services.pay_refund(refund_id=asked.id, by=cash.cashier, at=LATER)

    assert [one.state for one in (asked, approved, done)] == [
        RefundState.ASKED,
        RefundState.APPROVED,
        RefundState.PAID,
    ]
    assert done.cents == 1050 and selectors.payment(cash.id, paid.id).refunded == 1050
    assert selectors.open_till(cash.id, paid.window_id).drawer.refunds == 1050  # type: ignore[union-attr]
    told = heard(events.RefundAsked, events.RefundApproved, events.RefundPaid)
    assert [one.cents for one in told] == [1050, 1050, 1050] and told[1].delegation_id


@proves("FEE-06", refuses=True)
def test_nobody_lets_a_refund_through_alone_or_without_the_mandate(
    cash: Cash, paid: PaymentCard, heard: Heard
) -> None:
    asked = ask(cash, paid)

    with pytest.raises(refusals.RefundNotOpen):
        services.pay_refund(refund_id=asked.id, by=cash.cashier, at=LATER)
    with pytest.raises(refusals.RefundNeedsSecond):
        services.approve_refund(refund_id=asked.id, by=cash.cashier, at=LATER)
    with pytest.raises(OutsideMandate):
        services.approve_refund(refund_id=asked.id, by=cash.office.neighbour, at=LATER)

    assert selectors.refund(cash.id, asked.id).state is RefundState.ASKED
    assert heard(events.RefundPaid) == []
    assert [(one.act, one.item_id) for one in heard(OverreachAttempted)] == [("refund", cash.items["CARD"])]


def test_the_mandate_reaches_only_as_far_as_its_amount(cash: Cash) -> None:
    case = cash.accepted("SUIT")
    services.state_value(case_id=case.id, value=Decimal(60000), by=cash.office.clerk, at=LATER)
    cash.till()
    paid = cash.pay(case, "2000")
    assert paid.due == 130000  # 50 + 50000 * 2.5 %
    asked = ask(cash, paid, "suit")

    with pytest.raises(OutsideMandate):
        services.approve_refund(refund_id=asked.id, by=cash.office.chief, at=LATER)


def test_the_database_itself_knows_the_second_person(cash: Cash, paid: PaymentCard) -> None:
    asked = ask(cash, paid)

    with pytest.raises(IntegrityError), transaction.atomic():
        models.Refund.objects.filter(id=asked.id).update(
            state="approved", settled_by=cash.cashier.id, settled_at=LATER
        )


def test_what_was_declined_stays_and_can_be_asked_anew(cash: Cash, paid: PaymentCard) -> None:
    asked = ask(cash, paid)
    with pytest.raises(refusals.RefundOpen):
        ask(cash, paid, "fast")

    services.decline_refund(refund_id=asked.id, by=cash.office.chief, at=LATER)

    with pytest.raises(refusals.RefundNotOpen):
        services.approve_refund(refund_id=asked.id, by=cash.office.chief, at=LATER)
    assert ask(cash, paid).state is RefundState.ASKED


def test_only_lines_that_were_paid_go_back_and_each_once(cash: Cash, paid: PaymentCard) -> None:
    for codes in (("post",), ("card", "post")):
        with pytest.raises(refusals.NotRefundable):
            ask(cash, paid, *codes)
    with pytest.raises(refusals.ReasonNeeded):
        ask(cash, paid, reason=" ")
    first = ask(cash, paid, "card")
    services.approve_refund(refund_id=first.id, by=cash.office.chief, at=LATER)
    services.pay_refund(refund_id=first.id, by=cash.cashier, at=LATER)

    with pytest.raises(refusals.NotRefundable):
        ask(cash, paid, "card")
    assert ask(cash, paid, "fast").cents == 1050


def test_what_went_back_is_owed_again(cash: Cash, paid: PaymentCard) -> None:
    window = cash.office.hall.windows[3]
    assert selectors.fees_of(cash.id, paid.case_id).settled
    back = ask(cash, paid, "card")
    services.approve_refund(refund_id=back.id, by=cash.office.chief, at=LATER)
    services.pay_refund(refund_id=back.id, by=cash.cashier, at=LATER)

    assert selectors.fees_of(cash.id, paid.case_id).owed == 2000
    assert [one.owed for one in selectors.to_pay(cash.id, cash.cashier.id, window, LATER)] == [2000]
    assert [one.code for one in cash.bill(_case(cash, paid)).lines] == ["card"]


def _case(cash: Cash, paid: PaymentCard) -> Any:
    return selectors.case(cash.id, paid.case_id)


def test_who_let_it_through_does_not_pay_it_out(cash: Cash, paid: PaymentCard) -> None:
    from yichuang.kernel.access import selectors as access_cards
    from yichuang.kernel.access import services as access
    from yichuang.kernel.access.types import Role

    clerk, hall = cash.office.clerk, cash.office.hall
    asked = ask(cash, paid)
    services.approve_refund(refund_id=asked.id, by=cash.office.chief, at=LATER)
    models.Refund.objects.filter(id=asked.id).update(
        settled_by=clerk.id
    )  # as if the clerk had let it through
    login = access_cards.account_of_person(hall.id, clerk.id)
    assert login
    access.grant_role(account_id=login.id, role=Role.CASH, department_id=None, by=hall.by, at=MORNING)

    with pytest.raises(refusals.RefundNeedsSecond):
        services.pay_refund(refund_id=asked.id, by=clerk, at=LATER)


def test_money_that_came_by_card_goes_back_by_reference_and_not_out_of_the_till(cash: Cash) -> None:
    cash.till()
    bill = cash.bill(cash.accepted())
    paid = services.take_electronic(bill_id=bill.id, reference="WX-0000001", by=cash.cashier, at=LATER)
    asked = ask(cash, paid)
    services.approve_refund(refund_id=asked.id, by=cash.office.chief, at=LATER)

    with pytest.raises(refusals.ReferenceNeeded):
        services.pay_refund(refund_id=asked.id, by=cash.cashier, at=LATER)
    done = services.pay_refund(refund_id=asked.id, reference="TK-0000001", by=cash.cashier, at=LATER)

    assert done.reference == "TK-0000001"
    assert selectors.open_till(cash.id, paid.window_id).drawer.refunds == 0  # type: ignore[union-attr]


def test_a_till_gives_no_more_than_lies_in_it(cash: Cash) -> None:
    services.open_till(pieces={}, by=cash.cashier, at=MORNING)
    paid = cash.pay(cash.accepted())
    till = selectors.open_till(cash.id, paid.window_id)
    assert till
    services.deposit(till_id=till.id, amount=Decimal(20), reference="JK-000001", by=cash.cashier, at=LATER)
    asked = ask(cash, paid)
    services.approve_refund(refund_id=asked.id, by=cash.office.chief, at=LATER)

    with pytest.raises(refusals.TillTooLow):
        services.pay_refund(refund_id=asked.id, by=cash.cashier, at=LATER)


def test_pressing_twice_pays_out_once(cash: Cash, paid: PaymentCard, heard: Heard) -> None:
    asked = ask(cash, paid)
    services.approve_refund(refund_id=asked.id, by=cash.office.chief, at=LATER)
    key = Key("0123456789abcdef", "a" * 64)

    first, second = (
        services.pay_refund(refund_id=asked.id, by=cash.cashier, at=LATER, key=key) for _press in range(2)
    )

    assert first == second and len(heard(events.RefundPaid)) == 1
    assert selectors.open_refunds(cash.id) == []
