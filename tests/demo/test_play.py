"""The demo plays real days, and the same seed plays the same one."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction

from yichuang.demo import stage
from yichuang.demo.commands import act
from yichuang.kernel import clock
from yichuang.kernel.journal.models import Entry
from yichuang.kernel.journal.verify import verify
from yichuang.organization import selectors as organization
from yichuang.posts import selectors as posts
from yichuang.queueing import selectors as queueing

MORNING = datetime(2026, 3, 2, 9, 30, tzinfo=ZoneInfo("Asia/Shanghai"))
SMALL = 40


@pytest.fixture(autouse=True)
def a_quiet_hall(monkeypatch: pytest.MonkeyPatch, settings: pytest.FixtureRequest) -> None:
    monkeypatch.setattr(stage, "TICKETS", SMALL)
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def written(seed: int) -> list[tuple[str, str, str]]:
    """Act a day from the seed, return what the journal says, and forget it all."""
    with transaction.atomic():
        act(MORNING, days=1, seed=seed)
        rows = [
            (row.name, row.at.isoformat(), row.body) for row in Entry.objects.order_by("at", "name", "body")
        ]
        transaction.set_rollback(True)
    return rows


@pytest.mark.django_db
def test_the_same_seed_writes_the_same_journal_and_another_seed_another() -> None:
    first = written(7)

    assert written(7) == first
    assert written(8) != first
    assert sum(name == "queueing.ticket_taken" for name, _at, _body in first) > SMALL // 2


@pytest.mark.django_db
def test_the_day_before_was_a_make_up_saturday_and_nobody_was_left_waiting() -> None:
    act(MORNING, days=1, seed=7)

    hall = organization.hall_by_code("HRSS")
    saturday = MORNING.date() - timedelta(days=2)
    figures = queueing.day_figures(hall.id, saturday)

    assert figures.taken > SMALL // 2
    assert figures.waiting == figures.called == figures.serving == 0
    assert figures.finished + figures.missed + figures.cancelled + figures.voided == figures.taken
    assert verify(hall.id).ok


@pytest.mark.django_db
def test_the_morning_leaves_clerks_at_their_windows_and_one_window_to_the_visitor() -> None:
    act(MORNING, days=1, seed=7)

    hall = organization.hall_by_code("HRSS")
    manned = {
        window.number for window in organization.windows(hall.id) if window.id in posts.on_duty(hall.id)
    }

    assert len(manned) >= 12
    assert 3 not in manned


@pytest.mark.django_db
def test_a_running_day_goes_on_where_the_process_stopped() -> None:
    act(MORNING, days=1, seed=7)
    hall = organization.hall_by_code("HRSS")
    from yichuang.demo.live import raise_curtain

    acted = 0
    for restart in range(3):
        play = raise_curtain()
        assert play is not None
        for minute in range(1, 31):
            at = MORNING + timedelta(minutes=30 * restart + minute)
            with clock.frozen(at):
                acted += play.go_on(at)

    figures = queueing.day_figures(hall.id, MORNING.date())
    assert acted > 20
    assert figures.finished > 5

    evening = play.over(MORNING.replace(hour=17, minute=10)), play.over(MORNING.replace(hour=17, minute=31))
    assert evening == (None, MORNING.replace(day=3, hour=7, minute=48))
