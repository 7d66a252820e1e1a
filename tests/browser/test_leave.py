"""Leave, cover named, handover, approval, cover, authority: flow C through the screens of all hands."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.browser import scenes
from tests.browser.hands import DESK, KIOSK, enrolled_kiosk, press, sign_in, sign_on, take_ticket, until
from tests.doors import House
from tests.support.hall import MORNING
from yichuang.kernel.claims import proves

pytestmark = [pytest.mark.browser, pytest.mark.proof]
TUESDAY = MORNING + timedelta(days=1)
STARTS = TUESDAY.replace(hour=8, minute=30)
ENDS = TUESDAY.replace(hour=17, minute=30)
MINUTE = timedelta(minutes=1)


@proves("AB-05")
@proves("AB-05", refuses=True)
@proves("AB-08")
@proves("ATT-03", refuses=True)
def test_leave_is_covered_handed_over_and_approved_and_b_holds_as_rights_to_the_minute(
    serve_house: Callable[..., House], open_page: Callable[..., Any]
) -> None:
    house = serve_house(scene=scenes.hall_with_a_leave_to_come)
    a, b, office = (
        sign_in(open_page(width=DESK[0], height=DESK[1]), house, number, to)
        for number, to in (("0305", "/staffroom/"), ("0303", "/staffroom/"), ("0001", "/office/leave/"))
    )
    office.forgiven.append("409")

    _asks(a)
    _refused(office, "没有人顶岗")
    _names(a, "0303")
    _refused(office, "0303 尚未签收移交")
    _signs(b, house.told["own"])
    _approves(office)

    first, second = house.told["decide"]
    _at(house, STARTS - MINUTE)
    assert _tries(house, "0303", first)["status"] == 403
    _may_not_decide_yet(b, house, first)

    _at(house, STARTS + MINUTE)
    screen = _serves(house, b, open_page)
    until(lambda: screen.wait_for_timeout(20) or "0303" in screen.inner_text("main"), 10)
    assert "王敏" in screen.inner_text("main") and "B岗" in screen.inner_text("main")
    _finds_as_work(b, house)
    _decides(b, house, first)
    _the_journal_names_both(house, open_page)

    _at(house, ENDS - MINUTE)
    _opens_to_decide(b, house, second)
    _at(house, ENDS + MINUTE)
    _is_refused_at_the_button(b)
    assert _tries(house, "0303", second)["status"] == 403
    b.goto(f"{house.url}/case/")
    assert "您正在代" not in b.inner_text("main")


def _at(house: House, moment: datetime) -> None:
    house.scene(scenes.it_is_now, at=moment.isoformat())


def _tries(house: House, number: str, case: str) -> Any:
    told = house.told
    return house.scene(scenes.tries_to_decide, hall=told["id"], person=told["people"][number], case=case)


def _asks(a: Any) -> None:
    """Ask for leave on Tuesday, the whole day."""
    a.select_option("#kind", "personal")
    for field, value in (("first", STARTS), ("last", ENDS)):
        a.fill(f"#{field}", value.date().isoformat())
    a.fill("#begins", f"{STARTS:%H:%M}")
    a.fill("#ends", f"{ENDS:%H:%M}")
    a.click(".staff-ask button.primary")
    a.wait_for_selector(".staff-leave >> text=无人顶岗")
    _picture(a, "asked")


def _refused(office: Any, words: str) -> None:
    """Try to approve, and read why not."""
    office.reload()
    office.click(".staff-leave button.primary")
    office.wait_for_selector(f"#refusals >> text={words}")
    _picture(office, "refused")


def _names(a: Any, number: str) -> None:
    select = a.locator(".staff-place select[name=person]")
    label = next(one for one in select.locator("option").all_inner_texts() if one.startswith(number))
    select.select_option(label=label)
    a.click(".staff-place button")
    a.wait_for_selector(".staff-leave >> text=尚未签收")


def _signs(b: Any, number: str) -> None:
    """Read what is handed over, and sign for it."""
    b.reload()
    assert number in b.inner_text("main")
    _picture(b, "handover")
    b.click("button:has-text('以上工作我已接收')")
    b.wait_for_selector("section >> text=已签收")


def _approves(office: Any) -> None:
    office.reload()
    office.click(".staff-leave button.primary")
    office.wait_for_selector(".staff-leave >> text=已批准")
    _picture(office, "approved")


def _serves(house: House, b: Any, open_page: Callable[..., Any]) -> Any:
    """Sign on at A's window, call and serve somebody; return the screen above the window."""
    screen = open_page(width=1280, height=720)
    token = house.told["screen_token"]
    screen.context.add_cookies([{"name": "yichuang_device_window_screen", "value": token, "url": house.url}])
    screen.goto(f"{house.url}/window/")
    kiosk = enrolled_kiosk(open_page(width=KIOSK[0], height=KIOSK[1]), house, house.told)
    b.goto(f"{house.url}/desk/")
    sign_on(b, 3)
    label = take_ticket(kiosk, "A")
    b.wait_for_selector(f".desk-queue >> text={label}")
    press(b, "F1", "called")
    press(b, "F3", "serving")
    _picture(b, "serves")
    _picture(screen, "window")
    b.keyboard.press("4")
    press(b, "F4", "idle")
    return screen


def _finds_as_work(b: Any, house: House) -> None:
    """Find A's open case apart from one's own."""
    b.goto(f"{house.url}/case/")
    covered = b.locator(".case-covered")
    assert "0305" in covered.inner_text() and house.told["own"] in covered.inner_text()
    _picture(b, "worklist")


def _may_not_decide_yet(b: Any, house: House, case: str) -> None:
    """Open A's case before the cover begins: nothing is offered there to decide with."""
    b.goto(f"{house.url}/case/{case}/")
    assert b.locator("#case-approve").count() == 0


def _opens_to_decide(b: Any, house: House, case: str) -> None:
    b.goto(f"{house.url}/case/{case}/")
    b.wait_for_selector("#case-approve")


def _is_refused_at_the_button(b: Any) -> None:
    """Press what was offered a minute before the cover ended, and read why it counts no more."""
    b.forgiven.append("403")
    b.click("#case-approve")
    b.wait_for_selector("#refusals .refusal")
    assert "属于其他部门" in b.inner_text("#refusals"), "without the cover it is again another department's"
    _picture(b, "refused-after")


def _decides(b: Any, house: House, case: str) -> None:
    _opens_to_decide(b, house, case)
    _picture(b, "to-decide")
    b.click("#case-approve")
    until(lambda: b.wait_for_timeout(50) or b.locator("#case-approve").count() == 0, 10)


def _the_journal_names_both(house: House, open_page: Callable[..., Any]) -> None:
    page = sign_in(open_page(width=DESK[0], height=DESK[1]), house, "0001", "/journal/")

    def told() -> str:
        page.goto(f"{house.url}/journal/?event=cases.case_decided")
        return str(page.inner_text("main"))

    until(lambda: "代 3号窗口 0305" in told() and "0303" in page.inner_text("main"), 20)
    _picture(page, "journal")
    page.goto(f"{house.url}/journal/?event=queueing.ticket_served")
    served = str(page.inner_text("main"))
    assert "代 3号窗口 0305" in served and "0303" in served, "who served is named as well"


def _picture(page: Any, name: str) -> None:
    """Keep the page for who wants to look (``YICHUANG_TEST_PICTURES`` names a folder)."""
    if folder := os.environ.get("YICHUANG_TEST_PICTURES"):
        page.screenshot(path=Path(folder) / f"leave-{name}.png")
