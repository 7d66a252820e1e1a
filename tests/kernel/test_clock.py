"""The hall's clock: real, the demo's, or stopped for a test."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime, timedelta

import pytest

from yichuang.kernel import clock
from yichuang.kernel.clock import DEMO_MORNING, ClockNeverGoesBack
from yichuang.kernel.models import DemoClock

MONDAY = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)


@pytest.mark.django_db
def test_without_a_demo_the_hall_lives_in_real_time() -> None:
    assert abs(clock.now() - datetime.now(UTC)) < timedelta(seconds=5)
    assert clock.now().utcoffset() == timedelta(0)
    assert not clock.is_demo()


@pytest.mark.django_db
def test_the_demo_starts_on_a_monday_morning_whatever_day_it_is() -> None:
    clock.demo.start()

    assert clock.is_demo()
    assert timedelta(0) <= clock.now() - DEMO_MORNING < timedelta(seconds=5)
    assert clock.local_day(clock.now(), "Asia/Shanghai") == date(2026, 3, 2)


@pytest.mark.django_db
def test_the_demo_clock_runs_at_its_speed() -> None:
    clock.demo.start(MONDAY, speed=3600)
    before = clock.now()

    time.sleep(0.05)

    assert clock.now() - before >= timedelta(minutes=3)


@pytest.mark.django_db
def test_the_demo_clock_never_goes_back() -> None:
    clock.demo.start(MONDAY)

    with pytest.raises(ClockNeverGoesBack):
        clock.demo.set(MONDAY - timedelta(minutes=1))
    with pytest.raises(ClockNeverGoesBack):
        clock.demo.start(MONDAY - timedelta(days=1))

    assert clock.now() >= MONDAY


@pytest.mark.django_db
def test_the_demo_clock_can_be_moved_forward_and_keeps_its_speed() -> None:
    clock.demo.start(MONDAY, speed=60)

    clock.demo.set(MONDAY + timedelta(hours=8))

    assert clock.now() >= MONDAY + timedelta(hours=8)
    assert DemoClock.objects.get().speed == 60


@pytest.mark.django_db
def test_the_demo_clock_stands_still_while_nobody_serves() -> None:
    clock.demo.start(MONDAY, speed=3600)
    clock.demo.stop()
    stood = clock.now()
    time.sleep(0.02)
    assert clock.now() == stood

    clock.demo.resume()

    assert stood <= clock.now() < stood + timedelta(hours=1)


@pytest.mark.django_db
def test_after_a_crash_the_demo_clock_goes_on_a_little_later_than_it_was_seen() -> None:
    clock.demo.start(MONDAY)
    DemoClock.objects.update(real_start=datetime.now(UTC) - timedelta(days=3))  # the machine lay dark
    clock.forget()
    clock.mark_seen(MONDAY + timedelta(minutes=5))

    clock.demo.resume()

    assert timedelta(minutes=5) < clock.now() - MONDAY < timedelta(minutes=6)


@pytest.mark.django_db
def test_a_second_server_does_not_move_the_clock_of_the_first() -> None:
    clock.demo.start(MONDAY, speed=1)
    before = clock.now()

    clock.demo.resume()

    assert timedelta(0) <= clock.now() - before < timedelta(seconds=5)


@pytest.mark.django_db
def test_there_is_one_demo_clock() -> None:
    clock.demo.start(MONDAY)
    clock.demo.start(MONDAY + timedelta(hours=1))

    assert DemoClock.objects.count() == 1


def test_a_test_stops_the_clock() -> None:
    with clock.frozen(MONDAY):
        assert clock.now() == clock.now() == MONDAY
        with clock.frozen(MONDAY + timedelta(days=1)):
            assert clock.now() == MONDAY + timedelta(days=1)
        assert clock.now() == MONDAY


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 3, 2, 15, 59, 59, tzinfo=UTC), date(2026, 3, 2)),  # 23:59:59 in the hall
        (datetime(2026, 3, 2, 16, 0, tzinfo=UTC), date(2026, 3, 3)),  # midnight in the hall
        (datetime(2026, 3, 1, 16, 0, tzinfo=UTC), date(2026, 3, 2)),
    ],
)
def test_a_day_is_the_day_of_the_hall(moment: datetime, day: date) -> None:
    assert clock.local_day(moment, "Asia/Shanghai") == day
