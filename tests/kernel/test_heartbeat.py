"""Time passing is told by sweeps that do not disturb one another."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from yichuang.kernel import heartbeat
from yichuang.kernel.heartbeat import beat, sweep, sweeps
from yichuang.kernel.models import IdempotencyKey, Sweep

NINE = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def no_other_sweeps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(heartbeat, "_sweeps", {})


@pytest.mark.django_db
def test_a_sweep_runs_when_it_is_due() -> None:
    ran: list[datetime] = []
    sweep("test.count", every=MINUTE)(ran.append)

    for seconds in (0, 30, 60, 61, 130):
        beat(NINE + timedelta(seconds=seconds))

    assert [(at - NINE).seconds for at in ran] == [0, 60, 130]


@pytest.mark.django_db(transaction=True)
def test_a_failing_sweep_is_seen_undone_and_does_not_stop_the_others() -> None:
    ran: list[datetime] = []

    def fails(at: datetime) -> None:
        Sweep.objects.create(name="half done")
        raise ValueError("张三 110101199003077777")

    sweep("test.a_fails", every=MINUTE)(fails)
    sweep("test.b_works", every=MINUTE)(ran.append)

    assert beat(NINE) == ["test.a_fails"]

    assert ran == [NINE]
    failed, worked = sweeps()
    assert failed.failures == 1 and failed.failed_at == NINE and failed.ran_at is None
    assert failed.error.startswith("ValueError") and "张三" not in failed.error and "1101" not in failed.error
    assert worked.ran_at == NINE and worked.error == ""
    assert not Sweep.objects.filter(name="half done").exists()


@pytest.mark.django_db(transaction=True)
def test_a_failing_sweep_is_tried_again_and_its_mending_is_seen() -> None:
    broken = [True]

    def mended_later(at: datetime) -> None:
        if broken:
            raise ValueError

    sweep("test.mended", every=timedelta(hours=1))(mended_later)
    beat(NINE)
    beat(NINE + timedelta(seconds=1))
    assert sweeps()[0].failures == 2
    broken.clear()

    beat(NINE + timedelta(seconds=3))

    (card,) = sweeps()
    assert card.failures == 0 and card.error == "" and card.ran_at == NINE + timedelta(seconds=3)


@pytest.mark.django_db
def test_a_sweep_that_goes_on_failing_is_tried_later_and_later() -> None:
    tried: list[int] = []

    def fails(at: datetime) -> None:
        tried.append((at - NINE).seconds)
        raise ValueError

    sweep("test.fails", every=timedelta(hours=1))(fails)

    for second in range(20):
        beat(NINE + timedelta(seconds=second))

    assert tried == [0, 1, 3, 7, 15]


@pytest.mark.django_db(transaction=True)
def test_a_sliced_sweep_holds_the_writers_no_longer_than_its_slices() -> None:
    held: list[bool] = []
    sweep("test.sliced", every=MINUTE, sliced=True)(lambda at: held.append(connection.in_atomic_block))
    sweep("test.whole", every=MINUTE)(lambda at: held.append(connection.in_atomic_block))

    beat(NINE)

    assert held == [False, True] and not any(card.error for card in sweeps())


@pytest.mark.django_db
def test_a_restart_does_not_forget_what_has_run() -> None:
    ran: list[datetime] = []
    sweep("test.daily", every=timedelta(days=1))(ran.append)
    beat(NINE)
    heartbeat._sweeps.clear()
    sweep("test.daily", every=timedelta(days=1))(ran.append)

    beat(NINE + timedelta(hours=1))

    assert len(ran) == 1


def test_two_sweeps_cannot_share_a_name() -> None:
    sweep("test.one", every=MINUTE)(lambda at: None)

    with pytest.raises(ValueError, match=r"test\.one"):
        sweep("test.one", every=MINUTE)(lambda at: None)


@pytest.mark.django_db
def test_old_idempotency_keys_are_swept() -> None:
    from yichuang.kernel.sweeps import forget_old_keys

    IdempotencyKey.objects.create(
        entry_id="0" * 32, hall_id="1" * 32, actor_id="2" * 32, act="a", key="k", body_hash="", at=NINE
    )

    forget_old_keys(NINE + timedelta(hours=47))
    assert IdempotencyKey.objects.count() == 1
    forget_old_keys(NINE + timedelta(hours=49))

    assert IdempotencyKey.objects.count() == 0
