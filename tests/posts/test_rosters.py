"""A month's roster: drafted, planned by the engine, handed in without a gap, published; late is told."""

from __future__ import annotations

import time
from datetime import date, timedelta
from uuid import uuid4

import pytest

from tests.halls import at
from tests.posts.planned import CHEN, HEAD, OFFICE, Planned, planned_hall
from tests.posts.staffed import LI, WANG, ZHANG, ZHAO
from yichuang.kernel.claims import proves
from yichuang.kernel.types import Key
from yichuang.organization.models import Window
from yichuang.posts import selectors, services
from yichuang.posts.errors import (
    MonthUnfit,
    NotYourRoster,
    RosterConflicts,
    RosterNotFiled,
    RosterSettled,
    RosterUncovered,
    RosterUnknown,
    RosterWithoutReserve,
    RunThere,
)
from yichuang.posts.models import RosterRun
from yichuang.posts.selectors import roster as rosters
from yichuang.posts.selectors.roster_problem import assigned_of, problem_of
from yichuang.posts.services import roster_runs
from yichuang.posts.types import DaySession, RosterCard, RosterState, RunCard, RunKind, RunState
from yichuang.rostering.checker import judge
from yichuang.rostering.types import Roster

pytestmark = pytest.mark.django_db
APRIL = date(2026, 4, 1)
AM, PM = DaySession.AM, DaySession.PM
FIRST_DAY = date(2026, 4, 1)  # a Wednesday
MARCH_20, MARCH_31 = date(2026, 3, 20), date(2026, 3, 31)
KEY = Key("0123456789abcdef", "a" * 64)


def april(plan: Planned, **other) -> RosterCard:
    given = {"month": APRIL, "by": plan.hall.person(OFFICE), "at": at("09:00", MARCH_20)} | other
    return services.draft_roster(department_id=None, **given)


def put(plan: Planned, card: RosterCard, a: str | None, b: str | None, window=1, day=FIRST_DAY, session=AM):
    people = plan.hall.people
    return services.set_cell(
        roster_id=card.id,
        post_id=plan.posts[window],
        day=day,
        session=session,
        a_id=people[a] if a else None,
        b_id=people[b] if b else None,
        by=plan.hall.person(OFFICE),
        at=at("09:10", MARCH_20),
    )


def hand_in(plan: Planned, card: RosterCard, clock="10:00", day=MARCH_20) -> RosterCard:
    return services.file_roster(roster_id=card.id, by=plan.hall.person(OFFICE), at=at(clock, day))


def run_to_its_end(
    plan: Planned, card: RosterCard, kind: RunKind, day=MARCH_20, clock="11:00", run: RunCard | None = None
) -> RunCard:
    seconds = 60 if kind is RunKind.SURVIVE else 4  # which ends by itself when everything is tried
    run = run or services.ask_run(
        roster_id=card.id, kind=kind, seconds=seconds, by=plan.hall.person(OFFICE), at=at(clock, day)
    )
    until = time.monotonic() + 300
    while time.monotonic() < until:
        services.tend_runs(at=at(clock, day))
        now = rosters.run(plan.hall.id, run.id)
        if now.state not in (RunState.WAITING, RunState.RUNNING):
            return now
        time.sleep(0.1)
    raise AssertionError("the engine did not end")


def test_a_draft_begins_with_the_holders_and_has_a_cell_for_every_session():
    plan = planned_hall()

    card = april(plan)

    days = selectors.open_days(plan.hall.id, since=APRIL, until=date(2026, 5, 1))
    assert len(card.cells) == len(days.places)
    assert {one.a_id for one in card.cells if one.post_id == plan.posts[1]} == {plan.hall.people[ZHANG]}
    assert (card.version, card.state, card.vacant) == (1, RosterState.DRAFT, 0)
    assert april(plan).version == 2
    assert len(plan.hall.told("posts.roster_drafted")) == 2


def test_the_same_draft_asked_for_twice_is_made_once():
    plan = planned_hall()

    assert april(plan, key=KEY).id == april(plan, key=KEY).id


@pytest.mark.parametrize("month", [date(2026, 2, 1), date(2026, 7, 1)])
def test_a_roster_is_for_this_month_or_one_of_the_next_three(month: date):
    plan = planned_hall()

    with pytest.raises(MonthUnfit):
        services.draft_roster(
            department_id=None, month=month, by=plan.hall.person(OFFICE), at=at("09:00", MARCH_20)
        )


