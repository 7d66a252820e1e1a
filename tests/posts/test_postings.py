"""A post somebody was given is acknowledged by them, or their head hears of it (ATT-08)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.halls import at
from tests.posts.planned import FRIDAY, HEAD, TUESDAY, WEDNESDAY, planned_hall
from tests.posts.staffed import LI, ZHANG
from yichuang.kernel.claims import proves
from yichuang.kernel.types import Key
from yichuang.posts import selectors, services
from yichuang.posts.errors import NotYourPosting, PostingAcknowledgedAlready
from yichuang.posts.models import Holder

pytestmark = pytest.mark.django_db
KEY = Key("0123456789abcdef", "a" * 64)


def given(plan, number=LI):
    """Return the only posting in question: the others were acknowledged."""
    row = Holder.objects.get(person_id=plan.hall.people[number], post_id=plan.posts[1])
    Holder.objects.exclude(id=row.id).update(acknowledged_at=at("07:05"))
    return row.id


def listed(plan, moment):
    return [one.person_id for one in selectors.overdue_postings(plan.hall.id, moment)]


@proves("ATT-08")
def test_what_nobody_acknowledged_within_a_working_day_is_listed_until_it_is():
    plan = planned_hall()
    holder = given(plan)

    assert listed(plan, at("23:59", TUESDAY)) == []
    assert listed(plan, at("00:01", WEDNESDAY)) == [plan.hall.people[LI]]
    services.acknowledge_posting(holder_id=holder, by=plan.hall.person(LI), at=at("08:00", WEDNESDAY))

    assert listed(plan, at("08:01", WEDNESDAY)) == []
    (told,) = plan.hall.told("posts.posting_acknowledged")
    assert (told.actor_id, told.subject_id) == (plan.hall.people[LI], holder)


def test_a_weekend_does_not_count():
    plan = planned_hall()
    Holder.objects.filter(id=given(plan)).update(given_at=at("16:00", FRIDAY))

    assert listed(plan, at("12:00", FRIDAY + timedelta(days=3))) == []
    assert listed(plan, at("00:01", FRIDAY + timedelta(days=4))) == [plan.hall.people[LI]]


def test_only_who_was_given_the_post_acknowledges_it_and_once():
    plan = planned_hall()
    holder = given(plan)

    for number in (ZHANG, HEAD):
        with pytest.raises(NotYourPosting) as refused:
            services.acknowledge_posting(holder_id=holder, by=plan.hall.person(number), at=at("09:00"))
        assert refused.value.status == 403
    for _ in range(2):
        services.acknowledge_posting(holder_id=holder, by=plan.hall.person(LI), at=at("09:00"), key=KEY)
    with pytest.raises(PostingAcknowledgedAlready):
        services.acknowledge_posting(holder_id=holder, by=plan.hall.person(LI), at=at("09:01"))
    assert len(plan.hall.told("posts.posting_acknowledged")) == 1


def test_a_post_taken_back_is_not_asked_for():
    plan = planned_hall()
    services.end_holder(holder_id=given(plan), by=plan.hall.by, at=at("10:00"))

    assert listed(plan, at("12:00", WEDNESDAY)) == []
