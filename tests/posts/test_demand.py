"""Windows that open only as they are needed: declared, asked for, planned, told when they are short."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.halls import MONDAY, at
from tests.posts.planned import HEAD, OFFICE, TUESDAY, Planned, pairs, planned_hall, publish
from tests.posts.staffed import ZHANG, ZHAO
from tests.posts.test_rosters import APRIL, FIRST_DAY, KEY, MARCH_20, april, hand_in, put, run_to_its_end
from yichuang.kernel.claims import proves
from yichuang.organization.errors import LastFixedPost
from yichuang.posts import selectors, services
from yichuang.posts.errors import (
    DemandDaysUnfit,
    FlexibleThere,
    NeedUnfit,
    NotFlexible,
    NotYourRoster,
    PostUnknown,
    RosterWithoutReserve,
)
from yichuang.posts.models import Flexible, Need
from yichuang.posts.selectors import roster as rosters
from yichuang.posts.selectors.demand import cover_of, needs, needs_on
from yichuang.posts.selectors.roster_problem import problem_of
from yichuang.posts.types import DaySession, NeedReason, NeedWeight, RunKind

pytestmark = pytest.mark.django_db
AM, PM, NOON = DaySession.AM, DaySession.PM, DaySession.NOON
NEXT_DAY = timedelta(days=1)


def loosen(plan: Planned, window: int = 3, who: str = OFFICE, day: date | None = None, **other):
    given = {"at": at("08:30")} | other
    return services.make_flexible(post_id=plan.posts[window], from_day=day, by=plan.hall.person(who), **given)


def ask(plan: Planned, windows: int, day: date = MONDAY, session=AM, who: str = OFFICE, **other):
    given = {"reason": NeedReason.RECORD, "at": at("08:40"), "weekday": day.isoweekday()} | other
    return services.set_need(
        department_id=given.pop("department_id", None),
        session=session,
        windows=windows,
        by=plan.hall.person(who),
        **given,
    )


def test_a_window_is_flexible_from_a_day_on_and_fixed_again_from_another():
    plan = planned_hall()

    loosen(plan, day=TUESDAY)
    services.make_fixed(
        post_id=plan.posts[3], from_day=TUESDAY + 2 * NEXT_DAY, by=plan.hall.person(OFFICE), at=at("08:35")
    )

    days = selectors.flexible_days(plan.hall.id, since=MONDAY, until=MONDAY + 7 * NEXT_DAY)
    assert days == {(plan.posts[3], TUESDAY), (plan.posts[3], TUESDAY + NEXT_DAY)}
    (made,), (ended,) = (plan.hall.told(f"posts.window_made_{one}") for one in ("flexible", "fixed"))
    assert made.actor_id == ended.actor_id == plan.hall.people[OFFICE]


def test_the_same_act_sent_twice_is_done_once():
    plan = planned_hall()

    assert loosen(plan, key=KEY).id == loosen(plan, key=KEY).id
    assert ask(plan, 2, key=KEY).id == ask(plan, 2, key=KEY).id
    by, now = plan.hall.person(OFFICE), at("08:50")
    ended = [services.make_fixed(post_id=plan.posts[3], by=by, at=now, key=KEY) for _again in "12"]
    assert ended[0] == ended[1]
    assert Flexible.objects.count() == Need.objects.count() == 1


def test_a_department_keeps_a_fixed_post():
    plan = planned_hall()
    loosen(plan, 3)
    loosen(plan, 2)

    with pytest.raises(LastFixedPost) as refused:
        loosen(plan, 1)

    assert "1 号窗口" in str(refused.value) and refused.value.rule == "AB-02"
    with pytest.raises(FlexibleThere):
        loosen(plan, 3)


def test_what_is_no_flexible_window_is_not_made_fixed_and_nothing_is_said_for_the_past():
    plan = planned_hall()

    with pytest.raises(NotFlexible):
        services.make_fixed(post_id=plan.posts[3], by=plan.hall.person(OFFICE), at=at("08:30"))
    for day in (MONDAY - NEXT_DAY, MONDAY + timedelta(days=400)):
        with pytest.raises(DemandDaysUnfit):
            loosen(plan, day=day)
        with pytest.raises(DemandDaysUnfit):
            ask(plan, 1, from_day=day)
    for act in (services.make_fixed, services.make_flexible):
        with pytest.raises(PostUnknown):
            act(post_id=plan.hall.id, by=plan.hall.person(OFFICE), at=at("08:30"))


@pytest.mark.parametrize("who", [HEAD, ZHANG])
def test_only_who_plans_the_department_says_what_it_needs(who: str):
    plan = planned_hall()
    loosen(plan, 2)

    with pytest.raises(NotYourRoster):
        loosen(plan, who=who)
    with pytest.raises(NotYourRoster):
        ask(plan, 2, who=who)
    with pytest.raises(NotYourRoster):
        services.make_fixed(post_id=plan.posts[2], by=plan.hall.person(who), at=at("08:30"))


@pytest.mark.parametrize(
    "wrong",
    [
        {"windows": 4},
        {"windows": -1},
        {"weekday": 0},
        {"weekday": 8},
        {"session": "night"},
        {"reason": "why"},
        {"weight": "heavy"},
    ],
)
def test_no_more_windows_are_needed_than_there_are_and_only_in_sessions_there_are(wrong: dict):
    plan = planned_hall()

    with pytest.raises(NeedUnfit) as refused:
        ask(plan, **{"windows": 2} | wrong)

    assert "3" in str(refused.value) and refused.value.rule == "QUE-09"


def test_the_need_said_last_holds_from_its_day_on_and_the_same_day_said_anew_takes_its_place():
    plan = planned_hall()
    later = MONDAY + timedelta(days=14)

    ask(plan, 2)
    ask(plan, 1, from_day=later, reason=NeedReason.SEASON)
    ask(plan, 3)

    known = needs(plan.hall.id, None)
    found = [needs_on(known, day)[AM].windows for day in (MONDAY, MONDAY + 7 * NEXT_DAY, later)]
    assert found == [3, 3, 1]
    assert needs_on(known, TUESDAY) == {}
    assert [one.windows for one in known] == [3, 1] and len(plan.hall.told("posts.need_set")) == 3


@proves("ROT-03")
def test_a_flexible_window_nobody_is_planned_at_is_no_gap_and_is_published_closed():
    plan = planned_hall()
    loosen(plan, 3, day=APRIL, at=at("08:00", MARCH_20))

    card = april(plan)

    mine = [one for one in card.cells if one.post_id == plan.posts[3]]
    assert mine and all(one.flexible and one.a_id is None for one in mine)
    assert card.vacant == 0
    assert services.faults_of(card) == []
    filed = hand_in(plan, card)
    services.publish_roster(roster_id=filed.id, by=plan.hall.person(OFFICE), at=at("10:30", MARCH_20))
    assert selectors.shift_of(plan.hall.id, plan.posts[3], FIRST_DAY, AM) is None
    assert selectors.shift_of(plan.hall.id, plan.posts[1], FIRST_DAY, AM) is not None


@proves("ROT-01", refuses=True)
def test_a_flexible_window_somebody_is_planned_at_needs_its_b_as_any():
    plan = planned_hall()
    loosen(plan, 3, day=APRIL, at=at("08:00", MARCH_20))
    card = put(plan, april(plan), ZHAO, None, window=3)

    with pytest.raises(RosterWithoutReserve):
        hand_in(plan, card)


def test_the_engine_opens_it_where_it_is_needed_and_tells_what_is_short():
    plan = planned_hall()
    now = at("08:00", MARCH_20)
    loosen(plan, 3, day=APRIL, at=now)
    ask(plan, 3, day=FIRST_DAY, at=now, from_day=APRIL)
    ask(plan, 3, day=FIRST_DAY, session=NOON, at=now, from_day=APRIL)  # only one window is open at noon

    run = run_to_its_end(plan, april(plan), RunKind.MONTH)

    made = rosters.roster(plan.hall.id, run.made_roster_id)
    opened = {(one.day, one.session) for one in made.cells if one.flexible and one.a_id}
    wednesdays = {APRIL + timedelta(days=7 * one) for one in range(5)}
    assert {day for day, _session in opened} == wednesdays & {one.day for one in made.cells}
    assert {session for _day, session in opened} >= {AM}
    assert run.answer["tiers"]["demand"][0] == sum(one[3] - one[4] for one in run.answer["shortfalls"])
    assert all(need == 3 and session == "NOON" for _g, _d, session, need, _p in run.answer["shortfalls"])
    cover = {(one.day, one.session): one for one in cover_of(made)}
    assert (cover[FIRST_DAY, AM].need, cover[FIRST_DAY, AM].planned, cover[FIRST_DAY, AM].short) == (3, 3, 0)


@proves("QUE-09")
def test_a_roster_with_fewer_windows_than_needed_is_published_and_it_is_told():
    plan = planned_hall()
    now = at("08:00", MARCH_20)
    loosen(plan, 3, day=APRIL, at=now)
    ask(plan, 3, day=FIRST_DAY, at=now, from_day=APRIL)
    filed = hand_in(plan, april(plan))

    services.publish_roster(roster_id=filed.id, by=plan.hall.person(OFFICE), at=at("10:30", MARCH_20))

    (told,) = plan.hall.told("posts.roster_short")
    body = told.body.replace(" ", "")
    assert '"sessions":5' in body and '"windows":5' in body  # five Wednesdays, one window each


@proves("QUE-09")
def test_a_roster_with_as_many_windows_as_needed_is_told_of_nothing():
    plan = planned_hall()
    ask(plan, 3, day=FIRST_DAY, at=at("08:00", MARCH_20), from_day=APRIL)
    filed = hand_in(plan, april(plan))

    services.publish_roster(roster_id=filed.id, by=plan.hall.person(OFFICE), at=at("10:30", MARCH_20))

    assert plan.hall.told("posts.roster_short") == []


def test_nobody_is_missing_at_a_flexible_window_nobody_is_planned_at_and_somebody_is_where_one_is():
    plan = planned_hall()
    loosen(plan, 3, day=TUESDAY)
    specs = [
        one
        for one in pairs(plan)
        if one.post_id != plan.posts[3] or one.day != TUESDAY or one.session is not AM
    ]
    publish(plan, specs)

    empty = {one.post_id for one in selectors.vacancies(plan.hall.id, at("09:30", TUESDAY))}
    later = {one.post_id for one in selectors.vacancies(plan.hall.id, at("15:30", TUESDAY))}

    assert plan.posts[3] not in empty and plan.posts[1] in empty
    assert plan.posts[3] in later


def test_who_holds_a_closed_flexible_window_need_not_be_covered_there():
    plan = planned_hall()
    who, now = plan.hall.people[ZHAO], at("08:00", MARCH_20)
    span = at("08:00", FIRST_DAY), at("17:00", FIRST_DAY)  # no shift is published then
    before = selectors.places_to_cover(plan.hall.id, who, *span, now)
    loosen(plan, 3, day=APRIL, at=now)

    after = selectors.places_to_cover(plan.hall.id, who, *span, now)

    assert before == [plan.posts[3]] and after == []


def test_the_problem_tells_which_windows_are_flexible_and_what_is_asked_beyond_the_fixed_ones():
    plan = planned_hall()
    now = at("08:00", MARCH_20)
    loosen(plan, 3, day=FIRST_DAY + 7 * NEXT_DAY, at=now)
    ask(plan, 3, day=FIRST_DAY, at=now, from_day=APRIL)
    ask(plan, 2, day=FIRST_DAY + NEXT_DAY, at=now, from_day=APRIL)  # the fixed ones are enough

    problem = problem_of(
        plan.hall.id, list(plan.posts.values()), first=APRIL, until=APRIL + timedelta(days=10)
    )

    assert {one.post for one in problem.shifts if not one.required} == {plan.posts[3].hex}
    assert {one.day for one in problem.shifts if not one.required} == {7, 8, 9} & {
        one.day for one in problem.shifts
    }
    assert [(one.day, one.need, one.fixed) for one in problem.demands] == [(7, 3, 2)]
    assert {one.group for one in problem.demands} == {one.group for one in problem.shifts if one.group}


def test_a_window_missing_from_an_important_session_counts_three_times():
    plan = planned_hall()
    now = at("08:00", MARCH_20)
    loosen(plan, 3, day=APRIL, at=now)
    ask(plan, 3, day=FIRST_DAY, at=now, from_day=APRIL, weight=NeedWeight.IMPORTANT)
    ask(plan, 3, day=FIRST_DAY, session=PM, at=now, from_day=APRIL)

    known = needs_on(needs(plan.hall.id, None), FIRST_DAY)
    problem = problem_of(
        plan.hall.id, list(plan.posts.values()), first=APRIL, until=APRIL + timedelta(days=7)
    )

    assert [known[one].weight for one in (AM, PM)] == [NeedWeight.IMPORTANT, NeedWeight.ORDINARY]
    assert [(str(one.session), one.worth) for one in problem.demands] == [("AM", 3), ("PM", 1)]
    first, second = (one.body.replace(" ", "") for one in plan.hall.told("posts.need_set"))
    assert '"weight":"important"' in first and '"weight":"ordinary"' in second
