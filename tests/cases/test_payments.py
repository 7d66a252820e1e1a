"""Payments: change to the cent, once, before the result goes out; and the cashier's list."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from tests.cases.hall import IN_HAND, PLACE, Office
from tests.cases.money import Cash, cash_office
from tests.support.hall import MORNING
from yichuang.cases import events, labels, refusals, selectors, services
from yichuang.cases.types import CaseCard, CaseState, Decision, PayWay, ShownBy
from yichuang.kernel.claims import proves
from yichuang.kernel.idempotency import KeyReused
from yichuang.kernel.types import Key

pytestmark = pytest.mark.django_db
Heard = Callable[..., list[Any]]
LATER = MORNING + timedelta(hours=1)
KEY = Key("0123456789abcdef", "a" * 64)


@pytest.fixture
def cash(db: None) -> Cash:
    return cash_office()


def to_the_handover(cash: Cash, case: CaseCard, decision: Decision = Decision.APPROVED) -> CaseCard:
    """Bring a case as far as its result waits for the applicant."""
    office = cash.office
    services.begin_handling(case_id=case.id, by=office.neighbour, at=MORNING)
    services.propose(case_id=case.id, proposal=decision, by=office.neighbour, at=MORNING)
    reason = "" if decision is Decision.APPROVED else "材料不符"
    services.decide(case_id=case.id, decision=decision, reason=reason, by=office.chief, at=MORNING)
    services.prepare_result(case_id=case.id, collection=PLACE, by=office.neighbour, at=MORNING)
    return services.notify(case_id=case.id, by=office.neighbour, at=MORNING)


# ---- cash: received, change, and what is said -----------------------------------------------------


@proves("FEE-02")
def test_the_change_is_computed_to_the_cent_and_said(cash: Cash, heard: Heard) -> None:
    case = cash.accepted(fast=True)
    cash.till()

    payment = cash.pay(case, "100.03", at=LATER)

    assert (payment.due, payment.received, payment.change) == (3050, 10003, 6953)
    said = labels.read_back(payment.due, payment.received, payment.change)
    assert all(one in said for one in ("30.50", "100.03", "69.53"))
    (told,) = heard(events.FeePaid)
    assert (told.due, told.received, told.change) == (3050, 10003, 6953)


@proves("FEE-02", refuses=True)
def test_less_than_is_due_is_refused(cash: Cash, heard: Heard) -> None:
    bill = cash.bill(cash.accepted())
    cash.till()

    with pytest.raises(refusals.TooLittle, match=r"0\.01"):
        services.take_cash(bill_id=bill.id, received=Decimal("19.99"), by=cash.cashier, at=LATER)

    assert heard(events.FeePaid) == []


@pytest.mark.parametrize("received", ["20", "100000", "20.01", "99999.99"])
def test_no_note_is_too_large_and_no_coin_too_small(cash: Cash, received: str) -> None:
    cash.till()

    payment = cash.pay(cash.accepted(), received)

    assert payment.change == int(Decimal(received) * 100) - 2000


def test_what_is_no_money_is_refused(cash: Cash) -> None:
    bill = cash.bill(cash.accepted())
    cash.till()

    for received in ("20.001", "NaN", "-20", "Infinity"):
        with pytest.raises(refusals.AmountUnreadable):
            services.take_cash(bill_id=bill.id, received=Decimal(received), by=cash.cashier, at=LATER)


def test_a_payment_by_card_or_phone_has_a_reference_of_its_own(cash: Cash) -> None:
    first, second = cash.bill(cash.accepted()), cash.bill(cash.accepted())
    pay = services.take_electronic

    with pytest.raises(refusals.ReferenceNeeded):
        pay(bill_id=first.id, reference=" ", by=cash.cashier, at=LATER)
    paid = pay(bill_id=first.id, reference="wx-20260302 0001", by=cash.cashier, at=LATER)
    with pytest.raises(refusals.ReferenceUsed):
        pay(bill_id=second.id, reference="WX-202603020001", by=cash.cashier, at=LATER)

    assert (paid.way, paid.reference, paid.change, paid.till_id) == (
        PayWay.ELECTRONIC,
        "WX-202603020001",
        0,
        None,
    )


# ---- once -----------------------------------------------------------------------------------------


def test_pressing_twice_is_one_payment(cash: Cash, heard: Heard) -> None:
    bill = cash.bill(cash.accepted())
    cash.till()

    pressed = [
        services.take_cash(bill_id=bill.id, received=Decimal(50), by=cash.cashier, at=LATER, key=KEY)
        for _press in range(2)
    ]

    assert pressed[0] == pressed[1]
    assert len(heard(events.FeePaid)) == 1
    with pytest.raises(KeyReused):
        other = Key(KEY.value, "b" * 64)
        services.take_cash(bill_id=bill.id, received=Decimal(60), by=cash.cashier, at=LATER, key=other)


def test_a_second_cashier_comes_too_late(cash: Cash) -> None:
    bill = cash.bill(cash.accepted())
    cash.till()
    paid = services.take_cash(bill_id=bill.id, received=Decimal(20), by=cash.cashier, at=LATER)

    with pytest.raises(refusals.AlreadyPaid, match=paid.number):
        services.take_electronic(bill_id=bill.id, reference="WX-0000001", by=cash.cashier, at=LATER)
    with pytest.raises(refusals.NothingToPay):
        services.draw_bill(case_id=bill.case_id, by=cash.cashier, at=LATER)


def test_receipts_are_numbered_without_a_gap_although_some_payments_are_refused(cash: Cash) -> None:
    cash.till()
    cases = [cash.accepted() for _one in range(3)]
    first = cash.pay(cases[0])
    with pytest.raises(refusals.TooLittle):
        cash.pay(cases[1], "1")

    numbers = [first.number, cash.pay(cases[1]).number, cash.pay(cases[2]).number]

    assert numbers == [f"AYRS-2026-R00000{place}" for place in (1, 2, 3)]


# ---- before the result goes out -------------------------------------------------------------------


def test_a_result_stays_here_while_fees_are_owed(cash: Cash) -> None:
    case = to_the_handover(cash, cash.accepted())

    with pytest.raises(refusals.FeesOpen, match=r"20\.00"):
        services.deliver(case_id=case.id, handover=IN_HAND, by=cash.office.clerk, at=LATER)
    cash.till()
    cash.pay(case)

    done = services.deliver(case_id=case.id, handover=IN_HAND, by=cash.office.clerk, at=LATER)
    assert done.state is CaseState.DELIVERED


def test_a_refusal_is_never_held_back_for_money(cash: Cash) -> None:
    case = to_the_handover(cash, cash.accepted(), Decision.REFUSED)

    done = services.deliver(case_id=case.id, handover=IN_HAND, by=cash.office.clerk, at=LATER)

    assert done.state is CaseState.DELIVERED


def test_what_is_done_at_the_window_at_once_is_charged_there_in_one_go(cash: Cash, heard: Heard) -> None:
    office: Office = cash.office
    case = office.submit("SLIP")
    with pytest.raises(refusals.NotYetCharged):  # not looked at yet
        services.charge_at_counter(
            case_id=case.id, shown=ShownBy.PRINTED, received=Decimal(10), by=office.clerk, at=MORNING
        )
    office.check(case)
    with pytest.raises(refusals.FeesOpen):
        services.finish_at_once(case_id=case.id, handover=IN_HAND, by=office.clerk, at=MORNING)
    cash.till(by=office.clerk)

    paid = services.charge_at_counter(
        case_id=case.id, shown=ShownBy.PRINTED, received=Decimal(10), by=office.clerk, at=MORNING, key=KEY
    )
    again = services.charge_at_counter(
        case_id=case.id, shown=ShownBy.PRINTED, received=Decimal(10), by=office.clerk, at=MORNING, key=KEY
    )
    done = services.finish_at_once(case_id=case.id, handover=IN_HAND, by=office.clerk, at=MORNING)

    assert paid == again and (paid.due, paid.change) == (520, 480)
    assert done.state is CaseState.CLOSED
    told = heard(events.BillDrawn, events.BillShown, events.FeePaid)
    assert [type(one) for one in told] == [events.BillDrawn, events.BillShown, events.FeePaid]


def test_what_takes_its_time_is_not_charged_in_one_go(cash: Cash) -> None:
    case = cash.accepted()

    with pytest.raises(refusals.NotInstant):
        services.charge_at_counter(
            case_id=case.id, shown=ShownBy.PRINTED, received=Decimal(20), by=cash.cashier, at=MORNING
        )


# ---- the cashier's list ---------------------------------------------------------------------------


def test_the_cashiers_list_shows_what_waits_and_nothing_that_is_paid(cash: Cash) -> None:
    window = cash.office.hall.windows[3]
    waiting, paid, graded = cash.accepted(), cash.accepted(), cash.accepted("SUIT")
    cash.till()
    cash.pay(paid)

    shown = selectors.to_pay(cash.id, cash.cashier.id, window, LATER)

    assert [(one.case_id, one.owed, one.unstated) for one in shown] == [
        (waiting.id, 2000, False),
        (graded.id, 0, True),
    ]
    assert selectors.to_pay(cash.id, cash.office.stranger.id, window, LATER) == []


def test_what_is_told_of_money_is_cents_and_ids(cash: Cash) -> None:
    from yichuang.kernel.journal.models import Entry

    cash.till()
    case = cash.accepted()
    bill = cash.bill(case)
    services.take_electronic(bill_id=bill.id, reference="WX13800132210", by=cash.cashier, at=LATER)

    told = Entry.objects.filter(matter_id=case.id, name__startswith="cases.fee")
    assert told and all("13800132210" not in one.body for one in told)
