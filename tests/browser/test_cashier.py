"""The cashier by keyboard: float, list, consent, cash with its change said, the till closed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.browser import scenes
from tests.browser.conftest import Furnish, Standing
from tests.browser.hands import DESK, PHONE, sign_in
from tests.browser.test_every_page import every_look
from tests.doors import installation
from yichuang.kernel.claims import proves

pytestmark = [pytest.mark.browser, pytest.mark.proof]
Open = Callable[..., Any]


@pytest.fixture(scope="module")
def paying(furnished_home: Furnish) -> Iterator[Standing]:
    """Serve a hall with a cashier after a busy hour."""
    with installation(furnished_home(scenes.hall_with_a_cashier, crowded=True)) as house:
        house.start()
        yield Standing(house, house.told)


@proves("FEE-02")
def test_a_payer_is_served_by_keyboard_from_the_number_to_the_change(
    paying: Standing, open_page: Open
) -> None:
    house, hall = paying
    page = sign_in(open_page(width=DESK[0], height=DESK[1]), house, "0303", "/cashier/")
    page.add_init_script("window.print = () => { window.printed = (window.printed || 0) + 1; };")
    page.keyboard.press("/")
    page.keyboard.type(hall["number"])
    page.keyboard.press("Enter")
    page.wait_for_url("**case=**")
    assert page.locator("#cash").count() == 0

    page.click("[role=checkbox]")
    page.wait_for_selector("[role=checkbox][aria-checked=true]")
    page.keyboard.press("F2")
    page.wait_for_selector("#cash")
    page.wait_for_function("window.printed === 1")
    assert page.evaluate("document.activeElement.id") == "received"
    page.keyboard.type("50")
    assert page.inner_text("[data-change]") == "18.00"
    page.keyboard.press("F4")
    page.wait_for_selector(".cashier-said")

    assert "应收32.00元，实收50.00元，找零18.00元。" in page.inner_text(".cashier-said")
    page.keyboard.press("F7")
    page.wait_for_function("window.printed === 1 && document.querySelector('.cashier-paper')")


def test_too_little_is_refused_where_one_stands_and_nothing_typed_is_lost(
    paying: Standing, open_page: Open
) -> None:
    house, hall = paying
    page = sign_in(open_page(width=DESK[0], height=DESK[1]), house, "0303", "/cashier/")
    page.forgiven.append("409")
    page.fill("#number", hall["graded"])
    page.keyboard.press("Enter")
    page.wait_for_url("**case=**")
    page.keyboard.press("F2")
    page.wait_for_selector("#cash")
    page.fill("#received", "100")
    page.keyboard.press("Enter")
    page.wait_for_selector("#refusals .refusal")

    assert page.input_value("#received") == "100"
    assert "还差" in page.inner_text("#refusals")


def test_the_cashiers_pages_fit_and_keep_nobody_out(paying: Standing, open_page: Open) -> None:
    house, hall = paying
    page = sign_in(open_page(width=DESK[0], height=DESK[1]), house, "0303", "/cashier/")
    every_look(page, no_scroll=True)
    office = sign_in(open_page(width=DESK[0], height=DESK[1]), house, "0001", "/office/takings/")
    every_look(office)
    phone = open_page(width=PHONE[0], height=PHONE[1])
    phone.goto(f"{house.url}/fees/{hall['list']}/")
    every_look(phone)
