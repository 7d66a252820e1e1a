"""Attendance on the screen: a day by person, its month, and corrections that need two people (ATT-01)."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from tests.halls import MONDAY, at
from tests.posts.planned import HEAD, OFFICE, Planned, planned_hall
from tests.posts.staffed import WANG, ZHANG
from tests.support.callers import text_of
from yichuang.kernel.claims import proves
from yichuang.kernel.clock import frozen
from yichuang.posts import selectors, services
from yichuang.posts.types import Attended, DaySession

PAGE = "/office/attendance/"
PASSWORD = "Anyang-Window-26"
pytestmark = pytest.mark.django_db


@pytest.fixture
def plan() -> Any:
    """Zhang came at 8:20; it is one o'clock, and nobody else has signed on."""
    with frozen(at("13:00")):
        plan = planned_hall()
        plan.sign_on(ZHANG, 1, "08:20")
        services.sign_off(by=plan.hall.person(ZHANG), at=at("12:00"))
        yield plan


def signed_in(number: str) -> Client:
    client = Client()
    answer = client.post("/sign-in/", {"hall": "AYRS", "number": number, "password": PASSWORD})
    assert answer.status_code in {302, 303}, answer.content.decode()
    return client


def send(client: Client, address: str, **fields: Any) -> Any:
    return client.post(address, {"key": uuid4().hex, **fields})


def shift(plan: Planned, number: str = ZHANG, window: int = 1) -> str:
    return f"{plan.posts[window].hex}.{MONDAY}.am.{plan.hall.people[number].hex}"


def waiting(plan: Planned):
    return selectors.restatements(plan.hall.id, since=MONDAY, until=MONDAY)


def state_of(plan: Planned) -> Attended:
    cards = selectors.attendance(
        plan.hall.id,
        since=MONDAY,
        until=MONDAY.replace(day=MONDAY.day + 1),
        at=at("13:00"),
        person_id=plan.hall.people[ZHANG],
    )
    return next(one.state for one in cards if one.session is DaySession.AM)


def test_a_head_sees_the_day_and_the_month_of_the_own_section_and_the_office_everybody(plan: Planned):
    head, office = text_of(signed_in(HEAD).get(PAGE)), text_of(signed_in(OFFICE).get(PAGE))
    english = text_of(signed_in(OFFICE).get(f"{PAGE}?lang=en"))

    assert ZHANG in head and "迟到" in head and "20 分钟" in head
    assert WANG not in head and WANG in office, "another section's people are the office's to see"
    assert "缺勤" in office and "2026-03 月度汇总" in office
    assert "late" in english and "20 minutes" in english and "Month 2026-03" in english
    drawn = signed_in(OFFICE).get(PAGE).content.decode()
    assert '<svg class="chart" viewBox="0 0 1120 180" role="group"' in drawn, "its columns are links"
    section = text_of(signed_in(OFFICE).get(f"{PAGE}?department={plan.section.hex}"))
    assert ZHANG in section and WANG not in section


def test_a_day_to_come_and_nonsense_show_today(plan: Planned):
    client = signed_in(OFFICE)

    for asked in ("day=2026-03-09", "day=x", "department=x", "edit=x.y"):
        assert f"考勤 {MONDAY}" in text_of(client.get(f"{PAGE}?{asked}"))


@proves("ATT-01")
def test_a_clerk_asks_and_the_head_approves(plan: Planned):
    clerk, head = signed_in(ZHANG), signed_in(HEAD)
    assert "申请更正" in text_of(clerk.get("/staffroom/"))

    said = {"shift": shift(plan), "attended": "present", "minutes": "", "reason": "forgot"}
    assert send(clerk, "/staffroom/attendance/", **said).status_code == 303
    assert "更正待审批" in text_of(clerk.get("/staffroom/"))
    (asked,) = waiting(plan)
    assert "漏签到" in text_of(head.get(PAGE))
    assert send(head, f"{PAGE}{asked.id}/approve/").status_code == 303

    assert state_of(plan) is Attended.PRESENT
    assert "已更正" in text_of(head.get(PAGE)) and "已更正" in text_of(clerk.get("/staffroom/"))


@proves("ATT-01", refuses=True)
def test_a_head_alone_edits_nothing(plan: Planned):
    head, office = signed_in(HEAD), signed_in(OFFICE)
    form = text_of(head.get(f"{PAGE}?edit={shift(plan)}"))
    assert "1号窗口" in form and "实际情况" in form

    said = {"shift": shift(plan), "attended": "late", "minutes": "3", "reason": "device"}
    assert send(head, f"{PAGE}ask/", **said).status_code == 303
    (asked,) = waiting(plan)
    assert "须由他人审批" in text_of(head.get(PAGE))
    refused = send(head, f"{PAGE}{asked.id}/approve/")

    assert refused.status_code == 403 and "ATT-01" in text_of(refused)
    assert state_of(plan) is Attended.LATE
    assert send(office, f"{PAGE}{asked.id}/refuse/").status_code == 303
    assert "未批准" in text_of(head.get(PAGE))


@pytest.mark.parametrize("shift_named", ["", "x.y.z", "x.2026-03-02.am.y"])
def test_a_shift_that_is_none_is_not_found(plan: Planned, shift_named: str):
    said = {"shift": shift_named, "attended": "present", "reason": "forgot"}

    assert send(signed_in(HEAD), f"{PAGE}ask/", **said).status_code == 404
