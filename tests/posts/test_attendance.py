"""Attendance is counted from sign-ons, shifts and leave."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.halls import MONDAY, at
from tests.posts.planned import OFFICE, TUESDAY, WEDNESDAY, planned_hall
from tests.posts.staffed import LI, WANG, ZHANG
from yichuang.posts import rules, selectors, services
from yichuang.posts.models import Shift
from yichuang.posts.rules import Presence
from yichuang.posts.types import Attended, DaySession

OPENS, CLOSES = at("08:00"), at("12:00")


def sat(*spans):
    return [Presence(None, at(begins), at(ends) if ends else None) for begins, ends in spans]


@pytest.mark.parametrize(
    ("spans", "leaves", "clock", "state", "minutes"),
    [
        ([("07:55", "12:00")], [], "17:00", Attended.PRESENT, 0),
        ([("08:01", "12:00")], [], "17:00", Attended.LATE, 1),  # no grace
        ([("08:00", "11:52")], [], "17:00", Attended.EARLY, 8),
        ([("08:00", "11:52")], [], "11:55", Attended.PRESENT, 0),  # B or A may still come
        ([("07:55", None)], [], "10:00", Attended.PRESENT, 0),
        ([], [], "17:00", Attended.ABSENT, 240),
        ([], [], "08:00", Attended.COMING, 0),
        ([], [("08:00", "12:00")], "17:00", Attended.ON_LEAVE, 0),
        ([("10:00", "12:00")], [("08:00", "10:00")], "17:00", Attended.PRESENT, 0),  # away in the morning
        ([("10:03", "12:00")], [("08:00", "10:00")], "17:00", Attended.LATE, 3),
        ([("08:00", "10:00")], [("10:00", "17:00")], "17:00", Attended.PRESENT, 0),
    ],
)
def test_how_a_session_was_attended(spans, leaves, clock, state, minutes):
    away = [(at(begins), at(ends)) for begins, ends in leaves]

    found = rules.attended(OPENS, CLOSES, sat(*spans), elsewhere=False, leaves=away, at=at(clock))

    assert found == (state, minutes)


def test_who_sat_elsewhere_was_at_the_wrong_post():
    assert rules.attended(OPENS, CLOSES, [], elsewhere=True, leaves=[], at=at("17:00")) == (
        Attended.WRONG_POST,
        240,
    )


def of(plan, number, day, clock="18:00"):
    found = selectors.attendance(
        plan.hall.id,
        since=day,
        until=day + timedelta(days=1),
        at=at(clock, day),
        person_id=plan.hall.people[number],
    )
    return {one.session: (one.state, one.minutes) for one in found}


@pytest.mark.django_db
def test_a_day_of_each_kind():
    plan = planned_hall()
    plan.sign_on(ZHANG, 1, "08:01")
    services.sign_off(by=plan.hall.person(ZHANG), at=at("12:00"))
    plan.sign_on(ZHANG, 1, "13:20")
    services.sign_off(by=plan.hall.person(ZHANG), at=at("16:50"))
    plan.on_leave()
    am, pm = DaySession.AM, DaySession.PM

    assert of(plan, ZHANG, MONDAY) == {am: (Attended.LATE, 1), pm: (Attended.EARLY, 10)}
    assert of(plan, WANG, MONDAY)[am] == (Attended.ABSENT, 240)
    assert of(plan, ZHANG, WEDNESDAY) == {am: (Attended.ON_LEAVE, 0), pm: (Attended.ON_LEAVE, 0)}
    assert of(plan, OFFICE, MONDAY) == {}


@pytest.mark.django_db
def test_who_was_planned_elsewhere_was_at_the_wrong_post():
    plan = planned_hall()
    Shift.objects.filter(post_id=plan.posts[1], day=TUESDAY, session="am").update(
        b_id=plan.hall.people[OFFICE]
    )
    Shift.objects.filter(post_id=plan.posts[2], day=TUESDAY, session="am").update(a_id=plan.hall.people[LI])

    plan.sign_on(LI, 1, "08:00", TUESDAY)

    assert of(plan, LI, TUESDAY, "11:00")[DaySession.AM] == (Attended.WRONG_POST, 180)
