"""Two at once: packs never share a number, and of two who enter the same sheets one does."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from bench.hall import MORNING, open_hall
from django.db import connection

from tests.queueing.test_paper import clock_at, in_use, merge
from yichuang.kernel.claims import proves
from yichuang.kernel.errors import Refusal
from yichuang.queueing import services
from yichuang.queueing.models import PaperNumber, Ticket
from yichuang.queueing.types import PackCard

pytestmark = pytest.mark.django_db(transaction=True)


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


@proves("QUE-10")
def test_packs_prepared_at_once_share_no_number_while_tickets_are_taken() -> None:
    hall = open_hall()
    line = hall.lines[0].id

    given = together(
        [lambda: services.prepare_pack(by=hall.office, at=MORNING) for _ in range(3)]
        + [lambda: services.take_ticket(line_id=line, by=hall.kiosks[0], at=MORNING) for _ in range(3)]
    )

    packs = [one for one in given if isinstance(one, PackCard)]
    assert sorted(one.number for one in packs) == [1, 2, 3]
    assert sorted(one.lines[0].first for one in packs) == [1, 61, 121]
    assert PaperNumber.objects.count() == 3 * 2 * 60
    assert sorted(Ticket.objects.values_list("label", flat=True)) == ["A001", "A002", "A003"]


@proves("QUE-10", refuses=True)
def test_of_two_who_enter_the_same_sheets_one_does_and_calls_go_on_meanwhile() -> None:
    hall = open_hall()
    pack = in_use(hall)
    for minute in (36, 37):
        services.take_ticket(line_id=hall.lines[0].id, by=hall.kiosks[0], at=clock_at(f"09:{minute}"))
    clerk = hall.clerks[3]

    given = together(
        [
            lambda: merge(hall, pack),
            lambda: merge(hall, pack),
            lambda: services.call_next(window_id=clerk.window_id, by=clerk.by, at=clock_at("10:11")),
        ]
    )

    assert [type(one) for one in given[:2]].count(services.PackNotNow) == 1
    assert given[2].label == "A001"
    assert Ticket.objects.filter(on_paper=True).count() == 7
