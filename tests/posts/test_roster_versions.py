"""Versions of a month beside each other: a swap is in all that follow it, nothing undoes what is newer."""

from __future__ import annotations

from datetime import date

import pytest

from tests.halls import MONDAY, at
from tests.posts.planned import CHEN, NEXT_MONDAY, OFFICE, SECOND, WEDNESDAY, Planned, planned_hall
from tests.posts.staffed import LI, ZHANG
from tests.posts.test_roster_past import march
from tests.posts.test_rosters import APRIL, FIRST_DAY, MARCH_20, april, hand_in, put, run_to_its_end
from yichuang.kernel.access.types import Role
from yichuang.kernel.claims import proves
from yichuang.kernel.sheets import read_table
from yichuang.organization import services as organization
from yichuang.posts import selectors, services
from yichuang.posts.errors import MonthUnfit, NotYourRoster, RosterOvertaken, RunThere
from yichuang.posts.selectors import roster as rosters
from yichuang.posts.selectors.roster_files import written_roster
from yichuang.posts.selectors.roster_problem import shift_id
from yichuang.posts.types import DaySession, Part, RosterCard, RosterState, RunKind, RunState

pytestmark = pytest.mark.django_db
AM, PM = DaySession.AM, DaySession.PM


def publish(plan: Planned, card: RosterCard, clock: str = "10:30") -> RosterCard:
    return services.publish_roster(roster_id=card.id, by=plan.hall.person(OFFICE), at=at(clock, MARCH_20))


def published_april() -> Planned:
    plan = planned_hall()
    publish(plan, hand_in(plan, april(plan)))
    return plan


def swap(plan: Planned, day: date = FIRST_DAY, on: date = MARCH_20, clock: str = "11:00") -> None:
    """Let Li take Zhang's morning at window 1."""
    asked = services.ask_swap(
        post_id=plan.posts[1], day=day, session=AM, taker_id=plan.hall.people[LI],
        by=plan.hall.person(ZHANG), at=at(clock, on),
    )  # fmt: skip
    services.agree_to_swap(swap_id=asked.id, by=plan.hall.person(LI), at=at(clock, on))
    services.approve_swap(swap_id=asked.id, by=plan.hall.person(OFFICE), at=at(clock, on))


def pair(plan: Planned, card: RosterCard, day: date = FIRST_DAY, session: DaySession = AM) -> tuple[str, str]:
    (cell,) = [one for one in card.cells if one.place == (plan.posts[1], day, session)]
    assert cell.a_id and cell.b_id
    return plan.number_of(cell.a_id), plan.number_of(cell.b_id)


@proves("ROT-04")
def test_a_version_begun_after_a_swap_has_it():
    plan = published_april()
    swap(plan)

    card = april(plan, at=at("12:00", MARCH_20))

    assert pair(plan, card) == (LI, ZHANG)
    assert pair(plan, card, session=PM) == (ZHANG, LI)


@proves("ROT-04")
@pytest.mark.parametrize("handed_in", [False, True])
def test_a_version_begun_before_a_swap_follows_it_and_does_not_undo_it(handed_in: bool):
    plan = published_april()
    card = april(plan, at=at("10:40", MARCH_20))
    if handed_in:
        hand_in(plan, card, "10:45")

    swap(plan)

    assert pair(plan, rosters.roster(plan.hall.id, card.id)) == (LI, ZHANG)
    publish(plan, card if handed_in else hand_in(plan, card, "12:00"), "12:01")
    assert selectors.shift_of(plan.hall.id, plan.posts[1], FIRST_DAY, AM).a_id == plan.hall.people[LI]


@proves("ROT-04")
def test_the_published_version_shows_a_swap_and_hands_it_on_to_excel():
    plan = published_april()
    (card,) = rosters.rosters(plan.hall.id, None, APRIL)

    swap(plan)

    card = rosters.roster(plan.hall.id, card.id)
    assert pair(plan, card) == (LI, ZHANG)
    (row,) = [
        one
        for _line, one in read_table(written_roster(card, at=at("12:00", MARCH_20)))
        if shift_id(plan.posts[1], FIRST_DAY, AM) in one.values()
    ]
    assert any(said.startswith(LI) for said in row.values())


