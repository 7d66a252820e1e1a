"""The calendar of one's own shifts: one address in force, renewed or ended by its owner, asked for once."""

from __future__ import annotations

import pytest

from tests.halls import at
from tests.posts.planned import planned_hall
from tests.posts.staffed import LI, ZHANG
from yichuang.kernel.types import Key
from yichuang.posts import services
from yichuang.posts.selectors.calendars import address_of, whose_calendar

pytestmark = pytest.mark.django_db


def test_an_address_is_its_owners_until_it_is_renewed_or_ended():
    plan = planned_hall()
    zhang, people = plan.hall.person(ZHANG), plan.hall.people
    first = services.open_calendar(by=zhang, at=at("09:00"))
    lis = services.open_calendar(by=plan.hall.person(LI), at=at("09:00"))

    assert whose_calendar(first) == (plan.hall.id, people[ZHANG])
    second = services.open_calendar(by=zhang, at=at("09:01"))
    assert (whose_calendar(first), whose_calendar(second)) == (None, (plan.hall.id, people[ZHANG]))
    services.end_calendar(by=zhang, at=at("09:02"))
    assert (whose_calendar(second), address_of(plan.hall.id, people[ZHANG])) == (None, "")
    assert whose_calendar(lis) == (plan.hall.id, people[LI])
    assert [len(plan.hall.told(f"posts.calendar_{name}")) for name in ("opened", "ended")] == [3, 1]


def test_asking_again_with_the_same_key_makes_no_other_address():
    plan = planned_hall()
    key = Key("k" * 32, "0" * 64)

    twice = [services.open_calendar(by=plan.hall.person(ZHANG), at=at("09:00"), key=key) for _ in range(2)]

    assert twice[0] == twice[1] and len(plan.hall.told("posts.calendar_opened")) == 1


@pytest.mark.parametrize("token", ["", "x", "0" * 64, "é" * 64, "{" * 40, "0" * 32])
def test_nonsense_is_nobodys(token: str):
    planned_hall()

    assert whose_calendar(token) is None
