"""The map of windows on the screens is the register, and the register takes no window people cannot use."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.test import Client

from tests.support.hall import MORNING, Hall, build_hall
from yichuang.kernel import clock
from yichuang.kernel.claims import proves
from yichuang.organization import selectors
from yichuang.organization import services as organization
from yichuang.organization.errors import WindowServesNothing, WindowWithoutZone
from yichuang.queueing import services as queueing
from yichuang.queueing.models import Serves


@pytest.fixture
def hall(db: None) -> Iterator[Hall]:
    with clock.frozen(MORNING):
        yield build_hall()


def map_of(hall: Hall, zone: str = "") -> list[int]:
    """Return the window numbers on a board, in their order."""
    page = Client().get(f"/board/{hall.code}/{zone}").content.decode()
    return [int(number) for number in re.findall(r'class="board-window">(\d+)<', page)]


def register_of(hall: Hall, zone: str | None = None) -> list[int]:
    return [one.number for one in selectors.windows(hall.id) if one.active and zone in (None, one.zone_code)]


@proves("ORG-03")
def test_a_window_without_zone_or_anything_to_serve_is_refused(hall: Hall) -> None:
    with pytest.raises(WindowWithoutZone):
        organization.add_window(number=21, zone_id=None, by=hall.by, at=MORNING)
    zone = selectors.zones(hall.id)[0]
    idle = organization.add_window(number=22, zone_id=zone.id, by=hall.by, at=MORNING)
    with pytest.raises(WindowServesNothing):
        organization.activate_window(window_id=idle.id, by=hall.by, at=MORNING)

    assert 21 not in [one.number for one in selectors.windows(hall.id)]
    assert 22 not in map_of(hall)


@proves("ORG-03")
def test_a_window_in_service_keeps_something_to_serve(hall: Hall) -> None:
    window = hall.windows[4]
    first, *others = Serves.objects.filter(window_id=window)
    for one in others:
        queueing.remove_serves(
            window_id=window, line_id=one.line_id, item_id=one.item_id, by=hall.by, at=MORNING
        )

    with pytest.raises(queueing.NothingLeftToServe) as refused:
        queueing.remove_serves(
            window_id=window, line_id=first.line_id, item_id=first.item_id, by=hall.by, at=MORNING
        )

    assert refused.value.rule == "ORG-03" and "4 号窗口" in str(refused.value)
    assert Serves.objects.filter(window_id=window).count() == 1


@proves("ORG-03")
def test_the_map_on_the_board_equals_the_register_zone_by_zone(hall: Hall) -> None:
    upstairs = organization.add_zone(code="B", name="二楼B区", by=hall.by, at=MORNING)
    window = organization.add_window(number=21, zone_id=upstairs.id, name="工伤", by=hall.by, at=MORNING)
    queueing.add_serves(window_id=window.id, line_id=hall.lines["D"], by=hall.by, at=MORNING)
    organization.activate_window(window_id=window.id, by=hall.by, at=MORNING)

    assert map_of(hall) == register_of(hall) == [1, 2, 3, 4, 21]
    assert map_of(hall, "A/") == register_of(hall, "A") == [1, 2, 3, 4]
    assert map_of(hall, "B/") == register_of(hall, "B") == [21]
