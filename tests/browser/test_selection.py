"""A candidate goes through the review at the screen; every page of selection fits and keeps nobody out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser import scenes
from tests.browser.conftest import Furnish, Standing
from tests.browser.hands import DESK, PHONE, sign_in
from tests.browser.test_every_page import every_look
from tests.doors import installation

pytestmark = [pytest.mark.browser, pytest.mark.proof]
Open = Callable[..., Any]
PAGE = "/office/selection/"


@pytest.fixture(scope="module")
def selecting(furnished_home: Furnish) -> Iterator[Standing]:
    """Serve a hall with nominations in every state."""
    with installation(furnished_home(scenes.hall_that_selects)) as house:
        house.start()
        yield Standing(house, house.told)


def test_the_pages_of_selection_fit_and_keep_nobody_out(selecting: Standing, open_page: Open) -> None:
    page = sign_in(open_page(width=DESK[0], height=DESK[1]), selecting.house, "0401", PAGE)
    sheets = [f"{PAGE}{selecting.hall[one]}/" for one in ("half", "fresh", "old", "returned")]
    for path in (PAGE, f"{PAGE}certificates/", *sheets):
        page.goto(selecting.house.url + path)
        every_look(page)
    phone = sign_in(open_page(width=PHONE[0], height=PHONE[1]), selecting.house, "0302", "/staffroom/")
    every_look(phone)


def test_personnel_review_a_candidate_by_keyboard_and_post_them(selecting: Standing, open_page: Open) -> None:
    page = sign_in(open_page(width=DESK[0], height=DESK[1]), selecting.house, "0401", PAGE)
    page.goto(f"{selecting.house.url}{PAGE}{selecting.hall['fresh']}/")

    page.get_by_role("button", name="开始审查").press("Enter")
    left = page.locator(".selection-note button.primary")
    for place in range(8):  # every condition somebody looks at
        expect(left).to_have_count(8 - place)
        left.first.press("Enter")
    expect(left).to_have_count(0)
    page.get_by_role("button", name="审查通过").press("Enter")
    page.fill("#worker", "0391")
    page.get_by_role("button", name="安排上岗").press("Enter")

    # the name is said once they belong to the hall; until then it is masked
    expect(page.locator("h1")).to_have_text("白露")