def test_who_heads_another_section_makes_no_roster_here():
    plan = planned_hall()

    with pytest.raises(NotYourRoster):
        april(plan, by=plan.hall.person(HEAD))
    with pytest.raises(NotYourRoster):
        april(plan, by=plan.hall.person(ZHANG))


@proves("ROT-03")
@proves("ROT-01")
def test_a_month_with_a_and_b_in_every_session_is_handed_in_and_published():
    plan = planned_hall()

    filed = hand_in(plan, april(plan))
    card = services.publish_roster(roster_id=filed.id, by=plan.hall.person(OFFICE), at=at("10:30", MARCH_20))

    assert filed.state is RosterState.FILED and filed.filed_at == at("10:00", MARCH_20)
    assert card.state is RosterState.PUBLISHED
    shift = selectors.shift_of(plan.hall.id, plan.posts[1], FIRST_DAY, AM)
    assert (shift.a_id, shift.b_id) == (plan.hall.people[ZHANG], plan.hall.people[LI])
    assert len(plan.hall.told("posts.roster_filed")) == len(plan.hall.told("posts.roster_published")) == 1


@proves("ROT-03", refuses=True)
def test_a_month_with_one_uncovered_afternoon_is_refused_and_window_date_and_session_are_named():
    plan = planned_hall()
    card = put(plan, april(plan), None, LI, session=PM)

    with pytest.raises(RosterUncovered) as refused:
        hand_in(plan, card)

    assert refused.value.rule == "ROT-03"
    assert all(said in str(refused.value) for said in ("1号窗口", "2026-04-01", "下午"))
    assert rosters.roster(plan.hall.id, card.id).state is RosterState.DRAFT


@proves("ROT-01", refuses=True)
def test_a_month_with_a_window_without_reserve_is_refused():
    plan = planned_hall()
    card = put(plan, april(plan), ZHANG, None)

    with pytest.raises(RosterWithoutReserve) as refused:
        hand_in(plan, card)

    assert refused.value.rule == "ROT-01"
    assert "1号窗口" in str(refused.value) and "2026-04-01" in str(refused.value)


@pytest.mark.parametrize(("a", "b"), [(ZHAO, LI), (WANG, LI)])  # not of this post; at window 2 then
def test_who_does_not_hold_the_post_or_is_elsewhere_is_refused(a: str, b: str):
    plan = planned_hall()

    with pytest.raises(RosterConflicts) as refused:
        hand_in(plan, put(plan, april(plan), a, b))

    assert refused.value.rule == "ROT-05"


def test_who_is_on_leave_is_refused_and_shown_at_once():
    plan = planned_hall()
    plan.on_leave(ZHANG, begins=at("08:00", date(2026, 3, 4)), ends=at("17:00", date(2026, 3, 4)))
    card = services.draft_roster(
        department_id=None,
        month=date(2026, 3, 1),
        by=plan.hall.person(OFFICE),
        at=at("17:00", date(2026, 3, 3)),
    )
    card = put(plan, card, ZHANG, CHEN, day=date(2026, 3, 4))

    found = services.faults_of(card, at("07:00", date(2026, 3, 4)))

    assert plan.hall.people[ZHANG] in {one.person_id for one in found}


def test_what_was_handed_in_is_not_changed_any_more_and_only_that_is_published():
    plan = planned_hall()
    card = april(plan)
    by, moment = plan.hall.person(OFFICE), at("11:00", MARCH_20)

    with pytest.raises(RosterNotFiled):
        services.publish_roster(roster_id=card.id, by=by, at=moment)
    hand_in(plan, card)

    with pytest.raises(RosterSettled):
        put(plan, card, ZHANG, LI)
    with pytest.raises(RosterSettled):
        hand_in(plan, card)
    with pytest.raises(RosterUnknown):
        services.publish_roster(roster_id=uuid4(), by=by, at=moment)


def tell(clock: str, day: date) -> int:
    return services.tell_rosters(at=at(clock, day))


