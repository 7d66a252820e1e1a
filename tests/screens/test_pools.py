"""Posts and their people: a pool is made, seen with its reserve, changed and ended by page."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client

from tests.halls import at
from tests.posts.planned import CHEN, HEAD, MONDAY, OFFICE, TUESDAY, Planned, planned_hall
from tests.posts.staffed import LI, WANG, ZHANG
from tests.screens.test_rosters import PAGE, signed_in
from tests.support.callers import text_of
from yichuang.kernel.clock import frozen
from yichuang.posts import selectors, services

POSTS = f"{PAGE}posts/"
pytestmark = pytest.mark.django_db


@pytest.fixture
def plan() -> Any:
    with frozen(at("09:00", MONDAY)):
        yield planned_hall()


def send(client: Client, address: str, key: str = "", **fields: Any) -> Any:
    return client.post(f"{POSTS}{address}", {"key": key or uuid4().hex, **fields})


def wish(plan: Planned, *people: str, windows=(1, 2), **other: Any) -> dict[str, Any]:
    """Return what the form says: the windows, and a place in the order for some."""
    places = {f"order-{plan.hall.people[one]}": str(n) for n, one in enumerate(people, start=1)}
    empty = {f"order-{one}": "" for one in plan.hall.people.values()}
    return {
        "department": "",
        "name": "综合岗位组",
        "name_en": "General posts",
        "post": [plan.posts[one] for one in windows],
        "from_day": MONDAY.isoformat(),
        **empty,
        **places,
        **other,
    }


def test_a_pool_is_made_seen_with_its_reserve_changed_and_ended(plan: Planned):
    client = signed_in(OFFICE)
    assert "尚无相近岗位共用人员" in text_of(client.get(POSTS))
    key = uuid4().hex

    said = wish(plan, WANG, ZHANG, CHEN)
    made = [send(client, "make/", key=key, **said) for _ in range(2)]

    assert [one.status_code for one in made] == [303, 303]
    (card,) = selectors.pools(plan.hall.id, MONDAY)
    assert [plan.number_of(one) for one in card.person_ids] == [WANG, ZHANG, CHEN]
    page = text_of(client.get(POSTS))
    assert "综合岗位组 1号窗口 · 2号窗口" in page and "王" in page
    assert "0303 2号窗口 A 岗" in page and "0305 备岗" in page, page
    english = text_of(client.get(f"{POSTS}?lang=en"))
    assert "General posts" in english and "reserve" in english and "Posts and their people" in english
    client.get(f"{POSTS}?lang=zh-hans")

    changed = send(
        client, f"{card.id}/change/",
        **wish(plan, ZHANG, WANG, CHEN, LI, reason="people", from_day=TUESDAY.isoformat()),
    )  # fmt: skip
    assert changed.status_code == 303
    page = text_of(client.get(POSTS))
    assert "自 03-03 起" in page and "人员增减" in page and "至 03-03" in page
    assert send(client, f"{card.id}/end/", reason="nonsense").status_code == 404
    ended = send(client, f"{card.id}/end/", reason="duties", from_day=TUESDAY.isoformat())
    assert ended.status_code == 303
    assert send(client, f"{card.id}/end/", reason="duties").status_code == 404


def test_the_roster_page_marks_who_is_the_reserve(plan: Planned):
    client = signed_in(OFFICE)
    send(client, "make/", **wish(plan, WANG, ZHANG, CHEN))
    card = services.draft_roster(
        department_id=None, month=MONDAY.replace(day=1), by=plan.hall.person(OFFICE), at=at("09:00")
    )
    given = {"post": plan.posts[1], "day": TUESDAY.isoformat(), "session": "am"}
    given |= {"person": plan.hall.people[CHEN], "key": uuid4().hex}
    assert client.post(f"{PAGE}{card.id}/give/", given).status_code == 303

    page = client.get(f"{PAGE}?month=2026-03&edit={plan.posts[1].hex}.2026-03-03")

    assert "岗位组 综合岗位组 1号窗口 · 2号窗口 备岗" in text_of(page)
    assert "(备岗)" in page.content.decode() and "· 备岗</option>" in page.content.decode()


@pytest.mark.parametrize(
    ("changes", "status", "said"),
    [
        ({"windows": (1,)}, 422, "AB-01"),
        ({"name": ""}, 422, ""),
        ({"from_day": "2026-03-01"}, 422, "从今天或以后"),
        ({"department": str(UUID(int=9))}, 422, "AB-01"),
    ],
)
def test_a_pool_is_refused_with_its_clause(plan: Planned, changes, status, said):
    refused = send(signed_in(OFFICE), "make/", **wish(plan, WANG, ZHANG, **changes))

    assert refused.status_code == status and said in refused.content.decode()
    assert selectors.pools(plan.hall.id, MONDAY) == []


def test_an_order_that_is_no_number_and_a_strange_pool_are_not_found(plan: Planned):
    client = signed_in(OFFICE)
    said = wish(plan, WANG, ZHANG)
    said[f"order-{plan.hall.people[CHEN]}"] = "x"

    assert send(client, "make/", **said).status_code == 404
    assert send(client, f"{uuid4()}/change/", **wish(plan, WANG, ZHANG, reason="load")).status_code == 404


def test_a_head_sees_and_pools_only_the_windows_of_the_section(plan: Planned):
    head = signed_in(HEAD)

    assert head.get(POSTS).status_code == 404  # the section has no window
    assert send(head, "make/", **wish(plan, WANG, ZHANG)).status_code == 403
    assert signed_in(ZHANG).get(POSTS).status_code == 403
