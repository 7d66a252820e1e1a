"""A fee is remitted by a second person on a ground with evidence; the list shows it, the till balances."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from tests.cases.filing import IN_HAND
from tests.cases.hall import PLACE
from tests.cases.money import FLOAT, Cash, cash_office
from tests.support.hall import MORNING
from yichuang.cases import again_money, events, models, refusals, selectors, services
from yichuang.cases.rules import fees as rules
from yichuang.cases.types import (
    CaseCard,
    Decision,
    RefundState,
    RemissionCard,
    RemissionGround,
    RemissionState,
)
from yichuang.catalogue import services as catalogue
from yichuang.kernel.claims import proves
from yichuang.kernel.documents.types import texts
from yichuang.kernel.journal.models import Entry
from yichuang.kernel.types import Key
from yichuang.posts.errors import OutsideMandate

pytestmark = pytest.mark.django_db
Heard = Callable[..., list[Any]]
LATER = MORNING + timedelta(hours=1)
SEEN = "低保证第0412号"


@pytest.fixture
def cash(db: None) -> Cash:
    return cash_office()


def ask(cash: Cash, case: CaseCard, percent: int = 50, **more: Any) -> RemissionCard:
    said = {"code": "card", "ground": RemissionGround.HARDSHIP, "evidence": SEEN, "by": cash.cashier}
    return services.ask_remission(case_id=case.id, percent=percent, at=MORNING, **(said | more))


def granted(cash: Cash, case: CaseCard, percent: int = 50, **more: Any) -> RemissionCard:
    asked = ask(cash, case, percent, **more)
    return services.grant_remission(remission_id=asked.id, by=cash.office.head, at=LATER)


@pytest.mark.parametrize(
    ("price", "percent", "off"),
    [
        (2000, 50, 1000),
        (2000, 100, 2000),
        (1, 50, 1),  # a fraction of a cent is the payer's
        (1050, 33, 347),
    ],
)
def test_a_fraction_of_a_cent_is_for_the_payer(price: int, percent: int, off: int) -> None:
    assert rules.remitted(price, percent) == off


@proves("FEE-06")
def test_a_remission_is_asked_by_one_granted_by_another_and_stands_on_the_list_and_in_the_books(
    cash: Cash, heard: Heard
) -> None:
    cash.till()
    case = cash.accepted(fast=True)  # 20 and 10.50 yuan
    asked = ask(cash, case)
    assert selectors.fees_of(cash.id, case.id).owed == 3050  # nothing changes before it is granted
    done = services.grant_remission(remission_id=asked.id, by=cash.office.head, at=LATER)

    bill = cash.bill(case)
    said = " ".join(texts(selectors.bill_paper(cash.id, bill.id)))
    payment = services.take_cash(bill_id=bill.id, received=Decimal(50), by=cash.cashier, at=LATER)

    assert (done.state, done.cents) == (RemissionState.GRANTED, 1000)
    assert [(one.code, one.tariff, one.remitted, one.cents) for one in bill.lines] == [
        ("card", 2000, 1000, 1000),
        ("fast", 1050, 0, 1050),
    ]
    assert (bill.total, payment.due, payment.change) == (2050, 2050, 2950)
    assert "“工本费”减免 50%：低保、特困" in said and "-10.00" in said and SEEN not in said
    (drawn,) = heard(events.BillDrawn)
    assert (drawn.cents, drawn.remitted, drawn.total) == ((1000, 1050), (1000, 0), 2050)
    till = selectors.open_till(cash.id, payment.window_id)
    assert till is not None and till.drawer.cash_in == 2050
    closed = services.close_till(
        till_id=till.id, pieces=FLOAT | {2000: 1, 50: FLOAT[50] + 1}, by=cash.cashier, at=LATER
    )
    assert closed.difference == 0
    assert selectors.remitted_among(cash.id, [payment.id]) == 1000
    assert all(find(cash.id) is None for find in again_money.RETELLINGS.values())
    assert all(SEEN not in body for body in Entry.objects.values_list("body", flat=True))


@proves("FEE-06", refuses=True)
def test_nobody_grants_alone_without_the_mandate_or_twice(cash: Cash, heard: Heard) -> None:
    case = cash.accepted()
    asked = ask(cash, case)

    with pytest.raises(refusals.RemissionNeedsSecond):
        services.grant_remission(remission_id=asked.id, by=cash.cashier, at=LATER)
    with pytest.raises(OutsideMandate):
        services.grant_remission(remission_id=asked.id, by=cash.office.neighbour, at=LATER)
    with pytest.raises(refusals.RemissionOpen):
        ask(cash, case, 20)
    services.grant_remission(remission_id=asked.id, by=cash.office.head, at=LATER)
    with pytest.raises(refusals.RemissionNotOpen):
        services.decline_remission(remission_id=asked.id, by=cash.office.head, at=LATER)

    assert len(heard(events.RemissionGranted)) == 1


@pytest.mark.parametrize(
    ("column", "values"),
    [("percent", {"percent": 90}), ("state", {"state": "declined"}), ("evidence", {"evidence": UUID(int=7)})],
)
def test_a_turned_remission_is_found_by_the_journal(cash: Cash, column: str, values: dict[str, Any]) -> None:
    done = granted(cash, cash.accepted())
    find = again_money.RETELLINGS["cases.remission"]
    assert find(cash.id) is None

    models.Remission.objects.filter(id=done.id).update(**values)

    found = find(cash.id)
    assert found is not None and found.column == column


@pytest.mark.parametrize(
    ("more", "refusal"),
    [
        ({"percent": 0}, refusals.PercentUnfit),
        ({"percent": 101}, refusals.PercentUnfit),
        ({"code": "none"}, refusals.NotInTariff),
        ({"evidence": "  "}, refusals.ReasonNeeded),
    ],
)
def test_a_remission_names_a_line_a_share_and_what_was_seen(
    cash: Cash, more: dict[str, Any], refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        ask(cash, cash.accepted(), **more)


def test_what_is_not_granted_is_paid_in_full_and_can_be_asked_for_anew(cash: Cash) -> None:
    case = cash.accepted()
    asked = ask(cash, case)
    services.decline_remission(remission_id=asked.id, by=cash.office.head, at=LATER)

    assert selectors.fees_of(cash.id, case.id).owed == 2000
    assert granted(cash, case, 25).cents == 500
    assert [one.state for one in selectors.remissions_of(cash.id, case.id)] == [
        RemissionState.DECLINED,
        RemissionState.GRANTED,
    ]


def test_a_list_drawn_before_is_replaced_and_nothing_is_paid_on_it(cash: Cash) -> None:
    cash.till()
    case = cash.accepted()
    bill = cash.bill(case)
    granted(cash, case)

    with pytest.raises(refusals.BillReplaced):
        services.take_cash(bill_id=bill.id, received=Decimal(20), by=cash.cashier, at=LATER)


def test_a_fee_remitted_in_full_is_listed_and_neither_paid_nor_in_the_way(cash: Cash) -> None:
    cash.till()
    case = cash.accepted()
    granted(cash, case, 100)

    bill = cash.bill(case)
    with pytest.raises(refusals.NothingToPay):
        services.take_cash(bill_id=bill.id, received=Decimal(0), by=cash.cashier, at=LATER)
    office = cash.office
    services.begin_handling(case_id=case.id, by=office.neighbour, at=LATER)
    services.propose(case_id=case.id, proposal=Decision.APPROVED, by=office.neighbour, at=LATER)
    services.decide(case_id=case.id, decision=Decision.APPROVED, by=office.chief, at=LATER)
    services.prepare_result(case_id=case.id, collection=PLACE, by=office.neighbour, at=LATER)
    services.notify(case_id=case.id, by=office.neighbour, at=LATER)
    services.deliver(case_id=case.id, handover=IN_HAND, by=office.clerk, at=LATER)

    assert (bill.total, bill.lines[0].remitted) == (0, 2000)
    assert selectors.fees_of(cash.id, case.id).settled


def test_what_was_paid_before_goes_back_in_part_and_the_rest_can_still_go_back(cash: Cash) -> None:
    cash.till()
    case = cash.accepted()
    paid = cash.pay(case, "20")
    card = granted(cash, case, 30)
    assert card.back == 600

    asked = services.ask_remitted_back(remission_id=card.id, reason="缴费后减免", by=cash.cashier, at=LATER)
    services.approve_refund(refund_id=asked.id, by=cash.office.chief, at=LATER)
    services.pay_refund(refund_id=asked.id, by=cash.cashier, at=LATER)

    held = selectors.payment(cash.id, paid.id)
    assert (held.refunded, held.back, held.refunded_codes) == (600, {"card": 600}, frozenset())
    fees = selectors.fees_of(cash.id, case.id)
    assert fees.settled and fees.lines[0].paid
    assert selectors.remission(cash.id, card.id).back == 0
    with pytest.raises(refusals.NothingPaidTooMuch):
        services.ask_remitted_back(remission_id=card.id, reason="再来", by=cash.cashier, at=LATER)
    rest = services.ask_refund(payment_id=paid.id, codes=["card"], reason="撤回", by=cash.cashier, at=LATER)
    assert rest.cents == 1400
    services.approve_refund(refund_id=rest.id, by=cash.office.chief, at=LATER)
    services.pay_refund(refund_id=rest.id, by=cash.cashier, at=LATER)
    with pytest.raises(refusals.NotRefundable):
        services.ask_refund(payment_id=paid.id, codes=["card"], reason="又", by=cash.cashier, at=LATER)
    till = selectors.open_till(cash.id, paid.window_id)
    assert till is not None and till.drawer.expected == till.drawer.float
    assert all(find(cash.id) is None for find in again_money.RETELLINGS.values())


def test_a_share_of_a_graded_fee_follows_the_value_stated(cash: Cash) -> None:
    case = cash.accepted("SUIT")
    asked = services.ask_remission(
        case_id=case.id,
        code="suit",
        percent=50,
        ground=RemissionGround.LAW,
        evidence="缓减免决定3号",
        by=cash.office.clerk,
        at=MORNING,
    )
    with pytest.raises(refusals.ValueUnstated):
        services.grant_remission(remission_id=asked.id, by=cash.office.head, at=LATER)
    services.state_value(case_id=case.id, value=Decimal(5000), by=cash.office.clerk, at=LATER)
    services.grant_remission(remission_id=asked.id, by=cash.office.head, at=LATER)

    assert selectors.fees_of(cash.id, case.id).owed == 2500


def test_pressing_twice_asks_once(cash: Cash) -> None:
    case, key = cash.accepted(), Key("remit-it-once", "0" * 64)

    first, again = ask(cash, case, key=key), ask(cash, case, key=key)

    assert first.id == again.id and len(selectors.open_remissions(cash.id)) == 1


@proves("FEE-06")
def test_money_goes_back_for_an_item_that_is_no_longer_offered(cash: Cash) -> None:
    cash.till()
    case = cash.accepted()
    paid = cash.pay(case, "20")
    catalogue.withdraw_item(item_id=cash.items["CARD"], by=cash.office.hall.by, at=LATER)

    asked = services.ask_refund(
        payment_id=paid.id, codes=["card"], reason="事项取消", by=cash.cashier, at=LATER
    )
    services.approve_refund(refund_id=asked.id, by=cash.office.chief, at=LATER)
    done = services.pay_refund(refund_id=asked.id, by=cash.cashier, at=LATER)

    assert done.state is RefundState.PAID
