"""What a process has at hand of a hall, and how it notices that it is stale."""

from __future__ import annotations

from datetime import time as oclock
from datetime import timedelta

import pytest
from django.db import transaction

from tests.halls import MONDAY, at, found_hall
from yichuang.organization import hand, selectors, services
from yichuang.organization.errors import HallUnknown, WindowUnknown
from yichuang.organization.models import Hall
from yichuang.organization.types import SessionSpec

pytestmark = pytest.mark.django_db


def mark(hall):
    return Hall.objects.values_list("plan_version", flat=True).get(id=hall.id)


def test_once_at_hand_a_hall_is_judged_without_a_query(django_assert_num_queries):
    hall = found_hall()
    hall.open()
    selectors.reread(hall.id)
    selectors.taking_in_hand(hall.id, at("09:00"))

    with django_assert_num_queries(0):
        assert selectors.taking_in_hand(hall.id, at("09:00")).open
        assert selectors.is_open_in_hand(hall.id, at("09:00"), hall.windows[1])
        assert not selectors.is_open_in_hand(hall.id, at("12:30"), hall.windows[1])
        assert selectors.window_in_hand(hall.id, hall.windows[1]).number == 1
        assert selectors.hall_in_hand(hall.id).code == "AYRS"
        assert len(selectors.windows_in_hand(hall.id)) == 3


@pytest.mark.parametrize(
    "change",
    [
        lambda hall: services.set_sessions(
            sessions=[SessionSpec((1,), oclock(9), oclock(10))], by=hall.by, at=at("08:00")
        ),
        lambda hall: services.close_on(day=MONDAY, reason="检修", by=hall.by, at=at("08:00")),
        lambda hall: services.add_window(number=9, zone_id=hall.zone, by=hall.by, at=at("08:00")),
        lambda hall: services.add_zone(code="B", name="B区", by=hall.by, at=at("08:00")),
        lambda hall: hall.open(),
    ],
)
def test_every_change_of_hours_or_windows_moves_the_mark(change):
    hall = found_hall()
    at_hand = selectors.plan_version_in_hand(hall.id)

    change(hall)

    assert mark(hall) != at_hand == selectors.plan_version_in_hand(hall.id)
    selectors.reread(hall.id)
    assert selectors.plan_version_in_hand(hall.id) == mark(hall)


def test_the_plan_under_a_moved_mark_is_read_anew():
    hall = found_hall()
    hall.open()
    old = selectors.day_plan_cached(hall.id, mark(hall), MONDAY)

    services.close_on(day=MONDAY, reason="检修", by=hall.by, at=at("08:00"))

    assert old.sessions and not selectors.day_plan_cached(hall.id, mark(hall), MONDAY).sessions


def test_what_was_read_in_an_act_that_was_taken_back_is_noticed():
    hall = found_hall()
    hall.open()

    with pytest.raises(ZeroDivisionError), transaction.atomic():
        services.close_on(day=MONDAY, reason="检修", by=hall.by, at=at("08:00"))
        selectors.reread(hall.id)
        assert not selectors.plan_in_hand(hall.id, MONDAY).sessions
        _boom = 1 / 0

    assert selectors.plan_version_in_hand(hall.id) != mark(hall)
    assert selectors.day_plan_cached(hall.id, mark(hall), MONDAY).sessions


def test_the_hand_stays_small_however_many_days_are_asked():
    hall = found_hall()

    for step in range(100):
        selectors.plan_in_hand(hall.id, MONDAY + timedelta(days=step))

    assert len(hand.of(hall.id, lambda _hall: pytest.fail("was at hand")).plans) <= hand.MOST_DAYS


def test_unknown_halls_and_windows_are_refused_at_hand_too():
    hall, other = found_hall("AYRS"), found_hall("HBRS")

    with pytest.raises(HallUnknown):
        selectors.hall_in_hand(services.founder().hall_id)
    with pytest.raises(WindowUnknown):
        selectors.window_in_hand(hall.id, other.windows[1])
