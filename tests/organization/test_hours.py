"""Opening hours: what a day looks like, and whether the ticket machine gives a number."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from datetime import time as oclock
from uuid import UUID

import pytest
from django.utils import translation

from tests.halls import MONDAY, SHANGHAI, at, found_hall, utc
from yichuang.organization import rules, selectors, services
from yichuang.organization.errors import DayHasPassed, HoursUnfit, PlaceUnknown, WindowUnknown
from yichuang.organization.types import (
    CalendarDayCard,
    ClosureCard,
    DayKind,
    DayReason,
    SessionKind,
    SessionSpec,
    TakingReason,
)

WEEK = (1, 2, 3, 4, 5)
MORNING = SessionSpec(WEEK, oclock(8), oclock(12))
AFTERNOON = SessionSpec(WEEK, oclock(13, 30), oclock(17), takes_until=oclock(16, 45))
THREE = UUID(int=3)
DUTY = SessionSpec(WEEK, oclock(12), oclock(13, 30), kind=SessionKind.LUNCH_DUTY)


def plan_of(on=MONDAY, *, sessions=((None, MORNING), (None, AFTERNOON)), closures=(), off=(), made_up=()):
    days = {day: CalendarDayCard(day, DayKind.OFF, "国庆节") for day in off}
    days |= {day: CalendarDayCard(day, DayKind.MAKE_UP, "国庆节") for day in made_up}
    calendar = rules.StateCalendar(days, frozenset({2026}))
    return rules.day_plan(on, calendar=calendar, sessions=sessions, closures=closures, tz=SHANGHAI)


def closure(begins=None, ends=None, reason="停电检修"):
    return ClosureCard(UUID(int=1), UUID(int=2), MONDAY, begins, ends, reason)


@pytest.mark.parametrize(
    ("clock", "open_", "reason", "until", "reopens"),
    [
        ("07:59", False, TakingReason.BEFORE_OPENING, None, "08:00"),
        ("08:00", True, TakingReason.OPEN, "12:00", None),
        ("11:59", True, TakingReason.OPEN, "12:00", None),
        ("12:00", False, TakingReason.LUNCH, None, "13:30"),  # the end is outside
        ("12:30", False, TakingReason.LUNCH, None, "13:30"),
        ("13:30", True, TakingReason.OPEN, "16:45", None),
        ("16:44", True, TakingReason.OPEN, "16:45", None),
        ("16:45", False, TakingReason.ENOUGH_FOR_NOW, None, None),  # open still, but no more numbers
        ("17:00", False, TakingReason.AFTER_CLOSING, None, None),
    ],
)
def test_the_ticket_machine_follows_the_sessions(clock, open_, reason, until, reopens):
    verdict = rules.taking(plan_of(), utc(at(clock)))

    assert (verdict.open, verdict.reason) == (open_, reason)
    assert verdict.until == (at(until) if until else None)
    assert verdict.reopens_at == (at(reopens) if reopens else None)


@pytest.mark.parametrize(
    ("on", "off", "made_up", "working", "reason", "opens"),
    [
        (date(2026, 3, 2), (), (), True, DayReason.ORDINARY, 8),
        (date(2026, 3, 7), (), (), False, DayReason.WEEKEND, None),
        (date(2026, 10, 5), (date(2026, 10, 5),), (), False, DayReason.HOLIDAY, None),
        (date(2026, 9, 20), (), (date(2026, 9, 20),), True, DayReason.MAKE_UP, 8),  # Sunday like Monday
        (date(2026, 10, 10), (), (date(2026, 10, 10),), True, DayReason.MAKE_UP, 8),  # Saturday like Friday
    ],
)
def test_what_a_day_looks_like(on, off, made_up, working, reason, opens):
    plan = plan_of(on, off=off, made_up=made_up)

    assert (plan.working, plan.reason) == (working, reason)
    assert [one.opens.hour for one in plan.sessions][:1] == ([opens] if opens else [])
    assert all(one.opens.tzinfo is not None for one in plan.sessions)


def test_saturday_service_opens_the_hall_and_changes_no_working_day():
    saturday = date(2026, 3, 7)

    plan = plan_of(saturday, sessions=[(None, SessionSpec((6,), oclock(9), oclock(11)))])

    assert not plan.working and plan.sessions
    assert rules.taking(plan, at("10:00", saturday)).open


def test_a_make_up_friday_evening_belongs_to_the_saturday_that_stands_for_it():
    evening = SessionSpec((5,), oclock(17), oclock(19))

    plan = plan_of(date(2026, 10, 10), sessions=[(None, evening)], made_up=(date(2026, 10, 10),))

    assert [one.opens.hour for one in plan.sessions] == [17]


@pytest.mark.parametrize(
    ("begins", "ends", "left"),
    [
        (None, None, []),  # the whole day
        (oclock(10), oclock(11), ["08:00-10:00", "11:00-12:00", "13:30-17:00"]),  # a hole
        (oclock(11), oclock(14), ["08:00-11:00", "14:00-17:00"]),  # over lunch
        (oclock(16, 50), oclock(18), ["08:00-12:00", "13:30-16:50"]),  # early end, approved
        (oclock(18), oclock(19), ["08:00-12:00", "13:30-17:00"]),  # after hours: nothing
    ],
)
def test_a_closure_takes_its_hours_out_of_the_day(begins, ends, left):
    plan = plan_of(closures=[closure(begins, ends)])

    assert [f"{one.opens:%H:%M}-{one.closes:%H:%M}" for one in plan.sessions] == left
    assert all(one.takes_until is None or one.takes_until <= one.closes for one in plan.sessions)


def test_while_a_closure_lasts_the_machine_says_why():
    plan = plan_of(closures=[closure(oclock(10), oclock(11))])

    verdict = rules.taking(plan, at("10:30"))

    assert (verdict.reason, verdict.detail) == (TakingReason.CLOSURE, "停电检修")
    assert verdict.reopens_at == at("11:00")


def test_a_window_with_lunch_duty_is_open_over_lunch_and_the_others_are_not():
    plan = plan_of(sessions=[(None, MORNING), (None, AFTERNOON), (THREE, DUTY)])

    assert rules.session_at(plan, THREE, at("12:30")) is not None
    assert rules.session_at(plan, UUID(int=4), at("12:30")) is None
    assert rules.session_at(plan, None, at("12:30")) is None
    assert rules.is_lunch(plan, at("12:30")) and not rules.is_lunch(plan, at("11:59"))
    assert rules.taking(plan, at("12:30")).reason is TakingReason.LUNCH  # duty alone gives no numbers


def test_lunch_duty_gives_numbers_where_the_hall_says_so():
    generous = SessionSpec(WEEK, oclock(12), oclock(13, 30), oclock(13), SessionKind.LUNCH_DUTY)
    plan = plan_of(sessions=[(None, MORNING), (None, AFTERNOON), (THREE, generous)])

    at_noon, late = rules.taking(plan, at("12:30")), rules.taking(plan, at("13:15"))

    assert at_noon.open and at_noon.until == at("13:00")
    assert rules.taking(plan, at("11:00")).until == at("13:00")  # the sessions touch
    assert not late.open and late.reopens_at == at("13:30")


def test_a_window_may_be_closed_while_the_hall_is_open():
    closed = SessionSpec((1,), oclock(8), oclock(12), kind=SessionKind.CLOSED)
    plan = plan_of(sessions=[(None, MORNING), (None, AFTERNOON), (THREE, closed)])

    assert rules.session_at(plan, THREE, at("09:00")) is None
    assert rules.session_at(plan, THREE, at("14:00")) is not None
    assert rules.session_at(plan, None, at("09:00")) is not None


def test_an_evening_gap_is_no_lunch():
    plan = plan_of(sessions=[(None, MORNING), (None, SessionSpec(WEEK, oclock(18), oclock(20)))])

    assert rules.taking(plan, at("12:30")).reason is TakingReason.LUNCH
    plan = plan_of(sessions=[(None, AFTERNOON), (None, SessionSpec(WEEK, oclock(18), oclock(20)))])
    assert rules.taking(plan, at("17:30")).reason is TakingReason.BEFORE_OPENING


@pytest.mark.parametrize(
    ("sessions", "flaw"),
    [
        ([MORNING, AFTERNOON], None),
        ([SessionSpec((), oclock(8), oclock(12))], "weekday"),
        ([SessionSpec((0,), oclock(8), oclock(12))], "weekday"),
        ([SessionSpec(WEEK, oclock(12), oclock(8))], "order"),
        ([SessionSpec(WEEK, oclock(8), oclock(12), oclock(12, 30))], "takes"),
        ([SessionSpec(WEEK, oclock(8), oclock(12), oclock(8))], "takes"),
        ([MORNING, SessionSpec((5,), oclock(11), oclock(14))], "overlap"),
        ([MORNING, SessionSpec((6,), oclock(11), oclock(14))], None),
    ],
)
def test_a_week_that_contradicts_itself_is_found(sessions, flaw):
    assert rules.flaw_of(sessions) == flaw


# --- in the hall -------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_new_hall_has_the_hours_of_the_rulebook():
    hall = found_hall()

    plan = selectors.day_plan(hall.id, MONDAY)

    assert [(one.opens, one.closes) for one in plan.sessions] == [
        (at("08:00"), at("12:00")),
        (at("13:30"), at("17:00")),
    ]


@pytest.mark.django_db
def test_new_hours_hold_from_their_day_on_and_the_old_ones_until_then():
    hall = found_hall()
    before = selectors.hall(hall.id).plan_version
    longer = SessionSpec(WEEK, oclock(9), oclock(18))

    services.set_sessions(sessions=[longer], from_day=date(2026, 3, 9), by=hall.by, at=at("10:00"))

    assert len(selectors.day_plan(hall.id, date(2026, 3, 6)).sessions) == 2
    assert [one.opens.hour for one in selectors.day_plan(hall.id, date(2026, 3, 9)).sessions] == [9]
    assert selectors.hall(hall.id).plan_version != before
    told = hall.told("organization.hours_set")[-1]
    assert '"12345/open/09:00-18:00"' in told.body


@pytest.mark.django_db
def test_a_plan_that_was_never_held_is_replaced_without_a_trace_in_the_week():
    hall = found_hall()

    for hour in (9, 10):
        services.set_sessions(
            sessions=[SessionSpec(WEEK, oclock(hour), oclock(18))],
            from_day=date(2026, 3, 9),
            by=hall.by,
            at=at("10:00"),
        )

    assert [one.opens.hour for one in selectors.day_plan(hall.id, date(2026, 3, 9)).sessions] == [10]
    assert len(selectors.day_plan(hall.id, MONDAY).sessions) == 2


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("refusal", "changes"),
    [
        (DayHasPassed, {"from_day": date(2026, 3, 1)}),
        (HoursUnfit, {"sessions": [SessionSpec(WEEK, oclock(12), oclock(8))]}),
        (HoursUnfit, {"sessions": [DUTY]}),  # lunch duty is a window's, not the hall's
        (WindowUnknown, {"window_id": UUID(int=9)}),
    ],
)
def test_hours_are_refused_with_a_reason(refusal, changes):
    hall = found_hall()
    before = selectors.day_plan(hall.id, MONDAY)

    with pytest.raises(refusal):
        services.set_sessions(**({"sessions": [MORNING]} | changes), by=hall.by, at=at("10:00"))

    assert selectors.day_plan(hall.id, MONDAY) == before


@pytest.mark.django_db
def test_the_window_of_another_hall_gets_no_lunch_duty_from_here():
    anyang, hebi = found_hall("AYRS"), found_hall("HBRS")

    with pytest.raises(WindowUnknown):
        services.set_sessions(sessions=[DUTY], window_id=hebi.windows[1], by=anyang.by, at=at("10:00"))


@pytest.mark.django_db
def test_lunch_duty_shows_on_the_window_and_goes_when_it_is_taken_back():
    hall = found_hall()

    services.set_sessions(sessions=[DUTY], window_id=hall.windows[3], by=hall.by, at=at("10:00"))
    on_duty = [one.number for one in selectors.windows(hall.id) if one.lunch_duty]
    services.set_sessions(sessions=[], window_id=hall.windows[3], by=hall.by, at=at("10:05"))

    assert on_duty == [3]
    assert not selectors.window(hall.id, hall.windows[3]).lunch_duty
    assert selectors.hall(hall.id) and len(selectors.day_plan(hall.id, MONDAY).hall_sessions) == 2


@pytest.mark.django_db
def test_a_closure_is_seen_at_once_and_can_be_taken_back():
    hall = found_hall()
    hall.open()

    card = services.close_on(day=MONDAY, reason="消防演练", by=hall.by, at=at("09:00"))
    closed = selectors.takes_tickets(hall.id, at("09:01"))
    services.withdraw_closure(closure_id=card.id, by=hall.by, at=at("09:02"))

    assert (closed.open, closed.reason, closed.detail) == (False, TakingReason.CLOSURE, "消防演练")
    assert closed.reopens_at == at("08:00", date(2026, 3, 3))
    assert selectors.takes_tickets(hall.id, at("09:03")).open
    assert "消防" not in hall.told("organization.closure_set")[0].body
    with pytest.raises(PlaceUnknown):
        services.withdraw_closure(closure_id=card.id, by=hall.by, at=at("09:04"))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("refusal", "changes"),
    [
        (DayHasPassed, {"day": date(2026, 3, 1)}),
        (HoursUnfit, {"begins": oclock(10)}),
        (HoursUnfit, {"begins": oclock(11), "ends": oclock(10)}),
    ],
)
def test_a_closure_is_refused_with_a_reason(refusal, changes):
    hall = found_hall()

    with pytest.raises(refusal):
        services.close_on(**({"day": MONDAY, "reason": "检修"} | changes), by=hall.by, at=at("09:00"))

    assert selectors.closures(hall.id, since=MONDAY) == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("clock", "on", "chinese", "english"),
    [
        ("12:30", MONDAY, "午间休息。13:30 恢复办公。", "Lunch break. Reopens at 13:30."),
        ("07:40", MONDAY, "现在不在办公时间。08:00 开始办公。", "Closed just now. Opens at 08:00."),
        ("09:00", MONDAY, "正在办公，取号至 12:00。", "Open. Tickets until 12:00."),
        (
            "17:30",
            MONDAY,
            "今日办公已结束。3月3日 08:00 开始办公。",
            "Closed for today. Opens on March 3 at 08:00.",
        ),
        (
            "10:00",
            date(2026, 10, 1),
            "国庆节放假。10月8日 08:00 开始办公。",
            "Closed for National Day. Opens on October 8 at 08:00.",
        ),
        (
            "10:00",
            date(2026, 3, 7),
            "周末不办公。3月9日 08:00 开始办公。",
            "Closed at the weekend. Opens on March 9 at 08:00.",
        ),
    ],
)
def test_the_hall_says_in_one_sentence_when_it_opens(clock, on, chinese, english):
    hall = found_hall()
    hall.open()
    moment = utc(at(clock, on))

    verdict = selectors.takes_tickets(hall.id, moment)

    assert selectors.taking_sentence(verdict, at=moment, timezone="Asia/Shanghai") == chinese
    with translation.override("en"):
        assert selectors.taking_sentence(verdict, at=moment, timezone="Asia/Shanghai") == english


@pytest.mark.django_db
def test_a_draft_hall_gives_no_tickets_and_says_so():
    hall = found_hall()

    verdict = selectors.takes_tickets(hall.id, at("09:00"))

    assert verdict.reason is TakingReason.NOT_YET_ACTIVE
    assert not selectors.is_open(hall.id, at("09:00"))
    sentence = selectors.taking_sentence(verdict, at=at("09:00"), timezone="Asia/Shanghai")
    assert sentence == "大厅尚未对外开放。"


@pytest.mark.django_db
def test_a_hall_far_in_the_west_keeps_its_own_hours_and_midnight():
    hall = found_hall(timezone="Asia/Urumqi")
    hall.open()

    ten_in_beijing = at("10:00")  # eight in the morning in Urumqi

    assert selectors.takes_tickets(hall.id, ten_in_beijing).open
    assert not selectors.takes_tickets(hall.id, ten_in_beijing - timedelta(minutes=1)).open
    assert isinstance(selectors.day_plan(hall.id, MONDAY).sessions[0].opens, datetime)
