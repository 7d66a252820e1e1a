"""What everybody may read of the rules: without login, in both languages, on paper."""

from __future__ import annotations

import re

import pytest

from tests.halls import found_hall
from tests.oversight.conftest import House, words
from yichuang.kernel.claims import proves
from yichuang.regulations import selectors, services
from yichuang.regulations.types import Status

PUBLIC = [
    "/rules/",
    "/rules/QUE/",
    "/rules/principles/",
    "/rules/sources/",
    "/rules/values/",
    "/rules/values/star.period/",
]


@proves("RUL-04")
@pytest.mark.parametrize("address", PUBLIC)
def test_a_citizen_reads_the_rules_without_login(house: House, address: str) -> None:
    answer = house.browser().get(address)

    assert answer.status_code == 200
    assert "制度执行" in words(answer)


@proves("RUL-04")
def test_a_superseded_value_is_read_by_staff_with_its_days_and_the_current_one_by_everybody(
    house: House,
) -> None:
    by, today = house.hall.person("0301"), house.moment.date()
    for value in (4, 5):
        services.set_parameter(
            hall_id=house.hall.id,
            parameter="queue.missed_calls",
            value=value,
            active_from=today,
            reason=f"中心办〔2026〕{value}号",
            by=by,
            at=house.moment,
        )

    staff = words(house.browser("0303").get("/rules/values/queue.missed_calls/"))
    public = words(house.browser().get("/rules/values/queue.missed_calls/"))

    assert "中心办〔2026〕4号" in staff and "已撤回" in staff and "2026-03-02" in staff
    assert "中心办" not in public
    assert '<b class="num">5</b>' in public


@proves("RUL-05")
def test_each_principle_opens_its_controls(house: House) -> None:
    page = words(house.browser().get("/rules/principles/"))

    for principle in selectors.principles():
        assert principle.name.zh in page
        assert principle.controls
        for control in principle.controls:
            mechanism = selectors.control_card(control).control.mechanism
            assert f'href="/rules/{mechanism}/#{control}"' in page


def test_every_mechanism_is_in_the_list_and_has_its_page(house: House) -> None:
    browser = house.browser()
    listed = re.findall(r'href="/rules/([A-Z]+)/"', words(browser.get("/rules/")))

    assert set(listed) >= {one.code for one in selectors.mechanisms()}
    for one in selectors.mechanisms():
        page = words(browser.get(f"/rules/{one.code}/"))
        assert all(f'id="{control.id}"' in page for control in selectors.controls(one.code))


def test_what_is_not_built_stands_there_as_not_yet(house: House) -> None:
    page = words(house.browser().get("/rules/?status=not_yet"))

    assert "已证明</span>" not in page
    for card in selectors.control_cards():
        assert (f'id="{card.control.id}"' in page) is (card.status is Status.NOT_YET)


def test_the_figures_on_the_page_are_those_of_the_command_line(house: House) -> None:
    from yichuang.regulations.commands import as_json

    page = words(house.browser().get("/rules/"))

    assert f'<b class="num ok">{as_json()["totals"]["proven"]}</b>' in page


@pytest.mark.parametrize(
    ("query", "shown", "hidden"),
    [
        ("?q=插队", "QUE-02", "QUE-10"),
        ("?q=que-1", "QUE-10", "QUE-02"),
        ("?q=D2.15", "QUE-06", "AB-01"),
        ("?class=HUMAN", "JOB-04", "QUE-01"),
        ("?q=%00%F0%9F%98%80", "", "QUE-01"),
        ("?status=nonsense&class=nonsense", "", "AB-06"),
    ],
)
def test_the_reader_looks_for_controls(house: House, query: str, shown: str, hidden: str) -> None:
    page = words(house.browser().get(f"/rules/{query}"))

    assert f'id="{shown}"' in page or not shown
    assert f'id="{hidden}"' not in page


def test_a_rule_named_in_a_refusal_leads_to_its_row(house: House) -> None:
    answer = house.browser().get("/rules/?control=QUE-01")

    assert answer.status_code == 302
    assert answer["Location"] == "/rules/QUE/#QUE-01"


@pytest.mark.parametrize(
    "address", ["/rules/?control=QUE-99", "/rules/NOPE/", "/rules/values/no.such/", f"/rules/{'长' * 500}/"]
)
def test_what_does_not_exist_is_a_sentence(house: House, address: str) -> None:
    answer = house.browser().get(address)

    assert answer.status_code == 404
    assert "制度登记里没有" in words(answer)


def test_the_pages_are_complete_in_english(house: House) -> None:
    browser = house.browser()
    mechanisms = [f"/rules/{one.code}/" for one in selectors.mechanisms()]
    for address in {*PUBLIC, *mechanisms}:
        page = words(browser.get(f"{address}?lang=en"))
        # addresses of clauses keep their own language and say so; so do phrases of the hall and its name
        own = re.sub(r'<[^>]*lang="zh-CN"[^>]*>[^<]*(<h2[^>]*>[^<]*</h2>)?', "", page)
        own = re.sub(r'title="[^"]*"', "", own).replace("中文", "")
        assert re.findall(r"[\u4e00-\u9fff]+", own) == [], address


def test_the_pages_are_complete_in_chinese(house: House) -> None:
    page = words(house.browser().get("/rules/values/"))

    assert "Proposed by" not in page and "not set" not in page
    assert "产品建议值" in page


def test_thirty_days_of_the_journal_stand_beside_a_control_that_is_kept(house: House) -> None:
    services.set_parameter(
        hall_id=house.hall.id,
        parameter="queue.missed_calls",
        value=4,
        active_from=house.moment.date(),
        reason="中心办〔2026〕4号",
        by=house.hall.person("0301"),
        at=house.moment,
    )

    page = words(house.browser().get("/rules/RUL/"))

    row = page[page.index('id="RUL-01"') : page.index('id="RUL-02"')]
    assert "1次" in row and "<svg" in row


def test_a_house_without_any_hall_still_shows_the_rules(db: None) -> None:
    from django.test import Client

    for address in PUBLIC:
        assert Client().get(address).status_code == 200


def test_a_reader_of_the_public_page_chooses_the_hall(house: House) -> None:
    second = found_hall("AYZ2", windows=0, head=False, name="殷都区服务大厅", name_en="Yindu Hall")
    services.set_parameter(
        hall_id=second.id,
        parameter="queue.missed_calls",
        value=5,
        active_from=house.moment.date(),
        reason="区办〔2026〕1号",
        by=second.by,
        at=house.moment,
    )

    there = words(house.browser().get("/rules/values/queue.missed_calls/?hall=AYZ2"))
    nowhere = words(house.browser().get("/rules/values/queue.missed_calls/?hall=%27;--"))
    staff_of_the_first = words(house.browser("0303").get("/rules/values/queue.missed_calls/?hall=AYZ2"))

    assert '<b class="num">5</b>' in there
    assert '<b class="num">3</b>' in nowhere
    assert "区办〔2026〕1号" not in staff_of_the_first