@proves("ROT-02")
def test_next_months_roster_is_reminded_of_and_late_when_the_month_begins():
    plan = planned_hall()

    assert tell("09:00", date(2026, 3, 24)) == 0
    assert tell("09:00", date(2026, 3, 25)) == 1
    assert tell("10:00", date(2026, 3, 25)) == 0  # once
    assert len(plan.hall.told("posts.roster_due_soon")) == 1
    assert tell("23:59", MARCH_31) == 0
    assert tell("00:00", APRIL) == 1
    late = plan.hall.told("posts.roster_late")
    assert len(late) == 1 and "2026-04-01" in late[0].body
    assert tell("01:00", APRIL) == 0


@proves("ROT-02")
def test_late_is_told_of_the_section_that_has_not_handed_in_and_of_no_other():
    plan = planned_hall()
    Window.objects.filter(id=plan.hall.windows[3]).update(department_id=plan.section)
    assert tell("09:00", date(2026, 3, 25)) == 2
    hand_in(plan, april(plan))

    assert tell("00:00", APRIL) == 1

    (late,) = plan.hall.told("posts.roster_late")
    assert plan.section.hex in late.body


@proves("ROT-02")
def test_what_was_handed_in_early_and_returned_in_the_last_minute_is_late():
    plan = planned_hall()
    card = hand_in(plan, april(plan))
    assert tell("09:00", date(2026, 3, 25)) == 0

    services.return_roster(roster_id=card.id, by=plan.hall.person(OFFICE), at=at("23:59", MARCH_31))

    assert tell("00:00", APRIL) == 1
    assert len(plan.hall.told("posts.roster_late")) == 1


@proves("ROT-02")
def test_handed_in_on_the_last_day_is_on_time_but_returned_counts_as_not_filed():
    plan = planned_hall()
    card = april(plan)
    tell("09:00", date(2026, 3, 25))

    hand_in(plan, card, "23:59", MARCH_31)
    assert '"late":false' in plan.hall.told("posts.roster_filed")[0].body.replace(" ", "")
    assert tell("23:59", MARCH_31) == 0
    services.return_roster(roster_id=card.id, by=plan.hall.person(OFFICE), at=at("23:59", MARCH_31))

    assert tell("00:00", APRIL) == 1
    assert rosters.roster(plan.hall.id, card.id).state is RosterState.DRAFT
    hand_in(plan, card, "09:00", APRIL)
    assert '"late":true' in plan.hall.told("posts.roster_filed")[1].body.replace(" ", "")


def test_the_problem_of_a_month_says_who_holds_what_and_who_is_away():
    plan = planned_hall()
    plan.on_leave(ZHANG, begins=at("08:00", date(2026, 3, 4)), ends=at("12:00", date(2026, 3, 4)))

    problem = problem_of(
        plan.hall.id, list(plan.posts.values()), first=date(2026, 3, 2), until=date(2026, 3, 16)
    )

    people = {number: who.hex for number, who in plan.hall.people.items()}
    ranks = {one.id: one.ranks for one in problem.posts}
    assert ranks[plan.posts[1].hex] == (people[ZHANG], people[LI])
    assert set(ranks[plan.posts[3].hex]) == {people[ZHAO], people[WANG], people[CHEN]}
    zhang = next(one for one in problem.people if one.id == people[ZHANG])
    assert [(one.first, one.since, one.until) for one in zhang.absences] == [(2, "AM", "AM")]
    assert len(problem.shifts) == 10 * 7
    assert (problem.rules.max_sessions_day, problem.rules.max_sessions_week) == (2, 10)  # lunch stands beside


def test_the_engine_plans_a_month_in_a_process_of_its_own():
    plan = planned_hall()
    card = put(plan, april(plan), LI, ZHANG)  # pinned: Li at window 1 on the first morning

    run = run_to_its_end(plan, card, RunKind.MONTH)

    assert run.state is RunState.DONE, run
    made = rosters.roster(plan.hall.id, run.made_roster_id)
    assert (made.version, made.run_id, made.vacant) == (2, run.id, 0)
    assert all(one.b_id is not None and one.b_id != one.a_id for one in made.cells)
    pinned = [one for one in made.cells if one.pinned]
    assert [(one.a_id, one.b_id) for one in pinned] == [(plan.hall.people[LI], plan.hall.people[ZHANG])]
    problem = problem_of(plan.hall.id, list(plan.posts.values()), first=APRIL, until=date(2026, 5, 1))
    judged = judge(problem, Roster(assigned_of(made.cells)))
    assert judged.keeps and judged.cost == run.answer["tiers"]["cost"][0]
    assert len(plan.hall.told("posts.roster_run_asked")) == len(plan.hall.told("posts.roster_run_ended")) == 1
    assert not roster_runs.folder_of(run.id).exists()
    assert hand_in(plan, made).state is RosterState.FILED


