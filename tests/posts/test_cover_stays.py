"""A cover holds to its end: through another’s session, and others go on where its B is gone."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.halls import MONDAY, at
from tests.posts.planned import CHEN, FRIDAY, OFFICE, TUESDAY, WEDNESDAY, Planned, planned_hall
from tests.posts.staffed import LI, ZHANG
from tests.posts.test_gone import leave_for_good
from yichuang.kernel.claims import proves
from yichuang.kernel.journal import reading
from yichuang.kernel.journal.deliver import hear
from yichuang.kernel.journal.models import Entry, Seal
from yichuang.kernel.journal.verify import verify
from yichuang.posts import selectors, services
from yichuang.posts.errors import StandInReasonNeeded
from yichuang.posts.types import CoverCard, DaySession, LeaveCard, LeaveState, Part, StandInReason
from yichuang.screens.oversight.journal import Names

pytestmark = pytest.mark.django_db
THURSDAY = MONDAY + timedelta(days=3)


def third_holder(plan: Planned) -> None:
    """Let Chen hold window 1 too."""
    services.add_holder(
        post_id=plan.posts[1], person_id=plan.hall.people[CHEN], part=Part.B, by=plan.hall.by, at=at("07:20")
    )


def with_the_afternoon_of(plan: Planned, number: str = CHEN) -> None:
    """Let another be A of window 1 on Wednesday afternoon, and nobody but holders B at window 2 and 3."""
    services.set_shift(
        post_id=plan.posts[1],
        day=WEDNESDAY,
        session=DaySession.PM,
        a_id=plan.hall.people[number],
        b_id=plan.hall.people[LI],
        by=plan.hall.by,
        at=at("07:25"),
    )


def three_days(plan: Planned) -> LeaveCard:
    """Let Zhang be on leave from Wednesday to Friday, with Li at window 1."""
    return plan.on_leave(ends=at("17:00", FRIDAY))


def covering(plan: Planned, clock: str, day) -> list[tuple[str, CoverCard]]:
    found = selectors.covers_now(plan.hall.id, at(clock, day), a_id=plan.hall.people[ZHANG])
    return [(plan.number_of(one.b_id), one) for one in found]


# --- another’s session in the middle of it ------------------------------------------------------------------


@proves("AB-05")
@pytest.mark.parametrize("clock", ["13:20", "13:40"])
def test_whoever_is_a_of_the_afternoon_ends_no_cover_of_three_days(clock):
    plan = planned_hall()
    third_holder(plan)
    with_the_afternoon_of(plan)
    three_days(plan)
    seat = plan.sign_on(LI, 1, "08:00", WEDNESDAY)
    opens = selectors.day_spans(plan.hall.id, plan.hall.windows[1], WEDNESDAY)[DaySession.PM][0]

    assert seat.until == opens  # B sits no longer than A would
    assert plan.sign_on(CHEN, 1, clock, WEDNESDAY).part is Part.A

    (((number, cover),)) = covering(plan, "09:00", THURSDAY)
    assert (number, cover.ends) == (LI, at("17:00", FRIDAY))
    assert covering(plan, "15:00", WEDNESDAY)  # Zhang's open work is Li's all the time
    assert plan.sign_on(LI, 1, "08:00", THURSDAY).on_behalf_of == plan.posts[1]


@proves("AB-04", refuses=True)
def test_a_cover_for_one_a_is_no_right_to_the_window_in_anothers_session():
    plan = planned_hall()
    third_holder(plan)
    with_the_afternoon_of(plan)
    leave = three_days(plan)

    with pytest.raises(StandInReasonNeeded):
        plan.sign_on(LI, 1, "13:40", WEDNESDAY)
    stood = plan.stand_in(LI, 1, "13:40", WEDNESDAY, reason=StandInReason.NOT_COME)
    plan.sign_on(LI, 1, "13:41", WEDNESDAY)

    assert (stood.a_id, stood.leave_id) == (plan.hall.people[CHEN], None)
    ((_number, cover),) = covering(plan, "14:00", WEDNESDAY)
    assert (cover.leave_id, cover.ends, cover.signed_at) == (
        leave.id,
        at("17:00", FRIDAY),
        leave.covers[0].signed_at,
    )


# --- whoever stood in is gone ------------------------------------------------------------------------------


def part_ends(plan: Planned, number: str, clock: str, day, until=None) -> None:
    held = selectors.post(plan.hall.id, plan.posts[1], MONDAY).holders
    holder = next(one for one in held if one.person_id == plan.hall.people[number])
    services.end_holder(holder_id=holder.id, until=until, by=plan.hall.by, at=at(clock, day))


@proves("AB-10")
@pytest.mark.parametrize("gone", [leave_for_good, part_ends])
def test_where_b_leaves_while_covering_the_next_who_holds_the_post_goes_on_at_once(gone):
    plan = planned_hall()
    third_holder(plan)
    leave = three_days(plan)
    plan.sign_on(LI, 1, "08:00", WEDNESDAY)

    gone(plan, LI, "10:00", WEDNESDAY)

    assert [number for number, _cover in covering(plan, "09:59", WEDNESDAY)] == [LI]
    (((number, cover),)) = covering(plan, "10:00", WEDNESDAY)
    assert (number, cover.leave_id, cover.ends) == (CHEN, leave.id, at("17:00", FRIDAY))
    assert cover.handover_due  # nobody signed a day ahead
    assert plan.sign_on(CHEN, 1, "10:01", WEDNESDAY).on_behalf_of == plan.posts[1]


@proves("AB-10", refuses=True)
def test_who_is_gone_covers_nobody_though_nobody_else_could():
    plan = planned_hall()
    leave = three_days(plan)

    leave_for_good(plan, LI, "18:00", TUESDAY)

    assert covering(plan, "09:00", WEDNESDAY) == []
    bare = selectors.uncovered(
        plan.hall.id, plan.hall.people[ZHANG], leave.begins, leave.ends,
        selectors.leave(plan.hall.id, leave.id).covers, at("18:01", TUESDAY),
    )  # fmt: skip
    assert bare is not None and (bare.post_id, bare.begins) == (plan.posts[1], at("08:00", WEDNESDAY))


def test_a_part_that_ends_later_ends_the_cover_then():
    plan = planned_hall()
    third_holder(plan)
    three_days(plan)

    part_ends(plan, LI, "18:00", TUESDAY, until=THURSDAY)

    assert [number for number, _cover in covering(plan, "16:59", WEDNESDAY)] == [LI]
    assert [number for number, _cover in covering(plan, "08:00", THURSDAY)] == [CHEN]


# --- whoever stood in before anybody asked for leave -------------------------------------------------------


@proves("AB-04")
def test_who_stood_in_goes_on_when_a_asks_for_leave_and_no_second_b_holds_the_same_rights():
    plan = planned_hall()
    third_holder(plan)
    stood = plan.stand_in(CHEN, 1, "08:06")
    plan.sign_on(CHEN, 1, "08:06")

    leave = plan.fall_ill(clock="09:00", begins=at("09:00"), ends=at("17:00", TUESDAY))

    assert [(number, one.id) for number, one in covering(plan, "09:01", MONDAY)] == [(CHEN, stood.id)]
    assert plan.may_serve(CHEN, 1, "09:01").ok
    assert [number for number, _cover in covering(plan, "08:00", TUESDAY)] == [LI]
    assert plan.approve(leave, OFFICE, "09:30", MONDAY).state is LeaveState.APPROVED

    services.return_early(leave_id=leave.id, by=plan.hall.person(ZHANG), at=at("10:00"))
    assert covering(plan, "10:00", MONDAY) == covering(plan, "08:00", TUESDAY) == []


@proves("AB-05", refuses=True)
def test_who_stood_in_gives_way_to_the_b_of_a_leave_that_is_approved_meanwhile():
    plan = planned_hall()
    third_holder(plan)
    leave = plan.ask()
    plan.sign(leave)
    plan.stand_in(CHEN, 1, "08:06", WEDNESDAY)
    plan.sign_on(CHEN, 1, "08:06", WEDNESDAY)

    plan.approve(leave, OFFICE, "10:30", WEDNESDAY)

    assert [number for number, _cover in covering(plan, "10:29", WEDNESDAY)] == [CHEN]
    assert [number for number, _cover in covering(plan, "10:30", WEDNESDAY)] == [LI]
    assert not plan.may_serve(CHEN, 1, "10:31", WEDNESDAY).ok
    plan.sign_on(LI, 1, "10:31", WEDNESDAY)
    hear()
    assert verify(plan.hall.id, tables=True).ok


# --- what the journal's page says ------------------------------------------------------------------------


def test_the_journal_names_a_also_for_what_b_did_before_the_cover_began():
    plan = planned_hall()
    plan.on_leave()
    plan.sign_on(LI, 1, "07:50", WEDNESDAY)
    hear()

    entry = Entry.objects.get(name="posts.signed_on")
    found = reading.by_seq(plan.hall.id, Seal.objects.get(entry_id=entry.id).seq)

    assert found is not None and found[0].actor.on_behalf_of == plan.posts[1]
    assert Names(plan.hall.id).behalf(found[0]) == "1号窗口 0301"


def test_who_finishes_after_the_cover_has_ended_did_it_for_the_same_a():
    plan = planned_hall()
    leave = plan.on_leave()
    services.return_early(leave_id=leave.id, by=plan.hall.person(ZHANG), at=at("10:00", WEDNESDAY))
    whose = plan.hall.people[LI], plan.posts[1], plan.hall.windows[1]

    told = selectors.cover_told_of(plan.hall.id, *whose, at("10:05", WEDNESDAY))

    assert told is not None and (told.a_id, told.ends) == (plan.hall.people[ZHANG], at("10:00", WEDNESDAY))
    assert selectors.cover_told_of(plan.hall.id, *whose, at("10:05", FRIDAY)) is None
