"""Told once, decided in time: a case from the ticket to the archive, through the screens of all hands."""

from __future__ import annotations

import io
import json
import os
import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from tests.browser import scenes
from tests.browser.hands import DESK, KIOSK, PHONE, enrolled_kiosk, press, sign_in, sign_on, take_ticket
from tests.cases.hall import ZHANG
from tests.doors import House
from tests.support.hall import MORNING
from yichuang.kernel.claims import proves

pytestmark = [pytest.mark.browser, pytest.mark.proof]
Open = Callable[..., Any]

#: What the journal tells of the case, in this order, with the days of its three visits.
TOLD = (
    "cases.case_submitted",
    "cases.materials_checked",
    "cases.gaps_told",
    "cases.supplement_received",
    "cases.materials_checked",
    "cases.case_accepted",
    "cases.handling_begun",
    "cases.decision_proposed",
    "cases.case_decided",
    "cases.result_prepared",
    "cases.applicant_notified",
    "cases.result_delivered",
    "cases.case_closed",
    "cases.case_archived",
)
ASKED_FOR = ("申请书", "营业执照", "验资报告", "场所证明", "分支机构说明")
MISSING = 3


@proves("ONE-03")
@proves("TIME-04")
@proves("TWO-02")
def test_a_case_is_told_of_its_gap_once_and_goes_through_every_hand_to_the_archive(
    serve_house: Callable[..., House], open_page: Open
) -> None:
    house = serve_house(scene=scenes.hall_with_cases)
    kiosk = open_page(width=KIOSK[0], height=KIOSK[1])
    desk = sign_in(open_page(width=DESK[0], height=DESK[1]), house, "0301", "/desk/")
    phone = open_page(width=PHONE[0], height=PHONE[1])

    _comes_to_the_desk(kiosk, desk, house)
    number = _hands_in_four_of_five(desk, house)
    notice = _told_once(desk, number)
    _reads_the_letter(phone, house, notice)

    house.scene(scenes.it_is_now, at=(MORNING + timedelta(days=1)).isoformat())
    _comes_to_the_desk(kiosk, desk, house)
    due = _comes_back_complete(desk, house, number)
    _sees_when_it_is_due(phone, house, desk, due)
    case = _case_address(desk)
    _decided(house, open_page, case)

    house.scene(scenes.it_is_now, at=(MORNING + timedelta(days=3)).isoformat())
    _comes_to_the_desk(kiosk, desk, house)
    _hands_over(desk, house, case)
    _rates(phone, house, kiosk)
    _files(desk, house, number)

    _the_journal_tells_it(house, open_page, case)
    assert house.scene(scenes.what_was_told, number=number) == list(TOLD)


def _comes_to_the_desk(kiosk: Any, desk: Any, house: House) -> None:
    """Take a ticket, be called and sit down at window 1."""
    enrolled_kiosk(kiosk, house, house.told)
    label = take_ticket(kiosk, "A")
    _picture(kiosk, f"ticket-{label}")
    desk.goto(f"{house.url}/desk/")
    if desk.locator("#window-1").count():
        sign_on(desk, 1)
    desk.wait_for_selector(f".desk-queue >> text={label}")
    press(desk, "F1", "called")
    press(desk, "F3", "serving")
    _picture(desk, f"desk-{label}")


def _hands_in_four_of_five(desk: Any, house: House) -> str:
    """Open the case for this visit and return its number."""
    desk.keyboard.press("c")
    desk.wait_for_url("**/case/new/**")
    desk.select_option("#item", house.told["items"]["PERMIT"])
    desk.click(".case-item button")
    desk.wait_for_selector("#name")
    _tick(desk, "q-branch", "yes")
    desk.fill("#name", ZHANG.name)
    desk.fill("#phone", ZHANG.phone)
    if desk.locator("#id_number").count():
        desk.fill("#id_number", ZHANG.id_number)
        _tick(desk, "id_method", "original_seen")
    _picture(desk, "new-case")
    desk.click("#case-submit")
    desk.wait_for_selector("#look")
    legends = [
        one.split(".", 1)[1].strip() for one in desk.locator(".case-material legend b").all_inner_texts()
    ]
    assert tuple(legends) == ASKED_FOR
    return str(desk.title()).split(" ")[0]


