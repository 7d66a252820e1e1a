"""A citizen walks through the hall: kiosk, board, desk, phone and journal tell the same story."""

from __future__ import annotations

import re
import statistics
from collections.abc import Callable
from typing import Any

import pytest

from tests.browser import scenes
from tests.browser.hands import (
    BOARD,
    DESK,
    KIOSK,
    PHONE,
    comes_true,
    enrolled_kiosk,
    press,
    sign_in,
    sign_on,
    take_ticket,
)
from tests.doors import House

pytestmark = pytest.mark.browser
Open = Callable[..., Any]
WITHIN_MS = 300
CALLS = 6


def page_of(open_page: Open, size: tuple[int, int]) -> Any:
    return open_page(width=size[0], height=size[1])


def test_a_citizen_takes_a_ticket_is_called_served_and_every_screen_follows(
    serve_house: Callable[..., House], open_page: Open
) -> None:
    house = serve_house(scene=scenes.open_hall)
    hall = house.told
    board = page_of(open_page, BOARD)
    board.goto(f"{house.url}/board/AYRS/")
    kiosk = enrolled_kiosk(page_of(open_page, KIOSK), house, hall)
    desk = sign_on(sign_in(page_of(open_page, DESK), house, "0303", "/desk/"), 3)
    phone = page_of(open_page, PHONE)

    label = take_ticket(kiosk, "B")
    phone.goto(f"{house.url}/t/{kiosk.url.rstrip('/').rsplit('/', 1)[1]}")

    assert label == "B001"
    assert phone.inner_text(".phone-label") == "B001"
    desk.wait_for_selector(f".desk-queue >> text={label}")

    press(desk, "F1", "called")

    board.wait_for_selector(f".call.top >> text={label}")
    assert re.search(r"3\s*号窗口", board.inner_text(".call.top"))
    phone.wait_for_selector(".phone-called >> text=3")
    assert phone.title().startswith("●")

    press(desk, "F3", "serving")

    phone.wait_for_selector("text=正在 3 号窗口办理")
    board.wait_for_selector(".call.top.at-window")

    desk.keyboard.press("4")
    press(desk, "F4", "idle")

    phone.wait_for_selector(".state-finished")
    board.wait_for_selector(".call.top.quiet")
    office = sign_in(page_of(open_page, DESK), house, "0001", "/office/")
    office.goto(f"{house.url}/journal/")
    for word in ("取号", "呼叫", "办结"):
        assert word in office.inner_text("main"), word


def test_the_board_shows_a_call_within_three_hundred_milliseconds(
    serve_house: Callable[..., House], open_page: Open
) -> None:
    house = serve_house(scene=scenes.open_hall)
    hall = house.told
    kiosk = enrolled_kiosk(page_of(open_page, KIOSK), house, hall)
    for _ in range(CALLS):
        take_ticket(kiosk, "B")
        kiosk.goto(f"{house.url}/kiosk/")
    board = page_of(open_page, BOARD)
    board.goto(f"{house.url}/board/AYRS/")
    board.evaluate(WATCH)
    desk = sign_on(sign_in(page_of(open_page, DESK), house, "0303", "/desk/"), 3)
    desk.evaluate(ANSWERED)
    took = []

    for place in range(1, CALLS + 1):
        label = f"B{place:03d}"
        desk.evaluate("window.answered = 0")
        press(desk, "F1", "called")
        comes_true(desk, "window.answered")  # the news may reach the desk before its own answer
        comes_true(board, "label => window.shown[label]", label)
        took.append(board.evaluate("label => window.shown[label]", label) - desk.evaluate("window.answered"))
        press(desk, "F3", "serving")
        desk.keyboard.press("4")
        press(desk, "F4", "idle")

    median = statistics.median(took)
    print(f"call answered → board: median {median:.0f} ms, all {[round(one) for one in took]}")
    assert median < WITHIN_MS


# wall-clock times of one machine: when a label first stood on top of the board, when the act was answered
WATCH = """() => {
  window.shown = {};
  const look = () => {
    const top = document.querySelector(".call.top .call-label");
    if (top && !window.shown[top.textContent]) window.shown[top.textContent] = Date.now();
  };
  new MutationObserver(look).observe(document.getElementById("board"), {childList: true, subtree: true});
}"""
ANSWERED = """() => document.addEventListener("htmx:beforeOnLoad", (event) => {
  if (event.detail.xhr.responseURL.endsWith("/desk/call/")) window.answered = Date.now();
})"""
