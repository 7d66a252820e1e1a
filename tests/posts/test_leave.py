"""Leave: asked for, covered, handed over a day ahead, approved by another person."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from tests.halls import MONDAY, at
from tests.posts.planned import (
    CHEN,
    FRIDAY,
    HEAD,
    NEXT_MONDAY,
    OFFICE,
    SECOND,
    TUESDAY,
    WEDNESDAY,
    planned_hall,
)
from tests.posts.staffed import LI, WANG, ZHANG, ZHAO
from yichuang.kernel.access.types import Role
from yichuang.kernel.claims import proves
from yichuang.kernel.types import Key
from yichuang.organization import services as organization
from yichuang.posts import selectors, services
from yichuang.posts.errors import (
    CoverMissing,
    CoversThen,
    CoverUnfit,
    HandoverLate,
    HandoverNotFilled,
    HandoverUnsigned,
    NotYourLeave,
    NotYoursToApprove,
    NotYoursToSign,
    OwnLeave,
    SignedAlready,
)
from yichuang.posts.models import Cover, HandoverLine, Leave, Shift
from yichuang.posts.types import OPEN_CASES, LeaveState, WorkLine
from yichuang.regulations import services as regulations

pytestmark = pytest.mark.django_db
KEY = Key("0123456789abcdef", "a" * 64)
THURSDAY = MONDAY + timedelta(days=3)


def strict(plan):
    regulations.set_parameter(
        hall_id=plan.hall.id,
        parameter="ab.handover_lead",
        value="hours_24",
        active_from=TUESDAY,
        reason="严格执行",
        by=plan.hall.by,
        at=at("07:20"),
    )


# --- the handover, a day ahead --------------------------------------------------------------------------


@proves("AB-03")
def test_a_handover_signed_by_the_close_of_the_previous_working_day_is_a_day_ahead():
    plan = planned_hall()
    leave = plan.ask(begins=at("08:00", NEXT_MONDAY), ends=at("17:00", NEXT_MONDAY))
    plan.sign(leave, LI, "16:50", FRIDAY)

    approved = plan.approve(leave, HEAD, "16:58", FRIDAY)

    assert approved.state is LeaveState.APPROVED
    (cover,) = approved.covers
    assert (cover.b_id, cover.in_force, cover.signed_at) == (plan.hall.people[LI], True, at("16:50", FRIDAY))


@proves("AB-03", refuses=True)
@pytest.mark.parametrize(("clock", "day"), [("07:30", NEXT_MONDAY), ("17:01", FRIDAY)])
def test_signed_on_the_morning_itself_only_the_special_path_is_left(clock, day):
    plan = planned_hall()
    leave = plan.ask(begins=at("08:00", NEXT_MONDAY), ends=at("17:00", NEXT_MONDAY))
    plan.sign(leave, LI, clock, day)

    with pytest.raises(HandoverLate) as refused:
        plan.approve(leave, HEAD, "07:40", NEXT_MONDAY)

    assert refused.value.rule == "AB-03"
    assert "不足一天" in str(refused.value) and "2026-03-06 17:00" in str(refused.value)
    assert "特殊事由" in str(refused.value)
    assert selectors.leave(plan.hall.id, leave.id).state is LeaveState.SUBMITTED


@proves("AB-03", refuses=True)
def test_a_sheet_nobody_signed_for_hands_nothing_over():
    plan = planned_hall()
    leave = plan.ask()

    with pytest.raises(HandoverUnsigned) as refused:
        plan.approve(leave)

    assert "0302" in str(refused.value)
    assert not selectors.covers_now(plan.hall.id, at("09:00", WEDNESDAY))


@proves("AB-03")
@pytest.mark.parametrize(("clock", "in_time"), [("07:59", True), ("08:00", True), ("08:01", False)])
def test_the_strict_rule_counts_24_hours(clock, in_time):
    plan = planned_hall()
    strict(plan)
    leave = plan.ask()
    plan.sign(leave, LI, clock, TUESDAY)

    if in_time:
        assert plan.approve(leave).state is LeaveState.APPROVED
        return
    with pytest.raises(HandoverLate):
        plan.approve(leave)


def test_an_absence_from_the_weekend_on_counts_from_the_first_session_it_takes():
    plan = planned_hall()
    leave = plan.ask(begins=at("00:00", FRIDAY + timedelta(days=1)), ends=at("17:00", NEXT_MONDAY))
    plan.sign(leave, LI, "16:50", FRIDAY)

    assert plan.approve(leave, HEAD, "16:58", FRIDAY).state is LeaveState.APPROVED


def test_everything_in_hand_is_signed_for_and_only_b_signs_once():
    plan = planned_hall()
    leave = plan.ask()
    case, late = (WorkLine("cases", plan.hall.id, "办2026-1", at("10:00", FRIDAY)), at("16:00", TUESDAY))

    with OPEN_CASES.answered(lambda hall, person, moment: (case,)):
        with pytest.raises(NotYoursToSign):
            services.sign_handover(cover_id=leave.covers[0].id, by=plan.hall.person(CHEN), at=late)
        plan.sign(leave)
        with pytest.raises(SignedAlready):
            plan.sign(leave)

    (line,) = selectors.handed_over(plan.hall.id, leave.covers[0].id)
    assert (line.label, line.subject_id, line.due_at) == ("办2026-1", plan.hall.id, at("10:00", FRIDAY))
    (told,) = plan.hall.told("posts.handover_signed")
    assert plan.hall.id.hex in told.body and '"late":false' in told.body


def test_nobody_signs_before_every_room_has_answered():
    plan = planned_hall()
    leave = plan.ask()

    with OPEN_CASES.answered(lambda hall, person, moment: None), pytest.raises(HandoverNotFilled):
        plan.sign(leave)

    assert (
        not HandoverLine.objects.exists()
        and selectors.leave(plan.hall.id, leave.id).covers[0].signed_at is None
    )
    plan.sign(leave)
    assert plan.approve(leave).state is LeaveState.APPROVED


# --- who covers -----------------------------------------------------------------------------------------


@proves("ATT-03", refuses=True)
def test_leave_of_the_last_who_holds_a_post_is_not_approved_without_a_b():
    plan = planned_hall()
    leave = plan.ask()
    Cover.objects.all().delete()  # nobody was named

    with pytest.raises(CoverMissing) as refused:
        plan.approve(leave)

    assert (refused.value.rule, "1号窗口" in str(refused.value)) == ("ATT-03", True)


@proves("ATT-03")
def test_with_a_b_who_has_signed_it_is_approved():
    plan = planned_hall()
    leave = plan.ask()
    plan.sign(leave)

    assert plan.approve(leave).state is LeaveState.APPROVED


def test_where_no_shifts_were_published_the_holders_count():
    plan = planned_hall()
    Shift.objects.all().delete()
    leave = plan.ask(WANG)

    with pytest.raises(CoverMissing) as refused:
        plan.approve(leave, OFFICE)
    assert "2号窗口" in str(refused.value)
    services.name_cover(
        leave_id=leave.id, post_id=plan.posts[2], b_id=plan.hall.people[CHEN],
        by=plan.hall.person(WANG), at=at("09:10"),
    )  # fmt: skip
    leave = selectors.leave(plan.hall.id, leave.id)
    plan.sign(leave, CHEN)
    assert plan.approve(leave, OFFICE).state is LeaveState.APPROVED


@pytest.mark.parametrize(
    ("b", "window", "why"),
    [
        (ZHANG, 1, "给自己"),
        (ZHAO, 1, "不是这段时间该岗位的人员"),
        (WANG, 3, "另一岗位的A岗"),  # a holder of window 3, but A of window 2 that day
    ],
)
def test_who_cannot_cover_is_not_named(b, window, why):
    plan = planned_hall()
    who = {1: ZHANG, 3: ZHAO}[window]
    leave = plan.ask(who)

    with pytest.raises(CoverUnfit) as refused:
        services.name_cover(
            leave_id=leave.id, post_id=plan.posts[window], b_id=plan.hall.people[b],
            by=plan.hall.person(who), at=at("09:10"),
        )  # fmt: skip

    assert refused.value.rule == "AB-10" and why in str(refused.value)


@proves("AB-10", refuses=True)
def test_b_does_not_go_on_leave_on_a_day_b_covers():
    plan = planned_hall()
    plan.on_leave(ZHANG)  # Li covers window 1 on Wednesday
    theirs = plan.ask(LI, clock="16:56", day=TUESDAY)

    with pytest.raises(CoversThen) as refused:
        plan.approve(theirs, HEAD, "16:57", TUESDAY)

    assert refused.value.rule == "AB-10" and "1号窗口" in str(refused.value)
    assert selectors.leave(plan.hall.id, theirs.id).state is LeaveState.SUBMITTED


@proves("AB-10")
def test_once_another_substitute_is_named_b_may_go():
    plan = planned_hall()
    first = plan.on_leave(ZHANG)
    theirs = plan.ask(LI, clock="16:56", day=TUESDAY)
    services.add_holder(
        post_id=plan.posts[1],
        person_id=plan.hall.people[SECOND],
        part="B",
        by=plan.hall.by,
        at=at("16:57", TUESDAY),
    )

    other = services.name_cover(
        leave_id=first.id, post_id=plan.posts[1], b_id=plan.hall.people[SECOND],
        by=plan.hall.person(HEAD), at=at("16:58", TUESDAY),
    )  # fmt: skip

    assert other.in_force and other.handover_due
    assert plan.approve(theirs, HEAD, "16:59", TUESDAY).state is LeaveState.APPROVED
    now = selectors.covers_now(plan.hall.id, at("10:00", WEDNESDAY), post_id=plan.posts[1])
    assert [one.b_id for one in now] == [plan.hall.people[SECOND]]


@proves("AB-10", refuses=True)
def test_nobody_covers_two_posts_at_once():
    plan = planned_hall()
    plan.on_leave(WANG, CHEN)  # Chen covers window 2 on Wednesday
    leave = plan.ask(ZHAO, clock="16:56", day=TUESDAY)

    assert leave.covers == ()  # Chen is B there too, and was not suggested
    with pytest.raises(CoverUnfit) as refused:
        services.name_cover(
            leave_id=leave.id, post_id=plan.posts[3], b_id=plan.hall.people[CHEN],
            by=plan.hall.person(ZHAO), at=at("16:57", TUESDAY),
        )  # fmt: skip
    assert "已顶另一岗位" in str(refused.value)


def test_who_is_away_covers_nobody():
    plan = planned_hall()
    plan.fall_ill(LI, begins=at("08:00", TUESDAY), ends=at("17:00", WEDNESDAY))
    leave = plan.ask()

    assert leave.covers == ()
    with pytest.raises(CoverUnfit) as refused:
        services.name_cover(
            leave_id=leave.id, post_id=plan.posts[1], b_id=plan.hall.people[LI],
            by=plan.hall.person(ZHANG), at=at("09:10"),
        )  # fmt: skip
    assert "本人也在请假" in str(refused.value)


def test_who_sits_at_no_window_hands_over_open_work_or_needs_nobody():
    plan = planned_hall()
    alone = plan.ask(SECOND)
    assert plan.approve(alone, HEAD).state is LeaveState.APPROVED

    case = WorkLine("cases", plan.hall.id, "办2026-1", None)
    with OPEN_CASES.answered(lambda hall, person, moment: (case,)):
        leave = plan.ask(SECOND, begins=at("08:00", FRIDAY), ends=at("17:00", FRIDAY), day=WEDNESDAY)
        with pytest.raises(CoverMissing):
            plan.approve(leave, HEAD, day=WEDNESDAY)
        services.name_cover(
            leave_id=leave.id,
            b_id=plan.hall.people[LI],
            by=plan.hall.person(SECOND),
            at=at("09:30", WEDNESDAY),
        )
        leave = selectors.leave(plan.hall.id, leave.id)
        plan.sign(leave, LI, "09:40", WEDNESDAY)
        assert plan.approve(leave, HEAD, "10:00", WEDNESDAY).state is LeaveState.APPROVED


# --- who decides ----------------------------------------------------------------------------------------


@proves("ATT-06", refuses=True)
@pytest.mark.parametrize(
    ("whose", "by", "error"),
    [
        (ZHANG, ZHANG, OwnLeave),
        (ZHANG, LI, NotYoursToApprove),  # a colleague
        (WANG, HEAD, NotYoursToApprove),  # the head of another section
        (HEAD, HEAD, OwnLeave),
    ],
)
def test_who_may_not_decide_a_leave(whose, by, error):
    plan = planned_hall()
    leave = plan.ask(whose)

    with pytest.raises(error) as refused:
        services.approve_leave(leave_id=leave.id, by=plan.hall.person(by), at=at("10:00", TUESDAY))

    assert (refused.value.rule, refused.value.status) == ("ATT-06", 403)


@proves("ATT-06")
def test_a_heads_leave_goes_to_the_office_and_a_clerks_to_the_head():
    plan = planned_hall()
    theirs, clerks = plan.ask(HEAD), plan.ask(ZHANG)
    plan.sign(clerks)

    assert plan.approve(theirs, OFFICE).decided_by == plan.hall.people[OFFICE]
    assert plan.approve(clerks, HEAD).decided_by == plan.hall.people[HEAD]
    people = plan.hall.people
    assert not selectors.may_decide_leave(plan.hall.id, people[SECOND], people[HEAD], at("10:00"))


@proves("ATT-06", refuses=True)
@pytest.mark.parametrize("role", [Role.UH, Role.OFF])
def test_who_leads_another_unit_neither_decides_a_leave_nor_reads_why(role):
    plan = planned_hall()
    leave = plan.fall_ill()
    other = organization.add_department(code="EM", name="就业科", by=plan.hall.by, at=at("07:05"))
    plan.hall.grant(SECOND, role, department=other.id)

    for act in (services.approve_leave, services.refuse_leave, services.read_leave_reason):
        with pytest.raises(NotYoursToApprove):
            act(leave_id=leave.id, by=plan.hall.person(SECOND), at=at("09:00"))
    with pytest.raises(NotYourLeave):
        services.return_early(leave_id=leave.id, by=plan.hall.person(SECOND), at=at("09:00"))


def test_the_tables_do_not_hold_a_leave_its_own_person_decided():
    plan = planned_hall()
    leave = plan.ask()

    with pytest.raises(IntegrityError), transaction.atomic():
        Leave.objects.filter(id=leave.id).update(decided_by=plan.hall.people[ZHANG])


def test_only_those_it_concerns_arrange_a_leave():
    plan = planned_hall()

    assert plan.ask(ZHANG, by=HEAD).asked_by == plan.hall.people[HEAD]
    with pytest.raises(NotYourLeave):
        plan.ask(WANG, by=ZHANG)
    leave = plan.ask(WANG)
    for act in (services.withdraw_leave, services.return_early, services.submit_leave):
        with pytest.raises(NotYourLeave):
            act(leave_id=leave.id, by=plan.hall.person(ZHANG), at=at("10:00"))
