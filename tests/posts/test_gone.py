"""Who is gone: what they have in hand goes first, and the shifts they leave are told and mended."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.halls import MONDAY, at
from tests.posts.planned import FORTNIGHT, HEAD, OFFICE, WEDNESDAY, Planned, planned_hall
from tests.posts.staffed import LI, ZHANG
from tests.posts.test_rosters import run_to_its_end
from yichuang.kernel.claims import proves
from yichuang.kernel.journal.deliver import hear
from yichuang.organization import services as organization
from yichuang.organization.errors import WorkInHandUnknown, WorkLeftInHand
from yichuang.organization.models import Person, Window
from yichuang.organization.types import WORK_IN_HAND
from yichuang.posts import selectors, services
from yichuang.posts.models import Shift
from yichuang.posts.selectors import roster as rosters
from yichuang.posts.types import RunKind

pytestmark = pytest.mark.django_db


def leave_for_good(plan: Planned, number: str = ZHANG, clock: str = "09:00", day: date = MONDAY) -> None:
    organization.person_leaves(person_id=plan.hall.people[number], by=plan.hall.by, at=at(clock, day))
    hear()


@proves("AB-08", refuses=True)
def test_nobody_leaves_the_hall_with_open_work_in_hand():
    plan = planned_hall()
    labels = tuple(f"2026-{number:04}" for number in range(1, 8))

    with WORK_IN_HAND.answered(lambda hall, person, moment: labels), pytest.raises(WorkLeftInHand) as refused:
        leave_for_good(plan)
    with WORK_IN_HAND.answered(lambda hall, person, moment: None), pytest.raises(WorkInHandUnknown):
        leave_for_good(plan)

    assert (refused.value.rule, refused.value.params["count"]) == ("AB-08", 7)
    assert "2026-0001" in str(refused.value) and "2026-0007" not in str(refused.value)
    assert Person.objects.get(id=plan.hall.people[ZHANG]).left_on is None
    assert not plan.hall.told("organization.person_left")


@proves("AB-08")
def test_what_every_room_tells_of_somebody_is_what_they_have_in_hand():
    plan = planned_hall()

    assert WORK_IN_HAND(plan.hall.id, plan.hall.people[ZHANG], at("09:00")) == ()
    assert selectors.open_work(plan.hall.id, plan.hall.people[ZHANG], at("09:00")) == []
    leave_for_good(plan)

    assert Person.objects.get(id=plan.hall.people[ZHANG]).left_on == MONDAY


@proves("AB-02")
def test_the_shifts_of_who_has_left_are_told_to_head_and_office_and_stay_to_be_seen():
    plan = planned_hall()
    Window.objects.filter(id=plan.hall.windows[1]).update(department_id=plan.section)

    leave_for_good(plan, day=WEDNESDAY)

    (told,) = plan.hall.told("posts.shifts_left_bare")
    assert told.subject_id == plan.posts[1]
    for number in (ZHANG, HEAD, OFFICE):
        assert plan.hall.people[number].hex in told.body
    assert '"as_a":16' in told.body and '"as_b":0' in told.body  # eight days of two sessions
    assert f'"first":"{WEDNESDAY}"' in told.body
    (bare,) = selectors.bare_shifts(plan.hall.id, list(plan.posts.values()), since=WEDNESDAY, until=FORTNIGHT)
    assert (bare.person_id, bare.first, bare.as_a) == (plan.hall.people[ZHANG], WEDNESDAY, 16)
    assert Shift.objects.filter(a_id=plan.hall.people[ZHANG], day__gte=WEDNESDAY).count() == 16


def test_a_part_that_ends_later_leaves_the_shifts_bare_from_then_on():
    plan = planned_hall()
    held = selectors.post(plan.hall.id, plan.posts[1], MONDAY).holders
    holder = next(one for one in held if one.person_id == plan.hall.people[LI])

    services.end_holder(holder_id=holder.id, until=WEDNESDAY, by=plan.hall.by, at=at("09:00"))

    (told,) = plan.hall.told("posts.shifts_left_bare")
    assert '"as_b":16' in told.body and f'"first":"{WEDNESDAY}"' in told.body


def test_who_had_no_shifts_left_leaves_nothing_bare():
    plan = planned_hall()
    Shift.objects.filter(day__gte=WEDNESDAY).delete()

    leave_for_good(plan, day=WEDNESDAY)

    assert not plan.hall.told("posts.shifts_left_bare")


def test_one_mend_gives_the_shifts_of_who_has_left_to_others():
    plan = planned_hall()
    card = services.draft_roster(
        department_id=None, month=date(2026, 3, 1), by=plan.hall.person(OFFICE), at=at("07:30", MONDAY)
    )
    leave_for_good(plan, day=WEDNESDAY)

    run = run_to_its_end(plan, card, RunKind.MEND, WEDNESDAY + timedelta(days=1))

    made = rosters.roster(plan.hall.id, run.made_roster_id)
    later = [one for one in made.cells if one.post_id == plan.posts[1] and one.day > WEDNESDAY]
    assert later and {one.a_id for one in later if one.day < FORTNIGHT} == {plan.hall.people[LI]}
