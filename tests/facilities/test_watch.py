"""A device that falls silent in the hall's hours is down once, and back when it is seen again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from tests.facilities.test_equipment import enrolled, report
from tests.halls import Hall, at, found_hall
from yichuang.facilities import rules, selectors, services
from yichuang.facilities.types import FaultReason
from yichuang.kernel.access import sights, wall
from yichuang.kernel.access.types import Caller
from yichuang.kernel.heartbeat import beat

MINUTE = timedelta(minutes=1)


@pytest.fixture
def hall(db: None) -> Hall:
    hall = found_hall()
    hall.open()
    return hall


@pytest.fixture
def clock_on_the_wall(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Let the wall show the hall's own Monday: ``clock_on_the_wall("09:00")``."""

    def show(clock: str) -> None:
        monkeypatch.setattr(wall, "now", lambda: at(clock))

    return show


@pytest.fixture
def see(clock_on_the_wall: Callable[[str], None]) -> Callable[..., None]:
    def seen(device, clock):
        clock_on_the_wall(clock)
        sights.forget()
        sights.note(Caller(device=device))

    return seen


@pytest.fixture
def watch(clock_on_the_wall: Callable[[str], None]) -> Callable[[str], int]:
    def watched(clock):
        clock_on_the_wall(clock)
        return services.watch_devices(at=at(clock))

    return watched


@pytest.mark.parametrize(
    ("seen", "opened", "now", "down"),
    [
        ("09:00", "08:30", "09:02", False),  # it may only have been busy
        ("09:00", "08:30", "09:03", True),
        ("08:10", "08:30", "08:32", False),  # what happens before the hall opens is nobody's concern
        ("08:10", "08:30", "08:33", True),
    ],
)
def test_a_device_is_silent_when_the_grace_is_over(seen, opened, now, down):
    assert rules.silent(seen=at(seen), opened=at(opened), at=at(now), grace=3 * MINUTE) is down


def test_an_unplugged_kiosk_is_listed_as_down_within_five_minutes_and_once(hall, see, watch):
    kiosk = enrolled(hall)
    see(kiosk, "09:00")

    found = [watch(f"09:0{minute}") for minute in range(1, 10)]

    assert found == [0, 0, 1, 0, 0, 0, 0, 0, 0]
    (piece,) = selectors.down(hall.id)
    assert piece.device_id == kiosk.id and piece.fault.detected
    assert (piece.fault.reason, piece.fault.began_at) == (FaultReason.SILENT, at("09:00"))
    assert len(hall.told("facilities.device_down")) == 1


def test_a_kiosk_that_is_seen_again_is_back_by_itself(hall, see, watch):
    kiosk = enrolled(hall)
    see(kiosk, "09:00")
    watch("09:05")
    see(kiosk, "09:20")

    watch("09:21")

    assert selectors.down(hall.id) == []
    assert '"minutes":21' in hall.told("facilities.device_back")[0].body


def test_what_somebody_reported_is_not_back_because_the_device_is_seen(hall, see, watch):
    kiosk = enrolled(hall)
    see(kiosk, "09:00")
    report(hall, selectors.equipment_of_device(hall.id, kiosk.id), "09:00")

    see(kiosk, "09:20")
    watch("09:21")

    assert [one.device_id for one in selectors.down(hall.id)] == [kiosk.id]
    assert selectors.rests_in_hand(hall.id, kiosk.id)


def test_nobody_misses_a_device_outside_the_hours_or_one_not_seen_today(hall, see, watch):
    switched_off, never = enrolled(hall), enrolled(hall, name="二楼取号机")
    see(switched_off, "12:30")

    assert watch("13:00") == 0  # the hall is closed at noon
    assert watch("13:31") == 0  # and has just opened again
    assert watch("13:40") == 1  # here it should be on again
    assert [one.device_id for one in selectors.down(hall.id)] == [switched_off.id]
    assert never.id not in {one.device_id for one in selectors.down(hall.id)}


def test_the_heartbeat_watches(hall, see, clock_on_the_wall):
    see(enrolled(hall), "09:00")
    clock_on_the_wall("09:04")

    assert beat(at("09:04")) == []
    assert len(selectors.down(hall.id)) == 1


def test_a_device_is_written_down_as_seen_twice_a_minute_at_most(hall, django_assert_num_queries):
    kiosk = enrolled(hall)
    sights.forget()

    with django_assert_num_queries(1):
        for _touch in range(5):
            sights.note(Caller(device=kiosk))
