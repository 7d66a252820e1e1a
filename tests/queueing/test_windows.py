"""What other hours and a pause mean for calling: refused without an approval, refused while paused."""

from __future__ import annotations

from datetime import timedelta

import pytest
from bench.hall import MORNING, OpenHall

from yichuang.kernel.access import services as access
from yichuang.kernel.access.types import Role
from yichuang.kernel.claims import proves
from yichuang.organization import services as organization
from yichuang.organization.services import Wish
from yichuang.organization.types import ChangeKind, ChangeReason
from yichuang.posts import services as posts
from yichuang.posts.errors import FinishBeforePausing, PausedNow
from yichuang.posts.types import PauseReason
from yichuang.queueing import selectors, services

FIVE = MORNING.replace(hour=17, minute=0)


def take(hall: OpenHall, at=MORNING, line=0):
    return services.take_ticket(line_id=hall.lines[line].id, by=hall.kiosks[0], at=at)


def approver(hall: OpenHall):
    """Return the second clerk, who is of the office today."""
    by = hall.clerks[1].by
    account = access.create_account(
        hall_id=hall.hall_id,
        hall_code=hall.code,
        person_id=by.id,
        worker_number="0002",
        password="Anyang-Window-26",
        by=hall.office,
        at=MORNING,
        must_change=False,
    )
    access.grant_role(account_id=account.id, role=Role.OFF, by=hall.office, at=MORNING)
    return by


def extend(hall: OpenHall, *clerks: int, until: str = "18:30"):
    hour, minute = map(int, until.split(":"))
    wish = Wish(
        ChangeKind.EXTENSION,
        tuple(hall.clerks[one].window_id for one in clerks),
        FIVE,
        FIVE.replace(hour=hour, minute=minute),
        ChangeReason.PEOPLE_WAITING,
    )
    at = FIVE - timedelta(minutes=10)
    asked = organization.request_change(wish=wish, by=hall.clerks[0].by, at=at)
    return organization.approve_change(change_id=asked.id, by=approver(hall), at=at)


@proves("EXT-02", refuses=True)
def test_at_six_nobody_is_called_without_an_approval_and_with_one_to_its_window_only(hall: OpenHall):
    first, second = hall.clerks[0], hall.clerks[2]
    take(hall), take(hall)
    six = MORNING.replace(hour=18, minute=0)
    with pytest.raises(services.WindowNotInSession):
        services.call_next(window_id=first.window_id, by=first.by, at=six)

    extend(hall, 0)

    assert services.call_next(window_id=first.window_id, by=first.by, at=six).label == "A001"
    with pytest.raises(services.WindowNotInSession):
        services.call_next(window_id=second.window_id, by=second.by, at=six)


def test_a_window_that_pauses_is_not_called_to_and_the_line_knows(hall: OpenHall):
    clerk = hall.clerks[0]
    ticket = take(hall)
    before = selectors.lines(hall.hall_id, MORNING)[0].windows_on_duty
    posts.pause_window(
        window_id=clerk.window_id, reason=PauseReason.MEETING, by=clerk.by, at=MORNING + timedelta(minutes=5)
    )

    with pytest.raises(PausedNow) as refused:
        services.call_next(window_id=clerk.window_id, by=clerk.by, at=MORNING + timedelta(minutes=6))

    assert "09:35" in str(refused.value)
    assert selectors.lines(hall.hall_id, MORNING)[0].windows_on_duty == before - 1
    posts.resume_window(window_id=clerk.window_id, by=clerk.by, at=MORNING + timedelta(minutes=7))
    called = services.call_next(window_id=clerk.window_id, by=clerk.by, at=MORNING + timedelta(minutes=7))
    assert called.id == ticket.id


def test_nobody_pauses_with_a_person_at_the_window(hall: OpenHall):
    clerk = hall.clerks[0]
    take(hall)
    services.call_next(window_id=clerk.window_id, by=clerk.by, at=MORNING)

    with pytest.raises(FinishBeforePausing):
        posts.pause_window(window_id=clerk.window_id, reason=PauseReason.MEETING, by=clerk.by, at=MORNING)
