"""Take the pictures of the README from a running demo hall, best on a busy morning before the noon hour:

    .venv/bin/yichuang demo --days 1 --busy --at 2026-03-02T11:24      # in an empty home, then serve it
    .venv/bin/python -m scripts.pictures http://127.0.0.1:8000 var/demo-logins.txt

Kiosk, board, desk, phone, a case, office, time limits, roster, figures and rulebook at their real sizes, into
``docs/pictures``, in as few colours as still show everything.
"""

from __future__ import annotations

import sys
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright
from tests.doors import CHROMIUM_FLAGS

from scripts.place import ROOT

PICTURES = ROOT / "docs" / "pictures"
CLERK, OFFICE = "0317", "0002"
DEPARTMENT = "社会保险科"
COLOURS = 96
PAGES = (
    ("office", "/office/"),
    ("limits", "/office/limits/"),
    ("figures", "/office/statistics/?from=2026-02-28&to=2026-02-28"),
    ("rules", "/rules/"),
)
# what the kiosk's button does, by the JSON door, since only its QR code shows the ticket's own address
TAKE = """async () => {
  const line = document.querySelector("input[name=line]").value
  const token = JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"]
  const headers = {"Idempotency-Key": crypto.randomUUID(), "X-CSRFToken": token}
  const answer = await fetch("/api/v1/tickets", {method: "POST", headers, body: JSON.stringify({line})})
  return await answer.json()
}"""


def page(browser: Browser, width: int, height: int) -> Page:
    """Open a page of its own, at the real size of a screen."""
    viewport: ViewportSize = {"width": width, "height": height}
    return browser.new_context(viewport=viewport, locale="zh-CN").new_page()


def keep(shown: Page, name: str) -> None:
    """Wait until the picture is still and keep it."""
    shown.wait_for_timeout(900)
    path = PICTURES / f"{name}.png"
    shown.screenshot(path=path)
    Image.open(path).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)


def sign_in(browser: Browser, address: str, number: str, password: str) -> Page:
    """Sign a worker of the demo hall in at a desk-sized screen."""
    shown = page(browser, 1440, 900)
    shown.goto(f"{address}/sign-in/")
    shown.fill("input[name=number]", number)
    shown.fill("input[name=password]", password)
    shown.click("form.gate-form button.primary")
    shown.wait_for_load_state("networkidle")
    return shown


def walk(browser: Browser, address: str, passwords: dict[str, str]) -> None:
    """Take a ticket, call and serve, look into a case, and picture every screen on the way."""
    kiosk = page(browser, 1080, 1920)
    kiosk.goto(address)
    kiosk.click("form[action='/demo/kiosk/'] button")
    keep(kiosk, "kiosk")
    board = page(browser, 1920, 1080)
    board.goto(f"{address}/board/HRSS/")
    desk = sign_in(browser, address, CLERK, passwords[CLERK])
    phone = page(browser, 390, 844)
    phone.goto(f"{address}/t/{kiosk.evaluate(TAKE)['token']}")
    keep(phone, "phone")
    desk.keyboard.press("F1")
    keep(board, "board")
    desk.wait_for_timeout(8000)
    desk.keyboard.press("F3")
    keep(desk, "desk")
    desk.goto(f"{address}/case/?tab=handling")
    desk.locator("main td a").first.click()
    desk.wait_for_load_state("networkidle")
    keep(desk, "case")
    office = sign_in(browser, address, OFFICE, passwords[OFFICE])
    for name, path in PAGES:
        office.goto(f"{address}{path}")
        keep(office, name)
    office.goto(f"{address}/office/roster/")
    office.locator("main a", has_text=DEPARTMENT).first.click()
    office.wait_for_load_state("networkidle")
    keep(office, "roster")


def main(words: list[str]) -> int:
    """Take all pictures; the address and the file of logins are given."""
    address, logins = words
    rows = [line.split("\t") for line in Path(logins).read_text("utf-8").splitlines()]
    PICTURES.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path="/usr/bin/chromium", args=list(CHROMIUM_FLAGS))
        walk(browser, address.rstrip("/"), {row[1]: row[2] for row in rows})
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
