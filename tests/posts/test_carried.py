"""Burdens are shared over the rolling twelve months, by what was worked and by how long people were there."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest

from tests.halls import MONDAY, at
from tests.posts.planned import CHEN, NEXT_MONDAY, OFFICE, Planned, planned_hall
from tests.posts.staffed import LI, WANG, ZHANG
from yichuang.kernel.ids import new_id
from yichuang.organization import services as organization
from yichuang.organization.services import Wish
from yichuang.organization.types import ChangeKind, ChangeReason, SessionSpec
from yichuang.posts import services
from yichuang.posts.models import Holder, Shift
from yichuang.posts.selectors.roster_carried import carried_into, months_back, worked
from yichuang.posts.selectors.roster_problem import problem_of
from yichuang.posts.selectors.roster_version import cell_takers, version_of
from yichuang.posts.types import DaySession

pytestmark = pytest.mark.django_db
APRIL, MAY = date(2026, 4, 1), date(2026, 5, 1)
TUESDAY, WEDNESDAY = MONDAY + timedelta(days=1), MONDAY + timedelta(days=2)


def evenings(plan: Planned, number: str, days: list[date], b: str = LI) -> None:
    """Let somebody have had the evening at window 1 on these days, as published then."""
    people = plan.hall.people
    for day in days:
        Shift.objects.create(
            id=new_id(),
            hall_id=plan.hall.id,
            post_id=plan.posts[1],
            day=day,
            session=DaySession.EVE,
            a_id=people[number],
            b_id=people[b],
        )


def carried(plan: Planned, month: date = APRIL, until: date = MAY):
    people = plan.hall.people
    found = carried_into(
        plan.hall.id, [people[one] for one in (ZHANG, LI, WANG, CHEN)], month=month, until=until
    )
    return {number: found[who] for number, who in people.items() if who in found}


def held_since(plan: Planned, day: date, *numbers: str) -> None:
    people = [plan.hall.people[one] for one in numbers]
    Holder.objects.filter(hall_id=plan.hall.id, person_id__in=people).update(active_from=day)


@pytest.mark.parametrize(
    ("month", "months", "first"),
    [
        (date(2026, 4, 1), 12, date(2025, 5, 1)),
        (date(2026, 12, 1), 12, date(2026, 1, 1)),
        (date(2026, 1, 1), 12, date(2025, 2, 1)),
        (date(2026, 4, 1), 1, date(2026, 4, 1)),
    ],
)
def test_twelve_months_end_with_the_one_that_is_planned(month: date, months: int, first: date):
    assert months_back(month, months) == first


def test_only_the_last_twelve_months_count():
    plan = planned_hall()
    evenings(plan, ZHANG, [date(2025, 4, 30), date(2025, 5, 6), date(2026, 2, 3)])

    assert carried(plan)[ZHANG].evenings == 2
    assert carried(plan)[ZHANG].since == date(2025, 5, 1)


def test_a_session_worked_on_a_holiday_is_a_free_day_and_a_make_up_sunday_is_none():
    plan = planned_hall()
    labour_day, made_up = date(2026, 5, 1), date(2026, 9, 20)
    evenings(plan, ZHANG, [labour_day, made_up])
    overtime = Wish(
        ChangeKind.OVERTIME,
        (plan.hall.windows[1],),
        at("18:00", labour_day),
        at("20:00", labour_day),
        ChangeReason.RUSH,
    )
    asked = organization.request_change(wish=overtime, by=plan.hall.person(ZHANG), at=at("09:00"))
    organization.approve_change(change_id=asked.id, by=plan.hall.person(OFFICE), at=at("10:00"))

    assert carried(plan, date(2026, 10, 1), date(2026, 11, 1))[ZHANG].weekends == 1


def evening_hours(plan: Planned) -> None:
    """Open window 1 in the evening, too."""
    evening = SessionSpec((1, 2, 3, 4, 5), time(18), time(20))
    day = [SessionSpec((1, 2, 3, 4, 5), *span) for span in ((time(8), time(12)), (time(13, 30), time(17)))]
    organization.set_sessions(
        sessions=[*day, evening], window_id=plan.hall.windows[1], by=plan.hall.by, at=at("07:20")
    )


def test_what_b_worked_in_as_place_is_bs_and_not_as():
    plan = planned_hall()
    evening_hours(plan)
    evenings(plan, ZHANG, [TUESDAY, WEDNESDAY], b=CHEN)
    plan.on_leave(ZHANG, LI, begins=at("08:00", WEDNESDAY), ends=at("21:00", WEDNESDAY))

    found = carried(plan)

    assert (found[ZHANG].evenings, found[LI].evenings, found[CHEN].evenings) == (1, 1, 0)
    assert found[LI].stand_ins == 3  # the morning, the afternoon and the evening of that day


def test_an_evening_a_was_absent_from_is_nobodys():
    plan = planned_hall()
    evening_hours(plan)
    evenings(plan, ZHANG, [MONDAY])

    services.tell_absences(at=at("00:10", TUESDAY))

    assert carried(plan)[ZHANG].evenings == 0
    assert worked(plan.hall.id, [plan.hall.people[ZHANG]], since=MONDAY, until=TUESDAY) == []


def test_who_came_in_the_middle_of_the_year_has_so_much_smaller_a_share():
    plan = planned_hall()
    held_since(plan, date(2025, 5, 1), ZHANG, LI, WANG)
    held_since(plan, date(2026, 2, 1), CHEN)

    found = carried(plan)

    assert found[ZHANG].share == 100
    assert found[CHEN].share == round(100 * 89 / 365)
    april = problem_of(plan.hall.id, list(plan.posts.values()), first=APRIL, until=MAY)
    shares = {one.id: one.share for one in april.people}
    assert shares[plan.hall.people[CHEN].hex] == found[CHEN].share


def test_a_long_leave_makes_the_share_smaller_and_a_young_hall_shares_evenly():
    plan = planned_hall()
    assert {one.share for one in carried(plan).values()} == {100}

    plan.on_leave(
        WANG, CHEN, begins=at("08:00", NEXT_MONDAY), ends=at("17:00", NEXT_MONDAY + timedelta(days=29))
    )

    whole = (MAY - MONDAY).days
    assert carried(plan)[WANG].share == round(100 * (whole - 30) / whole)


def test_whose_evenings_are_more_than_their_share_is_dearer_in_the_evening():
    plan = planned_hall()
    evening_hours(plan)
    held_since(plan, date(2025, 5, 1), ZHANG, LI, WANG, CHEN)
    card = services.draft_roster(
        department_id=None, month=APRIL, by=plan.hall.person("0101"), at=at("09:00", date(2026, 3, 20))
    )

    def dearer_with_zhang() -> int:
        found = cell_takers(version_of(card), plan.posts[1], APRIL, DaySession.EVE)
        li = next(one for one in found if one.person_id == plan.hall.people[LI])
        return -dict(li.price.terms)["eve_sq"]

    before = dearer_with_zhang()
    evenings(plan, ZHANG, [date(2026, 1, day) for day in (5, 6, 7, 8)])

    assert dearer_with_zhang() == before + 2 * 2 * 4  # the weight, twice, for each of the four evenings


def test_a_published_day_that_became_free_was_worked_by_nobody():
    plan = planned_hall()
    people = plan.hall.people
    labour_day, weekday = date(2026, 5, 1), date(2026, 5, 6)
    for day in (labour_day, weekday):
        Shift.objects.create(
            id=new_id(), hall_id=plan.hall.id, post_id=plan.posts[1], day=day, session=DaySession.AM,
            a_id=people[ZHANG], b_id=people[LI],
        )  # fmt: skip

    done = worked(plan.hall.id, [people[ZHANG]], since=MAY, until=date(2026, 6, 1))

    assert [one.day for one in done] == [weekday]
    assert carried(plan, date(2026, 6, 1), date(2026, 7, 1))[ZHANG].weekends == 0
