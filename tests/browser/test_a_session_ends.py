"""A clerk's session ends in the middle of the work: a sentence, and nothing typed is lost."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.browser import scenes
from tests.browser.hands import DESK, KIOSK, enrolled_kiosk, press, sign_in, sign_on, take_ticket
from tests.doors import House

pytestmark = pytest.mark.browser


def end_every_session() -> None:
    """Let half an hour pass for everybody who is signed in."""
    from yichuang.kernel.access.models import StaffSession

    StaffSession.objects.all().delete()


def test_a_session_that_ends_while_somebody_is_served_loses_nothing(
    serve_house: Callable[..., House], open_page: Callable[..., Any]
) -> None:
    house = serve_house(scene=scenes.open_hall)
    hall = house.told
    kiosk = enrolled_kiosk(open_page(width=KIOSK[0], height=KIOSK[1]), house, hall)
    desk = sign_on(sign_in(open_page(width=DESK[0], height=DESK[1]), house, "0303", "/desk/"), 3)
    desk.forgiven += ["401", "403"]
    take_ticket(kiosk, "B")
    press(desk, "F1", "called")
    press(desk, "F3", "serving")
    desk.keyboard.press("1")
    desk.fill("input[name=reference]", "2026-RS014-0087")

    house.scene(end_every_session)
    desk.keyboard.press("F4")

    desk.wait_for_selector("#refusals >> text=请先登录")
    assert desk.input_value("input[name=reference]") == "2026-RS014-0087"
    with desk.context.expect_page() as opened:
        desk.click("#refusals a")
    again = opened.value
    sign_in_there(again)
    desk.bring_to_front()
    assert desk.input_value("input[name=reference]") == "2026-RS014-0087"
    desk.click("label:has(input[value=information])")  # no such case is there
    press(desk, "F4", "idle")


def sign_in_there(page: Any) -> None:
    from tests.support.hall import PASSWORD

    page.fill("#number", "0303")
    page.fill("#password", PASSWORD)
    page.press("#password", "Enter")
    page.wait_for_url("**/desk/")
