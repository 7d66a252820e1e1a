"""Lunch duty and extensions are counted beside the sessions a day and a week may have (ROT-05, EXT-03)."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.halls import MONDAY, at
from tests.posts.planned import OFFICE, WEDNESDAY, Planned, pairs, planned_hall, publish
from tests.posts.staffed import LI, WANG, ZHANG, ZHAO
from yichuang.kernel.claims import proves
from yichuang.organization import services as organization
from yichuang.organization.services import Wish
from yichuang.organization.types import ChangeKind, ChangeReason, SessionCard, SessionKind, SessionSpec
from yichuang.posts import rules, selectors, services
from yichuang.posts.errors import RosterOverHours, ShiftsOverHours
from yichuang.posts.selectors.roster_problem import problem_of
from yichuang.posts.selectors.roster_version import version_of
from yichuang.posts.types import DaySession, ShiftSpec

AM, NOON, PM, EVE = DaySession
WEEKDAYS = (1, 2, 3, 4, 5)


def card(opens: str, closes: str, kind=SessionKind.OPEN, extends: bool = False) -> SessionCard:
    return SessionCard(at(opens), at(closes), None, kind=kind, extends=extends)


@pytest.mark.parametrize(
    ("cards", "parts"),
    [
        ([card("08:00", "12:00"), card("13:30", "17:00")], [AM, PM]),
        (
            [card("08:00", "12:00"), card("12:00", "12:20", extends=True), card("13:30", "17:00")],
            [AM, AM, PM],
        ),
        ([card("13:30", "17:30"), card("17:30", "18:30", extends=True)], [PM, PM]),  # no evening of its own
        ([card("13:30", "17:30"), card("17:30", "18:30")], [PM, EVE]),  # opened for an evening
        ([card("18:00", "20:00"), card("20:00", "20:15", extends=True)], [EVE, EVE]),
        (
            [card("12:00", "13:30", SessionKind.LUNCH_DUTY), card("13:30", "13:50", extends=True)],
            [NOON, NOON],
        ),
        ([card("18:00", "18:30", extends=True)], [EVE]),  # what it followed was closed
    ],
)
def test_an_extension_is_part_of_the_session_it_follows(cards, parts):
    assert [part for _card, part in rules.parts(cards)] == parts


@pytest.mark.django_db
def test_the_installation_says_when_an_evening_begins(settings):
    plan = planned_hall()
    long_afternoons(plan, evening=True)
    window = plan.hall.windows[3]

    usual = selectors.day_spans(plan.hall.id, window, MONDAY)
    settings.EVENING_FROM = time(20)
    later = selectors.day_spans(plan.hall.id, window, MONDAY)

    assert EVE in usual and EVE not in later
    assert later[PM][1] == usual[EVE][1]


def long_afternoons(plan: Planned, evening: bool = False) -> None:
    """Let window 3 close at half past five, have lunch duty and, if asked, an evening."""
    day = [
        SessionSpec(WEEKDAYS, time(8), time(12)),
        SessionSpec(WEEKDAYS, time(12), time(13, 30), kind=SessionKind.LUNCH_DUTY),
        SessionSpec(WEEKDAYS, time(13, 30), time(17, 30)),
    ]
    if evening:
        day.append(SessionSpec(WEEKDAYS, time(18), time(20)))
    organization.set_sessions(sessions=day, window_id=plan.hall.windows[3], by=plan.hall.by, at=at("07:20"))


@pytest.mark.django_db
def test_an_approved_extension_asks_for_no_shift_of_its_own_and_stays_with_the_afternoon():
    plan = planned_hall()
    before = {one.session for one in selectors.open_days(plan.hall.id, since=MONDAY, until=WEDNESDAY).places}
    wish = Wish(
        ChangeKind.EXTENSION,
        (plan.hall.windows[1],),
        at("17:00"),
        at("18:40"),
        ChangeReason.PEOPLE_WAITING,
    )
    change = organization.request_change(wish=wish, by=plan.hall.person(ZHANG), at=at("16:30"))
    organization.approve_change(change_id=change.id, by=plan.hall.person(OFFICE), at=at("16:40"))

    days = selectors.open_days(plan.hall.id, since=MONDAY, until=WEDNESDAY)

    assert {one.session for one in days.places} == before
    assert days.spans[plan.posts[1], MONDAY, PM][1] == at("18:40")
    assert selectors.part_of_day(plan.hall.id, plan.hall.windows[1], at("18:10")) is PM


@proves("ROT-05")
@pytest.mark.django_db
def test_who_has_two_sessions_and_lunch_duty_has_a_full_day_and_no_evening():
    plan = planned_hall()
    long_afternoons(plan, evening=True)
    zhao = [plan.posts[3]]
    month = {"first": MONDAY, "until": MONDAY + timedelta(days=1), "post_ids": zhao}

    with pytest.raises(ShiftsOverHours, match="赵"):
        publish(plan, [one for one in pairs(plan, until=month["until"]) if one.post_id in zhao], **month)
    b = plan.hall.people[WANG]
    specs = [
        ShiftSpec(one.post_id, one.day, one.session, b, one.a_id) if one.session is EVE else one
        for one in pairs(plan, until=month["until"])
        if one.post_id in zhao
    ]
    published = publish(plan, specs, **month)

    assert [one.session for one in published if one.a_id == plan.hall.people[ZHAO]] == [AM, NOON, PM]


@proves("ROT-05")
@pytest.mark.django_db
def test_a_month_with_lunch_duty_is_handed_in_only_within_the_limits_without_it():
    plan = planned_hall()
    long_afternoons(plan, evening=True)
    drafted = services.draft_roster(
        department_id=None, month=date(2026, 4, 1), by=plan.hall.person(OFFICE), at=at("09:00", WEDNESDAY)
    )
    zhao = plan.hall.people[ZHAO]
    first = [one for one in drafted.cells if one.post_id == plan.posts[3]][:4]
    for one in first:  # whoever the draft named in the evening: Zhao all day
        drafted = services.set_cell(
            roster_id=drafted.id, post_id=one.post_id, day=one.day, session=one.session, a_id=zhao,
            b_id=plan.hall.people[WANG], by=plan.hall.person(OFFICE), at=at("09:10", WEDNESDAY),
        )  # fmt: skip

    with pytest.raises(RosterOverHours, match="班次"):
        services.file_roster(roster_id=drafted.id, by=plan.hall.person(OFFICE), at=at("09:20", WEDNESDAY))

    broken = version_of(drafted).broken_hours(drafted.month)
    assert ("sessions a day", zhao, first[0].day) in {(one.rule, one.person_id, one.day) for one in broken}
    assert {one.session for one in first} == {AM, NOON, PM, EVE}


@pytest.mark.django_db
def test_lunch_duty_of_the_week_before_the_month_is_no_session_of_it():
    plan = planned_hall()
    friday = MONDAY + timedelta(days=4)

    problem = problem_of(plan.hall.id, list(plan.posts.values()), first=friday, until=friday + timedelta(3))

    had = {one.id: (one.sessions_before, len(one.before)) for one in problem.people}
    people = plan.hall.people
    assert had[people[ZHAO].hex] == (8, 4)  # four days with lunch duty: two sessions a day
    assert had[people[ZHANG].hex] == (8, 4)
    assert had[people[LI].hex] == (0, 0)


def readings(asked: CaptureQueriesContext) -> int:
    """Return how often what people carry into a month was read."""
    return sum('FROM "posts_absence"' in one["sql"] for one in asked.captured_queries)


@pytest.mark.django_db
def test_a_month_is_read_once_for_a_shift_and_once_for_each_step_of_a_swap():
    plan = planned_hall()
    people = plan.hall.people
    place = {"post_id": plan.posts[1], "day": WEDNESDAY, "session": AM}

    with CaptureQueriesContext(connection) as asking:
        swap = services.ask_swap(**place, taker_id=people[LI], by=plan.hall.person(ZHANG), at=at("09:00"))
    services.agree_to_swap(swap_id=swap.id, by=plan.hall.person(LI), at=at("09:05"))
    with CaptureQueriesContext(connection) as approving:
        services.approve_swap(swap_id=swap.id, by=plan.hall.person(OFFICE), at=at("09:10"))
    with CaptureQueriesContext(connection) as setting:
        services.set_shift(**place, a_id=people[ZHANG], b_id=people[LI], by=plan.hall.by, at=at("09:20"))

    assert [readings(one) for one in (asking, approving, setting)] == [1, 1, 1]
