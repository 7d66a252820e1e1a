"""Two cashiers with the same list at the same moment: it is paid once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from tests.cases.money import cash_office
from tests.support.hall import MORNING
from yichuang.cases import models, refusals, selectors, services
from yichuang.kernel.access import selectors as access_cards
from yichuang.kernel.access import services as access
from yichuang.kernel.access.types import Role
from yichuang.kernel.errors import Refusal
from yichuang.kernel.types import Key


def together(acts: Sequence[Callable[[], Any]]) -> list[Any]:
    """Run the acts at the same moment, each on its own connection; return what each gave or raised."""
    start = Barrier(len(acts))

    def run(act: Callable[[], Any]) -> Any:
        try:
            start.wait(5)
            return act()
        except Refusal as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


@pytest.mark.django_db(transaction=True)
def test_of_two_cashiers_and_a_double_click_one_takes_the_money() -> None:
    cash = cash_office()
    hall, clerk = cash.office.hall, cash.office.clerk
    login = access_cards.account_of_person(hall.id, clerk.id)
    assert login
    access.grant_role(account_id=login.id, role=Role.CASH, department_id=None, by=hall.by, at=MORNING)
    cash.till()
    cash.till(by=clerk)
    bill = cash.bill(cash.accepted())
    key = Key("0123456789abcdef", "a" * 64)

    def pay(by: Any, key: Key | None) -> Callable[[], Any]:
        return lambda: services.take_cash(bill_id=bill.id, received=Decimal(50), by=by, at=MORNING, key=key)

    given = together([pay(cash.cashier, key), pay(clerk, None), pay(cash.cashier, key), pay(clerk, None)])

    assert models.Payment.objects.count() == 1
    payment = models.Payment.objects.get()
    told = {type(one) for one in given if isinstance(one, Refusal)}
    assert told <= {refusals.AlreadyPaid} and len(given) == 4
    assert {one.id for one in given if not isinstance(one, Refusal)} == {payment.id}
    taken = [selectors.open_till(cash.id, hall.windows[window]) for window in (1, 3)]
    assert sorted(one.drawer.cash_in for one in taken if one) == [0, 2000]


@pytest.mark.django_db(transaction=True)
def test_one_reference_pays_one_list_however_many_windows_enter_it() -> None:
    cash = cash_office()
    bills = [cash.bill(cash.accepted()) for _one in range(3)]

    given = together(
        [
            lambda bill=bill: services.take_electronic(  # type: ignore[misc]
                bill_id=bill.id, reference="WX-0000001", by=cash.cashier, at=MORNING
            )
            for bill in bills
        ]
    )

    assert [type(one) for one in given if isinstance(one, Refusal)] == [refusals.ReferenceUsed] * 2
    assert models.Payment.objects.count() == 1
