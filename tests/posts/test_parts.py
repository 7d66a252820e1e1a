"""Cover in parts: several Bs, each for their own time; whoever cannot go on is followed by the next."""

from __future__ import annotations

import pytest

from tests.halls import MONDAY, at
from tests.posts.planned import (
    CHEN,
    FRIDAY,
    HEAD,
    OFFICE,
    TUESDAY,
    WEDNESDAY,
    pairs,
    planned_hall,
    publish,
)
from tests.posts.staffed import LI, WANG, ZHANG, ZHAO
from tests.posts.test_stand_in import lonely
from yichuang.kernel.claims import proves
from yichuang.posts import selectors, services
from yichuang.posts.errors import (
    CoverDaysUnfit,
    CoverMissing,
    HandoverUnsigned,
    ShiftsUnfit,
    StandInReasonNeeded,
)
from yichuang.posts.models import Shift
from yichuang.posts.types import CoverKind, DaySession, Denial, Part, ShiftFault

pytestmark = pytest.mark.django_db


def with_three():
    """Chen holds window 1 as well."""
    plan = planned_hall()
    services.add_holder(
        post_id=plan.posts[1], person_id=plan.hall.people[CHEN], part=Part.B, by=plan.hall.by, at=at("07:00")
    )
    Shift.objects.filter(b_id=plan.hall.people[CHEN], post_id=plan.posts[2]).update(b_id=plan.hall.people[LI])
    return plan


def spans_of(plan, leave_id):
    return [
        (plan.number_of(one.b_id), f"{one.begins.astimezone(at('08:00').tzinfo):%d %H:%M}",
         f"{one.ends.astimezone(at('08:00').tzinfo):%d %H:%M}")
        for one in selectors.leave(plan.hall.id, leave_id).covers
    ]  # fmt: skip


def name(plan, leave, number, since, until, clock="09:10", day=MONDAY):
    return services.name_cover(
        leave_id=leave.id, b_id=plan.hall.people[number], post_id=plan.posts[1], since=since, until=until,
        by=plan.hall.person(ZHANG), at=at(clock, day),
    )  # fmt: skip


# --- several Bs of one leave ----------------------------------------------------------------------------


@proves("ATT-03")
@proves("AB-05")
def test_two_cover_a_leave_each_signs_for_their_part_and_acts_in_it_alone():
    plan = with_three()
    leave = plan.ask(begins=at("08:00", WEDNESDAY), ends=at("17:00", FRIDAY))
    name(plan, leave, CHEN, at("13:30", WEDNESDAY), at("12:00", FRIDAY))

    assert spans_of(plan, leave.id) == [
        (LI, "04 08:00", "04 13:30"), (CHEN, "04 13:30", "06 12:00"), (LI, "06 12:00", "06 17:00"),
    ]  # fmt: skip
    for cover in selectors.leave(plan.hall.id, leave.id).covers:
        with pytest.raises(HandoverUnsigned):
            plan.approve(leave)
        services.sign_handover(
            cover_id=cover.id, by=plan.hall.person(plan.number_of(cover.b_id)), at=at("16:50", TUESDAY)
        )
    plan.approve(leave)

    for clock, who, acts in (("13:29", LI, 1), ("13:29", CHEN, 0), ("13:30", LI, 0), ("13:30", CHEN, 1)):
        found = selectors.acting_for(plan.hall.id, plan.hall.people[who], at(clock, WEDNESDAY))
        assert len(found) == acts, (clock, who)


@proves("ATT-03", refuses=True)
def test_a_leave_of_which_a_session_is_left_bare_is_not_approved():
    plan = with_three()
    Shift.objects.filter(post_id=plan.posts[2], session="pm").update(
        a_id=plan.hall.people[LI], b_id=plan.hall.people[WANG]
    )
    leave = plan.ask()

    assert spans_of(plan, leave.id) == [(LI, "04 08:00", "04 13:30")]  # in the afternoon Li is A elsewhere
    with pytest.raises(CoverMissing, match="13:30"):
        plan.approve(leave)

    name(plan, leave, CHEN, at("13:30", WEDNESDAY), None)
    for number in (LI, CHEN):
        plan.sign(selectors.leave(plan.hall.id, leave.id), number)
    plan.approve(leave)


def test_each_day_is_covered_by_the_b_of_that_day():
    plan = with_three()
    Shift.objects.filter(post_id=plan.posts[1], day__gt=WEDNESDAY).update(b_id=plan.hall.people[CHEN])

    leave = plan.ask(ends=at("17:00", FRIDAY))

    assert spans_of(plan, leave.id) == [(LI, "04 08:00", "05 08:00"), (CHEN, "05 08:00", "06 17:00")]


