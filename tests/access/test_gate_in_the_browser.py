"""The gate in a real browser, on a workplace and on a phone."""

from __future__ import annotations

import os
from typing import Any

import pytest

from tests.access.people import PASSWORD, HallOfTest, worker
from tests.support.hall import MORNING, build_hall
from tests.support.hall import PASSWORD as EVERYBODYS
from yichuang.kernel import clock
from yichuang.kernel.access.types import Role
from yichuang.organization import services as organization
from yichuang.organization.types import PersonKind

pytestmark = [pytest.mark.browser, pytest.mark.proof]
FULL = os.environ.get("YICHUANG_PROOF") == "full"
# the workplace; the phone in ``make proof``
SIZES = [(1440, 900), (390, 844)] if FULL else [(1440, 900)]
WIDE = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


def hall_with_a_beginner() -> dict[str, Any]:
    """Open a hall in which 9001 still has the initial password."""
    hall = build_hall()
    person = organization.add_person(
        worker_number="9001", name="林晓", kind=PersonKind.SERVICE, by=hall.by, at=MORNING
    )
    here = HallOfTest(hall.id, hall.code)
    worker(here, Role.STF, number="9001", initial=True, person_id=person.id)
    clock.demo.start(MORNING)
    return hall.as_json()


def sign_in(page: Any, number: str, password: str) -> None:
    page.fill("#number", number)
    page.fill("#password", password)
    page.press("#password", "Enter")


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_a_beginner_chooses_a_password_and_stands_at_the_desk(serve_house, open_page, width, height):
    house = serve_house(scene=hall_with_a_beginner)
    page = open_page(width=width, height=height)
    page.forgiven += ["401", "422"]

    page.goto(house.url + "/desk/")
    sign_in(page, "9001", "not-my-Password")
    page.get_by_text("还可以再试 4 次").wait_for()
    assert page.input_value("#number") == "9001"
    assert page.evaluate("document.activeElement.id") == "password"
    sign_in(page, "9001", PASSWORD)
    page.wait_for_url("**/sign-in/password/**")
    assert not page.evaluate(WIDE)
    page.fill("#old", PASSWORD)
    page.fill("#new", "Quiet-river-58")
    page.fill("#again", "Quiet-river-59")
    page.get_by_role("button", name="修改密码").click()
    page.get_by_text("两次输入的新密码不一致").wait_for()
    for field, typed in (("#old", PASSWORD), ("#new", "Quiet-river-58"), ("#again", "Quiet-river-58")):
        page.fill(field, typed)
    page.get_by_role("button", name="修改密码").click()

    page.wait_for_url("**/desk/")


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_the_office_issues_a_code_and_a_kiosk_is_enrolled_and_revoked(serve_house, open_page, width, height):
    house = serve_house(scene=hall_with_a_beginner)
    office, kiosk = (open_page(width=width, height=height) for _ in range(2))
    office.goto(house.url + "/office/devices/")
    sign_in(office, "0001", EVERYBODYS)
    office.fill("#name", "2号取号机")
    office.get_by_role("button", name="签发登记码").dblclick()
    code = office.inner_text(".gate-secret")
    office.reload()  # the browser sends the form again
    assert office.inner_text(".gate-secret") == code
    assert not office.evaluate(WIDE)

    kiosk.goto(house.url + "/enrol/")
    kiosk.fill("#code", code.lower())
    kiosk.press("#code", "Enter")
    kiosk.get_by_text("本设备已登记").wait_for()
    kiosk.get_by_role("link", name="进入工作界面").click()
    kiosk.wait_for_url("**/kiosk/")

    office.goto(house.url + "/office/devices/")
    row = office.locator("tr", has_text="2号取号机")
    row.locator("summary").click()
    row.get_by_role("button", name="确认停用").click()
    office.wait_for_url("**/office/devices/")
    kiosk.goto(house.url + "/kiosk/")
    assert "/kiosk/" not in kiosk.url.split("?")[0]


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_the_page_of_accounts_fits_its_screen(serve_house, open_page, width, height):
    house = serve_house(scene=hall_with_a_beginner)
    office = open_page(width=width, height=height)
    office.goto(house.url + "/office/accounts/")
    sign_in(office, "0001", EVERYBODYS)
    office.get_by_text("本大厅账号").wait_for()

    assert not office.evaluate(WIDE)
    row = office.locator("tr", has_text="0302")
    row.get_by_label("角色", exact=True).select_option("cons")
    row.get_by_role("button", name="授予").click()
    office.locator("tr", has_text="0302").get_by_text("咨询员 ").first.wait_for()
