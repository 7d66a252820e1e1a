"""The duty sheet that is posted: every window with its A and B, who stands in, and what is not published."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from tests.halls import MONDAY, at
from tests.posts.planned import CHEN, HEAD, OFFICE, WEDNESDAY, Planned, planned_hall
from tests.posts.staffed import LI, WANG, ZHANG, ZHAO
from tests.screens.test_rosters import signed_in
from tests.support.callers import text_of
from yichuang.kernel.claims import proves
from yichuang.kernel.clock import frozen
from yichuang.organization import selectors as organization
from yichuang.posts.models import Shift
from yichuang.screens.rosters.sheet import DutySheet, sheet_of

PAGE = "/office/roster/sheet/"
pytestmark = pytest.mark.django_db


@pytest.fixture
def plan() -> Any:
    with frozen(at("09:00")):
        yield planned_hall()


def sheet(plan: Planned, span: str, day: date = WEDNESDAY, department: str = "") -> DutySheet:
    hall = organization.hall(plan.hall.id)
    return sheet_of(hall, at("09:00"), span=span, day=day, department=department)


def names(plan: Planned, *numbers: str) -> tuple[str, ...]:
    return tuple(organization.person(plan.hall.id, plan.hall.people[one]).display_name for one in numbers)


@proves("ROT-06")
@pytest.mark.parametrize("span", ["day", "week", "month"])
def test_the_print_has_every_window_with_a_and_b_for_the_date(plan: Planned, span: str):
    page = signed_in(OFFICE).get(PAGE, {"span": span, "day": WEDNESDAY.isoformat()})

    text = " ".join(text_of(page).split())
    assert page.status_code == 200
    for window in (one for one in organization.windows(plan.hall.id) if one.active):
        assert f"{window.number} {window.name}" in text
    for a, b in ((ZHANG, LI), (WANG, CHEN), (ZHAO, CHEN)):
        a_name, b_name = names(plan, a, b)
        assert f"A {a_name} B {b_name}" in text
    for table in sheet(plan, span).tables:
        assert all(duty.a and duty.b for _head, cells in table.rows for cell in cells for duty in cell) is (
            span != "month"
        )  # of the month only a fortnight is published


@proves("ROT-06")
def test_a_shift_that_is_not_published_is_printed_as_such_and_counted(plan: Planned):
    Shift.objects.filter(hall_id=plan.hall.id, post_id=plan.posts[2], day=WEDNESDAY).delete()

    shown = sheet(plan, "day")

    assert shown.missing > 0
    assert "未发布" in text_of(signed_in(OFFICE).get(PAGE, {"span": "day", "day": WEDNESDAY.isoformat()}))
    assert sheet(plan, "day", WEDNESDAY + timedelta(days=1)).missing == 0


def test_who_stands_in_for_somebody_on_leave_is_printed_without_why(plan: Planned):
    plan.fall_ill(ZHANG, "07:30", WEDNESDAY)
    [duties] = [cells for window, cells in sheet(plan, "day").tables[0].rows if window.number == 1]
    li = names(plan, LI)[0]

    assert [one.cover for cell in duties for one in cell] == [li, li]  # morning and afternoon
    text = text_of(signed_in(OFFICE).get(PAGE, {"span": "day", "day": WEDNESDAY.isoformat()}))
    assert f"顶岗：{li}" in text and "发烧" not in text and "假" not in text


def test_a_b_who_is_away_too_is_not_printed_in_as_place(plan: Planned):
    plan.fall_ill(ZHANG, "07:30", WEDNESDAY)
    plan.fall_ill(LI, "07:35", WEDNESDAY)

    [duties] = [cells for window, cells in sheet(plan, "day").tables[0].rows if window.number == 1]

    covers = {one.cover for cell in duties for one in cell}
    assert covers == {"待定"}


def test_the_sheet_has_a_line_for_who_drew_it_up_checked_and_approved_it(plan: Planned):
    said = text_of(signed_in(OFFICE).get(PAGE, {"span": "month", "day": WEDNESDAY.isoformat()}))

    assert said.count("编制： 审核： 批准：") == len(sheet(plan, "month").tables) > 0


def test_a_window_closed_on_a_day_stands_there_as_closed(plan: Planned):
    sunday = MONDAY + timedelta(days=6)

    assert sheet(plan, "week").tables[0].heads[0] == MONDAY
    assert sheet(plan, "day", sunday).tables[0].heads == ()
    assert "没有窗口开放" in text_of(signed_in(OFFICE).get(PAGE, {"span": "day", "day": sunday.isoformat()}))


def test_a_department_has_a_sheet_of_its_own_and_another_halls_is_not_found(plan: Planned):
    client = signed_in(HEAD)

    assert client.get(PAGE, {"department": plan.section.hex}).status_code == 200
    assert sheet(plan, "week", department=plan.section.hex).tables[0].rows == ()
    assert client.get(PAGE, {"department": "nonsense"}).status_code == 404
    assert client.get(PAGE, {"span": "nonsense", "day": "nonsense"}).status_code == 200
    assert signed_in(ZHANG).get(PAGE).status_code == 403


def test_the_same_people_all_day_are_said_once_and_a_change_at_noon_is_told(plan: Planned):
    assert [len(cell) for _window, cells in sheet(plan, "week").tables[0].rows for cell in cells if cell] == [
        1
    ] * sum(bool(cell) for _window, cells in sheet(plan, "week").tables[0].rows for cell in cells)
    Shift.objects.filter(hall_id=plan.hall.id, post_id=plan.posts[1], day=WEDNESDAY, session="pm").update(
        a_id=plan.hall.people[LI], b_id=plan.hall.people[ZHANG]
    )

    [cells] = [cells for window, cells in sheet(plan, "week").tables[0].rows if window.number == 1]
    [changed] = [cell for cell in cells if len(cell) > 1]
    assert [(one.a, [str(part) for part in one.sessions]) for one in changed] == [
        (names(plan, ZHANG)[0], ["上午"]),
        (names(plan, LI)[0], ["下午"]),
    ]