def test_a_part_lies_within_the_leave():
    plan = with_three()
    leave = plan.ask()

    for since, until in (
        (at("17:00", WEDNESDAY), None), (None, at("08:00", WEDNESDAY)), (at("12:00", WEDNESDAY),) * 2,
    ):  # fmt: skip
        with pytest.raises(CoverDaysUnfit):
            name(plan, leave, CHEN, since, until)


# --- who cannot go on is followed by the next -----------------------------------------------------------


@proves("AB-10")
def test_when_b_falls_ill_while_covering_another_goes_on():
    plan = with_three()
    plan.on_leave(ends=at("17:00", FRIDAY))
    plan.sign_on(LI, 1, "08:00", WEDNESDAY)

    plan.fall_ill(LI, "10:00", WEDNESDAY, begins=at("10:00", WEDNESDAY))

    held = [
        [one.b_id for one in selectors.covers_now(plan.hall.id, moment, post_id=plan.posts[1])]
        for moment in (at("09:59", WEDNESDAY), at("10:00", WEDNESDAY), at("17:00", WEDNESDAY))
    ]
    people = plan.hall.people
    assert held == [[people[LI]], [people[CHEN]], [people[LI]]]
    assert plan.sign_on(CHEN, 1, "10:01", WEDNESDAY).part is Part.B


@proves("AB-04")
def test_where_b_is_not_there_either_another_stands_in_and_b_has_the_rest():
    plan = with_three()
    plan.on_leave(ends=at("17:00", FRIDAY))

    plan.stand_in(CHEN, 1, "08:06", WEDNESDAY)

    covers = [
        [one.b_id for one in selectors.covers_now(plan.hall.id, moment, post_id=plan.posts[1])]
        for moment in (at("08:05", WEDNESDAY), at("08:06", WEDNESDAY), at("08:00", FRIDAY))
    ]
    people = plan.hall.people
    assert covers == [[people[LI]], [people[CHEN]], [people[LI]]]
    with pytest.raises(StandInReasonNeeded):
        plan.sign_on(LI, 1, "08:07", WEDNESDAY)


@proves("AB-04")
def test_who_stands_in_does_so_until_whoever_was_named_for_later_comes():
    plan = with_three()
    leave = plan.ask(begins=at("08:00", WEDNESDAY), ends=at("17:00", WEDNESDAY))
    name(plan, leave, CHEN, at("13:30", WEDNESDAY), None)
    for number in (LI, CHEN):
        plan.sign(selectors.leave(plan.hall.id, leave.id), number)
    plan.approve(leave)

    made = plan.stand_in(CHEN, 1, "08:06", WEDNESDAY)

    assert made.ends == at("13:30", WEDNESDAY)
    for clock in ("08:06", "13:29", "13:30", "16:59"):
        (there,) = selectors.covers_now(plan.hall.id, at(clock, WEDNESDAY), post_id=plan.posts[1])
        assert plan.number_of(there.b_id) == CHEN


@proves("AB-09")
def test_who_covers_by_itself_until_due_elsewhere_is_followed_by_the_next():
    plan = lonely(with_three())
    Shift.objects.filter(post_id=plan.posts[3], day=MONDAY, session="noon").update(a_id=plan.hall.people[LI])

    services.tell_covers(at=at("08:05"))
    (first,) = selectors.covers_now(plan.hall.id, at("08:05"), post_id=plan.posts[1])
    plan.sign_on(LI, 1, "08:06")
    services.tell_covers(at=at("12:00"))
    services.tell_covers(at=at("13:35"))
    (second,) = selectors.covers_now(plan.hall.id, at("13:35"), post_id=plan.posts[1])

    people = plan.hall.people
    assert (first.b_id, first.kind, first.ends) == (people[LI], CoverKind.AUTOMATIC, at("12:00"))
    assert (second.b_id, second.ends) == (people[LI], at("17:00"))  # at lunch the window is closed

    Shift.objects.filter(post_id=plan.posts[3], day=TUESDAY, session="pm").update(a_id=people[LI])
    services.tell_covers(at=at("08:05", TUESDAY))
    services.tell_covers(at=at("13:35", TUESDAY))
    (third,) = selectors.covers_now(plan.hall.id, at("13:35", TUESDAY), post_id=plan.posts[1])
    assert third.b_id == people[CHEN]


# --- exactly ----------------------------------------------------------------------------------------------


