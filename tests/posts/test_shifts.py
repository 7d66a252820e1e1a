"""Shifts: every session of every post has its A and its B, or nothing is published."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from tests.halls import MONDAY, at
from tests.posts.planned import (
    CHEN,
    FORTNIGHT,
    TUESDAY,
    WEDNESDAY,
    pairs,
    planned_hall,
    publish,
)
from tests.posts.staffed import LI, WANG, ZHANG, ZHAO
from yichuang.kernel.claims import proves
from yichuang.kernel.journal.models import Entry
from yichuang.kernel.types import Key
from yichuang.organization import services as organization
from yichuang.posts import rules, selectors, services
from yichuang.posts.errors import NothingToPublish, PostUnknown, ShiftPast, ShiftsUnfit
from yichuang.posts.models import Shift
from yichuang.posts.types import DaySession, ShiftFault, ShiftPlace, ShiftSpec
from yichuang.regulations import services as regulations

pytestmark = pytest.mark.django_db
AM, NOON, PM = DaySession.AM, DaySession.NOON, DaySession.PM
KEY = Key("0123456789abcdef", "a" * 64)


def day_of(plan, window=1, day=MONDAY, **changed):
    """Return a window's shifts of a day as they would be published, some of them changed."""
    found = [one for one in pairs(plan, day, day + timedelta(days=1)) if one.post_id == plan.posts[window]]
    return [replace(one, **changed) if one.session is AM else one for one in found]


def publish_day(plan, specs, window=1, day=MONDAY, **other):
    return publish(
        plan, specs, first=day, until=day + timedelta(days=1), post_ids=[plan.posts[window]], **other
    )


@proves("AB-01")
def test_with_a_and_b_a_month_is_published_and_says_who_is_who():
    plan = planned_hall()

    card = selectors.shift_of(plan.hall.id, plan.posts[1], WEDNESDAY, PM)

    people = plan.hall.people
    assert (card.a_id, card.b_id) == (people[ZHANG], people[LI])
    assert {one.session for one in selectors.shifts(plan.hall.id, since=MONDAY, until=TUESDAY)} == {
        AM,
        NOON,
        PM,
    }
    assert len(selectors.shifts(plan.hall.id, since=MONDAY, until=FORTNIGHT)) == 10 * 7  # lunch at one window
    told = plan.hall.told("posts.shifts_published")
    assert len(told) == 3 and people[ZHANG].hex in "".join(one.body for one in told)


@proves("AB-01", refuses=True)
@pytest.mark.parametrize(
    ("b", "fault"),
    [(None, ShiftFault.NO_B), (ZHANG, ShiftFault.SAME_PERSON)],  # nobody, or A once more
)
def test_without_a_second_person_nothing_is_published_and_post_and_date_are_named(b, fault):
    plan = planned_hall()
    people = plan.hall.people
    Shift.objects.all().delete()

    with pytest.raises(ShiftsUnfit) as refused:
        publish_day(plan, day_of(plan, b_id=people[b] if b else None))

    assert refused.value.rule == "AB-01"
    assert [one.fault for one in refused.value.found] == [fault]
    assert "1号窗口2026-03-02" in str(refused.value)
    assert not Shift.objects.exists()
    assert publish_day(plan, day_of(plan))  # with Li as B


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({"a_id": None}, ShiftFault.NO_A),
        ({"b_id": "0304"}, ShiftFault.NOT_QUALIFIED),  # Zhao holds window 3 only
        ({"a_id": "0302"}, ShiftFault.SAME_PERSON),  # Li as A and as B
    ],
)
def test_what_else_is_wrong_with_a_shift(changed, fault):
    plan = planned_hall()
    changed = {name: plan.hall.people.get(value) for name, value in changed.items()}

    with pytest.raises(ShiftsUnfit) as refused:
        publish_day(plan, day_of(plan, **changed))

    assert fault in {one.fault for one in refused.value.found}


def test_nobody_is_a_of_two_posts_in_one_session():
    plan = planned_hall()  # Wang is A of window 2

    with pytest.raises(ShiftsUnfit) as refused:
        publish_day(plan, day_of(plan, 3, a_id=plan.hall.people[WANG]), 3)

    assert [one.fault for one in refused.value.found] == [ShiftFault.TWO_POSTS]
    assert "0303" in str(refused.value)


def test_a_session_nobody_planned_is_named():
    plan = planned_hall()

    with pytest.raises(ShiftsUnfit) as refused:
        publish_day(plan, day_of(plan)[:1])

    assert {one.shift.session for one in refused.value.found} == {PM}
    assert "下午" in str(refused.value)


