"""Standing in at once where it must be, and by itself where nobody else is there."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.halls import MONDAY, at
from tests.posts.planned import (
    CHEN,
    FORTNIGHT,
    HEAD,
    TUESDAY,
    WEDNESDAY,
    pairs,
    planned_hall,
)
from tests.posts.staffed import LI, WANG, ZHANG, ZHAO
from yichuang.kernel.claims import proves
from yichuang.kernel.heartbeat import beat
from yichuang.kernel.types import Key
from yichuang.organization.models import Window
from yichuang.posts import selectors, services
from yichuang.posts.errors import (
    CoverUnfit,
    NobodyToStandInFor,
    NoPostHere,
    ShiftsUnfit,
    StandInReasonNeeded,
    WindowTaken,
)
from yichuang.posts.models import Cover, Shift
from yichuang.posts.types import (
    SERVICE_UNDER_WAY,
    CoverKind,
    DaySession,
    LeaveState,
    Part,
    PauseReason,
    ShiftSpec,
    StandInReason,
)

pytestmark = pytest.mark.django_db
KEY = Key("0123456789abcdef", "a" * 64)


# --- at once, for a reason ------------------------------------------------------------------------------


@proves("AB-04", refuses=True)
def test_b_takes_nothing_over_without_saying_why():
    plan = planned_hall()

    for act in (
        lambda: plan.stand_in(LI, 1, "08:06", reason=None),
        lambda: plan.sign_on(LI, 1, "08:06"),
    ):
        with pytest.raises(StandInReasonNeeded) as refused:
            act()
        assert refused.value.rule == "AB-04" and "1号窗口" in str(refused.value)

    assert not Cover.objects.exists() and not plan.hall.told("posts.signed_on")


@proves("AB-04")
def test_with_a_reason_b_is_there_within_seconds_and_the_handover_stays_due():
    plan = planned_hall()

    cover = plan.stand_in(LI, 1, "08:06", reason=StandInReason.KEPT_AWAY)
    card = plan.sign_on(LI, 1, "08:06")

    assert cover.runs(at("08:06")) and cover.kind is CoverKind.EMERGENCY and cover.reason == "kept_away"
    assert cover.ends == at("17:00") and card.until == at("17:00")
    assert plan.may_serve(LI, 1, "08:06").ok
    assert [one.id for one in selectors.handovers_due(plan.hall.id)] == [cover.id]
    assert [one.name for one in plan.hall.told("posts.cover_started")]
    services.sign_handover(cover_id=cover.id, by=plan.hall.person(LI), at=at("15:00"))
    assert selectors.handovers_due(plan.hall.id) == []
    assert '"late":true' in plan.hall.told("posts.handover_signed")[0].body


def test_an_a_who_comes_after_all_takes_the_post_back():
    plan = planned_hall()
    cover = plan.stand_in(LI, 1, "08:06")
    plan.sign_on(LI, 1, "08:06")

    with SERVICE_UNDER_WAY.answered(lambda hall, window: True), pytest.raises(WindowTaken):
        plan.sign_on(ZHANG, 1, "08:20")
    assert plan.sign_on(ZHANG, 1, "08:21").part is Part.A

    assert selectors.cover(plan.hall.id, cover.id).ends == at("08:21")
    assert not selectors.acting_for(plan.hall.id, plan.hall.people[LI], at("08:21"))
    assert plan.may_serve(ZHANG, 1, "08:22").ok


def test_nobody_stands_in_where_a_is_there_or_nobody_is_expected():
    plan = planned_hall()
    plan.sign_on(WANG, 2, "08:00")

    with pytest.raises(NobodyToStandInFor):
        plan.stand_in(CHEN, 2, "09:00")  # A is there
    for clock in ("07:50", "12:10", "17:05"):  # A is not late yet, lunch, the day is over
        with pytest.raises(NobodyToStandInFor):
            plan.stand_in(LI, 1, clock)
    with pytest.raises(NobodyToStandInFor):
        plan.stand_in(ZHANG, 1, "09:00")  # A for A
    with pytest.raises(NoPostHere):
        plan.stand_in(ZHAO, 1, "09:00")
    with pytest.raises(CoverUnfit):
        plan.stand_in(WANG, 3, "09:00")  # holds it too, but is A of window 2
    plan.stand_in(LI, 1, "09:00")
    with pytest.raises(NobodyToStandInFor):
        plan.stand_in(LI, 1, "09:01")  # somebody has


def test_pressed_twice_it_is_one_cover():
    plan = planned_hall()
    what = {"window_id": plan.hall.windows[1], "reason": StandInReason.NOT_COME, "key": KEY}

    first = services.stand_in(**what, by=plan.hall.person(LI), at=at("08:06"))
    again = services.stand_in(**what, by=plan.hall.person(LI), at=at("08:06"))

    assert first == again and Cover.objects.count() == 1


def test_who_falls_ill_is_covered_without_anybodys_approval():
    plan = planned_hall()

    leave = plan.fall_ill()

    assert leave.state is LeaveState.SUBMITTED
    (cover,) = leave.covers
    assert (cover.b_id, cover.in_force, cover.begins) == (plan.hall.people[LI], True, at("08:00"))
    assert not selectors.acting_for(plan.hall.id, plan.hall.people[LI], at("07:59"))
    assert selectors.acting_for(plan.hall.id, plan.hall.people[LI], at("08:00"))
    assert plan.sign_on(LI, 1, "07:50").part is Part.B
    assert [one.id for one in selectors.handovers_due(plan.hall.id)] == [cover.id]


def test_where_the_leave_is_turned_down_b_stays_for_the_day_only():
    plan = planned_hall()
    leave = plan.fall_ill(ends=at("17:00", WEDNESDAY))
    li = plan.hall.people[LI]

    services.refuse_leave(leave_id=leave.id, by=plan.hall.person(HEAD), at=at("11:00"))

    assert selectors.acting_for(plan.hall.id, li, at("16:59"))
    assert not selectors.acting_for(plan.hall.id, li, at("09:00", TUESDAY))


# --- one person here ------------------------------------------------------------------------------------


def lonely(plan):
    """Window 1 is the only one of its department here."""
    Window.objects.filter(id=plan.hall.windows[1]).update(department_id=plan.section)
    return plan


@proves("AB-09")
def test_where_a_department_has_one_person_here_b_covers_by_itself():
    plan = lonely(planned_hall())
    li = plan.hall.people[LI]

    services.tell_covers(at=at("08:04"))
    assert not Cover.objects.exists()
    services.tell_covers(at=at("08:05"))
    services.tell_covers(at=at("08:06"))

    (cover,) = selectors.covers_now(plan.hall.id, at("08:05"))
    assert (cover.kind, cover.b_id, cover.post_id) == (CoverKind.AUTOMATIC, li, plan.posts[1])
    assert plan.sign_on(LI, 1, "08:07").part is Part.B
    assert len(plan.hall.told("posts.cover_started")) == 1
    assert selectors.handovers_due(plan.hall.id)


@proves("AB-09")
def test_sick_at_half_past_seven_b_covers_from_eight():
    plan = lonely(planned_hall())
    plan.fall_ill(clock="07:30")

    services.tell_covers(at=at("08:05"))

    assert [one.kind for one in selectors.covers_now(plan.hall.id, at("08:00"))] == [CoverKind.EMERGENCY]
    assert Cover.objects.count() == 1


@proves("AB-09", refuses=True)
@pytest.mark.parametrize("clock", ["07:59", "12:10", "17:10"])
def test_nothing_is_covered_by_itself_outside_the_sessions_or_where_a_has_come(clock):
    plan = lonely(planned_hall())
    if clock == "12:10":
        plan.sign_on(ZHANG, 1, "08:00")
        services.sign_off(by=plan.hall.person(ZHANG), at=at("12:00"))

    services.tell_covers(at=at(clock))

    assert not Cover.objects.exists()


@proves("AB-09", refuses=True)
def test_who_went_out_for_a_while_has_come_and_keeps_their_rights():
    plan = lonely(planned_hall())
    plan.sign_on(ZHANG, 1, "07:55")
    services.pause_window(
        window_id=plan.hall.windows[1], reason=PauseReason.SHORT_ABSENCE, minutes=10,
        by=plan.hall.person(ZHANG), at=at("08:30"),
    )  # fmt: skip

    services.tell_covers(at=at("08:36"))

    assert not Cover.objects.exists()
    assert selectors.acting_for(plan.hall.id, plan.hall.people[LI], at("08:37")) == []


@proves("AB-09", refuses=True)
def test_a_department_of_one_without_a_b_is_not_published():
    plan = lonely(planned_hall())
    people = plan.hall.people
    specs = [
        ShiftSpec(one.post_id, one.day, one.session, people[ZHANG], None)
        for one in pairs(plan)
        if one.post_id == plan.posts[1]
    ]

    with pytest.raises(ShiftsUnfit) as refused:
        services.publish_shifts(
            shifts=specs, first=MONDAY, until=FORTNIGHT, post_ids=[plan.posts[1]],
            by=plan.hall.by, at=at("07:10"),
        )  # fmt: skip
    assert "没有B岗" in str(refused.value)


def test_a_department_of_more_waits_for_a_reason():
    plan = planned_hall()
    Window.objects.filter(id__in=list(plan.hall.windows.values())).update(department_id=plan.section)

    services.tell_covers(at=at("09:00"))

    assert not Cover.objects.exists()


# --- at the wrong post ----------------------------------------------------------------------------------


@proves("ATT-04")
def test_who_sits_where_somebody_else_is_planned_is_told_of():
    plan = planned_hall()
    shift = Shift.objects.get(post_id=plan.posts[1], day=MONDAY, session="am")
    Shift.objects.filter(id=shift.id).update(b_id=plan.hall.people[HEAD])  # Li is not its B that morning
    Shift.objects.filter(post_id=plan.posts[2], day=MONDAY, session="am").update(a_id=plan.hall.people[LI])

    plan.sign_on(LI, 1, "08:00")  # planned as A of window 2

    (told,) = plan.hall.told("posts.wrong_post")
    assert plan.posts[2].hex in told.body and plan.hall.people[LI].hex in told.body


@proves("ATT-04")
def test_with_a_cover_nobody_is_told_of():
    plan = planned_hall()
    plan.on_leave()

    plan.sign_on(LI, 1, "08:00", WEDNESDAY)
    plan.sign_on(WANG, 2, "08:00", WEDNESDAY)

    assert not plan.hall.told("posts.wrong_post")


def test_the_heartbeat_tells_of_covers():
    plan = planned_hall()
    plan.on_leave()

    beat(at("08:00", WEDNESDAY))
    beat(at("17:00", WEDNESDAY) + timedelta(seconds=31))

    assert len(plan.hall.told("posts.cover_started")) == len(plan.hall.told("posts.cover_ended")) == 1


@proves("AB-04")
@proves("AB-10")
def test_who_is_a_of_another_post_later_that_day_stands_in_until_then():
    plan = planned_hall()
    Shift.objects.filter(post_id=plan.posts[3], day=MONDAY, session="pm").update(a_id=plan.hall.people[LI])
    opens = next(
        begins
        for part, (begins, _ends) in selectors.day_spans(plan.hall.id, plan.hall.windows[3], MONDAY).items()
        if part is DaySession.PM
    )

    cover = plan.stand_in(LI, 1, "08:06")

    assert cover.ends == opens
    assert plan.may_serve(LI, 1, "08:07").ok is False, "not signed on yet"
    plan.sign_on(LI, 1, "08:07")
    assert plan.may_serve(LI, 1, "11:30").ok


@proves("AB-10", refuses=True)
def test_who_is_a_of_another_post_now_does_not_stand_in():
    plan = planned_hall()
    Shift.objects.filter(post_id=plan.posts[3], day=MONDAY, session="am").update(a_id=plan.hall.people[LI])

    with pytest.raises(CoverUnfit):
        plan.stand_in(LI, 1, "08:06")
