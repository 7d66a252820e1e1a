"""A swap through all hands, and the month's grid: why this person, by the keyboard alone, crowded."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from tests.browser import rosters
from tests.browser.hands import DESK, comes_true, sign_in, until
from tests.browser.test_every_page import every_look, fits
from tests.doors import House
from yichuang.kernel.claims import proves

pytestmark = [pytest.mark.browser, pytest.mark.proof]
SWAPS = "/staffroom/swaps/"


def _picture(page: Any, name: str) -> None:
    """Keep the page for who wants to look (``YICHUANG_TEST_PICTURES`` names a folder)."""
    if folder := os.environ.get("YICHUANG_TEST_PICTURES"):
        page.screenshot(path=Path(folder) / f"roster-{name}.png")


def _calendar(page: Any, house: House) -> str:
    """Make an address of one's own calendar and return it."""
    page.goto(f"{house.url}/staffroom/calendar/")
    page.click("button:has-text('生成')")
    field = page.locator("input[value*='/staffroom/feed/']")
    field.wait_for()
    return str(field.get_attribute("value"))


def _events(page: Any, address: str) -> list[str]:
    """Return the events of a calendar, each whole."""
    text = page.request.get(address).text().replace("\r\n ", "")
    return re.findall(r"BEGIN:VEVENT.*?END:VEVENT", text, re.DOTALL)


def _on(events: list[str], day: str) -> int:
    return sum(1 for one in events if f"DTSTART:{day}" in one)


def _offers(page: Any, house: House, place: str) -> str:
    page.goto(f"{house.url}{SWAPS}?shift={place}")
    return str(page.inner_text("section[aria-labelledby=offers]"))


def _asks(page: Any, house: House, place: str, name: str) -> None:
    _offers(page, house, place)
    page.click(f"button:has-text('请{name}接班')")
    page.wait_for_selector("section[aria-labelledby=others] >> text=待同事同意")


def _forces(page: Any, number: str) -> None:
    """Ask somebody who is not offered, as if the form had named them."""
    page.evaluate(
        'id => { document.querySelector("form input[name=person]").value = id; }', str(UUID(number))
    )
    page.locator("form:has(input[name=person]) button").first.click()


@proves("ROT-04")
def test_a_swap_is_asked_for_agreed_to_approved_and_then_read_everywhere(
    serve_house: Callable[..., House], open_page: Callable[..., Any]
) -> None:
    house = serve_house(scene=rosters.hall_with_swappable_shifts)
    giver, taker, head = (
        sign_in(open_page(width=DESK[0], height=DESK[1]), house, number, to)
        for number, to in (("0301", "/staffroom/"), ("0305", "/staffroom/"), ("0001", SWAPS))
    )
    feeds = {page: _calendar(page, house) for page in (giver, taker)}
    before = {page: _on(_events(page, feeds[page]), "20260303") for page in feeds}
    assert before[giver] >= 3 and before[taker] == 0  # morning, noon, afternoon, and where one is B
    place = house.told["places"]["tuesday"] + "am"

    offered = _offers(giver, house, place)
    assert re.search(r"郑欣\s+0305\s+代价 [+−]?\d+", offered), offered
    assert re.search(r"孙静\s+0302\s+同时段在其他岗位", offered), offered
    assert re.search(r"沈悦\s+0306\s+休假", offered) and "病" not in offered, offered
    _picture(giver, "offers")
    _asks(giver, house, place, "郑欣")
    taker.goto(house.url + SWAPS)
    _picture(taker, "to-agree")
    taker.click("button:has-text('我接这个班')")
    expect(taker.locator("button:has-text('我接这个班')")).to_have_count(0)
    head.goto(house.url + SWAPS)
    _picture(head, "to-approve")
    assert "代价" in head.inner_text("section[aria-labelledby=waiting]")
    assert _on(_events(giver, feeds[giver]), "20260303") == before[giver]  # until then nothing has moved
    head.click("button:has-text('批准')")
    expect(head.locator("button:has-text('批准')")).to_have_count(0)

    assert _on(_events(giver, feeds[giver]), "20260303") == before[giver] - 1
    (mine,) = [one for one in _events(taker, feeds[taker]) if "DTSTART:20260303" in one]
    assert "1号窗口" in mine
    head.goto(f"{house.url}/office/roster/sheet/?span=day&day=2026-03-03")
    row = head.locator(".duty-table tbody tr", has_text="社保综合").first
    assert "郑欣" in row.inner_text() and "周颖" in row.inner_text()
    _picture(head, "sheet")
    for page, there in ((giver, False), (taker, True)):
        page.goto(f"{house.url}{SWAPS}")
        listed = page.inner_text("section[aria-labelledby=mine]")
        assert bool(re.search(r"2026-03-03 周二\s+上午\s+1", listed)) is there, listed


