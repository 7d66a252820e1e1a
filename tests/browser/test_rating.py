"""The rating terminal hears of the end of a service, fits in every look, and goes back by itself."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.browser import scenes
from tests.browser.hands import PHONE, comes_true
from tests.browser.test_every_page import LOOKS, barriers, fits

pytestmark = pytest.mark.browser
TERMINAL = (1280, 800)


def test_the_terminal_asks_fits_and_is_idle_again(
    serve_house: Callable[..., Any], open_page: Callable[..., Any]
) -> None:
    house = serve_house(scene=scenes.hall_with_a_terminal)
    page = open_page(width=TERMINAL[0], height=TERMINAL[1])
    token = house.told["terminal_token"]
    page.context.add_cookies([{"name": "yichuang_device_terminal", "value": token, "url": house.url}])
    page.goto(f"{house.url}/rating/")
    fits(page, no_scroll=True)
    assert barriers(page) == []

    house.scene(scenes.serve_somebody, hall=house.told)
    page.click("[data-face=asking] button.very_satisfied")
    page.wait_for_selector("[data-face=thanks]")
    page.wait_for_selector("[data-face=idle]")

    ticket = house.scene(scenes.serve_somebody, hall=house.told)
    page.wait_for_selector("[data-face=asking]")
    for look in LOOKS[1:]:
        page.goto(f"{house.url}/rating/?{look}")
        if not page.query_selector("[data-face=asking]"):  # a slow machine: somebody else was served
            ticket = house.scene(scenes.serve_somebody, hall=house.told)
            page.wait_for_selector("[data-face=asking]")
        fits(page, no_scroll=True)
        page.click("label.very_dissatisfied")
        fits(page, no_scroll=True)
    assert barriers(page) == []

    phone = open_page(width=PHONE[0], height=PHONE[1])
    phone.goto(f"{house.url}/t/{ticket}?{LOOKS[3]}")
    fits(phone, no_scroll=False)
    assert barriers(phone) == []
    phone.click("button.satisfied")
    phone.wait_for_selector(".notice.ok")

    page.wait_for_selector("[data-face=idle]", timeout=40_000)
    comes_true(page, "document.documentElement.lang === 'zh-CN'")
    assert "large" not in (page.get_attribute("html", "class") or ""), "the next visitor finds it as it was"