def _told_once(desk: Any, number: str) -> str:
    """Look at all materials, tell of the one that is missing, and return the address of the letter."""
    for position in range(1, len(ASKED_FOR) + 1):
        _tick(desk, f"m-{position}", "missing" if position == MISSING else "ok")
    assert "5" in desk.inner_text("#case-tally") and "1" in desk.inner_text("#case-tally")
    desk.fill(f"[name=note-{MISSING}]", "请会计师事务所出具，一式一份")
    _picture(desk, "look")
    desk.keyboard.press("F6")
    desk.wait_for_selector(".case-papers >> text=一次性告知书")
    _picture(desk, "told")
    assert "待补正" in desk.inner_text(".case-state") and number in desk.inner_text("main")
    return str(desk.locator(".case-papers a", has_text="一次性告知书").get_attribute("href"))


def _reads_the_letter(phone: Any, house: House, notice: str) -> None:
    """Open the notice on the phone; page and file name exactly the one gap."""
    phone.goto(house.url + notice)
    _picture(phone, "letter", whole=True)
    shown = phone.inner_text(".letter")
    answer = phone.request.get(f"{house.url}{notice}paper.pdf")
    assert answer.headers["content-type"] == "application/pdf"
    pages = PdfReader(io.BytesIO(answer.body())).pages
    written = re.sub(r"\s", "", "".join(page.extract_text() for page in pages))
    for said in (re.sub(r"\s", "", shown), written):
        gaps = said.split("需要补正的材料")[1].split("办理依据")[0]
        assert [one for one in ASKED_FOR if one in gaps] == [ASKED_FOR[MISSING - 1]], said
        assert "请会计师事务所出具" in gaps and "2026-03-23" in said and ZHANG.name not in said


def _comes_back_complete(desk: Any, house: House, number: str) -> str:
    """Bring what was missing: looked at again, accepted; return the day it is due as the desk shows it."""
    desk.goto(f"{house.url}/case/?number={number}")
    desk.wait_for_selector("#case-supplement")
    _picture(desk, "back")
    desk.click("#case-supplement")
    desk.wait_for_selector("#look")
    for position in range(1, len(ASKED_FOR) + 1):
        _tick(desk, f"m-{position}", "ok")
    desk.keyboard.press("F4")
    desk.wait_for_selector("#case-begin")
    clock = desk.locator(".case-clock", has_text="承诺").first
    clock.locator("summary").click()
    _picture(desk, "accepted")
    why = clock.locator(".case-why").inner_text()
    assert "3月3日" in why and "3月10日" in why, why
    due = clock.locator(".case-clock-due").inner_text().strip()
    assert due.startswith("2026-03-10"), due
    return due


def _sees_when_it_is_due(phone: Any, house: House, desk: Any, due: str) -> None:
    """Find the same day, with the same reasons, on the phone and in the receipt."""
    phone.goto(house.url + desk.locator(".case-papers a").first.get_attribute("href"))
    phone.click("summary")
    _picture(phone, "progress", whole=True)
    assert due[:10] in phone.inner_text(".progress-due") and "3月10日" in phone.inner_text(
        ".progress-clock ol"
    )
    receipt = desk.locator(".case-papers a", has_text="受理").first.get_attribute("href")
    phone.goto(house.url + receipt)
    _picture(phone, "receipt", whole=True)
    assert "2026年3月10日" in phone.inner_text(".letter"), phone.inner_text(".letter")


