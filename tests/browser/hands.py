"""What people do at the screens, said once: enrol, sign in, sign on, take, call."""

from __future__ import annotations

import time
from typing import Any

from tests.doors import House
from tests.support.hall import PASSWORD

KIOSK = (1080, 1920)
BOARD = (1920, 1080)
DESK = (1440, 900)
PHONE = (390, 844)


def enrolled_kiosk(page: Any, house: House, hall: dict[str, Any]) -> Any:
    """Make the page's browser the enrolled kiosk and open it."""
    page.context.add_cookies(
        [{"name": "yichuang_device_kiosk", "value": hall["kiosk_token"], "url": house.url}]
    )
    page.goto(f"{house.url}/kiosk/")
    return page


def sign_in(page: Any, house: House, number: str, to: str) -> Any:
    """Sign in with worker number and password and be led to ``to``."""
    page.goto(f"{house.url}{to}")
    if page.locator("#hall").count():
        page.fill("#hall", "AYRS")
    page.fill("#number", number)
    page.fill("#password", PASSWORD)
    page.click(".gate-form button[type=submit]")
    page.wait_for_url(f"**{to}")
    return page


def sign_on(page: Any, window: int) -> Any:
    """Sign on at a window from the list of one's own posts."""
    page.click(f"#window-{window}")
    page.wait_for_selector("#desk .desk")
    return page


def take_ticket(page: Any, prefix: str) -> str:
    """Touch a line at the kiosk and return the number that appears."""
    page.click(f"#line-{prefix}")
    page.wait_for_url("**/kiosk/ticket/**")
    return str(page.inner_text("#label"))


def press(page: Any, key: str, state: str) -> None:
    """Press a key at the desk and wait until it stands in ``state``."""
    page.keyboard.press(key)
    page.locator(f"#desk .desk[data-state={state}]").wait_for()


def until(check: Any, within: float = 5.0, say: str = "") -> Any:
    """Wait until ``check()`` is true and return what it returned."""
    end = time.monotonic() + within
    while time.monotonic() < end:
        found = check()
        if found:
            return found
        time.sleep(0.02)
    raise AssertionError(say or "it did not come true in time")


def comes_true(page: Any, expression: str, arg: Any = None) -> None:
    """Wait until the page says so; its policy forbids the browser to evaluate text while it waits."""
    until(lambda: page.wait_for_timeout(20) or page.evaluate(expression, arg), 30, f"never: {expression}")
