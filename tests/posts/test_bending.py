"""Where a post would be vacant: the cheapest way out is applied by an act, or refused by the book."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from tests.halls import at
from tests.posts.planned import CHEN, HEAD, NEXT_MONDAY, OFFICE, Planned, planned_hall
from tests.posts.staffed import LI, WANG, ZHANG
from tests.posts.test_rosters import KEY, run_to_its_end
from yichuang.kernel.claims import proves
from yichuang.kernel.errors import Refusal
from yichuang.kernel.ids import new_id
from yichuang.organization.models import Window
from yichuang.posts import services
from yichuang.posts.errors import (
    BendingBarred,
    BentSettled,
    BentStillNeeded,
    BentTooLate,
    BentUnknown,
    LeaveStands,
    NotForOneself,
    NothingToBend,
    NotYourRoster,
)
from yichuang.posts.models import BentRule, RosterRun, Shift
from yichuang.posts.selectors import roster as rosters
from yichuang.posts.selectors.bending import bent_rules
from yichuang.posts.selectors.roster_problem import problem_of
from yichuang.posts.selectors.roster_version import differing, version_of
from yichuang.posts.types import BendReason, BentLimit, RosterCard, RunKind, RunState, UnbendReason
from yichuang.regulations import services as rulebook
from yichuang.rostering.types import Limit, Relaxation

pytestmark = pytest.mark.django_db
MARCH, APRIL = date(2026, 3, 1), date(2026, 4, 1)
WEEK = 202611  # from 9 March on
ILL = BendReason.ILLNESS


def lay(plan: Planned, key: str, value: object, since: date = date(2026, 3, 3)) -> None:
    rulebook.set_parameter(
        hall_id=plan.hall.id,
        parameter=key,
        value=value,
        active_from=since,
        reason="中心办〔2026〕3号",
        by=plan.hall.by,
        at=at("08:00", date(2026, 3, 2)),
    )


def march(plan: Planned) -> RosterCard:
    return services.draft_roster(
        department_id=None, month=MARCH, by=plan.hall.person(OFFICE), at=at("07:30", date(2026, 3, 2))
    )


def ended(plan: Planned, card: RosterCard, *relaxations: list[Any], checked: bool = True) -> RosterRun:
    """Return a run that ended with these relaxations as the cheapest way out."""
    told = {"relaxations": list(relaxations), "changes": 2, "checked": checked, "proven": True}
    return RosterRun.objects.create(
        id=new_id(),
        hall_id=plan.hall.id,
        roster_id=card.id,
        kind=RunKind.MEND,
        state=RunState.DONE,
        seconds=8,
        asked_by=plan.hall.people[OFFICE],
        asked_at=at("07:40", NEXT_MONDAY),
        answer={"status": "vacant", "vacancies": [], "way_out": told | {"confirmed": True}},
    )


def more_days(plan: Planned, number: str = LI) -> list[Any]:
    return ["days_week", plan.hall.people[number].hex, WEEK, 1]


def bend(plan: Planned, run: RosterRun, who: str = OFFICE, clock="08:00", day=NEXT_MONDAY, **other):
    by = plan.hall.person(who)
    return services.bend_rules(run_id=run.id, reason=ILL, by=by, at=at(clock, day), **other)


@proves("HRS-04")
def test_the_cheapest_way_out_is_applied_planned_with_and_shown_before_it_is_published():
    plan = planned_hall()
    card = march(plan)
    lay(plan, "rota.days_week", 4, NEXT_MONDAY)
    plan.fall_ill(ZHANG, "07:30", NEXT_MONDAY, ends=at("17:00", NEXT_MONDAY + timedelta(days=4)))
    run = run_to_its_end(plan, card, RunKind.MEND, NEXT_MONDAY)
    assert run.answer["status"] == "vacant" and len(run.answer["vacancies"]) == 2  # one day of window 1
    assert [one[:2] for one in run.answer["way_out"]["relaxations"]] == [
        ["days_week", plan.hall.people[LI].hex]
    ]

    asked = bend(plan, RosterRun.objects.get(id=run.id))
    services.tend_runs(at=at("08:01", NEXT_MONDAY))
    made = settled(plan, asked.id)

    (told,) = plan.hall.told("posts.rule_bent")
    assert '"reason":"illness"' in told.body.replace(" ", "") and told.actor_id == plan.hall.people[OFFICE]
    after = version_of(made)
    first = (NEXT_MONDAY - MARCH).days
    vacant = [one for one in after.judged.vacant if int(one.split(".")[1][8:]) > first]
    broken = {one.person_id for one in after.broken_hours(NEXT_MONDAY)}
    assert vacant == [] and plan.hall.people[LI] not in broken
    # who had been planned for five days before the rule became four still is
    assert broken == {one.person_id for one in version_of(card).broken_hours(NEXT_MONDAY)}
    assert {new.a_id for old, new in differing(card, made) if new.post_id == plan.posts[1]} == {
        plan.hall.people[LI]
    }
    assert rosters.roster(plan.hall.id, made.id).state == "draft"  # nothing is published by it


def settled(plan: Planned, run_id) -> RosterCard:
    import time

    until = time.monotonic() + 60
    while time.monotonic() < until:
        services.tend_runs(at=at("08:01", NEXT_MONDAY))
        now = rosters.run(plan.hall.id, run_id)
        if now.state is RunState.DONE:
            return rosters.roster(plan.hall.id, now.made_roster_id)
        time.sleep(0.1)
    raise AssertionError("the engine did not end")


def test_a_bent_rule_holds_for_whom_and_when_it_was_bent_and_is_told_with_all_of_it():
    plan = planned_hall()
    run = ended(plan, march(plan), more_days(plan), ["sessions_day", plan.hall.people[WANG].hex, 10, 1])

    bend(plan, run, key=KEY)
    bend(plan, run, key=KEY)  # sent twice

    cards = bent_rules(plan.hall.id, since=MARCH, until=APRIL)
    assert [(one.limit, one.day, one.more, one.reason) for one in cards] == [
        (BentLimit.DAYS_WEEK, NEXT_MONDAY, 1, ILL),
        (BentLimit.SESSIONS_DAY, date(2026, 3, 11), 1, ILL),
    ]
    assert {one.bent_by for one in cards} == {plan.hall.people[OFFICE]}
    problem = problem_of(plan.hall.id, list(plan.posts.values()), first=MARCH, until=APRIL)
    assert Relaxation(Limit.DAYS_WEEK, plan.hall.people[LI].hex, WEEK, 1) in problem.relaxed
    assert problem.limit(Limit.DAYS_WEEK, plan.hall.people[LI].hex, WEEK) == 6
    assert problem.limit(Limit.SESSIONS_DAY, plan.hall.people[WANG].hex, 10) == 3
    assert len(plan.hall.told("posts.rule_bent")) == 2
    assert bent_rules(plan.hall.id, since=APRIL, until=date(2026, 5, 1)) == []


def test_what_was_applied_is_not_applied_again_and_what_was_not_checked_never():
    plan = planned_hall()
    card = march(plan)
    beside = ended(plan, card, more_days(plan))  # found before, and without what is bent now
    for one in (ended(plan, card, more_days(plan), checked=False), ended(plan, card)):
        with pytest.raises(NothingToBend):
            bend(plan, one)
    bend(plan, run := ended(plan, card, more_days(plan)))
    RosterRun.objects.filter(state=RunState.WAITING).delete()

    for one in (run, beside):
        with pytest.raises(NothingToBend):
            bend(plan, one)


def refused(plan: Planned, run: RosterRun, error: type[Refusal], rule: str, **other) -> str:
    with pytest.raises(error) as caught:
        bend(plan, run, **other)
    assert caught.value.rule == rule
    assert not BentRule.objects.exists() and not plan.hall.told("posts.rule_bent")
    return str(caught.value)


@proves("HRS-04", refuses=True)
def test_longer_hours_are_approved_before_and_by_another_person():
    plan = planned_hall()
    card = march(plan)
    run = ended(plan, card, more_days(plan))

    refused(plan, run, BentTooLate, "HRS-04", day=NEXT_MONDAY + timedelta(days=7))
    own = ended(plan, card, more_days(plan, OFFICE))
    refused(plan, own, NotForOneself, "HRS-04")
    bend(plan, run, day=NEXT_MONDAY + timedelta(days=6))  # the last day of its week


def test_nobody_is_called_back_from_leave_by_a_roster():
    plan = planned_hall()
    run = ended(plan, march(plan), more_days(plan), ["leave", plan.hall.people[CHEN].hex, 10, 1])

    said = refused(plan, run, LeaveStands, "ATT-07")

    assert CHEN in said and "销假" in said


def test_the_hall_says_who_may_bend_a_rule():
    plan = planned_hall()
    section = plan.section
    Window.objects.filter(hall_id=plan.hall.id).update(department_id=section)
    card = services.draft_roster(
        department_id=section, month=MARCH, by=plan.hall.person(HEAD), at=at("07:30", date(2026, 3, 2))
    )
    run = ended(plan, card, more_days(plan))

    refused(plan, run, NotYourRoster, "", who=ZHANG)
    lay(plan, "rota.bend_by", "office")
    assert "只有办公室" in refused(plan, run, BendingBarred, "HRS-04", who=HEAD)
    lay(plan, "rota.bend_by", "nobody", date(2026, 3, 4))
    refused(plan, run, BendingBarred, "HRS-04")


def test_a_head_may_where_the_hall_says_nothing_else():
    plan = planned_hall()
    Window.objects.filter(hall_id=plan.hall.id).update(department_id=plan.section)
    card = services.draft_roster(
        department_id=plan.section, month=MARCH, by=plan.hall.person(HEAD), at=at("07:30", date(2026, 3, 2))
    )

    assert bend(plan, ended(plan, card, more_days(plan)), HEAD).kind is RunKind.MEND


# --- withdrawn ------------------------------------------------------------------------------------------


def unbend(plan: Planned, bent: BentRule, who: str = OFFICE, day=NEXT_MONDAY, **other) -> None:
    services.unbend_rule(
        bent_id=bent.id,
        reason=UnbendReason.NOT_NEEDED,
        by=plan.hall.person(who),
        at=at("09:00", day),
        **other,
    )


@proves("HRS-04")
def test_a_bent_rule_is_withdrawn_for_a_reason_and_the_engine_plans_without_it():
    plan = planned_hall()
    run = ended(plan, march(plan), more_days(plan))
    bend(plan, run)
    bent = BentRule.objects.get()

    unbend(plan, bent, key=KEY)
    unbend(plan, bent, key=KEY)  # sent twice

    (told,) = plan.hall.told("posts.rule_unbent")
    assert '"reason":"not_needed"' in told.body and told.actor_id == plan.hall.people[OFFICE]
    problem = problem_of(plan.hall.id, list(plan.posts.values()), first=MARCH, until=APRIL)
    assert problem.limit(Limit.DAYS_WEEK, plan.hall.people[LI].hex, WEEK) == 5
    assert bent_rules(plan.hall.id, since=MARCH, until=APRIL) == []
    (card,) = bent_rules(plan.hall.id, since=MARCH, until=APRIL, withdrawn=True)
    assert card.withdrawn_at == at("09:00", NEXT_MONDAY)
    with pytest.raises(BentSettled):
        unbend(plan, bent)


@proves("HRS-04", refuses=True)
def test_what_published_shifts_rest_on_is_not_withdrawn():
    plan = planned_hall()
    run = ended(plan, march(plan), more_days(plan, ZHANG))
    bend(plan, run)
    lay(plan, "rota.days_week", 4, NEXT_MONDAY)  # Zhang is planned on five days of that week
    bent = BentRule.objects.get()

    with pytest.raises(BentStillNeeded) as refused:
        unbend(plan, bent)

    assert refused.value.rule == "HRS-04" and ZHANG in str(refused.value)
    assert not BentRule.objects.exclude(withdrawn_at=None).exists()
    Shift.objects.filter(day=NEXT_MONDAY + timedelta(days=4)).delete()
    unbend(plan, bent)
    assert BentRule.objects.get().withdrawn_for == "not_needed"


def test_who_does_not_plan_the_department_or_comes_when_it_is_over_withdraws_nothing():
    plan = planned_hall()
    bend(plan, ended(plan, march(plan), more_days(plan)))
    bent = BentRule.objects.get()

    with pytest.raises(NotYourRoster):
        unbend(plan, bent, ZHANG)
    with pytest.raises(BentSettled):
        unbend(plan, bent, day=NEXT_MONDAY + timedelta(days=7))
    bent.id = new_id()
    with pytest.raises(BentUnknown):
        unbend(plan, bent)