def _decided(house: House, open_page: Open, case: str) -> None:
    """Let a colleague handle it and the chief representative approve it; then the result is ready."""
    clerk = sign_in(open_page(width=DESK[0], height=DESK[1]), house, "0302", "/case/")
    _picture(clerk, "list")
    clerk.goto(case)
    for verb, then in (("begin", "propose"), ("propose", None)):
        clerk.click(f"#case-{verb}")
        clerk.wait_for_selector(f"#case-{then}" if then else ".case-state >> text=审批")
    assert clerk.locator("#case-approve").count() == 0
    chief = sign_in(open_page(width=DESK[0], height=DESK[1]), house, "0305", "/case/")
    chief.goto(case)
    _picture(chief, "chief")
    chief.click("#case-approve")
    chief.wait_for_selector(".case-state >> text=准予")
    clerk.goto(case)
    _picture(clerk, "decided")
    clerk.click("#case-prepare")
    clerk.wait_for_selector("#case-notify")
    clerk.click("#case-notify")
    clerk.wait_for_selector(".case-papers >> text=办理结果通知书")
    _picture(clerk, "notified")


def _hands_over(desk: Any, house: House, case: str) -> None:
    """Hand the result over against the applicant's signature at the window it came in by."""
    desk.goto(case)
    _tick(desk, "id_method", "original_seen")
    desk.check("#case-signed")
    _picture(desk, "hand-over")
    desk.click("#case-deliver")
    desk.wait_for_selector(".case-state >> text=办结")
    _picture(desk, "closed")


def _rates(phone: Any, house: House, kiosk: Any) -> None:
    """Say on the phone how the last visit was."""
    phone.goto(f"{house.url}/t/{kiosk.url.rstrip('/').rsplit('/', 1)[1]}")
    phone.wait_for_selector(".state-finished")
    phone.wait_for_selector("button.very_satisfied")
    _picture(phone, "rate", whole=True)
    phone.click("button.very_satisfied")
    phone.wait_for_selector(".notice.ok")


def _files(desk: Any, house: House, number: str) -> None:
    """Tick every paper of the closed case and put it into the archive."""
    desk.goto(f"{house.url}/office/archive/")
    _picture(desk, "unfiled")
    desk.click(f"tr:has-text('{number}') a.button")
    desk.wait_for_selector(".archive-filing")
    for box in desk.locator("[name=piece]").all():
        box.check()
    desk.fill("#place", "3号柜")
    _picture(desk, "filing")
    desk.click(".archive-filing button.primary")
    desk.wait_for_url("**/office/archive/file/**")
    _picture(desk, "file")
    assert number in desk.inner_text("main") and ZHANG.name not in desk.inner_text("main")


def _the_journal_tells_it(house: House, open_page: Open, case: str) -> None:
    """The case's page tells its story, the chain holds, and the tables are what the journal says."""
    page = sign_in(open_page(width=DESK[0], height=DESK[1]), house, "0302", "/case/")
    page.goto(case)
    _picture(page, "story", whole=True)
    story = page.inner_text(".case-story")
    words = (
        "收件",
        "材料审查：不齐",
        "已一次性告知",
        "已补正",
        "材料审查：齐全",
        "受理：",
        "提请审批",
        "决定：准予",
        "已告知申请人",
        "送达",
        "已办结",
        "已归档",
    )
    places = [story.find(one) for one in words]
    assert -1 not in places and places == sorted(places), (dict(zip(words, places, strict=True)), story)
    said = json.loads(house.yichuang("journal", "verify", "--tables", "--json").stdout)
    assert [one["ok"] for one in said["halls"]] == [True], said
    assert {"cases.case", "deadlines.clock"} <= set(said["tables"])
    assert all(not one["differences"] for one in said["halls"]), said


def _case_address(desk: Any) -> str:
    return str(desk.url).split("?")[0]


def _tick(page: Any, name: str, value: str) -> None:
    page.click(f"label:has(> input[name='{name}'][value='{value}'])")


def _picture(page: Any, name: str, *, whole: bool = False) -> None:
    """Keep the page for who wants to look (``YICHUANG_TEST_PICTURES`` names a folder)."""
    if folder := os.environ.get("YICHUANG_TEST_PICTURES"):
        page.wait_for_timeout(200)
        page.screenshot(path=Path(folder) / f"case-{name}.png", full_page=whole)
