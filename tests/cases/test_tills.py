"""The till: opened with its float counted, closed balanced or explained, emptied by the cut-off."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from tests.cases.money import FLOAT, Cash, cash_office
from tests.halls import at
from tests.support.hall import MORNING
from yichuang.cases import again_money, events, models, refusals, selectors, services
from yichuang.cases.types import Drawer, PayWay, ShownBy
from yichuang.kernel.claims import proves
from yichuang.kernel.types import Key
from yichuang.kernel.vault import selectors as kept
from yichuang.regulations import selectors as regulations

pytestmark = pytest.mark.django_db
Heard = Callable[..., list[Any]]
LATER = MORNING + timedelta(hours=1)
#: A day's cut-off by the rulebook: half past four.
BEFORE, AFTER = at("16:29"), at("16:31")
TUESDAY = timedelta(days=1)


@pytest.fixture
def cash(db: None) -> Cash:
    return cash_office()


def pieces(cents: int) -> dict[int, int]:
    """Return some notes and coins that are worth so much."""
    found = {}
    for piece in (10000, 1000, 100, 10, 1):
        found[piece], cents = divmod(cents, piece)
    return found


def close(cash: Cash, till: Any, counted: int, why: str = "", **more: Any) -> Any:
    given = {"by": cash.cashier, "at": at("17:00")} | more
    return services.close_till(till_id=till.id, pieces=pieces(counted), explanation=why, **given)


# ---- opening --------------------------------------------------------------------------------------


@proves("FEE-02")
def test_a_float_below_what_the_hall_keeps_is_told_at_opening(cash: Cash, heard: Heard) -> None:
    till = services.open_till(pieces={100: 3, 5: 2, 1: 4}, by=cash.cashier, at=MORNING)

    assert till.short and till.drawer.float == 314
    minimum = int(regulations.parameter(cash.id, "fee.float_minimum", MORNING.date()) * 100)
    (told,) = heard(events.FloatShort)
    assert (told.float_cents, told.minimum) == (314, minimum)


def test_enough_change_is_told_of_nobody(cash: Cash, heard: Heard) -> None:
    till = cash.till()

    assert (till.drawer.float, till.short) == (20000, False)
    assert heard(events.FloatShort) == []
    assert [one.float_cents for one in heard(events.TillOpened)] == [20000]


def test_cash_is_taken_into_a_till_that_was_opened_today(cash: Cash) -> None:
    case = cash.accepted()
    bill = cash.bill(case)
    with pytest.raises(refusals.TillShut):
        services.take_cash(bill_id=bill.id, received=Decimal(20), by=cash.cashier, at=LATER)
    cash.till()

    with pytest.raises(refusals.TillOfAnotherDay, match="2026-03-02"):
        services.take_cash(bill_id=bill.id, received=Decimal(20), by=cash.cashier, at=LATER + TUESDAY)
    with pytest.raises(refusals.TillOfAnotherDay):
        cash.till(at=MORNING + TUESDAY)
    with pytest.raises(refusals.TillOpenAlready):
        cash.till(at=LATER)
    with pytest.raises(refusals.NotAtAWindow):
        cash.till(by=cash.office.chief)


def test_a_float_is_counted_in_pieces_there_are(cash: Cash) -> None:
    for wrong in ({300: 1}, {100: -1}, {100: 10**6}):
        with pytest.raises(refusals.PiecesUnfit):
            services.open_till(pieces=wrong, by=cash.cashier, at=MORNING)


def test_opening_twice_by_one_press_is_one_till(cash: Cash, heard: Heard) -> None:
    key = Key("0123456789abcdef", "a" * 64)

    first, second = (
        services.open_till(pieces=FLOAT, by=cash.cashier, at=MORNING, key=key) for _press in range(2)
    )

    assert first == second and len(heard(events.TillOpened)) == 1


# ---- closing --------------------------------------------------------------------------------------


def test_a_day_balances_float_and_cash_less_what_went_back_and_was_handed_in(
    cash: Cash, heard: Heard
) -> None:
    till = cash.till()
    taken = [cash.pay(cash.accepted(fast=fast), "100", at=LATER) for fast in (False, True, False)]
    card = cash.bill(cash.accepted())
    services.take_electronic(bill_id=card.id, reference="WX-0000001", by=cash.cashier, at=LATER)
    back = services.ask_refund(
        payment_id=taken[0].id, codes=["card"], reason="重复办理", by=cash.cashier, at=LATER
    )
    services.approve_refund(refund_id=back.id, by=cash.office.chief, at=LATER)
    services.pay_refund(refund_id=back.id, by=cash.cashier, at=LATER)
    services.deposit(
        till_id=till.id, amount=Decimal("50.50"), reference="JK-000001", by=cash.cashier, at=LATER
    )

    drawer = selectors.till(cash.id, till.id).drawer
    assert drawer == Drawer(float=20000, cash_in=7050, refunds=2000, deposits=5050)
    closed = close(cash, till, 20000)

    assert (closed.counted, closed.difference, closed.explanation_id) == (20000, 0, None)
    (told,) = heard(events.TillClosed)
    assert told.float_cents + told.cash_in - told.refunds - told.deposits == told.counted == 20000


@pytest.mark.parametrize("counted", [21999, 22001])
def test_a_difference_is_explained_and_the_explanation_lies_in_the_vault(
    cash: Cash, heard: Heard, counted: int
) -> None:
    till = cash.till()
    cash.pay(cash.accepted(), at=LATER)

    with pytest.raises(refusals.DifferenceUnexplained, match=r"0\.01"):
        close(cash, till, counted)
    closed = close(cash, till, counted, "13812345678 少找一分")

    assert closed.difference == counted - 22000
    (told,) = heard(events.TillClosed)
    assert told.difference == counted - 22000 and told.explanation_id == closed.explanation_id
    assert kept.entry(cash.id, closed.explanation_id).kind == "text"
    assert closed.drawer.to_deposit == counted - 20000


def test_the_database_itself_closes_no_till_that_does_not_balance(cash: Cash) -> None:
    till = cash.till()
    row = models.Till.objects.get(id=till.id)
    row.closed_by, row.closed_at = cash.cashier.id, LATER
    row.cash_in = row.refunds = row.deposits = row.difference = 0
    row.counted = 19999

    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()


def test_a_closed_till_takes_nothing_more_and_another_can_be_opened_that_day(cash: Cash) -> None:
    till = cash.till()
    closed = close(cash, till, 20000, at=LATER)
    bill = cash.bill(cash.accepted())

    with pytest.raises(refusals.TillShut):
        close(cash, till, 20000)
    with pytest.raises(refusals.TillShut):
        services.take_cash(bill_id=bill.id, received=Decimal(20), by=cash.cashier, at=LATER)

    assert (closed.number, cash.till(at=LATER).number) == (1, 2)


def test_a_till_is_counted_at_its_own_window(cash: Cash) -> None:
    till = cash.till()

    with pytest.raises(refusals.NotYourTill):
        close(cash, till, 20000, by=cash.office.clerk)
    with pytest.raises(refusals.UnknownTill):
        services.close_till(till_id=cash.id, pieces={}, by=cash.cashier, at=LATER)


# ---- handing in -----------------------------------------------------------------------------------


@pytest.mark.parametrize(("amount", "fits"), [("20.00", True), ("20.01", False), ("0.01", True)])
def test_what_was_taken_is_handed_in_and_the_float_stays(cash: Cash, amount: str, fits: bool) -> None:
    till = cash.till()
    cash.pay(cash.accepted(), at=LATER)
    hand_in = {"till_id": till.id, "amount": Decimal(amount), "by": cash.cashier, "at": LATER}

    if not fits:
        with pytest.raises(refusals.DepositUnfit, match=r"20\.00"):
            services.deposit(reference="JK-000001", **hand_in)
        return
    after = services.deposit(reference="jk-000001", **hand_in)

    assert after.drawer.to_deposit == 2000 - int(Decimal(amount) * 100)
    assert [one.reference for one in selectors.deposits_of(cash.id, till.id)] == ["JK-000001"]


def test_a_slip_stands_for_one_deposit(cash: Cash) -> None:
    till = cash.till()
    cash.pay(cash.accepted(), at=LATER)
    hand_in = {"till_id": till.id, "amount": Decimal(5), "by": cash.cashier, "at": LATER}
    services.deposit(reference="JK-000001", **hand_in)

    with pytest.raises(refusals.SlipUsed):
        services.deposit(reference="JK-000001", **hand_in)
    with pytest.raises(refusals.ReferenceNeeded):
        services.deposit(reference="", **hand_in)


@proves("FEE-04")
def test_money_not_handed_in_by_the_cut_off_is_told_once_a_day_until_it_is(cash: Cash, heard: Heard) -> None:
    till = cash.till()
    cash.pay(cash.accepted(), at=LATER)

    assert services.tell_late_deposits(at=BEFORE) == 0
    assert services.tell_late_deposits(at=AFTER) == 1
    assert services.tell_late_deposits(at=AFTER + timedelta(minutes=5)) == 0
    close(cash, till, 22000)
    assert services.tell_late_deposits(at=BEFORE + TUESDAY) == 0
    assert services.tell_late_deposits(at=AFTER + TUESDAY) == 1

    assert [(one.cents, one.cutoff) for one in heard(events.DepositLate)] == [
        (2000, selectors.cutoff(cash.id, day)) for day in (BEFORE.date(), (BEFORE + TUESDAY).date())
    ]
    services.deposit(till_id=till.id, amount=Decimal(20), reference="JK-000001", by=cash.cashier, at=AFTER)
    assert services.tell_late_deposits(at=AFTER + 2 * TUESDAY) == 0


@proves("FEE-04")
def test_money_handed_in_in_time_is_told_of_nobody(cash: Cash, heard: Heard) -> None:
    till = cash.till()
    cash.pay(cash.accepted(), at=LATER)
    services.deposit(till_id=till.id, amount=Decimal(20), reference="JK-000001", by=cash.cashier, at=LATER)

    assert services.tell_late_deposits(at=AFTER) == 0
    assert heard(events.DepositLate) == []


def test_money_taken_after_the_cut_off_is_due_by_the_next_days(cash: Cash) -> None:
    till = cash.till()
    cash.pay(cash.accepted(), at=AFTER)

    assert services.tell_late_deposits(at=AFTER + timedelta(minutes=20)) == 0
    close(cash, till, 22000)
    assert services.tell_late_deposits(at=AFTER + TUESDAY) == 1


def test_on_a_day_of_rest_nobody_is_late(cash: Cash) -> None:
    till = cash.till(at=MORNING)
    cash.pay(cash.accepted(), at=AFTER)
    close(cash, till, 22000)
    saturday = AFTER + timedelta(days=5)

    assert services.tell_late_deposits(at=saturday) == 0


# ---- what the database keeps ----------------------------------------------------------------------


def test_what_was_charged_and_paid_is_never_changed_or_removed(cash: Cash) -> None:
    till = cash.till()
    case = cash.accepted()
    services.agree(case_id=case.id, code="post", yes=True, by=cash.cashier, at=LATER)
    paid = cash.pay(case, at=LATER)
    services.deposit(till_id=till.id, amount=Decimal(5), reference="JK-000001", by=cash.cashier, at=LATER)
    suit = cash.accepted("SUIT")
    services.state_value(case_id=suit.id, value=Decimal(1), by=cash.office.clerk, at=LATER)
    back = services.ask_refund(payment_id=paid.id, codes=["card"], reason="误收", by=cash.cashier, at=LATER)
    services.approve_refund(refund_id=back.id, by=cash.office.chief, at=LATER)
    cash.pay(cash.accepted(), at=LATER)
    services.pay_refund(refund_id=back.id, by=cash.cashier, at=LATER)

    for model in (
        models.FeeValue,
        models.Consent,
        models.Bill,
        models.BillLine,
        models.BillShowing,
        models.Payment,
        models.Payout,
        models.PayoutLine,
        models.Deposit,
    ):
        assert model.objects.exists(), model
        table = model._meta.db_table
        for statement in (f"UPDATE {table} SET id = id", f"DELETE FROM {table}"):
            with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(statement)


# ---- the day in figures ---------------------------------------------------------------------------


def test_the_takings_of_a_day_stand_by_window_and_by_hour(cash: Cash) -> None:
    clerk = cash.office.clerk
    cash.till()
    cash.pay(cash.accepted(), at=LATER)
    bill = cash.bill(cash.accepted())
    services.take_electronic(bill_id=bill.id, reference="WX-0000001", by=cash.cashier, at=at("14:10"))
    cash.till(by=clerk)
    slip = cash.office.submit("SLIP")
    cash.office.check(slip)
    services.charge_at_counter(
        case_id=slip.id, shown=ShownBy.PRINTED, received=Decimal(6), by=clerk, at=LATER
    )
    windows = cash.office.hall.windows

    rows = selectors.takings(cash.id, MORNING.date())

    assert [(one.window_id, one.payments, one.cash, one.electronic, one.total) for one in rows] == [
        (windows[1], 1, 520, 0, 520),
        (windows[3], 2, 2000, 2000, 4000),
    ]
    assert selectors.takings_by_hour(cash.id, MORNING.date()) == {10: (2520, 0), 14: (0, 2000)}
    assert selectors.takings(cash.id, (MORNING + TUESDAY).date()) == []
    assert [one.way for one in selectors.payments_of_day(cash.id, MORNING.date(), windows[3])] == [
        PayWay.ELECTRONIC,
        PayWay.CASH,
    ]
    assert [one.drawer.to_deposit for one in selectors.tills_to_hand_in(cash.id)] == [2000, 520]


def test_the_journal_tells_payments_refunds_and_tills_again_and_finds_what_was_turned(cash: Cash) -> None:
    till = cash.till()
    paid = cash.pay(cash.accepted(), at=LATER)
    bill = cash.bill(cash.accepted())
    services.take_electronic(bill_id=bill.id, reference="WX-0000001", by=cash.cashier, at=LATER)
    back = services.ask_refund(payment_id=paid.id, codes=["card"], reason="误收", by=cash.cashier, at=LATER)
    services.approve_refund(refund_id=back.id, by=cash.office.chief, at=LATER)
    services.pay_refund(refund_id=back.id, by=cash.cashier, at=LATER)
    close(cash, till, 20000)
    same = [one(cash.id) for one in again_money.RETELLINGS.values()]
    models.Refund.objects.filter(id=back.id).update(cents=1)
    models.Till.objects.filter(id=till.id).update(counted=30000, difference=10000, explanation=back.id)

    turned = {name: one(cash.id) for name, one in again_money.RETELLINGS.items()}

    assert same == [None, None, None, None]
    found = {name: one.column for name, one in turned.items() if one is not None}
    assert found == {"cases.refund": "cents", "cases.till": "counted"}
