"""Who stands in, covers or sits at a window by a pool, and what becomes of it when the pool ends."""

from __future__ import annotations

import pytest

from tests.halls import at
from tests.posts.planned import CHEN, OFFICE, TUESDAY, WEDNESDAY, planned_hall
from tests.posts.staffed import LI, ZHANG
from tests.posts.test_pools import pooled
from yichuang.posts import selectors, services
from yichuang.posts.types import PoolReason

pytestmark = pytest.mark.django_db


def test_the_pool_is_asked_for_who_stands_in_who_covers_and_where_somebody_is():
    plan = planned_hall()
    begins, ends = at("08:00", WEDNESDAY), at("17:00", WEDNESDAY)
    before = selectors.candidates(plan.hall.id, plan.hall.people[ZHANG], plan.posts[1], begins, ends)
    pooled(plan)

    after = selectors.candidates(plan.hall.id, plan.hall.people[ZHANG], plan.posts[1], begins, ends)
    plan.stand_in(CHEN, 1, "08:10")
    plan.sign_on(CHEN, 1, "08:11")

    assert [one.worker_number for one in before] == [LI]
    assert [one.worker_number for one in after] == [LI, CHEN]  # Wang is A at window 2 then
    assert plan.may_serve(CHEN, 1, "08:30").ok
    places = {one.post_id: one for one in selectors.whereabouts(plan.hall.id, at("08:30"))}
    assert plan.hall.people[CHEN] in (places[plan.posts[1]].person_id, places[plan.posts[1]].covered_by)


def test_who_sits_at_a_post_of_the_pool_leaves_it_with_the_pool():
    plan = planned_hall()
    card = pooled(plan)
    plan.stand_in(CHEN, 1, "08:10")
    plan.sign_on(CHEN, 1, "08:11")
    assert plan.may_serve(CHEN, 1, "08:30").ok

    services.end_pool(
        pool_id=card.id, reason=PoolReason.MISTAKEN, by=plan.hall.person(OFFICE), at=at("09:00")
    )

    assert plan.hall.people[CHEN] not in {one.person_id for one in selectors.on_duty(plan.hall.id).values()}
    assert '"why":"part_ended"' in plan.hall.told("posts.sign_on_lapsed")[0].body


def test_who_covers_by_a_pool_that_ends_is_followed_by_another():
    plan = planned_hall()
    card = pooled(plan)
    leave = plan.ask(ZHANG)
    services.name_cover(
        leave_id=leave.id, post_id=plan.posts[1], b_id=plan.hall.people[CHEN], by=plan.hall.person(ZHANG),
        at=at("09:30"),
    )  # fmt: skip
    leave = selectors.leave(plan.hall.id, leave.id)
    plan.sign(leave, CHEN)
    plan.approve(leave, OFFICE)

    services.end_pool(
        pool_id=card.id, reason=PoolReason.LOAD, until=WEDNESDAY, by=plan.hall.person(OFFICE),
        at=at("17:00", TUESDAY),
    )  # fmt: skip

    now = selectors.covers_now(plan.hall.id, at("09:00", WEDNESDAY), post_id=plan.posts[1])
    assert [plan.number_of(one.b_id) for one in now] == [LI]
