"""A mended month keeps a reserve at every window while anybody is there; where nobody is, it is said."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.halls import at
from tests.posts.planned import CHEN, NEXT_MONDAY, OFFICE, Planned, planned_hall
from tests.posts.staffed import LI, WANG, ZHANG, ZHAO
from tests.posts.test_rosters import run_to_its_end
from yichuang.kernel.claims import proves
from yichuang.posts import services
from yichuang.posts.errors import RosterWithoutReserve
from yichuang.posts.selectors import roster as rosters
from yichuang.posts.types import DaySession, Part, RosterCard, RunKind
from yichuang.screens.rosters.runs import run_view

pytestmark = pytest.mark.django_db
MARCH = date(2026, 3, 1)
FRIDAY = NEXT_MONDAY + timedelta(days=4)


def march(plan: Planned) -> RosterCard:
    return services.draft_roster(
        department_id=None, month=MARCH, by=plan.hall.person(OFFICE), at=at("07:30", date(2026, 3, 2))
    )


def file(plan: Planned, card: RosterCard, day: date = NEXT_MONDAY) -> RosterCard:
    return services.file_roster(roster_id=card.id, by=plan.hall.person(OFFICE), at=at("12:00", day))


@proves("ROT-01")
def test_a_mend_that_leaves_no_reserve_says_where_and_why_and_is_refused():
    plan = planned_hall()
    card = march(plan)
    plan.fall_ill(ZHANG, "07:30", NEXT_MONDAY)

    run = run_to_its_end(plan, card, RunKind.MEND, NEXT_MONDAY)
    made = rosters.roster(plan.hall.id, run.made_roster_id)

    assert made.vacant == 0  # Li is at window 1, and nobody else holds it
    told = run_view(plan.hall.id, run).unreserved
    assert told == (
        "03-09 1号窗口上午无备岗。A 张伟国：休假",
        "03-09 1号窗口下午无备岗。A 张伟国：休假",
    )
    with pytest.raises(RosterWithoutReserve, match="2026-03-09") as refused:
        file(plan, made)
    assert refused.value.rule == "ROT-01"


@proves("ROT-01")
def test_with_a_third_who_holds_the_post_the_mended_month_is_handed_in():
    plan = planned_hall()
    services.add_holder(
        post_id=plan.posts[1],
        person_id=plan.hall.people[CHEN],
        part=Part.B,
        by=plan.hall.by,
        at=at("07:20"),
    )
    card = march(plan)
    plan.fall_ill(ZHANG, "07:30", NEXT_MONDAY)

    run = run_to_its_end(plan, card, RunKind.MEND, NEXT_MONDAY)
    made = rosters.roster(plan.hall.id, run.made_roster_id)

    assert run_view(plan.hall.id, run).unreserved == ()
    of_day = [one for one in made.cells if (one.post_id, one.day) == (plan.posts[1], NEXT_MONDAY)]
    people = plan.hall.people
    assert {frozenset((one.a_id, one.b_id)) for one in of_day} == {frozenset((people[LI], people[CHEN]))}
    assert file(plan, made).state == "filed"


def test_a_kept_cell_whose_b_is_away_has_another_b():
    plan = planned_hall()
    card = march(plan)
    people = plan.hall.people
    card = services.set_cell(
        roster_id=card.id, post_id=plan.posts[3], day=FRIDAY, session=DaySession.AM, a_id=people[ZHAO],
        b_id=people[CHEN], by=plan.hall.person(OFFICE), at=at("07:40", NEXT_MONDAY),
    )  # fmt: skip
    plan.fall_ill(CHEN, "07:30", NEXT_MONDAY, ends=at("17:00", FRIDAY))

    run = run_to_its_end(plan, card, RunKind.MEND, NEXT_MONDAY)

    made = rosters.roster(plan.hall.id, run.made_roster_id)
    cell = next(
        one
        for one in made.cells
        if (one.post_id, one.day, one.session) == (plan.posts[3], FRIDAY, DaySession.AM)
    )
    assert (cell.a_id, cell.b_id, cell.pinned) == (people[ZHAO], people[WANG], True)
