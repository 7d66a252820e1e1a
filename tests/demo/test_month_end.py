"""Live, the demo goes on over the end of a month: the next month's roster is there, and people come by it."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from yichuang.demo import commands, rosters, stage
from yichuang.demo.live import raise_curtain
from yichuang.demo.scene import plan
from yichuang.kernel import clock
from yichuang.kernel.heartbeat import beat
from yichuang.kernel.journal.deliver import hear
from yichuang.kernel.journal.models import Entry
from yichuang.organization import selectors as organization
from yichuang.posts import events, selectors
from yichuang.posts.selectors import roster as plans
from yichuang.posts.types import DaySession
from yichuang.posts.types.roster import RosterState

SHANGHAI = ZoneInfo("Asia/Shanghai")
MORNING = datetime(2026, 3, 2, 9, 30, tzinfo=SHANGHAI)
MARCH, APRIL = date(2026, 3, 1), date(2026, 4, 1)
BEGUN, FILED, PUBLISHED, LAST = (date(2026, 3, day) for day in (25, 26, 27, 31))


@pytest.fixture
def hall_id(db: None, monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Any) -> UUID:
    """Play the demo up to its first morning, with few people who come."""
    monkeypatch.setattr(stage, "TICKETS", 12)
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.HOME = tmp_path
    monkeypatch.setattr(commands, "_say", lambda _line: None)
    commands.act(MORNING, days=0, seed=7)
    return organization.hall_by_code("HRSS").id


def on(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), SHANGHAI)


def states(hall_id: UUID, month: date) -> set[RosterState | None]:
    """Return how the newest version of the month stands in each department; None where there is none."""
    found = set()
    for department_id in plans.rostered_departments(hall_id):
        newest = plans.rosters(hall_id, department_id, month)
        found.add(newest[0].state if newest else None)
    return found


def test_live_over_the_end_of_a_month_the_next_roster_is_there_and_lived(hall_id: UUID) -> None:
    play = raise_curtain()
    assert play is not None

    def live(at: datetime) -> None:
        with clock.frozen(at):
            play.go_on(at)
            rosters.wait(hall_id, at)
            beat(at)
            hear()

    for day, expected in (
        (BEGUN, RosterState.DRAFT),
        (FILED, RosterState.FILED),
        (PUBLISHED, RosterState.PUBLISHED),
    ):
        live(on(day, 7, 48))
        assert states(hall_id, APRIL) != {expected}
        live(on(day, 10, 30))
        live(on(day, 11, 15))
        assert states(hall_id, APRIL) == {expected}

    live(on(LAST, 7, 48))
    live(on(LAST, 16))
    assert play.over(on(LAST, 17, 10)) is None
    live(on(LAST, 17, 31))
    tomorrow = play.over(on(LAST, 17, 31))
    assert tomorrow == on(APRIL, 7, 48), "the first of April is the next working morning"
    live(tomorrow)
    live(on(APRIL, 9, 45))  # the surge window opens at half past nine

    assert not Entry.objects.filter(name=events.RosterLate.stored_name)
    planned = {
        one.post_id: one.a_id
        for one in selectors.shifts(hall_id, since=APRIL, until=APRIL + timedelta(days=1))
        if one.session is DaySession.AM
    }
    windows = selectors.post_windows(hall_id)
    there = {window: one.person_id for window, one in selectors.on_duty(hall_id).items()}
    came = {post for post, a_id in planned.items() if there.get(windows[post]) == a_id}
    yours = {one.id for one in organization.windows(hall_id) if one.number in plan()["left_to_you"]}
    flexible = {
        post for post, day in selectors.flexible_days(hall_id, since=APRIL, until=APRIL + timedelta(days=1))
    }
    assert len(flexible) == 1, "window 10 opens as it is asked for from April on"
    assert set(windows) - set(planned) <= flexible
    assert {post for post in planned if windows[post] not in yours} - came == set(), (
        "people came by April's roster"
    )
