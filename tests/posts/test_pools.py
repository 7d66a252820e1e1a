"""Posts near enough alike share their people by a pool: each of them may stand at each of its posts."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from tests.halls import MONDAY, at
from tests.posts.planned import (
    CHEN,
    FORTNIGHT,
    FRIDAY,
    HEAD,
    NEXT_MONDAY,
    OFFICE,
    TUESDAY,
    WEDNESDAY,
    Planned,
    planned_hall,
)
from tests.posts.staffed import LI, WANG, ZHANG, ZHAO
from tests.posts.test_roster_reserves import file, march
from tests.posts.test_rosters import run_to_its_end
from yichuang.kernel.claims import proves
from yichuang.kernel.journal.deliver import hear
from yichuang.kernel.journal.models import Entry
from yichuang.kernel.types import Key
from yichuang.organization import services as organization
from yichuang.organization.errors import HasLeft
from yichuang.organization.models import Window
from yichuang.posts import selectors, services
from yichuang.posts.errors import (
    HeldByPool,
    NotCertified,
    NotYourRoster,
    PartTaken,
    PoolDaysUnfit,
    PoolNamed,
    PoolStillNeeded,
    PoolTooSmall,
    PoolUnknown,
    PostElsewhere,
    PostPooled,
    ShiftConflicts,
)
from yichuang.posts.models import Holder
from yichuang.posts.selectors import roster as rosters
from yichuang.posts.selectors.roster_problem import problem_of
from yichuang.posts.types import DaySession, Part, PoolCard, PoolReason, RunKind
from yichuang.regulations import services as rulebook

pytestmark = pytest.mark.django_db
KEY = Key("posts-pool-0001", "a" * 64)
EVERYBODY = (ZHANG, WANG, LI, CHEN)


def pooled(plan: Planned, windows=(1, 2), people=EVERYBODY, who=OFFICE, **other: Any) -> PoolCard:
    given = {"department_id": None, "name": "综合岗位组", "name_en": "General", "at": at("07:30")} | other
    return services.make_pool(
        post_ids=[plan.posts[one] for one in windows],
        person_ids=[plan.hall.people[one] for one in people],
        by=plan.hall.person(who),
        **given,
    )


def changed(plan: Planned, card: PoolCard, windows=(1, 2), people=EVERYBODY, **other: Any) -> PoolCard:
    given = {"reason": PoolReason.PEOPLE, "at": at("08:00")} | other
    return services.change_pool(
        pool_id=card.id,
        post_ids=[plan.posts[one] for one in windows],
        person_ids=[plan.hall.people[one] for one in people],
        by=plan.hall.person(OFFICE),
        **given,
    )


def able(plan: Planned, window: int, day: date = MONDAY) -> list[str]:
    held = selectors.holders_by_day(plan.hall.id, since=day, until=day + timedelta(days=1))
    return [plan.number_of(one) for one in held.get((plan.posts[window], day), [])]


def shift(plan: Planned, window: int, a: str, b: str, day: date = TUESDAY):
    return services.set_shift(
        post_id=plan.posts[window],
        day=day,
        session=DaySession.AM,
        a_id=plan.hall.people[a],
        b_id=plan.hall.people[b],
        by=plan.hall.person(OFFICE),
        at=at("08:00"),
    )


@proves("AB-01")
def test_whoever_is_in_a_pool_may_stand_at_each_of_its_posts():
    plan = planned_hall()
    assert able(plan, 1) == [ZHANG, LI]

    card = pooled(plan)

    assert able(plan, 1) == [ZHANG, LI, WANG, CHEN] and able(plan, 2) == [WANG, LI, CHEN, ZHANG]
    assert able(plan, 3) == [ZHAO, WANG, CHEN]
    shift(plan, 1, CHEN, WANG)
    plan.sign_on(CHEN, 1, "08:00", TUESDAY)
    assert plan.may_serve(CHEN, 1, "09:00", TUESDAY).ok
    (told,) = plan.hall.told("posts.pool_made")
    assert (told.subject_id, told.actor_id) == (card.id, plan.hall.people[OFFICE])
    regular = selectors.regulars(plan.hall.id, MONDAY)
    assert [plan.number_of(one) for one in card.person_ids if one not in regular] == [LI, CHEN]  # its reserve


@proves("AB-01", refuses=True)
def test_without_a_pool_nobody_stands_at_a_post_they_were_not_given():
    plan = planned_hall()

    with pytest.raises(ShiftConflicts, match=CHEN):
        shift(plan, 1, CHEN, LI)


@proves("ROT-01")
def test_the_engine_plans_the_pool_and_its_reserve_keeps_a_window_that_two_are_missing_from():
    plan = planned_hall()
    pooled(plan, people=(*EVERYBODY, HEAD))
    card = march(plan)
    for number in (ZHANG, LI):
        plan.fall_ill(number, "07:30", NEXT_MONDAY)

    run = run_to_its_end(plan, card, RunKind.MEND, NEXT_MONDAY)
    made = rosters.roster(plan.hall.id, run.made_roster_id)

    of_day = [one for one in made.cells if (one.post_id, one.day) == (plan.posts[1], NEXT_MONDAY)]
    assert made.vacant == 0 and {plan.number_of(one.a_id) for one in of_day} <= {CHEN, HEAD}  # the reserve
    assert file(plan, made).state == "filed"


def test_the_engine_knows_the_order_of_the_pool():
    plan = planned_hall()
    pooled(plan, people=(CHEN, WANG, LI, ZHANG))

    problem = problem_of(plan.hall.id, [plan.posts[1]], first=MONDAY, until=FORTNIGHT)

    ranks = [plan.number_of(UUID(hex=one)) for one in problem.posts[0].ranks]
    assert ranks == [ZHANG, LI, CHEN, WANG]  # who has the post itself, then the pool's order


def test_a_section_head_is_in_a_pool_and_planned_like_anybody():
    plan = planned_hall()
    pooled(plan, people=(*EVERYBODY, HEAD))

    shift(plan, 2, HEAD, CHEN)
    plan.sign_on(HEAD, 2, "08:00", TUESDAY)

    assert plan.may_serve(HEAD, 2, "09:00", TUESDAY).ok
    services.add_holder(
        post_id=plan.posts[3],
        person_id=plan.hall.people[HEAD],
        part=Part.B,
        by=plan.hall.by,
        at=at("08:00"),
    )
    card, people = march(plan), plan.hall.people
    cell = {"post_id": plan.posts[3], "day": NEXT_MONDAY, "session": DaySession.AM}
    card = services.set_cell(
        roster_id=card.id, a_id=people[HEAD], b_id=people[CHEN], by=plan.hall.person(OFFICE),
        at=at("08:00"), **cell,
    )  # fmt: skip
    run = run_to_its_end(plan, card, RunKind.MONTH, NEXT_MONDAY)
    made = rosters.roster(plan.hall.id, run.made_roster_id)
    kept = next(
        one
        for one in made.cells
        if (one.post_id, one.day, one.session) == (cell["post_id"], cell["day"], cell["session"])
    )
    assert kept.a_id == people[HEAD] and services.faults_of(made) == []


@proves("ROT-05")
def test_certificates_are_asked_of_the_pool_too():
    plan = planned_hall()
    card = pooled(plan)
    rulebook.set_parameter(
        hall_id=plan.hall.id, parameter="staff.certificate", value="required", active_from=FRIDAY,
        reason="中心办〔2026〕3号", by=plan.hall.by, at=at("08:00"),
    )  # fmt: skip

    assert CHEN in able(plan, 1, WEDNESDAY) and able(plan, 1, FRIDAY) == []
    with pytest.raises(NotCertified):
        changed(plan, card, from_day=FRIDAY + timedelta(days=7))


def test_a_post_is_given_beside_a_pool_and_given_back_to_it():
    plan = planned_hall()
    pooled(plan)
    chen, li = plan.hall.people[CHEN], plan.hall.people[LI]
    by_pool = Holder.objects.get(person_id=chen, post_id=plan.posts[1])

    own = services.add_holder(
        post_id=plan.posts[1], person_id=chen, part=Part.B, from_day=WEDNESDAY, until=FRIDAY,
        by=plan.hall.by, at=at("08:00"),
    )  # fmt: skip
    li_own = Holder.objects.get(person_id=li, post_id=plan.posts[1])
    services.end_holder(holder_id=li_own.id, until=FRIDAY, by=plan.hall.by, at=at("08:01"))

    spans = Holder.objects.filter(person_id=chen, post_id=plan.posts[1]).order_by("active_from")
    assert [(one.active_from, one.active_until, one.pool_id is None) for one in spans] == [
        (MONDAY, WEDNESDAY, False),
        (WEDNESDAY, FRIDAY, True),
        (FRIDAY, None, False),
    ]
    assert all(CHEN in able(plan, 1, day) for day in (MONDAY, WEDNESDAY, FRIDAY))
    assert LI in able(plan, 1, FRIDAY)  # by the pool now
    with pytest.raises(PartTaken):
        services.add_holder(
            post_id=plan.posts[1], person_id=chen, part=Part.B, from_day=WEDNESDAY, by=plan.hall.by,
            at=at("08:02"),
        )  # fmt: skip
    with pytest.raises(HeldByPool, match="综合岗位组"):
        services.end_holder(holder_id=by_pool.id, by=plan.hall.by, at=at("08:03"))
    assert own.pool_id is None


def test_a_pool_is_changed_from_a_day_on_for_a_reason():
    plan = planned_hall()
    card = pooled(plan)

    changed(plan, card, (1, 2, 3), (ZHANG, WANG, LI, ZHAO), from_day=FRIDAY)

    assert CHEN in able(plan, 1, WEDNESDAY) and CHEN not in able(plan, 1, FRIDAY)
    assert ZHAO not in able(plan, 1, WEDNESDAY) and ZHAO in able(plan, 1, FRIDAY)
    assert ZHANG in able(plan, 3, FRIDAY) and ZHANG not in able(plan, 3, WEDNESDAY)
    assert CHEN in able(plan, 2, FRIDAY)  # whom it was given to by itself keeps it
    (told,) = plan.hall.told("posts.pool_changed")
    assert '"reason":"people"' in told.body
    now, later = selectors.pools(plan.hall.id, MONDAY)
    assert (now.active_until, later.active_from, later.reason) == (FRIDAY, FRIDAY, PoolReason.PEOPLE)
    with pytest.raises(PoolDaysUnfit):
        changed(plan, card, from_day=WEDNESDAY)  # before what was said last


def test_another_order_is_another_order_of_the_same_parts():
    plan = planned_hall()
    card = pooled(plan)
    rows = set(Holder.objects.filter(pool_id=card.id).values_list("id", flat=True))

    changed(plan, card, people=(CHEN, LI, WANG, ZHANG))

    assert set(Holder.objects.filter(pool_id=card.id).values_list("id", flat=True)) == rows
    assert able(plan, 1) == [ZHANG, LI, CHEN, WANG]


@proves("AB-01", refuses=True)
def test_what_published_shifts_rest_on_is_not_taken_out_of_a_pool_nor_is_the_pool_ended():
    plan = planned_hall()
    card = pooled(plan)
    shift(plan, 1, CHEN, LI)

    for act in (
        lambda: services.end_pool(
            pool_id=card.id, reason=PoolReason.MISTAKEN, by=plan.hall.person(OFFICE), at=at("09:00")
        ),
        lambda: changed(plan, card, people=(ZHANG, WANG, LI)),
    ):
        with pytest.raises(PoolStillNeeded) as refused:
            act()
        assert refused.value.rule == "AB-01" and "2026-03-03" in str(refused.value)
    assert CHEN in able(plan, 1, WEDNESDAY) and selectors.pool(plan.hall.id, card.id).active_until is None
    office = plan.hall.person(OFFICE)
    ended = services.end_pool(
        pool_id=card.id, reason=PoolReason.DUTIES, until=WEDNESDAY, by=office, at=at("09:00")
    )
    assert ended.active_until == WEDNESDAY and ended.ended_for is PoolReason.DUTIES
    assert able(plan, 1, TUESDAY) == [ZHANG, LI, WANG, CHEN] and able(plan, 1, WEDNESDAY) == [ZHANG, LI]
    assert '"reason":"duties"' in plan.hall.told("posts.pool_ended")[0].body


@pytest.mark.django_db(transaction=True)
def test_who_leaves_the_hall_leaves_the_pool_and_the_others_stay_in_it():
    plan = planned_hall()
    card = pooled(plan)
    hear()

    organization.person_leaves(person_id=plan.hall.people[CHEN], by=plan.hall.by, at=at("11:00"))
    hear()

    now = selectors.pool(plan.hall.id, card.id)
    assert [plan.number_of(one) for one in now.person_ids] == [ZHANG, WANG, LI]
    assert able(plan, 1, TUESDAY) == [ZHANG, LI, WANG]
    with pytest.raises(HasLeft):
        changed(plan, card, at=at("11:01"))


@pytest.mark.parametrize(
    ("refusal", "changes"),
    [
        (PoolTooSmall, {"windows": (3,), "name": "另一组"}),
        (PoolTooSmall, {"windows": (3, 4), "people": (ZHANG,), "name": "另一组"}),
        (PostPooled, {"windows": (2, 3), "name": "另一组"}),
        (PoolNamed, {"windows": (3, 4)}),
        (PostElsewhere, {"windows": (3, 9), "name": "另一组"}),
        (PoolDaysUnfit, {"windows": (3, 4), "name": "另一组", "from_day": date(2026, 3, 1)}),
        (NotYourRoster, {"windows": (3, 4), "name": "另一组", "who": HEAD}),
    ],
)
def test_a_pool_is_refused_with_a_reason(refusal, changes):
    plan = planned_hall()
    for number, home in ((4, None), (9, plan.section)):
        window = organization.add_window(
            number=number, zone_id=plan.hall.zone, department_id=home, by=plan.hall.by, at=at("07:00")
        )
        post = services.add_post(window_id=window.id, name="综合岗", by=plan.hall.by, at=at("07:00"))
        plan.posts[number] = post.id
    pooled(plan)
    entries = Entry.objects.count()

    with pytest.raises(refusal):
        pooled(plan, **changes)

    assert Entry.objects.count() == entries


def test_a_head_makes_the_pool_of_the_section_and_of_no_other():
    plan = planned_hall()
    Window.objects.filter(id__in=[plan.hall.windows[one] for one in (1, 2)]).update(
        department_id=plan.section
    )

    card = pooled(plan, people=(ZHANG, LI, HEAD), who=HEAD, department_id=plan.section)

    assert HEAD in able(plan, 1) and ZHANG in able(plan, 2) and card.department_id == plan.section
    with pytest.raises(NotYourRoster):
        pooled(plan, (3, 2), who=HEAD, name="另一组")


def test_acts_sent_twice_happen_once_and_what_ended_is_not_changed():
    plan = planned_hall()
    key = {"key": KEY}

    first, second = pooled(plan, **key), pooled(plan, **key)
    again = [changed(plan, first, people=(WANG, ZHANG), **key) for _ in range(2)]
    ends = [
        services.end_pool(
            pool_id=first.id, reason=PoolReason.LOAD, by=plan.hall.person(OFFICE), at=at("09:00"), **key
        )
        for _ in range(2)
    ]

    assert first == second and again[0] == again[1] and ends[0] == ends[1]
    assert [len(plan.hall.told(f"posts.pool_{one}")) for one in ("made", "changed", "ended")] == [1, 1, 1]
    with pytest.raises(PoolUnknown):
        changed(plan, first)
    assert pooled(plan).id != first.id  # the posts and the name are free again
