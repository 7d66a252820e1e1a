"""What is over stays as it was: no mend, no publication, no swap and no hand plans a past session anew."""

from __future__ import annotations

from datetime import date

import pytest

from tests.halls import MONDAY, at
from tests.posts.planned import CHEN, NEXT_MONDAY, OFFICE, Planned, planned_hall
from tests.posts.staffed import LI, ZHANG
from tests.posts.test_rosters import hand_in, put, run_to_its_end
from yichuang.posts import selectors, services
from yichuang.posts.errors import RosterConflicts, ShiftPast
from yichuang.posts.selectors import roster as rosters
from yichuang.posts.types import DaySession, Part, RosterCard, RunKind

pytestmark = pytest.mark.django_db
AM, PM = DaySession.AM, DaySession.PM
MARCH = date(2026, 3, 1)


def march(plan: Planned) -> RosterCard:
    return services.draft_roster(
        department_id=None, month=MARCH, by=plan.hall.person(OFFICE), at=at("07:30", MONDAY)
    )


def publish(plan: Planned, card: RosterCard, clock: str, day: date = NEXT_MONDAY) -> RosterCard:
    filed = hand_in(plan, card, clock, day)
    return services.publish_roster(roster_id=filed.id, by=plan.hall.person(OFFICE), at=at(clock, day))


def with_a_third_who_holds_window_1() -> Planned:
    plan = planned_hall()
    services.add_holder(
        post_id=plan.posts[1], person_id=plan.hall.people[CHEN], part=Part.B, by=plan.hall.by, at=at("07:20")
    )
    return plan


def a_of(plan: Planned, session: DaySession, day: date = NEXT_MONDAY) -> str:
    shift = selectors.shift_of(plan.hall.id, plan.posts[1], day, session)
    return plan.number_of(shift.a_id)


def test_mended_in_the_afternoon_the_morning_stays_as_it_was_published():
    plan = with_a_third_who_holds_window_1()
    card = march(plan)
    plan.fall_ill(ZHANG, "07:30", NEXT_MONDAY)

    run = run_to_its_end(plan, card, RunKind.MEND, NEXT_MONDAY, clock="15:00")
    made = rosters.roster(plan.hall.id, run.made_roster_id)
    publish(plan, made, "15:05")

    assert run.answer["tiers"]["changes"] == [1, 1]  # the afternoon alone
    assert a_of(plan, AM) == ZHANG  # who was planned, and on leave: B stood in
    assert a_of(plan, PM) != ZHANG
    (month,) = [one for one in plan.hall.told("posts.shifts_published")[3:] if plan.posts[1].hex in one.body]
    assert '"2026-03-09","2026-03-09"' in month.body.replace(" ", "")  # the whole day, as it stands now


def test_while_the_morning_lasts_it_is_mended_too():
    plan = with_a_third_who_holds_window_1()
    card = march(plan)
    plan.fall_ill(ZHANG, "07:30", NEXT_MONDAY)

    run = run_to_its_end(plan, card, RunKind.MEND, NEXT_MONDAY, clock="11:59")

    assert run.answer["tiers"]["changes"] == [2, 2]


def test_when_the_day_is_over_nothing_of_it_is_mended():
    plan = with_a_third_who_holds_window_1()
    card = march(plan)
    plan.fall_ill(ZHANG, "07:30", NEXT_MONDAY)

    run = run_to_its_end(plan, card, RunKind.MEND, NEXT_MONDAY, clock="18:00")

    assert run.answer["tiers"]["changes"] == [0, 0]


def test_planned_anew_in_mid_month_what_is_over_stays_with_whom_it_was():
    plan = planned_hall()
    people = plan.hall.people
    services.set_shift(
        post_id=plan.posts[1], day=MONDAY, session=PM, a_id=people[LI], b_id=people[ZHANG],
        by=plan.hall.by, at=at("09:00"),
    )  # fmt: skip
    card = services.draft_roster(
        department_id=None, month=MARCH, by=plan.hall.person(OFFICE), at=at("09:00", NEXT_MONDAY)
    )

    run = run_to_its_end(plan, card, RunKind.MONTH, NEXT_MONDAY)

    made = rosters.roster(plan.hall.id, run.made_roster_id)
    (cell,) = [one for one in made.cells if one.place == (plan.posts[1], MONDAY, PM)]
    assert (cell.a_id, cell.pinned) == (people[LI], False)


