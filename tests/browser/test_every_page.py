"""Every page at its own size, in both languages and both type sizes: nothing overflows, nothing complains.

A console error (a refused script, a broken file) fails the test through ``open_page``; axe finds what keeps
people out: weak contrast, fields without a label, an order nobody can follow.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser import scenes
from tests.browser.conftest import Standing
from tests.browser.hands import BOARD, DESK, KIOSK, PHONE, enrolled_kiosk, sign_in, sign_on, take_ticket

pytestmark = [pytest.mark.browser, pytest.mark.proof]
Open = Callable[..., Any]
LOOKS = ("lang=zh&type=normal", "lang=en&type=normal", "lang=zh&type=large", "lang=en&type=large")
# the widest apart of them; all four, and axe on two, in ``make proof``
FULL = os.environ.get("YICHUANG_PROOF") == "full"
SEEN = LOOKS if FULL else (LOOKS[0], LOOKS[3])
AXED = LOOKS[1:3] if FULL else LOOKS[3:]
SMALL_DESK = (1366, 768)
# how the pages of a grave or serious finding are told
GRAVE = {"serious", "critical"}

BEYOND = """() => {
  const root = document.documentElement;
  const cut = [...document.querySelectorAll("button, .button, h1, .call-label, .call-window b, .tag, dd")]
    .filter((one) => one.offsetParent && !one.closest(".table-frame"))
    .filter((one) => one.getBoundingClientRect().right > root.clientWidth + 1)
    .map((one) => one.textContent.trim().slice(0, 30));
  const boxes = [root, ...document.querySelectorAll("main, .kiosk-grid")];
  const high = Math.max(...boxes.map((one) => one.scrollHeight - one.clientHeight));
  for (const call of document.querySelectorAll(".call:not(.quiet)")) {
    const edge = call.getBoundingClientRect().right;
    if (call.lastElementChild.getBoundingClientRect().right > edge) cut.push(call.textContent.trim());
  }
  for (const next of document.querySelectorAll(".board-next b")) {
    const [its, room] = [next, next.parentElement].map((one) => one.getBoundingClientRect());
    if (its.right > room.right && its.top < room.bottom - 1) cut.push(next.textContent);
  }
  return {wide: root.scrollWidth - root.clientWidth, high, cut};
}"""


def every_look(page: Any, *, no_scroll: bool = False) -> None:
    """Look at the page in several ways and let axe look too."""
    address = page.url.split("?")[0]
    for look in SEEN:
        page.goto(f"{address}?{look}")
        fits(page, no_scroll=no_scroll)
        assert page.get_attribute("html", "lang") == ("en" if "lang=en" in look else "zh-CN")
        if look in AXED:
            assert barriers(page) == []
    page.goto(f"{address}?{LOOKS[0]}")


def fits(page: Any, *, no_scroll: bool) -> None:
    """Nothing is wider than its screen, and nothing higher where nobody could scroll."""
    beyond = page.evaluate(BEYOND)
    assert beyond["wide"] <= 0, f"{page.url} is {beyond['wide']} px too wide"
    assert beyond["cut"] == [], f"{page.url} cuts {beyond['cut']}"
    if no_scroll:
        assert beyond["high"] <= 0, f"{page.url} scrolls by {beyond['high']} px"


def barriers(page: Any) -> list[str]:
    """What axe finds grave or serious on the page."""
    found = Axe().run(page).response["violations"]
    return [_told(page.url, one) for one in found if one["impact"] in GRAVE]


def _told(address: str, finding: dict[str, Any]) -> str:
    node = finding["nodes"][0]
    return f"{address} {finding['id']}: {node['html'][:160]} ({node.get('failureSummary', '')[:200]})"


def test_the_kiosk_fits_and_keeps_nobody_out(crowded: Standing, open_page: Open) -> None:
    kiosk = enrolled_kiosk(open_page(width=KIOSK[0], height=KIOSK[1]), *crowded)
    every_look(kiosk, no_scroll=True)
    kiosk.click("text=使用帮助")
    every_look(kiosk, no_scroll=True)
    kiosk.goto(f"{crowded.house.url}/kiosk/find/")
    every_look(kiosk)
    kiosk.goto(f"{crowded.house.url}/kiosk/")
    take_ticket(kiosk, "A")
    every_look(kiosk, no_scroll=True)


def test_the_board_fits_and_keeps_nobody_out(crowded: Standing, open_page: Open) -> None:
    board = open_page(width=BOARD[0], height=BOARD[1])
    for path in ("/board/AYRS/", "/board/AYRS/A/"):
        board.goto(crowded.house.url + path)
        every_look(board, no_scroll=True)


def test_the_desk_fits_both_its_sizes_in_every_state(crowded: Standing, open_page: Open) -> None:
    desk = sign_in(open_page(width=DESK[0], height=DESK[1]), crowded.house, "0306", "/desk/")
    every_look(desk)
    sign_on(desk, 6)
    for key, state in (("", "idle"), ("F1", "called"), ("F3", "serving")):
        if key:
            desk.keyboard.press(key)
        desk.wait_for_selector(f"#desk .desk[data-state={state}]")
        every_look(desk, no_scroll=True)
        desk.set_viewport_size({"width": SMALL_DESK[0], "height": SMALL_DESK[1]})
        for look in [one for one in SEEN if "large" in one]:
            desk.goto(f"{desk.url.split('?')[0]}?{look}")
            fits(desk, no_scroll=True)
        desk.goto(f"{desk.url.split('?')[0]}?{LOOKS[0]}")
        desk.set_viewport_size({"width": DESK[0], "height": DESK[1]})
    desk.keyboard.press("4")
    desk.keyboard.press("F4")
    desk.wait_for_selector("#desk .desk[data-state=idle]")


def test_the_phone_fits_and_keeps_nobody_out(crowded: Standing, open_page: Open) -> None:
    kiosk = enrolled_kiosk(open_page(width=KIOSK[0], height=KIOSK[1]), *crowded)
    take_ticket(kiosk, "L")
    phone = open_page(width=PHONE[0], height=PHONE[1])
    phone.goto(f"{crowded.house.url}/t/{kiosk.url.rstrip('/').rsplit('/', 1)[1]}")
    every_look(phone)
    phone.forgiven.append("404")
    phone.goto(f"{crowded.house.url}/t/unknown")
    every_look(phone)


def test_the_pages_of_notices_fit_and_keep_nobody_out(crowded: Standing, open_page: Open) -> None:
    tokens = crowded.house.scene(scenes.give_notices, hall=crowded.hall)
    phone = open_page(width=PHONE[0], height=PHONE[1])
    for path in (*(f"/n/{token}/" for token in tokens.values()), "/notices/AYRS/", "/guide/AYRS/promises/"):
        phone.goto(crowded.house.url + path)
        every_look(phone)
    phone.forgiven.append("404")
    phone.goto(f"{crowded.house.url}/n/unknown/")
    every_look(phone)


def test_the_office_fits_and_keeps_nobody_out(crowded: Standing, open_page: Open) -> None:
    office = sign_in(open_page(width=DESK[0], height=DESK[1]), crowded.house, "0001", "/office/")
    every_look(office)


def test_the_start_page_and_the_gate_keep_nobody_out(crowded: Standing, open_page: Open) -> None:
    page = open_page(width=DESK[0], height=DESK[1])
    for path in ("/", "/sign-in/", "/enrol/", "/guide/AYRS/promises/"):
        page.goto(crowded.house.url + path)
        every_look(page)


def test_the_pages_behind_the_office_keep_nobody_out(crowded: Standing, open_page: Open) -> None:
    page = sign_in(open_page(width=DESK[0], height=DESK[1]), crowded.house, "0001", "/office/")
    for path in (
        "/rules/",
        "/journal/",
        "/office/hours/",
        "/office/accounts/",
        "/office/devices/",
        "/office/equipment/",
        "/office/printers/",
        "/office/items/",
        "/office/mandate/",
        "/office/mandate/departments/",
        "/office/badges/",
        "/office/shifts/",
        "/office/leave/",
        "/office/attendance/",
        "/office/roster/",
        "/office/roster/sheet/",
        "/office/roster/need/",
        "/staffroom/",
        "/staffroom/swaps/",
        "/staffroom/calendar/",
        "/together/hard/",
        "/declaration/",
    ):
        page.goto(crowded.house.url + path)
        every_look(page)


def test_an_empty_hall_looks_well_too(small: Standing, open_page: Open) -> None:
    board = open_page(width=BOARD[0], height=BOARD[1])
    board.goto(f"{small.house.url}/board/AYRS/")
    every_look(board, no_scroll=True)
    every_look(enrolled_kiosk(open_page(width=KIOSK[0], height=KIOSK[1]), *small), no_scroll=True)
    every_look(sign_in(open_page(width=DESK[0], height=DESK[1]), small.house, "0001", "/office/"))


def test_axe_sees_what_is_wrong(small: Standing, open_page: Open) -> None:
    page = open_page()
    page.goto(f"{small.house.url}/sign-in/")
    page.evaluate("document.querySelector('label[for=number]').remove()")

    assert any("label" in one for one in barriers(page))


def test_on_a_phone_the_menu_folds_behind_a_key_and_pages_fit(crowded: Standing, open_page: Open) -> None:
    phone = sign_in(open_page(width=PHONE[0], height=PHONE[1]), crowded.house, "0001", "/office/")
    menu, key = phone.locator("#office-nav"), phone.locator(".office-menu")
    assert not menu.is_visible()
    key.focus()
    phone.keyboard.press("Enter")
    menu.wait_for()
    phone.keyboard.press("Tab")
    assert phone.evaluate("document.activeElement.getAttribute('href')") == "/office/"
    assert barriers(phone) == []
    phone.keyboard.press("Escape")
    menu.wait_for(state="hidden")
    assert phone.evaluate("document.activeElement.className").startswith("office-menu")
    key.click()
    menu.get_by_role("link").last.click()
    phone.wait_for_url(lambda address: not address.endswith("/office/"))
    for path in ("/office/", "/office/limits/", "/office/leave/", "/office/roster/", "/journal/"):
        for look in (LOOKS[0], LOOKS[3]):
            phone.goto(f"{crowded.house.url}{path}?{look}")
            fits(phone, no_scroll=False)


def test_beside_a_wide_page_the_menu_stands_open(crowded: Standing, open_page: Open) -> None:
    office = sign_in(open_page(width=DESK[0], height=DESK[1]), crowded.house, "0001", "/office/")
    assert office.locator("#office-nav").is_visible()
    assert not office.locator(".office-menu").is_visible()
