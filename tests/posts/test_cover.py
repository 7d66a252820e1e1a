"""Standing in: exactly from start to end."""

from __future__ import annotations

import pytest

from tests.halls import at
from tests.posts.mandated import CHIEF, CLERK, DEPUTY, departments
from tests.posts.planned import (
    OFFICE,
    TUESDAY,
    WEDNESDAY,
    planned_hall,
)
from tests.posts.staffed import LI, ZHANG
from yichuang.kernel.access.types import Role
from yichuang.kernel.claims import proves
from yichuang.kernel.journal.deliver import hear
from yichuang.kernel.journal.verify import verify
from yichuang.kernel.types import Key
from yichuang.posts import selectors, services
from yichuang.posts.errors import (
    OnLeaveNow,
    StandInReasonNeeded,
    WindowTaken,
)
from yichuang.posts.types import (
    SERVICE_UNDER_WAY,
    Denial,
    LeaveKind,
    MandateDenial,
    Part,
)

pytestmark = pytest.mark.django_db
KEY = Key("0123456789abcdef", "a" * 64)


# --- exactly from start to end --------------------------------------------------------------------------


@proves("AB-05")
def test_b_sits_and_serves_inside_the_cover_and_the_journal_says_for_whom():
    plan = planned_hall()
    plan.on_leave()

    card = plan.sign_on(LI, 1, "07:50", WEDNESDAY)  # getting ready for a session that lies inside

    assert (card.part, card.until, card.on_behalf_of) == (Part.B, at("17:00", WEDNESDAY), plan.posts[1])
    assert plan.may_serve(LI, 1, "08:00", WEDNESDAY).ok and plan.may_serve(LI, 1, "16:59", WEDNESDAY).ok
    shown = selectors.on_duty(plan.hall.id)[plan.hall.windows[1]]
    assert (shown.worker_number, shown.part) == ("0302", Part.B)
    told = plan.hall.told("posts.signed_on")[-1]
    assert (told.actor_id, told.on_behalf_of, told.post_id) == (
        plan.hall.people[LI],
        plan.posts[1],
        plan.posts[1],
    )


@proves("AB-05", refuses=True)
def test_where_the_leave_is_approved_after_it_began_b_holds_as_rights_from_then_on_and_not_before():
    plan = planned_hall()
    leave = plan.ask()
    plan.sign(leave)
    plan.approve(leave, OFFICE, "10:30", WEDNESDAY)
    li = plan.hall.people[LI]

    assert not selectors.acting_for(plan.hall.id, li, at("10:29", WEDNESDAY))
    assert selectors.acting_for(plan.hall.id, li, at("10:30", WEDNESDAY))
    services.tell_covers(at=at("17:00", WEDNESDAY))
    (told,) = plan.hall.told("posts.cover_ended")
    assert '"minutes":390' in told.body
    hear()
    assert verify(plan.hall.id, tables=True).ok


@proves("AB-05", refuses=True)
def test_one_minute_before_and_after_the_cover_b_is_nobody_there():
    plan = planned_hall()
    plan.on_leave(begins=at("10:00", WEDNESDAY), ends=at("16:00", WEDNESDAY))
    li = plan.hall.people[LI]

    with pytest.raises(StandInReasonNeeded):
        plan.sign_on(LI, 1, "09:59", WEDNESDAY)
    assert not selectors.acting_for(plan.hall.id, li, at("09:59", WEDNESDAY))
    plan.sign_on(LI, 1, "10:00", WEDNESDAY)
    assert [one.a_id for one in selectors.acting_for(plan.hall.id, li, at("15:59", WEDNESDAY))] == [
        plan.hall.people[ZHANG]
    ]

    verdict = plan.may_serve(LI, 1, "16:00", WEDNESDAY)
    assert (verdict.reason, verdict.rule) == (Denial.COVER_ENDED, "AB-05")
    assert "顶岗" in selectors.denial_sentence(verdict)
    assert not selectors.acting_for(plan.hall.id, li, at("16:01", WEDNESDAY))