def test_many_faults_are_counted_and_the_first_are_said():
    plan = planned_hall()
    specs = [replace(one, b_id=None) for one in pairs(plan)]

    with pytest.raises(ShiftsUnfit) as refused:
        publish(plan, specs)

    assert len(refused.value.found) == 70 and "65" in str(refused.value)


def test_a_hall_that_asks_for_three_at_each_post_gets_three():
    plan = planned_hall()
    regulations.set_parameter(
        hall_id=plan.hall.id,
        parameter="ab.handlers_per_post",
        value=3,
        active_from=TUESDAY,
        reason="三人",
        by=plan.hall.by,
        at=at("07:20"),
    )

    with pytest.raises(ShiftsUnfit) as refused:
        publish_day(plan, day_of(plan, day=WEDNESDAY), day=WEDNESDAY)

    assert {one.fault for one in refused.value.found} == {ShiftFault.TOO_FEW}


def test_the_past_is_not_planned_anew_and_a_closed_day_needs_nobody():
    plan = planned_hall()

    with pytest.raises(ShiftPast):
        publish_day(plan, day_of(plan), now=at("08:00", TUESDAY))
    with pytest.raises(ShiftPast):
        services.set_shift(
            post_id=plan.posts[1], day=MONDAY, session=AM, a_id=None, b_id=None,
            by=plan.hall.by, at=at("08:00", TUESDAY),
        )  # fmt: skip
    with pytest.raises(NothingToPublish):
        publish_day(plan, [], day=MONDAY + timedelta(days=5))  # Saturday
    with pytest.raises(PostUnknown):
        publish(plan, [], post_ids=[uuid4()])


def test_one_shift_is_changed_and_the_rest_stays():
    plan = planned_hall()
    people = plan.hall.people

    card = services.set_shift(
        post_id=plan.posts[1], day=TUESDAY, session=AM, a_id=people[LI], b_id=people[ZHANG],
        by=plan.hall.by, at=at("09:00"), key=KEY,
    )  # fmt: skip

    assert (card.a_id, card.b_id) == (people[LI], people[ZHANG])
    assert selectors.shift_of(plan.hall.id, plan.posts[1], TUESDAY, PM).a_id == people[ZHANG]
    assert len(plan.hall.told("posts.shift_changed")) == 1
    again = services.set_shift(
        post_id=plan.posts[1], day=TUESDAY, session=AM, a_id=people[LI], b_id=people[ZHANG],
        by=plan.hall.by, at=at("09:00"), key=KEY,
    )  # fmt: skip
    assert again == card and len(plan.hall.told("posts.shift_changed")) == 1
    with pytest.raises(ShiftsUnfit):
        services.set_shift(
            post_id=plan.posts[1], day=TUESDAY, session=AM, a_id=people[LI], b_id=None,
            by=plan.hall.by, at=at("09:01"),
        )  # fmt: skip
    with pytest.raises(NothingToPublish):
        services.set_shift(
            post_id=plan.posts[1], day=TUESDAY, session=NOON, a_id=people[LI], b_id=people[ZHANG],
            by=plan.hall.by, at=at("09:01"),
        )  # fmt: skip


def test_a_month_published_twice_is_there_once():
    plan = planned_hall()

    first, again = publish(plan, key=KEY), publish(plan, key=KEY)

    assert len(first) == len(again) == 70
    assert Shift.objects.filter(hall_id=plan.hall.id).count() == 70
    assert Entry.objects.filter(name="posts.shifts_published").count() == 6  # the hall's own and this


def test_who_is_on_leave_is_not_planned():
    plan = planned_hall()
    plan.on_leave(ZHANG)

    with pytest.raises(ShiftsUnfit) as refused:
        publish_day(plan, day_of(plan, day=WEDNESDAY), day=WEDNESDAY, now=at("17:00", TUESDAY))

    assert {one.fault for one in refused.value.found} == {ShiftFault.ON_LEAVE}


def test_the_first_plan_takes_the_holders_and_leaves_a_gap_where_nobody_is_free():
    plan = planned_hall()
    Shift.objects.all().delete()
    people = plan.hall.people

    found = {
        (one.post_id, one.session): (one.a_id, one.b_id)
        for one in selectors.proposed_shifts(plan.hall.id, since=MONDAY, until=TUESDAY)
    }

    assert found[plan.posts[1], AM] == (people[ZHANG], people[LI])
    assert found[plan.posts[3], NOON][0] == people[ZHAO]
    assert publish(plan, selectors.proposed_shifts(plan.hall.id, since=MONDAY, until=FORTNIGHT))
    assert not selectors.proposed_shifts(plan.hall.id, since=MONDAY, until=FORTNIGHT)
    organization.person_leaves(person_id=people[LI], by=plan.hall.by, at=at("08:00"))
    Shift.objects.all().delete()
    lone = selectors.proposed_shifts(plan.hall.id, since=TUESDAY, until=WEDNESDAY, post_ids=[plan.posts[1]])
    assert {one.b_id for one in lone} == {None}