@proves("ROT-04")
def test_a_swap_that_empties_a_post_or_breaks_a_rule_is_refused_with_its_clause(
    serve_house: Callable[..., House], open_page: Callable[..., Any]
) -> None:
    house = serve_house(scene=rosters.hall_with_swappable_shifts)
    giver, taker, head = (
        sign_in(open_page(width=DESK[0], height=DESK[1]), house, number, to)
        for number, to in (("0301", "/staffroom/"), ("0305", "/staffroom/"), ("0001", SWAPS))
    )
    giver.forgiven.append("422")
    people, places = house.told["people"], house.told["places"]

    _offers(giver, house, places["tuesday"] + "am")
    _forces(giver, people["0302"])  # window 2 would have nobody
    giver.wait_for_selector("#refusals >> text=0302 不能接这个班：同时段在其他岗位")
    assert "ROT-05" in giver.inner_text("#refusals")
    _picture(giver, "refused")

    _asks(giver, house, places["monday"] + "am", "郑欣")
    taker.goto(house.url + SWAPS)
    taker.click("button:has-text('我接这个班')")
    expect(taker.locator("button:has-text('我接这个班')")).to_have_count(0)
    head.goto(house.url + SWAPS)
    head.click("button:has-text('批准')")
    expect(head.locator("button:has-text('批准')")).to_have_count(0)
    offered = _offers(giver, house, places["next"] + "am")  # a second day in a week of one
    assert re.search(r"郑欣\s+0305\s+本周天数已满", offered), offered


def test_the_grid_is_walked_by_the_keyboard_and_says_why(
    serve_house: Callable[..., House], open_page: Callable[..., Any]
) -> None:
    house = serve_house(scene=rosters.hall_with_a_big_roster)
    page = sign_in(open_page(width=DESK[0], height=DESK[1]), house, "0001", "/office/roster/")
    page.goto(f"{house.url}/office/roster/?month=2026-04")
    fits(page, no_scroll=False)
    _picture(page, "crowded")

    # one stop for Tab: from the last link before the grid straight into it, and out again
    page.locator(".rosters-acts a").last.focus()
    page.keyboard.press("Tab")
    comes_true(page, "() => document.activeElement.closest('roster-grid') !== null")
    for key in (
        "ArrowDown",
        "ArrowRight",
        "ArrowRight",
        "ArrowRight",
        "End",
        "Home",
        "ArrowUp",
        "ArrowRight",
    ):
        page.keyboard.press(key)
    there = page.evaluate("() => document.activeElement.href")
    assert there.endswith(".2026-04-02#edit"), there  # over the closed days and back
    page.keyboard.press("Tab")
    comes_true(page, "() => document.activeElement.closest('roster-grid') === null")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector("#edit")
    assert "为什么是周颖？" in page.inner_text("#edit")
    _picture(page, "why")
    give = page.locator("#edit form[action*='/give/'] button").first
    give.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/?*edit=*#edit")
    until(lambda: page.wait_for_timeout(50) or "为什么是周颖？" not in page.inner_text("#edit"), 10)
    page.keyboard.press("Escape")  # the way out of a cell
    page.wait_for_url("**&left=*")
    comes_true(page, "() => document.activeElement.matches('roster-grid a')")  # where one was

    every_look_of(page, house)


