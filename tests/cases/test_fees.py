"""Fees: what the tariff says, told beforehand, agreed to where optional, paid once, to the cent."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from tests.cases.money import Cash, cash_office
from tests.support.hall import MORNING
from yichuang.cases import events, refusals, selectors, services
from yichuang.cases.types import Decision, ShownBy
from yichuang.kernel.claims import proves
from yichuang.kernel.types import Key
from yichuang.posts import services as posts
from yichuang.posts.errors import OutsideMandate
from yichuang.posts.types import MandateAct

pytestmark = pytest.mark.django_db
Heard = Callable[..., list[Any]]
LATER = MORNING + timedelta(hours=1)
KEY = Key("0123456789abcdef", "a" * 64)


@pytest.fixture
def cash(db: None) -> Cash:
    return cash_office()


# ---- the tariff and nothing else ----------------------------------------------------------------


@proves("FEE-06")
def test_the_tariff_says_what_is_charged(cash: Cash) -> None:
    bill = cash.bill(cash.accepted())

    assert [(one.code, one.cents, one.basis) for one in bill.lines] == [("card", 2000, "《价格目录》")]
    assert bill.total == 2000


@proves("FEE-06", refuses=True)
def test_an_amount_of_ones_own_is_refused(cash: Cash, heard: Heard) -> None:
    case = cash.accepted()

    for asked in ("19.99", "20.01", "0", "2000"):
        with pytest.raises(refusals.NotTheTariff, match=r"20\.00"):
            services.draw_bill(case_id=case.id, asked=Decimal(asked), by=cash.cashier, at=LATER)
    with pytest.raises(refusals.NotInTariff):
        services.draw_bill(case_id=case.id, optional=["tip"], by=cash.cashier, at=LATER)

    assert heard(events.BillDrawn) == []
    assert (
        services.draw_bill(case_id=case.id, asked=Decimal("20.00"), by=cash.cashier, at=LATER).total == 2000
    )


@proves("CHF-03", refuses=True)
def test_a_decision_is_about_no_less_than_the_value_stated_for_its_fee(cash: Cash) -> None:
    posts.grant_delegation(
        department_id=cash.office.hall.departments["许可处"],
        person_id=cash.office.head.id,
        acts=[MandateAct.APPROVE],
        all_at_level=True,
        most_amount=Decimal(5000),
        document="XK-2026-07",
        by=cash.office.hall.by,
        at=MORNING,
    )
    case = cash.office.for_decision("SUIT")
    services.state_value(case_id=case.id, value=Decimal(60000), by=cash.office.clerk, at=LATER)

    with pytest.raises(OutsideMandate):
        services.decide(
            case_id=case.id, decision=Decision.APPROVED, amount=Decimal(1), by=cash.office.head, at=LATER
        )


def test_a_line_under_a_condition_is_charged_by_the_answers_of_the_case(cash: Cash) -> None:
    bill = cash.bill(cash.accepted(fast=True))

    assert [one.cents for one in bill.lines] == [2000, 1050]
    assert bill.total == 3050


def test_a_graded_fee_goes_by_the_value_the_handling_window_states_to_the_cent(
    cash: Cash, heard: Heard
) -> None:
    case = cash.accepted("SUIT")
    with pytest.raises(refusals.ValueUnstated):
        cash.bill(case)

    with pytest.raises(refusals.OtherDepartment):
        services.state_value(case_id=case.id, value=Decimal("1"), by=cash.office.stranger, at=LATER)
    services.state_value(case_id=case.id, value=Decimal("123456.78"), by=cash.office.clerk, at=LATER)

    # 50 + 90000 * 2.5 % + 23456.78 * 2 % = 2769.1356
    assert cash.bill(case).total == 276914
    assert [one.cents for one in heard(events.FeeValueStated)] == [12345678]


def test_a_cashier_cannot_move_the_value_and_nobody_can_once_it_is_paid(cash: Cash) -> None:
    case = cash.accepted("SUIT")
    cash.till()
    with pytest.raises(refusals.ValueByCashier):
        services.state_value(case_id=case.id, value=Decimal("1"), by=cash.cashier, at=LATER)
    services.state_value(case_id=case.id, value=Decimal("5000"), by=cash.office.clerk, at=LATER)
    cash.pay(case)

    with pytest.raises(refusals.ValueSettled):
        services.state_value(case_id=case.id, value=Decimal("1"), by=cash.office.clerk, at=LATER)
    with pytest.raises(refusals.NothingGraded):
        services.state_value(case_id=cash.accepted().id, value=Decimal("1"), by=cash.office.clerk, at=LATER)


def test_nothing_is_charged_before_acceptance(cash: Cash) -> None:
    case = cash.office.submit("CARD", answers={"fast": False})

    with pytest.raises(refusals.NotYetCharged):
        services.draw_bill(case_id=case.id, by=cash.cashier, at=LATER)


def test_only_a_cashier_takes_money_and_only_of_this_hall(cash: Cash) -> None:
    case = cash.accepted()

    with pytest.raises(refusals.NotYourMoney):
        services.draw_bill(case_id=case.id, by=cash.office.clerk, at=LATER)
    with pytest.raises(refusals.NotAtAWindow):
        services.draw_bill(case_id=case.id, by=cash.office.chief, at=LATER)
    with pytest.raises(refusals.UnknownCase):
        services.draw_bill(case_id=cash.id, by=cash.cashier, at=LATER)


def test_a_cashier_does_not_meet_a_confidential_case_and_who_has_it_in_hand_takes_its_fee(
    cash: Cash,
) -> None:
    case = cash.accepted("SEALED")
    clerk = cash.office.clerk

    with pytest.raises(refusals.UnknownCase):
        services.draw_bill(case_id=case.id, by=cash.cashier, at=LATER)
    assert selectors.to_pay(cash.id, cash.cashier.id, cash.office.hall.windows[3], LATER) == []
    assert services.draw_bill(case_id=case.id, by=clerk, at=LATER).total == 3000
    (waits,) = selectors.to_pay(cash.id, clerk.id, cash.office.hall.windows[1], LATER)
    assert waits.case_id == case.id


# ---- optional lines: told, agreed, then charged ---------------------------------------------------


@proves("FEE-05")
def test_an_optional_line_is_unticked_and_charged_once_the_consent_is_on_record(
    cash: Cash, heard: Heard
) -> None:
    case = cash.accepted()
    post = selectors.fees_of(cash.id, case.id).lines[-1]
    assert (post.code, post.optional, post.agreed) == ("post", True, False)
    assert [one.code for one in cash.bill(case).lines] == ["card"]

    services.agree(case_id=case.id, code="post", yes=True, by=cash.cashier, at=LATER)
    cash.till()
    payment = cash.pay(case, optional=["post"], at=LATER)

    assert payment.due == 3200
    names = [type(one) for one in heard(events.FeeAgreed, events.FeePaid)]
    assert names == [events.FeeAgreed, events.FeePaid]
    assert heard(events.FeeAgreed)[0].cents == 1200


@proves("FEE-05", refuses=True)
def test_an_optional_line_without_consent_is_refused(cash: Cash) -> None:
    case = cash.accepted()

    with pytest.raises(refusals.ConsentMissing, match="邮寄费"):
        services.draw_bill(case_id=case.id, optional=["post"], by=cash.cashier, at=LATER)


def test_a_consent_taken_back_before_payment_counts_no_more(cash: Cash, heard: Heard) -> None:
    case = cash.accepted()
    services.agree(case_id=case.id, code="post", yes=True, by=cash.cashier, at=LATER)
    bill = cash.bill(case, ["post"])
    cash.till()
    services.agree(case_id=case.id, code="post", yes=False, by=cash.cashier, at=LATER)

    with pytest.raises(refusals.ConsentMissing):
        services.take_cash(bill_id=bill.id, received=Decimal(100), by=cash.cashier, at=LATER)

    assert len(heard(events.FeeDeclined)) == 1 and heard(events.FeePaid) == []


def test_a_compulsory_line_is_no_matter_of_consent(cash: Cash) -> None:
    with pytest.raises(refusals.NotOptional):
        services.agree(case_id=cash.accepted().id, code="card", yes=True, by=cash.cashier, at=LATER)


# ---- the list before the money --------------------------------------------------------------------


@proves("FEE-03")
def test_the_sum_of_the_list_is_what_is_charged_to_the_cent(cash: Cash) -> None:
    case = cash.accepted(fast=True)
    cash.till()

    payment = cash.pay(case, "30.50")

    assert payment.due == sum(one.cents for one in payment.lines) == 3050
    assert (payment.received, payment.change) == (3050, 0)


@proves("FEE-03", refuses=True)
def test_nothing_is_paid_on_a_list_the_payer_has_not_got(cash: Cash, heard: Heard) -> None:
    bill = cash.bill(cash.accepted(), shown=False)
    cash.till()

    with pytest.raises(refusals.BillUnseen):
        services.take_cash(bill_id=bill.id, received=Decimal(20), by=cash.cashier, at=LATER)
    with pytest.raises(refusals.BillUnseen):
        services.take_electronic(bill_id=bill.id, reference="WX-20260302-1", by=cash.cashier, at=LATER)

    assert heard(events.FeePaid) == []


def test_a_list_sent_to_the_phone_is_as_good_as_one_on_paper(cash: Cash, heard: Heard) -> None:
    bill = cash.bill(cash.accepted(), shown=False)
    cash.till()

    sent = services.show_bill(bill_id=bill.id, way=ShownBy.SENT, by=cash.cashier, at=LATER)
    services.take_cash(bill_id=bill.id, received=Decimal(20), by=cash.cashier, at=LATER)

    assert sent.shown_by is ShownBy.SENT
    assert selectors.bill_by_token(bill.token).payment_id is not None
    assert [one.way for one in heard(events.BillShown)] == [ShownBy.SENT]


def test_a_list_that_was_replaced_takes_no_money(cash: Cash) -> None:
    case = cash.accepted()
    old = cash.bill(case)
    services.agree(case_id=case.id, code="post", yes=True, by=cash.cashier, at=LATER)
    new = cash.bill(case, ["post"])
    cash.till()

    with pytest.raises(refusals.BillReplaced):
        services.take_cash(bill_id=old.id, received=Decimal(100), by=cash.cashier, at=LATER)

    assert (new.number, new.code) == (2, f"{case.number}-F2")
