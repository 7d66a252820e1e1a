"""Delegations as the office sees them: gaps, papers, deputies, what is taken back."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from tests.posts.mandated import CHIEF, DEPUTY, HEAD, Departments, departments
from tests.support.callers import key_in, text_of
from tests.support.hall import MORNING
from yichuang.kernel.access.types import Role
from yichuang.posts import selectors
from yichuang.posts.types import MandateAct

PAGE = "/office/mandate/"
PASSWORD = "Anyang-Window-26"
pytestmark = pytest.mark.usefixtures("monday")


@pytest.fixture
def office(db: None, monday: None) -> Departments:
    found = departments()
    found.hall.grant("0101", Role.OFF)
    return found


def signed_in(office: Departments, number: str) -> Client:
    client = Client()
    answer = client.post("/sign-in/", {"hall": "AYRS", "number": number, "password": PASSWORD})
    assert answer.status_code in {302, 303}, answer.content.decode()
    return client


def send(client: Client, address: str, **fields: Any) -> Any:
    return client.post(f"{PAGE}{address}", {"key": key_in(client.get(PAGE)), **fields})


def paper(office: Departments, person: str = CHIEF, **other: Any) -> dict[str, Any]:
    return {
        "department": office.id,
        "person": office.hall.people[person],
        "acts": ["approve", "refuse"],
        "scope": "all",
        "document": "市就授〔2026〕7号",
    } | other


def test_the_office_sees_what_nobody_may_decide_and_delegates_it(office: Departments) -> None:
    client = signed_in(office, "0101")
    before = text_of(client.get(PAGE))

    assert send(client, "grant/", **paper(office)).status_code == 303

    assert "4 个事项无人有权决定" in before and "RS3" in before
    after = text_of(client.get(PAGE))
    assert "1 个事项无人有权决定" in after  # the other department's
    assert "市就授〔2026〕7号" in after and "批准 · 不予批准" in after and "生效中" in after


def test_only_some_items_up_to_an_amount_for_some_days(office: Departments) -> None:
    client = signed_in(office, "0101")
    form = paper(office, scope="some", items=[office.items["RS1"]], most_amount="5000.00")

    send(client, "grant/", **form, active_from="2026-03-02", active_until="2026-04-01")

    (given,) = selectors.delegations(office.hall.id)
    assert given.item_ids == (office.items["RS1"],) and not given.all_at_level
    assert str(given.most_amount) == "5000.00" and given.acts == (MandateAct.APPROVE, MandateAct.REFUSE)
    assert "2026-03-02 – 2026-04-01" in text_of(client.get(PAGE))


def test_a_deputy_is_named_with_whom_they_stand_in_for(office: Departments) -> None:
    client = signed_in(office, "0101")
    send(client, "grant/", **paper(office))
    until = {"active_until": "2026-03-09", "deputy_of": office.hall.people[CHIEF]}

    send(client, "grant/", **paper(office, DEPUTY, **until))

    assert "代理 孙静" in text_of(client.get(PAGE))


@pytest.mark.parametrize(
    ("other", "reason"),
    [
        ({"document": ""}, "书面形式"),
        ({"acts": []}, "请选择授权行为"),
        ({"most_amount": "很多"}, "两位小数"),
        ({"active_until": "昨天"}, "结束晚于开始"),
        ({"active_from": "2026-01-01"}, "今天或以后"),
    ],
)
def test_what_does_not_fit_is_refused_with_a_sentence(
    office: Departments, other: dict[str, Any], reason: str
) -> None:
    client = signed_in(office, "0101")

    answer = send(client, "grant/", **paper(office, **other))

    assert answer.status_code == 422 and reason in text_of(answer)
    assert selectors.delegations(office.hall.id) == []


def test_a_delegation_is_suspended_resumed_and_revoked(office: Departments) -> None:
    client = signed_in(office, "0101")
    send(client, "grant/", **paper(office))
    (given,) = selectors.delegations(office.hall.id)

    send(client, f"{given.id}/suspend/")
    assert "已暂停" in text_of(client.get(PAGE))
    send(client, f"{given.id}/resume/")
    assert "生效中" in text_of(client.get(PAGE))
    send(client, f"{given.id}/revoke/")

    assert "1 项以往授权" in text_of(client.get(PAGE))
    assert selectors.delegation(office.hall.id, given.id).revoked_at == MORNING


def test_a_section_head_reads_and_gives_nothing(office: Departments) -> None:
    head = signed_in(office, HEAD)

    page = head.get(PAGE)

    assert page.status_code == 200 and "grant" not in page.content.decode()
    assert head.post(f"{PAGE}grant/", paper(office)).status_code == 403
    assert selectors.delegations(office.hall.id) == []
