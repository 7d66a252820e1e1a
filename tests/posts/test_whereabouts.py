"""Away for a while, overdue, vacant: who is told, what the public sees, and that nothing contradicts."""

from __future__ import annotations

import pytest

from tests.halls import MONDAY, at
from tests.posts.planned import CHEN, HEAD, OFFICE, TUESDAY, WEDNESDAY, planned_hall
from tests.posts.staffed import LI, WANG, ZHANG, ZHAO
from yichuang.kernel.claims import proves
from yichuang.organization import services as organization
from yichuang.organization.models import Window
from yichuang.organization.services import Wish
from yichuang.organization.types import ChangeKind, ChangeReason
from yichuang.posts import selectors, services
from yichuang.posts.errors import BackByUnfit, NotSignedOn, OnLeaveNow
from yichuang.posts.models import Shift
from yichuang.posts.types import LeaveKind, PauseReason, Rung, Where

pytestmark = pytest.mark.django_db
SHORT = PauseReason.SHORT_ABSENCE


def pause(plan, number=ZHANG, window=1, clock="10:00", reason=SHORT, day=MONDAY, **other):
    return services.pause_window(
        window_id=plan.hall.windows[window],
        reason=reason,
        by=plan.hall.person(number),
        at=at(clock, day),
        **other,
    )


def where(plan, window, clock, day=MONDAY):
    cards = selectors.whereabouts(plan.hall.id, at(clock, day))
    return next(one for one in cards if one.window_id == plan.hall.windows[window])


def manned():
    plan = planned_hall()
    for number, window in ((ZHANG, 1), (WANG, 2), (ZHAO, 3)):
        plan.sign_on(number, window, "07:55")
    return plan


# --- away for a while -----------------------------------------------------------------------------------


@proves("ATT-04")
@proves("LOC-03")
def test_away_longer_than_the_limit_without_a_b_is_told_once():
    plan = manned()
    pause(plan)

    assert services.tell_overdue_returns(at=at("10:15")) == 0
    assert services.tell_overdue_returns(at=at("10:20")) == 1
    assert services.tell_overdue_returns(at=at("10:21")) == 0

    (told,) = plan.hall.told("posts.return_overdue")
    assert '"minutes":20' in told.body and plan.hall.people[ZHANG].hex in told.body
    assert [one.person_id for one in selectors.overdue_returns(plan.hall.id, at("10:20"))] == [
        plan.hall.people[ZHANG]
    ]


@proves("ATT-04")
def test_away_as_long_with_a_b_at_the_post_is_told_of_nobody():
    plan = manned()
    pause(plan)

    plan.stand_in(LI, 1, "10:04")
    plan.sign_on(LI, 1, "10:04")
    services.tell_overdue_returns(at=at("10:20"))

    assert not plan.hall.told("posts.return_overdue")
    assert not selectors.overdue_returns(plan.hall.id, at("10:20"))
    assert plan.sign_on(ZHANG, 1, "10:25").part == "A"  # and A takes the post back


@proves("LOC-03")
def test_back_by_half_past_ten_and_still_away_at_a_quarter_to_eleven_the_head_is_told():
    plan = manned()
    pause(plan, reason=PauseReason.MEETING, minutes=30)

    assert services.tell_overdue_returns(at=at("10:30")) == 0
    assert services.tell_overdue_returns(at=at("10:45")) == 1

    (late,) = selectors.overdue_returns(plan.hall.id, at("10:45"))
    assert (late.back_by, late.minutes) == (at("10:30"), 45)


@pytest.mark.parametrize(("minutes", "fits"), [(0, False), (1, True), (15, True), (16, False)])
def test_a_short_absence_is_short(minutes, fits):
    plan = manned()

    if fits:
        assert pause(plan, minutes=minutes).paused_at
        return
    with pytest.raises(BackByUnfit) as refused:
        pause(plan, minutes=minutes)
    assert refused.value.rule == "ATT-04" and "15" in str(refused.value)


def test_who_comes_back_in_time_is_at_the_post_again():
    plan = manned()
    pause(plan)

    services.resume_window(window_id=plan.hall.windows[1], by=plan.hall.person(ZHANG), at=at("10:10"))

    assert services.tell_overdue_returns(at=at("10:30")) == 0
    assert where(plan, 1, "10:11").where is Where.AT_POST


def test_who_signs_on_anew_has_come_back_though_nobody_has_told_of_it():
    plan = manned()
    pause(plan)
    services.sign_off(by=plan.hall.person(ZHANG), at=at("10:04"))

    plan.sign_on(ZHANG, 1, "10:05")  # within a minute, the heart has not beaten

    assert where(plan, 1, "10:05").where is Where.AT_POST
    pause(plan, clock="10:06", reason=PauseReason.SYSTEM)
    assert selectors.back_by(plan.hall.id, plan.hall.people[ZHANG]) is None


