"""A hundred are accepted at once, and somebody tries codes with many hands."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from tests.notices import told
from tests.notices.conftest import hall_with_items
from tests.support.hall import MORNING, Hall
from yichuang.kernel.claims import proves
from yichuang.kernel.errors import Refusal
from yichuang.notices import again, codes, services
from yichuang.notices.models import Suspected
from yichuang.notices.types import NoticeKind

HANDS = 10
pytestmark = pytest.mark.django_db(transaction=True)


def together(acts: list[Callable[[], Any]]) -> list[Any]:
    """Let many hands begin at the same moment; return what each act gave or raised."""
    start = Barrier(HANDS)

    def run(share: list[Callable[[], Any]]) -> list[Any]:
        found: list[Any] = []
        try:
            start.wait(10)
            for act in share:
                try:
                    found.append(act())
                except Refusal as refusal:
                    found.append(refusal)
        finally:
            connection.close()
        return found

    with ThreadPoolExecutor(HANDS) as pool:
        shares = pool.map(run, [acts[hand::HANDS] for hand in range(HANDS)])
        return [one for share in shares for one in share]


@proves("ACC-03")
def test_a_hundred_receipts_at_once_have_a_hundred_numbers_without_a_gap():
    hall: Hall = hall_with_items()
    said = told.whole(hall, told.item(hall), kind=NoticeKind.RECEIPT, gaps=(), due=date(2026, 3, 9))
    by = hall.clerk(1)

    cards = together(
        [lambda: services.issue(by=by, at=MORNING, **{**said, "matter_id": told.matter()})] * 100
    )

    numbers = sorted(int(one.number.partition("第")[2].rstrip("号")) for one in cards)
    assert numbers == list(range(1, 101))
    assert len({one.token for one in cards}) == 100
    assert again.first_difference(hall.id) is None


def test_of_many_second_tellings_at_once_none_gets_through_and_one_is_suspected():
    hall: Hall = hall_with_items()
    about, by = told.item(hall), hall.clerk(1)
    first = told.issued(hall, about, gaps=(told.gap(about, 1),))
    said = told.whole(hall, about, gaps=(told.gap(about, 2),), matter_id=first.matter_id)

    given = together([lambda: services.issue(by=by, at=MORNING, **said)] * HANDS)

    assert all(isinstance(one, services.SecondNotice) for one in given)
    assert Suspected.objects.count() == 1


def test_many_hands_try_no_more_codes_than_one():
    hall: Hall = hall_with_items()
    card = told.issued(hall, told.item(hall))
    right = codes.code_of(card.id)
    tries = [f"{(int(right.replace(' ', '')) + 1 + n) % 10**8:08d}" for n in range(20)]

    given = together(
        [
            lambda code=code, n=n: services.look(
                hall_code=hall.code, number=card.number, code=code, address=f"10.0.0.{n}", at=MORNING
            )
            for n, code in enumerate([*tries, *[right] * HANDS])
        ]
    )

    opened = [one for one in given if not isinstance(one, Refusal)]
    with pytest.raises(services.NotFoundByCode):
        services.look(hall_code=hall.code, number=card.number, code=right, address="10.9.9.9", at=MORNING)
    assert len(given) == 30 and not opened