def test_a_day_set_by_hand_tells_its_conflicts_at_once_and_loses_nothing(
    serve_house: Callable[..., House], open_page: Callable[..., Any]
) -> None:
    house = serve_house(scene=rosters.hall_with_a_big_roster)
    page = sign_in(open_page(width=DESK[0], height=DESK[1]), house, "0001", "/office/roster/")
    page.forgiven += ["ERR_INTERNET_DISCONNECTED", "htmx:sendError", "htmx:afterRequest"]
    page.goto(f"{house.url}/office/roster/?month=2026-04")
    page.locator("roster-grid a.rosters-square").first.click()
    page.wait_for_selector("#edit")
    morning, send = (
        page.locator("#edit fieldset").first,
        page.locator("#edit form.rosters-edit button.primary"),
    )
    a, b, kept = (
        morning.locator("select").first,
        morning.locator("select").last,
        morning.locator("[type=checkbox]"),
    )
    was, other = a.input_value(), b.input_value()
    expect(kept).not_to_be_checked()

    a.select_option(other)
    expect(kept).to_be_checked()  # who is set by hand is kept so
    send.dblclick()
    page.wait_for_selector("#edit >> text=不能既是A岗又是B岗")
    assert a.input_value() == b.input_value() == other
    a.select_option("")
    b.select_option("")
    page.context.set_offline(True)
    send.click()
    page.wait_for_selector("#refusals >> text=没有送达")
    assert a.input_value() == "" and kept.is_checked()  # what was chosen is still there
    page.context.set_offline(False)
    send.click()
    page.wait_for_selector("#edit >> text=没有A岗")
    assert "ROT-03" in page.inner_text("#edit") and "ROT-01" in page.inner_text("#edit")
    expect(page.locator("roster-grid a.here.vacant.against")).to_have_count(1)
    _picture(page, "conflicts")
    a.select_option(was)
    b.select_option(other)
    kept.uncheck()
    send.click()
    page.wait_for_selector("#edit >> text=没有冲突")
    expect(kept).not_to_be_checked()
    expect(page.locator("roster-grid a.against")).to_have_count(0)


def every_look_of(page: Any, house: House) -> None:
    """Look at the month and at two versions of it in every look."""
    old, new = (UUID(one) for one in house.told["rosters"])
    for path in (f"/office/roster/{new}/compare/", f"/office/roster/{old}/excel/"):
        page.goto(house.url + path)
        every_look(page)
    for look in ("lang=zh&type=normal", "lang=en&type=large"):
        page.goto(f"{house.url}/office/roster/?month=2026-04&{look}")
        fits(page, no_scroll=False)
        square = page.locator("roster-grid a.stand-in").first.get_attribute("href")
        page.goto(f"{house.url}/office/roster/{square}")
        fits(page, no_scroll=False)
    _picture(page, "large")


def test_the_duty_sheet_of_thirty_windows_prints_on_few_pages_of_a4(
    serve_house: Callable[..., House], open_page: Callable[..., Any]
) -> None:
    house = serve_house(scene=rosters.hall_with_a_big_roster)
    page = sign_in(open_page(width=DESK[0], height=DESK[1]), house, "0001", "/office/roster/")
    page.goto(f"{house.url}/office/roster/?month=2026-04")
    for button, done in (("报办公室备案", "v2 已报送"), ("发布", "v2 已发布")):
        page.click(f".rosters-acts button:has-text('{button}')")
        page.wait_for_selector(f"text={done}")

    pages = {}
    for span in ("day", "week", "month"):
        page.goto(f"{house.url}/office/roster/sheet/?span={span}&day=2026-04-07")
        printed = PdfReader(BytesIO(page.pdf(prefer_css_page_size=True))).pages
        assert {tuple(round(float(one) * 25.4 / 72) for one in each.mediabox[2:]) for each in printed} == {
            (297, 210)
        }
        pages[span] = len(printed)
        texts = [one.extract_text() for one in printed]
        assert all(f"{place} / {len(texts)}" in one for place, one in enumerate(texts, 1)), texts
        assert "编制" in texts[-1] and "批准" in texts[-1]
    # a month: ten windows a page, and two more for the evenings, which are somebody else’s
    assert pages == {"day": 2, "week": 2, "month": 5}


def test_the_pages_of_people_and_posts_keep_nobody_out_where_there_is_something_in_them(
    serve_house: Callable[..., House], open_page: Callable[..., Any]
) -> None:
    house = serve_house(scene=rosters.hall_with_swappable_shifts)
    page = sign_in(open_page(width=DESK[0], height=DESK[1]), house, "0001", "/office/attendance/")
    for path in ("/office/attendance/", "/office/leave/", "/office/shifts/"):
        page.goto(house.url + path)
        every_look(page)
        _picture(page, path.strip("/").replace("/", "-"))
    clerk = sign_in(open_page(width=DESK[0], height=DESK[1]), house, "0306", "/staffroom/")
    every_look(clerk)
    _picture(clerk, "staffroom")
