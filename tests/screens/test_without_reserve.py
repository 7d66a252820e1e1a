"""The roster page: a shift without a reserve is allowed by the office, seen as such, and withdrawn."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client

from tests.halls import at
from tests.posts.planned import HEAD, NEXT_MONDAY, OFFICE, SECOND, Planned
from tests.posts.staffed import ZHANG
from tests.posts.test_without_reserve import hall, mended
from tests.screens.test_rosters import PAGE, signed_in
from tests.support.callers import text_of
from yichuang.kernel.clock import frozen
from yichuang.posts.models import BentRule
from yichuang.posts.types import RosterCard

pytestmark = pytest.mark.django_db
MARCH = f"{PAGE}?month=2026-03"


@pytest.fixture
def plan() -> Any:
    with frozen(at("08:00", NEXT_MONDAY)):
        yield hall()


def send(client: Client, address: str, key: str = "", **fields: Any) -> Any:
    return client.post(f"{PAGE}{address}", {"key": key or uuid4().hex, **fields})


def shifts(plan: Planned, *sessions: str) -> list[str]:
    return [f"{plan.posts[1].hex}.{NEXT_MONDAY}.{one}" for one in sessions or ("am", "pm")]


def bare(plan: Planned) -> RosterCard:
    plan.fall_ill(ZHANG, "07:30", NEXT_MONDAY)
    return mended(plan)


def test_the_office_allows_it_another_hands_it_in_and_every_page_says_so(plan: Planned):
    card = bare(plan)
    office, second = signed_in(OFFICE), signed_in(SECOND)
    page = text_of(second.get(MARCH))
    assert "无备岗的班次" in page and "因突发缺勤，已无其他人在岗" in page
    refused = send(office, f"{card.id}/file/")
    assert refused.status_code == 422 and "可由办公室在排班页批准" in refused.content.decode()

    key = uuid4().hex
    said = {"shift": shifts(plan), "reason": "sudden"}
    done = [send(second, f"{card.id}/without-reserve/", key=key, **said) for _ in range(2)]

    assert [one.status_code for one in done] == [303, 303] and BentRule.objects.count() == 2
    page = text_of(second.get(MARCH))
    assert "偏差 2 项" in page and "03-09 1号窗口上午无备岗 突发缺勤 · 钱芳" in page, page
    assert "无备岗（钱芳批准）" in page
    english = text_of(second.get(f"{MARCH}&lang=en"))
    assert "2 deviations" in english and "goes without a reserve" in english
    assert "no reserve, allowed by" in english
    second.get(f"{MARCH}&lang=zh-hans")
    own = send(second, f"{card.id}/file/")
    assert own.status_code == 403 and "ROT-01" in own.content.decode()
    assert send(office, f"{card.id}/file/").status_code == 303
    assert send(second, f"{card.id}/publish/").status_code == 303
    sheet = text_of(office.get(f"{PAGE}sheet/?span=day&day={NEXT_MONDAY}"))
    week = text_of(office.get(f"/office/shifts/?week={NEXT_MONDAY}"))
    assert "无备岗（钱芳批准）" in sheet and "无备岗（钱芳批准）" in week
    resting = send(second, f"bent/{bent(plan, 'am')}/withdraw/", reason="mistaken", roster=card.id)
    assert resting.status_code == 409 and "HRS-04" in resting.content.decode()


def bent(plan: Planned, session: str) -> UUID:
    return BentRule.objects.get(hall_id=plan.hall.id, session=session).id


def test_it_is_withdrawn_at_a_click_before_it_is_published(plan: Planned):
    card = bare(plan)
    second = signed_in(SECOND)
    send(second, f"{card.id}/without-reserve/", shift=shifts(plan, "am"), reason="few_people")

    done = send(second, f"bent/{bent(plan, 'am')}/withdraw/", reason="not_needed", roster=card.id)

    page = text_of(second.get(MARCH))
    assert done.status_code == 303 and "已撤销" in page and "偏差" not in page


def test_a_planned_leave_is_refused_with_its_clause_and_others_may_not_allow(plan: Planned):
    plan.on_leave(ZHANG, begins=at("08:00", NEXT_MONDAY), ends=at("17:00", NEXT_MONDAY))
    card = mended(plan)
    second = signed_in(SECOND)

    refused = send(second, f"{card.id}/without-reserve/", shift=shifts(plan), reason="sudden")

    assert refused.status_code == 422 and "AB-10" in refused.content.decode()
    assert "须另行指定顶岗人" in text_of(second.get(MARCH))
    for reason, places in (("nonsense", shifts(plan)), ("sudden", ["nonsense"])):
        address = f"{card.id}/without-reserve/"
        assert send(second, address, shift=places, reason=reason).status_code == 404
    assert (
        send(second, f"{card.id}/without-reserve/", shift=shifts(plan), reason="illness").status_code == 422
    )
    assert send(signed_in(HEAD), f"{card.id}/without-reserve/", reason="sudden").status_code == 403