@proves("ATT-01", refuses=True)
def test_nobody_pauses_a_window_by_yesterdays_sign_on():
    plan = manned()

    with pytest.raises(NotSignedOn):
        pause(plan, day=TUESDAY)


def test_a_window_that_only_pauses_has_its_person():
    plan = manned()
    pause(plan, reason=PauseReason.SYSTEM)

    assert services.tell_overdue_returns(at=at("11:30")) == 0
    assert where(plan, 1, "10:30").where is Where.AT_POST


@proves("AB-02")
def test_a_post_left_for_a_meeting_of_hours_is_vacant_until_b_stands_in_or_a_is_back():
    plan = manned()
    pause(plan, reason=PauseReason.MEETING, minutes=180)  # at 10:00

    assert services.tell_vacancies(at=at("10:04")) == 0
    assert services.tell_vacancies(at=at("10:05")) == 1
    (told,) = plan.hall.told("posts.vacancy_raised")
    assert plan.hall.people[LI].hex in told.body
    plan.stand_in(LI, 1, "10:06")
    plan.sign_on(LI, 1, "10:06")
    services.tell_vacancies(at=at("10:07"))

    assert selectors.vacant_posts(plan.hall.id, at("10:07")) == []


def test_nobody_is_told_of_a_post_left_for_as_short_as_may_be():
    plan = manned()
    pause(plan, minutes=15)

    assert services.tell_vacancies(at=at("10:14")) == 0


# --- where everybody is ---------------------------------------------------------------------------------


@proves("LOC-02")
def test_on_leave_the_board_says_away_and_covered_without_anybody_typing_it():
    plan = planned_hall()
    plan.on_leave()
    plan.sign_on(LI, 1, "08:00", WEDNESDAY)

    card = where(plan, 1, "09:00", WEDNESDAY)

    assert (card.where, card.back_at, card.covered_by) == (
        Where.AWAY,
        at("17:00", WEDNESDAY),
        plan.hall.people[LI],
    )
    assert card.leave is LeaveKind.PERSONAL  # for the office's eyes


@proves("LOC-02", refuses=True)
def test_nobody_says_they_are_at_the_post_while_on_leave():
    plan = planned_hall()
    plan.on_leave()

    with pytest.raises(OnLeaveNow) as refused:
        plan.sign_on(ZHANG, 1, "08:30", WEDNESDAY)

    assert refused.value.rule == "LOC-02"
    assert where(plan, 1, "08:30", WEDNESDAY).where is Where.AWAY


def test_in_session_without_anybody_is_away_and_after_it_is_off():
    plan = planned_hall()

    assert where(plan, 1, "09:00").where is Where.AWAY
    assert where(plan, 1, "12:30").where is Where.OFF
    assert not selectors.whereabouts(plan.hall.id, at("18:00"))


# --- vacant, and who is told ----------------------------------------------------------------------------


@proves("AB-02")
def test_a_vacant_post_is_told_to_its_b_then_the_head_then_the_office():
    plan = planned_hall()
    Window.objects.filter(id__in=list(plan.hall.windows.values())).update(department_id=plan.section)
    for number, window in ((WANG, 2), (ZHAO, 3)):
        plan.sign_on(number, window, "07:55")
    people = plan.hall.people

    told = {}
    for clock in ("08:04", "08:05", "08:09", "08:10", "08:15", "08:20"):
        services.tell_vacancies(at=at(clock))
        told[clock] = [one.rung for one in selectors.vacant_posts(plan.hall.id, at(clock))]

    assert told == {
        "08:04": [],
        "08:05": [Rung.B],
        "08:09": [Rung.B],
        "08:10": [Rung.HEAD],
        "08:15": [Rung.OFFICE],
        "08:20": [Rung.OFFICE],
    }
    raised = plan.hall.told("posts.vacancy_raised")
    assert [
        people[number].hex in one.body for number, one in zip((LI, HEAD, OFFICE), raised, strict=True)
    ] == [
        True,
        True,
        True,
    ]
    (vacant,) = selectors.vacant_posts(plan.hall.id, at("08:20"))
    assert set(vacant.told) == {people[LI], people[HEAD], people[OFFICE]}


@proves("AB-02")
def test_once_b_stands_in_nobody_else_is_told():
    plan = planned_hall()
    for number, window in ((WANG, 2), (ZHAO, 3)):
        plan.sign_on(number, window, "07:55")
    services.tell_vacancies(at=at("08:05"))

    plan.stand_in(LI, 1, "08:06")
    plan.sign_on(LI, 1, "08:06")
    for clock in ("08:07", "08:10", "08:15"):
        services.tell_vacancies(at=at(clock))

    assert selectors.vacant_posts(plan.hall.id, at("08:15")) == []
    assert len(plan.hall.told("posts.vacancy_raised")) == 1