def covered_chief():
    """Sun, the chief who sits at window 1, is on leave on Tuesday from ten to four; Wu covers."""
    office = departments()
    hall = office.hall
    hall.open(at("07:05"))
    post = services.add_post(
        window_id=hall.windows[1], name="综合岗", duties=["受理"], by=hall.by, at=at("07:05")
    )
    for part, number in ((Part.A, CHIEF), (Part.B, CLERK)):
        services.add_holder(
            post_id=post.id, person_id=hall.people[number], part=part, by=hall.by, at=at("07:05")
        )
    office.grant(CHIEF, "RS1")
    hall.grant(OFFICE, Role.OFF)
    leave = services.request_leave(
        kind=LeaveKind.TRAINING,
        begins=at("10:00", TUESDAY),
        ends=at("16:00", TUESDAY),
        by=hall.person(CHIEF),
        at=at("08:10"),
    )
    cover = services.name_cover(
        leave_id=leave.id, post_id=post.id, b_id=hall.people[CLERK], by=hall.person(CHIEF), at=at("08:12")
    )
    services.sign_handover(cover_id=cover.id, by=hall.person(CLERK), at=at("08:15"))
    services.approve_leave(leave_id=leave.id, by=hall.person(OFFICE), at=at("08:20"))
    return office, post


@proves("AB-05")
@proves("AB-05", refuses=True)
@pytest.mark.parametrize(
    ("clock", "allowed"),
    [("09:59", False), ("10:00", True), ("12:30", True), ("15:59", True), ("16:00", False), ("16:01", False)],
)
def test_b_decides_with_as_mandate_to_the_minute(clock, allowed):
    office, post = covered_chief()

    verdict = office.may(CLERK, "RS1", day=TUESDAY, clock=clock)

    assert verdict.ok is allowed
    if allowed:
        assert (verdict.covers_for, verdict.on_behalf_of) == (office.hall.people[CHIEF], post.id)
    else:
        assert (verdict.reason, verdict.on_behalf_of) == (MandateDenial.NOT_DELEGATED, None)
    assert not office.may(CLERK, "RS2", day=TUESDAY, clock=clock).ok  # what A may not, B may not for A


def test_a_written_deputy_decides_and_not_the_b_of_the_chiefs_window():
    office, _post = covered_chief()
    office.grant(
        DEPUTY, "RS1", deputy_of=office.hall.people[CHIEF], active_from=TUESDAY,
        active_until=WEDNESDAY, document="代1号",
    )  # fmt: skip

    assert office.may(DEPUTY, "RS1", day=TUESDAY, clock="11:00").ok
    assert not office.may(CLERK, "RS1", day=TUESDAY, clock="11:00").ok


def test_who_is_on_leave_neither_signs_on_nor_serves_nor_acts_for_others():
    plan = planned_hall()
    plan.sign_on(ZHANG, 1, "08:00", WEDNESDAY)
    plan.on_leave(begins=at("10:00", WEDNESDAY))

    assert plan.may_serve(ZHANG, 1, "09:59", WEDNESDAY).ok
    verdict = plan.may_serve(ZHANG, 1, "10:00", WEDNESDAY)
    assert (verdict.reason, verdict.rule) == (Denial.ON_LEAVE, "LOC-02")
    services.tell_covers(at=at("10:00", WEDNESDAY))
    assert selectors.sign_on_of(plan.hall.id, plan.hall.people[ZHANG]) is None
    with pytest.raises(OnLeaveNow) as refused:
        plan.sign_on(ZHANG, 1, "10:05", WEDNESDAY)
    assert refused.value.rule == "LOC-02" and "2026-03-04 17:00" in str(refused.value)
    assert plan.sign_on(LI, 1, "10:05", WEDNESDAY).part is Part.B


def test_whoever_is_being_served_is_served_to_the_end():
    plan = planned_hall()
    leave = plan.on_leave()
    plan.sign_on(LI, 1, "08:00", WEDNESDAY)

    with SERVICE_UNDER_WAY.answered(lambda hall, window: True):
        services.return_early(leave_id=leave.id, by=plan.hall.person(ZHANG), at=at("10:00", WEDNESDAY))
        on = selectors.sign_on_of(plan.hall.id, plan.hall.people[LI])
        assert on is not None and on.until == at("10:00", WEDNESDAY)
        assert not plan.may_serve(LI, 1, "10:00", WEDNESDAY).ok
        with pytest.raises(WindowTaken):
            plan.sign_on(ZHANG, 1, "10:01", WEDNESDAY)
    services.tell_covers(at=at("10:02", WEDNESDAY))

    assert selectors.sign_on_of(plan.hall.id, plan.hall.people[LI]) is None
    assert plan.sign_on(ZHANG, 1, "10:02", WEDNESDAY).part is Part.A
