"""The demo plays real days, and the same seed plays the same one."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction

from tests.demo import lived
from yichuang.demo import stage
from yichuang.demo.commands import act
from yichuang.demo.live import raise_curtain
from yichuang.evaluation import selectors as evaluation
from yichuang.kernel import clock
from yichuang.kernel.journal.models import Entry
from yichuang.kernel.journal.verify import verify
from yichuang.organization import selectors as organization
from yichuang.posts import selectors as posts
from yichuang.queueing import selectors as queueing

MORNING = datetime(2026, 3, 2, 9, 30, tzinfo=ZoneInfo("Asia/Shanghai"))
SMALL = 24
# a letter has an address and a code nobody can guess, so the hash of its paper is never the same twice
UNLIKE = re.compile(r'"paper":"[0-9a-f]{64}",')


@pytest.fixture(autouse=True)
def a_quiet_hall(monkeypatch: pytest.MonkeyPatch, settings: pytest.FixtureRequest) -> None:
    monkeypatch.setattr(stage, "TICKETS", SMALL)
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def written(seed: int) -> list[tuple[str, str, str]]:
    """Act a day from the seed, return what the journal says, and forget it all."""
    with transaction.atomic():
        act(MORNING, days=1, seed=seed)
        rows = [
            (row.name, row.at.isoformat(), UNLIKE.sub("", row.body))
            for row in Entry.objects.order_by("at", "name", "id")
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
def test_the_demo_opens_after_a_make_up_saturday_and_lives_on_across_restarts() -> None:
    act(MORNING, days=1, seed=7)
    hall = organization.hall_by_code("HRSS")

    saturday = queueing.day_figures(hall.id, MORNING.date() - timedelta(days=2))
    assert saturday.taken > SMALL // 2
    assert saturday.waiting == saturday.called == saturday.serving == 0, "nobody was left over"
    assert saturday.finished + saturday.missed + saturday.cancelled + saturday.voided == saturday.taken
    rated = evaluation.day_ratings(hall.id, saturday.day)
    assert rated.invited == saturday.finished and 0 < rated.rated < rated.invited
    assert verify(hall.id).ok
    lived.everything(hall.id, MORNING)

    on_duty = posts.on_duty(hall.id)
    manned = {window.number for window in organization.windows(hall.id) if window.id in on_duty}
    assert manned == set(range(1, 15)) - {11}, "for one nobody is left today"
    yours = next(window for window in organization.windows(hall.id) if window.number == 3)
    assert queueing.desk(hall.id, yours.id, MORNING).now is None, (
        "one is left to the visitor, with nobody at it"
    )

    for restart in range(2):
        play = raise_curtain()
        assert play is not None
        for minute in range(1, 31):
            at = MORNING + timedelta(minutes=30 * restart + minute)
            with clock.frozen(at):
                play.go_on(at)
    assert queueing.desk(hall.id, yours.id, at).now is None
    assert queueing.day_figures(hall.id, MORNING.date()).finished > 5
    assert play.over(MORNING.replace(hour=17, minute=10)) is None
    assert play.over(MORNING.replace(hour=17, minute=31)) == MORNING.replace(day=3, hour=7, minute=48)