def test_the_tables_hold_two_people_and_one_post_a_session():
    plan = planned_hall()
    people = plan.hall.people
    wrong = [
        (uuid4(), plan.posts[1], people[ZHANG], people[ZHANG], MONDAY + timedelta(days=30)),
        (uuid4(), plan.posts[1], people[LI], people[ZHANG], MONDAY),  # there is one already
        (uuid4(), plan.posts[1], people[WANG], people[LI], MONDAY + timedelta(days=30)),
    ]
    Shift.objects.create(
        hall_id=plan.hall.id, post_id=plan.posts[2], day=MONDAY + timedelta(days=30), session="am",
        a_id=people[WANG], b_id=people[CHEN],
    )  # fmt: skip

    for row_id, post, a, b, day in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            Shift.objects.create(
                id=row_id, hall_id=plan.hall.id, post_id=post, day=day, session="am", a_id=a, b_id=b
            )


def test_another_hall_has_shifts_of_its_own():
    plan, other = planned_hall(), planned_hall.__wrapped__  # the same codes, another hall
    assert other is not None

    assert selectors.shifts(uuid4(), since=MONDAY, until=FORTNIGHT) == []
    assert selectors.shifts_of(plan.hall.id, plan.hall.people[CHEN], since=MONDAY, until=TUESDAY)


# --- the rules alone ------------------------------------------------------------------------------------

POST, OTHER, ANN, BEA, CAI = (uuid4() for _ in range(5))
PLACE = ShiftPlace(POST, uuid4(), MONDAY, AM)


def faults(spec, *, fit=(ANN, BEA), elsewhere=(), away=(), barred=None, covering=None, least=2):
    found = rules.shift_faults(
        [spec] if spec else [],
        [PLACE],
        qualified={(POST, MONDAY): fit},
        elsewhere=elsewhere,
        away=away,
        barred=barred or {},
        covering=covering or {},
        least=least,
    )
    return [one.fault for one in found]


@pytest.mark.parametrize(
    ("spec", "other", "said"),
    [
        (ShiftSpec(POST, MONDAY, AM, ANN, BEA), {}, []),
        (None, {}, [ShiftFault.NO_A, ShiftFault.NO_B]),  # nobody planned it
        (ShiftSpec(POST, MONDAY, AM, ANN, CAI), {}, [ShiftFault.NOT_QUALIFIED]),
        (ShiftSpec(POST, MONDAY, AM, ANN, BEA), {"least": 3}, [ShiftFault.TOO_FEW]),
        (ShiftSpec(POST, MONDAY, AM, ANN, BEA), {"away": {(BEA, MONDAY, AM)}}, [ShiftFault.ON_LEAVE]),
        (ShiftSpec(POST, MONDAY, AM, ANN, BEA), {"away": {(BEA, MONDAY, PM)}}, []),  # away in the afternoon
        (
            ShiftSpec(POST, MONDAY, AM, ANN, BEA),
            {"barred": {(BEA, MONDAY): ShiftFault.NO_CERTIFICATE}},
            [ShiftFault.NO_CERTIFICATE],
        ),
        (ShiftSpec(POST, MONDAY, AM, ANN, BEA), {"elsewhere": [(ANN, MONDAY, AM)]}, [ShiftFault.TWO_POSTS]),
        (ShiftSpec(POST, MONDAY, AM, ANN, BEA), {"elsewhere": [(BEA, MONDAY, AM)]}, []),  # a mutual B
        (
            ShiftSpec(POST, MONDAY, AM, ANN, BEA),
            {"covering": {(ANN, MONDAY, AM): {OTHER}}},
            [ShiftFault.COVERS_ELSEWHERE],
        ),
        (ShiftSpec(POST, MONDAY, AM, ANN, BEA), {"covering": {(ANN, MONDAY, AM): {POST}}}, []),  # right here
        (ShiftSpec(POST, MONDAY, AM, ANN, BEA), {"covering": {(BEA, MONDAY, AM): {OTHER}}}, []),
    ],
)
def test_what_speaks_against_a_shift(spec, other, said):
    assert faults(spec, **other) == said