def test_a_published_month_is_mended_with_the_fewest_changes_when_somebody_falls_ill():
    plan = planned_hall()
    march = date(2026, 3, 1)
    monday = date(2026, 3, 9)
    card = services.draft_roster(
        department_id=None, month=march, by=plan.hall.person(OFFICE), at=at("07:30", date(2026, 3, 2))
    )
    plan.fall_ill(ZHANG, "07:30", monday)

    run = run_to_its_end(plan, card, RunKind.MEND, monday)

    assert run.state is RunState.DONE
    assert run.answer["status"] in ("optimal", "feasible")
    assert run.answer["tiers"]["changes"] == [2, 2]  # Zhang's morning and afternoon
    made = rosters.roster(plan.hall.id, run.made_roster_id)
    of_day = {
        one.session: one.a_id for one in made.cells if one.post_id == plan.posts[1] and one.day == monday
    }
    assert set(of_day.values()) == {plan.hall.people[LI]}


def test_the_days_that_do_not_survive_an_absence_are_named():
    plan = planned_hall()
    card = april(plan)

    run = run_to_its_end(plan, card, RunKind.SURVIVE)

    assert run.state is RunState.DONE and run.made_roster_id is None
    assert run.answer["tried"] == len({(one.a_id, one.day) for one in card.cells})
    assert run.answer["fragile"] == []


def test_one_run_at_a_time_works_on_a_version():
    plan = planned_hall()
    card = april(plan)
    by = plan.hall.person(OFFICE)
    services.ask_run(roster_id=card.id, kind=RunKind.MONTH, by=by, at=at("11:00", MARCH_20))

    with pytest.raises(RunThere):
        services.ask_run(roster_id=card.id, kind=RunKind.SURVIVE, by=by, at=at("11:00", MARCH_20))


def test_a_run_whose_process_dies_has_failed_and_leaves_the_draft_alone(monkeypatch: pytest.MonkeyPatch):
    plan = planned_hall()
    card = april(plan)
    monkeypatch.setattr(roster_runs.sys, "executable", "/bin/false")

    run = run_to_its_end(plan, card, RunKind.MONTH)

    assert (run.state, run.made_roster_id) == (RunState.FAILED, None)
    assert len(rosters.rosters(plan.hall.id, None, APRIL)) == 1


def test_a_run_nobody_hears_of_any_more_fails_after_its_time():
    plan = planned_hall()
    card = april(plan)
    run = services.ask_run(
        roster_id=card.id,
        kind=RunKind.MONTH,
        seconds=5,
        by=plan.hall.person(OFFICE),
        at=at("11:00", MARCH_20),
    )
    RosterRun.objects.filter(id=run.id).update(state=RunState.RUNNING, started_at=at("11:00", MARCH_20))

    services.tend_runs(at=at("11:02", MARCH_20))
    assert rosters.run(plan.hall.id, run.id).state is RunState.RUNNING
    services.tend_runs(at=at("11:04", MARCH_20))

    assert rosters.run(plan.hall.id, run.id).state is RunState.FAILED


def test_stopping_a_run_asks_its_process_for_the_best_it_has():
    plan = planned_hall()
    run = services.ask_run(
        roster_id=april(plan).id, kind=RunKind.MONTH, by=plan.hall.person(OFFICE), at=at("11:00", MARCH_20)
    )
    RosterRun.objects.filter(id=run.id).update(state=RunState.RUNNING, started_at=at("11:00", MARCH_20))
    folder = roster_runs.folder_of(run.id)
    folder.mkdir(parents=True)

    with pytest.raises(NotYourRoster):
        services.stop_run(run_id=run.id, by=plan.hall.person(ZHANG), at=at("11:01", MARCH_20))
    services.stop_run(run_id=run.id, by=plan.hall.person(OFFICE), at=at("11:01", MARCH_20))

    assert (folder / "stop").exists()
    assert timedelta(0) < roster_runs.PATIENCE