@proves("AB-05", refuses=True)
def test_who_goes_on_leave_at_ten_calls_nobody_at_ten_though_no_sweep_has_come():
    plan = planned_hall()
    plan.on_leave(begins=at("10:00", WEDNESDAY))

    seated = plan.sign_on(ZHANG, 1, "08:00", WEDNESDAY)

    assert seated.until == at("10:00", WEDNESDAY)
    assert plan.may_serve(ZHANG, 1, "09:59", WEDNESDAY).ok
    assert plan.may_serve(ZHANG, 1, "10:00", WEDNESDAY).reason is Denial.ON_LEAVE
    assert plan.sign_on(LI, 1, "10:00", WEDNESDAY).part is Part.B


def test_a_leave_withdrawn_lets_its_person_sit_to_the_end_of_the_day():
    plan = planned_hall()
    leave = plan.on_leave(begins=at("10:00", WEDNESDAY))
    plan.sign_on(ZHANG, 1, "08:00", WEDNESDAY)

    services.withdraw_leave(leave_id=leave.id, by=plan.hall.person(ZHANG), at=at("09:00", WEDNESDAY))

    assert plan.may_serve(ZHANG, 1, "10:00", WEDNESDAY).ok


def test_who_got_ready_for_a_cover_that_is_given_to_another_does_not_sit_there():
    plan = with_three()
    leave = plan.on_leave()
    plan.sign_on(LI, 1, "07:50", WEDNESDAY)

    name(plan, leave, CHEN, None, None, "07:55", WEDNESDAY)

    assert not plan.may_serve(LI, 1, "08:00", WEDNESDAY).ok
    assert plan.sign_on(CHEN, 1, "08:00", WEDNESDAY).part is Part.B


@proves("AB-05")
def test_an_a_whose_leave_was_turned_down_takes_the_post_back():
    plan = planned_hall()
    leave = plan.fall_ill(clock="08:00")
    services.refuse_leave(leave_id=leave.id, by=plan.hall.person(HEAD), at=at("09:00"))

    plan.sign_on(ZHANG, 1, "09:30")

    assert not selectors.acting_for(plan.hall.id, plan.hall.people[LI], at("09:30"))


# --- with the plan ----------------------------------------------------------------------------------------


@proves("AB-10", refuses=True)
def test_nobody_is_planned_elsewhere_while_they_cover():
    plan = with_three()
    plan.on_leave()
    specs = [
        one if one.post_id != plan.posts[2] or one.day != WEDNESDAY
        else type(one)(one.post_id, one.day, one.session, plan.hall.people[LI], plan.hall.people[WANG])
        for one in pairs(plan, TUESDAY)
        if one.post_id != plan.posts[1]
    ]  # fmt: skip

    with pytest.raises(ShiftsUnfit) as refused:
        publish(plan, specs, first=TUESDAY, post_ids=[plan.posts[2], plan.posts[3]], now=at("17:05", MONDAY))

    assert {one.fault for one in refused.value.found} == {ShiftFault.COVERS_ELSEWHERE}
    with pytest.raises(ShiftsUnfit, match="顶岗"):
        services.set_shift(
            post_id=plan.posts[2], day=WEDNESDAY, session=DaySession.AM, a_id=plan.hall.people[LI],
            b_id=plan.hall.people[CHEN], by=plan.hall.person(OFFICE), at=at("17:05"),
        )  # fmt: skip


@proves("ATT-02", refuses=True)
def test_leave_for_the_morning_excuses_no_afternoon():
    plan = planned_hall()
    plan.on_leave(ends=at("12:00", WEDNESDAY))
    plan.sign_on(ZHAO, 3, "08:00", WEDNESDAY)
    plan.sign_on(WANG, 2, "08:00", WEDNESDAY)

    services.tell_absences(at=at("00:10", FRIDAY))

    told = selectors.absences(plan.hall.id, since=WEDNESDAY)
    assert [(one.person_id, one.day) for one in told if one.day == WEDNESDAY] == [
        (plan.hall.people[ZHANG], WEDNESDAY)
    ]


@proves("AB-02")
def test_a_vacancy_is_told_to_who_stands_in_there_and_not_to_a_b_on_leave():
    plan = with_three()
    plan.fall_ill(LI, "08:00")
    plan.fall_ill(ZHANG, "08:10", begins=at("08:10"))

    services.tell_vacancies(at=at("08:15"))

    told = next(
        one for one in plan.hall.told("posts.vacancy_raised") if one.subject_id == plan.hall.windows[1]
    )
    assert plan.hall.people[CHEN].hex in told.body and plan.hall.people[LI].hex not in told.body
