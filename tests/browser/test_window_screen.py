"""The screen above a window follows who is signed on there."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest

from tests.browser import scenes
from tests.browser.hands import DESK, sign_in, sign_on, until
from yichuang.kernel.claims import proves

pytestmark = pytest.mark.browser
WINDOW_SCREEN = (1280, 720)
WITHIN = 5.0


@proves("BDG-01")
def test_when_b_takes_over_the_screen_above_the_window_shows_b_within_five_seconds(
    serve_house: Callable[..., Any], open_page: Callable[..., Any]
) -> None:
    house = serve_house(scene=scenes.hall_with_a_window_screen)
    screen = open_page(width=WINDOW_SCREEN[0], height=WINDOW_SCREEN[1])
    token = house.told["screen_token"]
    screen.context.add_cookies([{"name": "yichuang_device_window_screen", "value": token, "url": house.url}])
    regular, substitute = (
        sign_in(open_page(width=DESK[0], height=DESK[1]), house, number, "/desk/")
        for number in ("0303", "0304")
    )
    sign_on(regular, 3)
    screen.goto(f"{house.url}/window/")
    assert "王敏" in screen.inner_text("main") and "0303" in screen.inner_text("main")

    regular.click("#verb-off")
    gone = seconds_until(screen, lambda said: "王敏" not in said and "0303" not in said)
    substitute.reload()
    sign_on(substitute, 3)
    there = seconds_until(screen, lambda said: "吴昊" in said and "0304" in said and "B岗" in said)

    assert gone < WITHIN and there < WITHIN


def seconds_until(screen: Any, true: Callable[[str], bool]) -> float:
    """Return after how many seconds the screen says so, without being loaded again."""
    began = time.monotonic()
    until(lambda: screen.wait_for_timeout(20) or true(screen.inner_text("main")), 30)
    return time.monotonic() - began
