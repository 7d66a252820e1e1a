"""Swaps on the screen: cost before asking, refusals said, pending until the head approves."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.halls import at
from tests.posts.planned import CHEN, HEAD, OFFICE, WEDNESDAY, Planned, planned_hall
from tests.posts.staffed import LI, WANG, ZHANG
from tests.screens.test_rosters import signed_in
from tests.support.callers import key_in, text_of
from yichuang.kernel.claims import proves
from yichuang.kernel.clock import frozen
from yichuang.organization.models import Window
from yichuang.posts import selectors
from yichuang.posts.selectors import roster as rosters
from yichuang.posts.types import DaySession

PAGE = "/staffroom/swaps/"
pytestmark = pytest.mark.django_db


@pytest.fixture
def plan() -> Any:
    with frozen(at("09:00")):
        yield planned_hall()


def place(plan: Planned, window: int = 1) -> str:
    return f"{plan.posts[window].hex}_{WEDNESDAY.isoformat()}_am"


def send(client, address: str, **said: Any):
    return client.post(f"{PAGE}{address}", said | {"key": key_in(client.get("/staffroom/"))})


def a_of(plan: Planned):
    shift = selectors.shift_of(plan.hall.id, plan.posts[1], WEDNESDAY, DaySession.AM)
    assert shift is not None
    return shift.a_id


@proves("ROT-04")
def test_a_swap_goes_from_the_asker_to_the_colleague_to_the_head(plan: Planned):
    people = plan.hall.people
    Window.objects.filter(id=plan.hall.windows[1]).update(department_id=plan.section)
    zhang, li, wang, head = (signed_in(one) for one in (ZHANG, LI, WANG, HEAD))
    offered = text_of(zhang.get(PAGE, {"shift": place(plan)}))
    assert "谁能接班" in offered and "代价 +2" in offered and "请李娜接班" in offered

    assert send(zhang, "ask/", shift=place(plan), person=people[LI]).status_code == 303
    (swap,) = rosters.open_swaps(plan.hall.id)
    assert "待同事同意" in text_of(zhang.get(PAGE)) and "换班中" in text_of(zhang.get(PAGE))
    assert "待您处理" in text_of(li.get(PAGE)) and "我接这个班" in text_of(li.get(PAGE))
    assert "代价" in text_of(li.get(PAGE))
    assert send(wang, f"{swap.id}/agree/").status_code == 403
    assert send(li, f"{swap.id}/agree/").status_code == 303
    assert "待审批" in text_of(li.get(PAGE)) and a_of(plan) == people[ZHANG]  # pending until a head approves
    assert send(li, f"{swap.id}/approve/").status_code == 403
    assert "批准" in text_of(head.get(PAGE)) and "待您处理" in text_of(head.get(PAGE))
    assert send(head, f"{swap.id}/approve/").status_code == 303

    assert a_of(plan) == people[LI]
    assert "已批准" in text_of(zhang.get(PAGE)) and "待您处理" not in text_of(head.get(PAGE))
    assert "→" not in text_of(wang.get(PAGE))  # somebody else's swaps are not seen


def test_who_cannot_take_it_is_shown_without_why_they_are_away_and_refused(plan: Planned):
    zhang = signed_in(ZHANG)
    plan.fall_ill(LI, "07:30", WEDNESDAY)

    page = text_of(zhang.get(PAGE, {"shift": place(plan)}))
    refused = send(zhang, "ask/", shift=place(plan), person=plan.hall.people[LI])

    assert "休假" in page and "病" not in page and "请李娜接班" not in page
    assert refused.status_code == 422 and "ROT-05" in refused.content.decode()
    assert "病" not in refused.content.decode()
    assert send(zhang, "ask/", shift=place(plan), person=plan.hall.people[CHEN]).status_code == 422


def test_one_shift_is_offered_to_one_colleague_at_a_time_and_a_form_sent_twice_asks_once(plan: Planned):
    zhang, li = signed_in(ZHANG), plan.hall.people[LI]
    key = key_in(zhang.get(PAGE, {"shift": place(plan)}))
    said = {"shift": place(plan), "person": li, "key": key}

    assert [zhang.post(f"{PAGE}ask/", said).status_code for _ in range(2)] == [303, 303]
    assert len(rosters.open_swaps(plan.hall.id)) == 1
    again = send(zhang, "ask/", shift=place(plan), person=li)
    assert again.status_code == 409 and "换班申请在办" in again.content.decode()
    (swap,) = rosters.open_swaps(plan.hall.id)
    assert send(zhang, f"{swap.id}/refuse/").status_code == 303
    assert "已撤回" in text_of(zhang.get(PAGE)) and send(zhang, f"{swap.id}/refuse/").status_code == 404
    assert send(zhang, "ask/", shift=place(plan), person=li).status_code == 303


def test_the_colleague_or_the_office_refuses_and_nothing_changes(plan: Planned):
    zhang, li, office = (signed_in(one) for one in (ZHANG, LI, OFFICE))
    for refuser in (li, office):
        send(zhang, "ask/", shift=place(plan), person=plan.hall.people[LI])
        (swap,) = rosters.open_swaps(plan.hall.id)
        assert send(refuser, f"{swap.id}/refuse/").status_code == 303

    assert "未获同意" in text_of(zhang.get(PAGE)) and a_of(plan) == plan.hall.people[ZHANG]


def test_a_swap_nobody_answered_in_time_has_lapsed(plan: Planned):
    send(signed_in(ZHANG), "ask/", shift=place(plan), person=plan.hall.people[LI])

    with frozen(at("09:00", WEDNESDAY + timedelta(days=1))):
        page = text_of(signed_in(LI).get(PAGE))

    assert "已过期" in page and "我接这个班" not in page


def test_nonsense_is_not_found(plan: Planned):
    zhang = signed_in(ZHANG)

    assert zhang.get(PAGE, {"shift": "nonsense"}).status_code == 200
    assert send(zhang, "ask/", shift="nonsense", person=plan.hall.people[LI]).status_code == 404
    assert send(zhang, "ask/", shift=place(plan), person="nonsense").status_code == 404
