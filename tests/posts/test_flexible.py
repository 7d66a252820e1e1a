"""A flexible window of a published month is closed by hand; a department keeps a fixed post."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest

from tests.halls import MONDAY, at
from tests.posts.planned import NEXT_MONDAY, OFFICE, TUESDAY, Planned, pairs, planned_hall, publish
from tests.posts.staffed import ZHAO
from tests.posts.test_demand import ask, loosen
from tests.posts.test_rosters import APRIL, FIRST_DAY, KEY, MARCH_20, april, hand_in
from yichuang.kernel.claims import proves
from yichuang.organization import services as organization
from yichuang.organization.errors import LastFixedPost
from yichuang.organization.types import SessionKind, SessionSpec
from yichuang.posts import again, selectors, services
from yichuang.posts.errors import ClosedAlready, SessionBegun, ShiftPast, ShiftsUnfit
from yichuang.posts.models import Shift
from yichuang.posts.selectors import roster as rosters
from yichuang.posts.types import DaySession

pytestmark = pytest.mark.django_db
AM, PM = DaySession.AM, DaySession.PM
WHOLE_WEEK = (1, 2, 3, 4, 5, 6, 7)


def loose_hall() -> Planned:
    """Window 3 is flexible from the second week on, and published there."""
    plan = planned_hall()
    loosen(plan, 3, day=NEXT_MONDAY)
    return plan


def close(plan: Planned, window: int = 3, day: date = NEXT_MONDAY, session=AM, **other):
    given = {"at": at("09:00"), "a_id": None, "b_id": None} | other
    return services.set_shift(
        post_id=plan.posts[window], day=day, session=session, by=plan.hall.person(OFFICE), **given
    )


def shut(plan: Planned, window: int, day: date = MONDAY, kind=SessionKind.CLOSED):
    """Take a window's hours away from a day on."""
    closed = [SessionSpec(WHOLE_WEEK, time(0), time(23, 59), kind=kind)]
    return organization.set_sessions(
        sessions=closed,
        window_id=plan.hall.windows[window],
        from_day=day,
        by=plan.hall.by,
        at=at("08:50"),
    )


@proves("ROT-04")
def test_a_flexible_window_of_a_published_month_is_closed_and_what_is_then_short_is_told():
    plan = loose_hall()
    ask(plan, 3, day=NEXT_MONDAY)

    assert close(plan) is None

    assert selectors.shift_of(plan.hall.id, plan.posts[3], NEXT_MONDAY, AM) is None
    assert selectors.shift_of(plan.hall.id, plan.posts[3], NEXT_MONDAY, PM) is not None
    (told,) = plan.hall.told("posts.shift_closed")
    body = told.body.replace(" ", "")
    assert '"short":1' in body and told.actor_id == plan.hall.people[OFFICE]
    assert again.first_shift(plan.hall.id) is None
    empty = {one.post_id for one in selectors.vacancies(plan.hall.id, at("09:30", NEXT_MONDAY))}
    assert plan.posts[3] not in empty and plan.posts[1] in empty


def test_a_closed_flexible_window_nobody_asks_for_lacks_nothing_and_is_opened_again():
    plan = loose_hall()
    people = plan.hall.people

    close(plan)
    opened = close(plan, a_id=people[ZHAO], b_id=people["0305"])

    assert opened is not None and opened.a_id == people[ZHAO]
    assert '"short":0' in plan.hall.told("posts.shift_closed")[0].body.replace(" ", "")
    assert again.first_shift(plan.hall.id) is None


def test_closing_it_twice_or_by_the_same_form_tells_it_once():
    plan = loose_hall()

    assert [close(plan, key=KEY) for _again in "12"] == [None, None]
    with pytest.raises(ClosedAlready):
        close(plan)

    assert len(plan.hall.told("posts.shift_closed")) == 1


@proves("AB-01", refuses=True)
def test_a_fixed_window_is_not_closed_and_half_a_plan_closes_none():
    plan = loose_hall()

    for window, a_id in ((1, None), (2, None), (3, plan.hall.people[ZHAO])):
        with pytest.raises(ShiftsUnfit):
            close(plan, window, a_id=a_id)
    with pytest.raises(ShiftsUnfit):
        close(plan, 3, day=TUESDAY)  # it is a fixed post yet

    assert Shift.objects.filter(hall_id=plan.hall.id, day=NEXT_MONDAY, session="am").count() == 3
    assert plan.hall.told("posts.shift_closed") == []


def test_what_has_begun_is_not_closed():
    plan = loose_hall()

    with pytest.raises(SessionBegun):
        close(plan, at=at("09:00", NEXT_MONDAY))
    with pytest.raises(ShiftPast):
        close(plan, at=at("09:00", NEXT_MONDAY + timedelta(days=1)))
    close(plan, session=PM, at=at("09:00", NEXT_MONDAY))

    assert selectors.shift_of(plan.hall.id, plan.posts[3], NEXT_MONDAY, AM) is not None


@proves("AB-02")
def test_the_hours_of_a_fixed_window_may_be_taken_away_where_another_is_left():
    plan = planned_hall()
    loosen(plan, 3)

    shut(plan, 1)
    shut(plan, 3)

    assert len(plan.hall.told("organization.hours_set")) >= 2


@proves("AB-02", refuses=True)
def test_the_last_fixed_window_of_a_department_keeps_its_hours_while_flexible_ones_are_left():
    plan = planned_hall()
    loosen(plan, 3)
    shut(plan, 1)

    with pytest.raises(LastFixedPost) as refused:
        shut(plan, 2, day=TUESDAY)

    assert "2 号窗口" in str(refused.value) and refused.value.rule == "AB-02"
    opening = selectors.open_days(
        plan.hall.id, since=TUESDAY, until=TUESDAY + timedelta(days=1), post_ids=[plan.posts[2]]
    )
    assert opening.places  # nothing of it was kept


def test_a_window_whose_hours_were_taken_away_is_no_fixed_post_that_is_left():
    plan = planned_hall()
    shut(plan, 1)
    loosen(plan, 3)

    with pytest.raises(LastFixedPost):
        loosen(plan, 2)


def test_a_department_without_flexible_windows_may_close_its_last():
    plan = planned_hall()

    for window in (1, 2, 3):
        shut(plan, window)

    assert not selectors.open_days(plan.hall.id, since=MONDAY, until=NEXT_MONDAY).places


def test_who_publishes_anew_may_leave_a_flexible_window_closed():
    plan = loose_hall()
    specs = [one for one in pairs(plan, NEXT_MONDAY) if one.post_id != plan.posts[3]]

    publish(plan, specs, first=NEXT_MONDAY)

    assert selectors.shift_of(plan.hall.id, plan.posts[3], NEXT_MONDAY, AM) is None


def test_a_closed_window_is_closed_in_the_published_version_and_in_drafts_that_have_the_same_there():
    plan = planned_hall()
    now = at("08:00", MARCH_20)
    filed = hand_in(plan, april(plan))
    services.publish_roster(roster_id=filed.id, by=plan.hall.person(OFFICE), at=at("10:30", MARCH_20))
    draft = april(plan)
    loosen(plan, 3, day=APRIL, at=now)

    close(plan, day=FIRST_DAY, at=at("11:00", MARCH_20))

    for card in (filed, draft):
        fresh = rosters.roster(plan.hall.id, card.id)
        (cell,) = [one for one in fresh.cells if one.place == (plan.posts[3], FIRST_DAY, AM)]
        assert (cell.a_id, cell.b_id, cell.flexible) == (None, None, True)
    assert services.faults_of(rosters.roster(plan.hall.id, draft.id)) == []