def test_a_version_that_says_otherwise_of_the_morning_changes_it_no_more():
    plan = planned_hall()
    card = put(plan, march(plan), LI, ZHANG, day=NEXT_MONDAY, session=AM)
    card = put(plan, card, LI, ZHANG, day=NEXT_MONDAY, session=PM)

    publish(plan, card, "15:05")

    assert (a_of(plan, AM), a_of(plan, PM)) == (ZHANG, LI)


@pytest.mark.parametrize(("clock", "refused"), [("11:59", True), ("12:00", False)])
def test_what_speaks_against_a_session_is_asked_until_it_is_over(clock: str, refused: bool):
    plan = planned_hall()
    card = put(plan, march(plan), CHEN, LI, day=NEXT_MONDAY, session=AM)  # not of this post

    if refused:
        with pytest.raises(RosterConflicts):
            hand_in(plan, card, clock, NEXT_MONDAY)
    else:
        assert hand_in(plan, card, clock, NEXT_MONDAY).filed_at == at(clock, NEXT_MONDAY)


def test_a_shift_is_given_to_another_by_hand_until_its_session_is_over():
    plan = planned_hall()
    people = plan.hall.people
    given = {
        "post_id": plan.posts[1], "day": MONDAY, "session": AM, "a_id": people[LI], "b_id": people[ZHANG],
        "by": plan.hall.by,
    }  # fmt: skip

    with pytest.raises(ShiftPast):
        services.set_shift(**given, at=at("12:00"))
    services.set_shift(**given, at=at("11:59"))

    assert a_of(plan, AM, MONDAY) == LI


def test_a_session_that_is_over_is_swapped_no_more():
    plan = planned_hall()
    asked = {"post_id": plan.posts[1], "day": MONDAY, "session": AM, "taker_id": plan.hall.people[LI]}

    with pytest.raises(ShiftPast):
        services.ask_swap(**asked, by=plan.hall.person(ZHANG), at=at("12:00"))
    swap = services.ask_swap(**asked, by=plan.hall.person(ZHANG), at=at("11:00"))
    services.agree_to_swap(swap_id=swap.id, by=plan.hall.person(LI), at=at("11:30"))
    with pytest.raises(ShiftPast):
        services.approve_swap(swap_id=swap.id, by=plan.hall.person(OFFICE), at=at("12:00"))

    assert a_of(plan, AM, MONDAY) == ZHANG


def test_a_mend_changes_no_b_of_a_shift_it_has_not_touched():
    plan = with_a_third_who_holds_window_1()
    card = march(plan)
    late = [one for one in card.cells if one.post_id == plan.posts[1] and one.day > date(2026, 3, 20)]
    for one in late[::3]:  # now one, now the other, as no engine would choose
        b_id = next(plan.hall.people[who] for who in (LI, CHEN) if plan.hall.people[who] != one.b_id)
        card = services.set_cell(
            roster_id=card.id,
            post_id=one.post_id,
            day=one.day,
            session=one.session,
            a_id=one.a_id,
            b_id=b_id,
            pinned=False,
            by=plan.hall.person(OFFICE),
            at=at("07:40", MONDAY),
        )
    plan.fall_ill(ZHANG, "07:30", NEXT_MONDAY)

    run = run_to_its_end(plan, card, RunKind.MEND, NEXT_MONDAY, clock="07:45")

    made = rosters.roster(plan.hall.id, run.made_roster_id)
    before = {one.place: one for one in card.cells}
    changed = [one for one in made.cells if one.a_id != before[one.place].a_id]
    assert {one.day for one in changed} == {NEXT_MONDAY}
    others = [one for one in made.cells if one.day != NEXT_MONDAY]
    assert [one.place for one in others if one.b_id != before[one.place].b_id] == []