def test_where_there_is_no_head_the_office_is_told_next():
    plan = planned_hall()  # window 1 belongs to no section
    for number, window in ((WANG, 2), (ZHAO, 3)):
        plan.sign_on(number, window, "07:55")

    for clock in ("08:05", "08:10"):
        services.tell_vacancies(at=at(clock))

    (vacant,) = selectors.vacant_posts(plan.hall.id, at("08:10"))
    assert vacant.rung is Rung.OFFICE and CHEN not in vacant.told


@proves("AB-02")
def test_a_head_who_is_on_leave_is_passed_over_and_the_office_told_without_waiting():
    plan = planned_hall()
    Window.objects.filter(id=plan.hall.windows[1]).update(department_id=plan.section)
    for number, window in ((WANG, 2), (ZHAO, 3)):
        plan.sign_on(number, window, "07:55")
    plan.fall_ill(HEAD)

    for clock in ("08:05", "08:10"):
        services.tell_vacancies(at=at(clock))

    (vacant,) = selectors.vacant_posts(plan.hall.id, at("08:10"))
    assert vacant.rung is Rung.OFFICE
    assert set(vacant.told) == {plan.hall.people[LI], plan.hall.people[OFFICE]}


@proves("LOC-02")
def test_nobody_is_missing_at_a_window_that_is_closed():
    plan = planned_hall()
    asked = organization.request_change(
        wish=Wish(
            ChangeKind.CLOSING, (plan.hall.windows[1],), at("14:00"), at("15:00"), ChangeReason.MAINTENANCE
        ),
        by=plan.hall.person(ZHANG),
        at=at("08:00"),
    )
    organization.approve_change(change_id=asked.id, by=plan.hall.person(OFFICE), at=at("08:10"))

    assert where(plan, 1, "13:55").where is Where.AWAY
    card = where(plan, 1, "14:30")
    assert (card.where, card.person_id, card.back_at) == (Where.SHUT, None, at("15:00"))
    assert where(plan, 1, "15:10").where is Where.AWAY


def test_nobody_is_missing_at_a_window_that_nobody_was_planned_at():
    plan = planned_hall()
    Shift.objects.filter(post_id=plan.posts[2], day=MONDAY, session="am").delete()

    card = where(plan, 2, "09:30")
    assert (card.where, card.person_id, card.back_at) == (Where.SHUT, None, None)
    assert where(plan, 2, "14:00").where is Where.AWAY
    plan.sign_on(WANG, 2, "09:40")
    card = where(plan, 2, "09:45")
    assert (card.where, card.person_id) == (Where.AT_POST, plan.hall.people[WANG])


@proves("AB-02")
def test_an_empty_window_is_vacant_only_where_somebody_was_planned():
    plan = planned_hall()
    Shift.objects.filter(post_id=plan.posts[2], day=MONDAY, session="am").delete()
    for number, window in ((ZHANG, 1), (ZHAO, 3)):
        plan.sign_on(number, window, "07:55")

    def vacant(clock):
        return {one.window_id for one in selectors.vacancies(plan.hall.id, at(clock))}

    assert vacant("09:30") == set()
    assert services.tell_vacancies(at=at("09:30")) == 0
    late = selectors.hours_breaches(plan.hall.id, MONDAY, at("11:59"))
    assert plan.hall.windows[2] not in {one.window_id for one in late}
    assert plan.hall.windows[2] in vacant("13:40"), "in the afternoon somebody was"
    # who opens an unplanned window by leave of the hall has it manned
    asked = organization.request_change(
        wish=Wish(ChangeKind.OVERTIME, (plan.hall.windows[2],), at("12:30"), at("13:00"), ChangeReason.RUSH),
        by=plan.hall.person(ZHANG),
        at=at("08:00"),
    )
    organization.approve_change(change_id=asked.id, by=plan.hall.person(OFFICE), at=at("08:10"))
    assert plan.hall.windows[2] in vacant("12:40")


@proves("AB-02")
def test_a_department_whose_shifts_are_not_published_misses_its_holders():
    plan = planned_hall()
    Window.objects.filter(id=plan.hall.windows[1]).update(department_id=plan.section)
    Shift.objects.filter(post_id=plan.posts[1], day=MONDAY).delete()

    assert where(plan, 1, "09:30").where is Where.AWAY
    assert plan.hall.windows[1] in {one.window_id for one in selectors.vacancies(plan.hall.id, at("09:30"))}


def test_who_is_ill_does_not_cover_for_anybody():
    plan = planned_hall()
    plan.on_leave(ZHANG)
    assert where(plan, 1, "09:30", WEDNESDAY).covered_by == plan.hall.people[LI]

    plan.fall_ill(LI, "07:30", WEDNESDAY)

    card = where(plan, 1, "09:30", WEDNESDAY)
    assert (card.where, card.covered_by) == (Where.AWAY, None)


def test_where_no_shift_is_published_the_holder_is_missed():
    plan = planned_hall()
    Shift.objects.filter(day=MONDAY).delete()

    assert where(plan, 2, "09:30").where is Where.AWAY
