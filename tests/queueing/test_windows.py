"""What other hours and a pause mean for calling: refused without an approval, refused while paused."""

from __future__ import annotations

from datetime import timedelta

import pytest
from bench.hall import MORNING, OpenHall

from yichuang.kernel.access import services as access
from yichuang.kernel.access.types import Role
from yichuang.kernel.claims import proves
from yichuang.kernel.journal.models import Entry
from yichuang.organization import services as organization
from yichuang.organization.services import Wish
from yichuang.organization.types import ChangeKind, ChangeReason
from yichuang.posts import services as posts
from yichuang.posts.errors import FinishBeforePausing, PausedNow
from yichuang.posts.types import PauseReason
from yichuang.queueing import selectors, services
from yichuang.queueing.types import ClosingChoice

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


# --- people waiting at closing time --------------------------------------------------------------------


def asked(hall: OpenHall, at):
    return [(one.prefix, one.labels, one.choice) for one in selectors.closing_questions(hall.hall_id, at)]


@proves("EXT-01")
def test_at_five_with_two_waiting_the_hall_is_asked_and_its_choice_is_recorded(hall: OpenHall):
    first, second = take(hall), take(hall)
    line, by = hall.lines[0].id, hall.clerks[0].by
    early = asked(hall, FIVE - timedelta(minutes=16))

    at_five = asked(hall, FIVE)
    services.decide_closing(line_id=line, choice=ClosingChoice.DEFER, by=by, at=FIVE)

    assert early == []
    assert at_five == [("A", ("A001", "A002"), None)]
    assert asked(hall, FIVE) == [("A", ("A001", "A002"), ClosingChoice.DEFER)]
    assert selectors.deferred_tickets(hall.hall_id, FIVE.date()) == {first.id, second.id}
    (told,) = Entry.objects.filter(hall_id=hall.hall_id, name="queueing.closing_chosen")
    assert '"choice":"defer"' in told.body and '"A002"' in told.body


@proves("EXT-01")
def test_an_extension_serves_who_was_deferred_and_the_hall_is_asked_again_when_it_ends(hall: OpenHall):
    take(hall), take(hall)
    line, by = hall.lines[0].id, hall.clerks[0].by
    services.decide_closing(line_id=line, choice=ClosingChoice.DEFER, by=by, at=FIVE - timedelta(minutes=12))
    services.decide_closing(line_id=line, choice=ClosingChoice.EXTEND, by=by, at=FIVE - timedelta(minutes=11))
    extend(hall, 0, until="17:40")

    services.call_next(window_id=hall.clerks[0].window_id, by=by, at=FIVE + timedelta(minutes=5))

    assert selectors.deferred_tickets(hall.hall_id, FIVE.date()) == frozenset()
    assert asked(hall, FIVE) == []
    assert asked(hall, FIVE + timedelta(minutes=25)) == [("A", ("A002",), None)]


@proves("EXT-01", refuses=True)
def test_before_closing_time_or_with_nobody_waiting_there_is_nothing_to_choose(hall: OpenHall):
    line, by = hall.lines[0].id, hall.clerks[0].by
    with pytest.raises(services.NothingToChoose):
        services.decide_closing(line_id=line, choice=ClosingChoice.DEFER, by=by, at=FIVE)
    take(hall)
    with pytest.raises(services.NothingToChoose):
        services.decide_closing(line_id=line, choice=ClosingChoice.DEFER, by=by, at=MORNING)
