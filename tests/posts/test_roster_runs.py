"""Runs of the engine when things go wrong: stopped before it began, killed, an order that cannot be laid."""

from __future__ import annotations

import os
import signal
from datetime import date

import pytest

from tests.halls import MONDAY, at
from tests.posts.planned import CHEN, OFFICE, planned_hall
from tests.posts.staffed import LI, WANG, ZHANG
from tests.posts.test_roster_past import MARCH, march
from tests.posts.test_rosters import APRIL, MARCH_20, april, put, run_to_its_end
from yichuang.organization.models import Window
from yichuang.posts import services
from yichuang.posts.models import Holder
from yichuang.posts.selectors import roster as rosters
from yichuang.posts.selectors.roster_problem import problem_of
from yichuang.posts.services import roster_runs
from yichuang.posts.types import DaySession, LeaveKind, RunKind, RunState
from yichuang.rostering import orders
from yichuang.screens.rosters.runs import run_view

pytestmark = pytest.mark.django_db
AM = DaySession.AM


def ask(plan, card, kind=RunKind.MONTH):
    by = plan.hall.person(OFFICE)
    return services.ask_run(roster_id=card.id, kind=kind, seconds=30, by=by, at=at("11:00", MARCH_20))


def state(plan, run) -> RunState:
    return rosters.run(plan.hall.id, run.id).state


def test_a_run_that_still_waits_is_stopped_and_never_begins():
    plan = planned_hall()
    run = ask(plan, april(plan))

    for _again in range(2):
        services.stop_run(run_id=run.id, by=plan.hall.person(OFFICE), at=at("11:00", MARCH_20))

    assert state(plan, run) is RunState.DONE
    assert services.tend_runs(at=at("11:01", MARCH_20)) == 0
    view = run_view(plan.hall.id, rosters.run(plan.hall.id, run.id))
    assert view.nothing and not view.under_way
    assert len(rosters.rosters(plan.hall.id, None, APRIL)) == 1
    assert len(plan.hall.told("posts.roster_run_ended")) == 1


def test_a_run_that_cannot_begin_has_failed_and_the_next_has_its_turn(monkeypatch: pytest.MonkeyPatch):
    plan = planned_hall()
    first, second = ask(plan, april(plan)), ask(plan, april(plan))
    place = orders.place

    def full_once(folder, order):
        if folder == roster_runs.folder_of(first.id):
            raise OSError(28, "No space left on device")
        place(folder, order)

    monkeypatch.setattr(orders, "place", full_once)
    services.tend_runs(at=at("11:01", MARCH_20))
    assert state(plan, first) is RunState.FAILED
    services.tend_runs(at=at("11:01", MARCH_20))

    assert state(plan, second) is RunState.RUNNING
    services.stop_run(run_id=second.id, by=plan.hall.person(OFFICE), at=at("11:01", MARCH_20))


def test_an_engine_that_is_killed_has_failed_though_another_process_began_it():
    plan = planned_hall()
    card = april(plan)
    run = ask(plan, card)
    services.tend_runs(at=at("11:01", MARCH_20))
    child = roster_runs._children.pop(run.id)  # the hall was started anew

    services.tend_runs(at=at("11:01", MARCH_20))
    assert state(plan, run) is RunState.RUNNING
    os.kill(child.pid, signal.SIGKILL)
    child.wait(10)
    services.tend_runs(at=at("11:01", MARCH_20))

    assert state(plan, run) is RunState.FAILED
    assert len(rosters.rosters(plan.hall.id, None, APRIL)) == 1
    assert ask(plan, card).state is RunState.WAITING  # it can be asked for once more


def test_an_engine_nobody_waits_for_any_more_is_ended():
    plan = planned_hall()
    run = ask(plan, april(plan))
    services.tend_runs(at=at("11:01", MARCH_20))
    child = roster_runs._children[run.id]

    services.tend_runs(at=at("11:05", MARCH_20))  # 30 seconds were asked for

    assert state(plan, run) is RunState.FAILED
    assert child.wait(10) == -signal.SIGKILL


def test_a_month_whose_windows_were_put_out_of_service_comes_to_an_end():
    plan = planned_hall()
    run = ask(plan, april(plan))
    Window.objects.filter(hall_id=plan.hall.id).update(active=False)

    run = run_to_its_end(plan, None, RunKind.MONTH, run=run)

    assert run.state in (RunState.DONE, RunState.FAILED)


def test_a_post_nobody_holds_is_vacant_and_said_to_be_nobodys():
    plan = planned_hall()
    Holder.objects.filter(post_id=plan.posts[1]).delete()

    run = run_to_its_end(plan, april(plan), RunKind.MONTH)

    made = rosters.roster(plan.hall.id, run.made_roster_id)
    assert made.vacant == sum(one.post_id == plan.posts[1] for one in made.cells) > 0
    view = run_view(plan.hall.id, run)
    assert view.vacancies[0] == "04-01 1号窗口上午空岗。无人具备本岗资格"
    assert view.way_out == "放宽任何规则都无济于事：需要另有一名具备本岗资格的人。"


def test_a_kept_cell_whose_a_has_gone_on_leave_is_planned_anew():
    plan = planned_hall()
    day = date(2026, 3, 11)
    card = put(plan, march(plan), ZHANG, LI, day=day)
    plan.on_leave(ZHANG, begins=at("08:00", day), ends=at("17:00", day), clock="18:00", day=MONDAY)

    run = run_to_its_end(plan, card, RunKind.MONTH, MONDAY)

    made = rosters.roster(plan.hall.id, run.made_roster_id)
    (cell,) = [one for one in made.cells if one.place == (plan.posts[1], day, AM)]
    assert (cell.a_id, cell.pinned) == (plan.hall.people[LI], False)


def test_one_kept_at_two_windows_in_one_session_is_still_answered():
    plan = planned_hall()
    card = put(plan, april(plan), WANG, CHEN, window=2)
    card = put(plan, card, WANG, CHEN, window=3)

    run = run_to_its_end(plan, card, RunKind.MONTH)

    assert run.state is RunState.DONE
    assert rosters.roster(plan.hall.id, run.made_roster_id).vacant == 0


def test_who_was_ill_once_is_on_leave_and_not_ill_when_on_leave():
    plan = planned_hall()
    later = date(2026, 3, 11)
    plan.fall_ill(ZHANG, "07:30", MONDAY, kind=LeaveKind.SICK)
    plan.on_leave(ZHANG, begins=at("08:00", later), ends=at("17:00", later), clock="18:00", day=MONDAY)

    problem = problem_of(plan.hall.id, list(plan.posts.values()), first=MARCH, until=APRIL)

    (zhang,) = [one for one in problem.people if one.id == plan.hall.people[ZHANG].hex]
    assert {(one.first + 1, str(one.why)) for one in zhang.absences} == {(2, "sick"), (11, "leave")}