def test_a_published_version_says_of_what_was_over_what_was_published():
    plan = planned_hall()
    card = put(plan, march(plan), LI, ZHANG, day=MONDAY, session=AM)
    card = hand_in(plan, card, "15:00", MONDAY)

    card = services.publish_roster(roster_id=card.id, by=plan.hall.person(OFFICE), at=at("15:01", MONDAY))

    assert pair(plan, card, MONDAY) == (ZHANG, LI)


def test_a_version_whose_head_has_somebody_else_there_keeps_them():
    plan = published_april()
    services.add_holder(
        post_id=plan.posts[1], person_id=plan.hall.people[CHEN], part=Part.B, by=plan.hall.by, at=at("07:20")
    )
    card = put(plan, april(plan, at=at("10:40", MARCH_20)), CHEN, ZHANG)

    swap(plan)

    assert pair(plan, rosters.roster(plan.hall.id, card.id)) == (CHEN, ZHANG)


@proves("ROT-04", refuses=True)
def test_an_older_version_is_not_handed_in_or_published_over_a_newer_one():
    plan = planned_hall()
    first, second = april(plan), hand_in(plan, april(plan))
    third = put(plan, april(plan), LI, ZHANG)
    publish(plan, hand_in(plan, third))

    with pytest.raises(RosterOvertaken) as refused:
        publish(plan, second, "10:31")
    with pytest.raises(RosterOvertaken):
        hand_in(plan, first, "10:31")

    assert refused.value.rule == "ROT-04" and "3" in str(refused.value)
    assert selectors.shift_of(plan.hall.id, plan.posts[1], FIRST_DAY, AM).a_id == plan.hall.people[LI]
    assert rosters.roster(plan.hall.id, second.id).state is RosterState.FILED


def test_nothing_is_set_by_hand_in_what_the_engine_is_planning():
    plan = planned_hall()
    card = april(plan)
    by = plan.hall.person(OFFICE)
    run = services.ask_run(roster_id=card.id, kind=RunKind.MONTH, by=by, at=at("09:05", MARCH_20))

    with pytest.raises(RunThere):
        put(plan, card, LI, ZHANG)
    services.stop_run(run_id=run.id, by=by, at=at("09:06", MARCH_20))

    assert pair(plan, put(plan, card, LI, ZHANG)) == (LI, ZHANG)


def test_trying_single_absences_keeps_nobody_from_setting_a_cell():
    plan = planned_hall()
    card = april(plan)
    services.ask_run(
        roster_id=card.id, kind=RunKind.SURVIVE, by=plan.hall.person(OFFICE), at=at("09:05", MARCH_20)
    )

    assert pair(plan, put(plan, card, LI, ZHANG)) == (LI, ZHANG)


def test_what_was_swapped_while_the_engine_mended_is_in_what_it_made():
    plan = planned_hall()
    card = march(plan)
    plan.fall_ill(ZHANG, "07:30", NEXT_MONDAY)
    by = plan.hall.person(OFFICE)
    run = services.ask_run(roster_id=card.id, kind=RunKind.MEND, seconds=2, by=by, at=at("08:10", MONDAY))
    services.tend_runs(at=at("08:10", MONDAY))
    assert rosters.run(plan.hall.id, run.id).state is RunState.RUNNING

    swap(plan, WEDNESDAY, MONDAY, "08:11")

    run = run_to_its_end(plan, card, run.kind, MONDAY, "08:12", run)
    made = rosters.roster(plan.hall.id, run.made_roster_id)
    assert pair(plan, made, WEDNESDAY) == (LI, ZHANG)
    (ill,) = [one for one in made.cells if one.place == (plan.posts[1], NEXT_MONDAY, AM)]
    assert ill.a_id == plan.hall.people[LI]


def test_a_month_that_is_over_is_not_handed_in_any_more():
    plan = planned_hall()
    card = april(plan)

    with pytest.raises(MonthUnfit):
        hand_in(plan, card, "00:00", date(2026, 5, 1))
    assert hand_in(plan, card, "17:59", date(2026, 4, 30)).month == APRIL


@pytest.mark.parametrize("role", [Role.UH, Role.OFF])
def test_who_leads_another_unit_makes_no_roster_here(role):
    plan = planned_hall()
    other = organization.add_department(code="EM", name="就业科", by=plan.hall.by, at=at("07:05"))
    plan.hall.grant(SECOND, role, department=other.id)

    with pytest.raises(NotYourRoster):
        april(plan, by=plan.hall.person(SECOND))
