"""Pages around the roster: a flexible window closed by hand, and links that lead to the right roster."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from tests.halls import at
from tests.posts.planned import HEAD, NEXT_MONDAY, OFFICE, Planned, planned_hall
from tests.posts.staffed import WANG, ZHANG, ZHAO
from tests.posts.test_demand import ask, loosen
from tests.screens.test_rosters import signed_in
from tests.screens.test_swap_page import place
from tests.support.callers import text_of
from yichuang.kernel.claims import proves
from yichuang.kernel.clock import frozen
from yichuang.organization.models import Person, Window
from yichuang.posts import services
from yichuang.posts.models import Holder
from yichuang.posts.selectors import shift_of
from yichuang.posts.types import DaySession

PAGE, LEAVE, ROSTER, SWAPS = "/office/shifts/", "/office/leave/", "/office/roster/", "/staffroom/swaps/"
pytestmark = pytest.mark.django_db
AM = DaySession.AM


@pytest.fixture
def plan() -> Any:
    with frozen(at("09:00")):
        yield planned_hall()


def said(plan: Planned, window: int, **more: Any) -> dict[str, Any]:
    return {
        "place": f"{plan.posts[window].hex}_{NEXT_MONDAY}_am",
        "a": "",
        "b": "",
        "key": uuid4().hex,
    } | more


@proves("QUE-09")
def test_a_flexible_window_is_closed_in_the_week_and_what_is_short_is_read_at_once(plan: Planned):
    client = signed_in(OFFICE)
    loosen(plan, 3, day=NEXT_MONDAY)
    ask(plan, 3, day=NEXT_MONDAY)
    before = text_of(client.get(PAGE, {"week": NEXT_MONDAY, "edit": said(plan, 3)["place"]}))
    assert "机动窗口：A、B 都为“无人”即不开" in before and "已排 3 个" in before, before

    answer = client.post(f"{PAGE}set/", said(plan, 3))
    page = text_of(client.get(answer.headers["Location"]))

    assert shift_of(plan.hall.id, plan.posts[3], NEXT_MONDAY, AM) is None
    assert "应开 3 个窗口，已排 2 个；缺 1 个 QUE-09" in page and "上午 不开" in page, page
    again = client.post(f"{PAGE}set/", said(plan, 3))
    assert again.status_code == 409 and "仍不开放" in again.content.decode()


def test_a_fixed_window_is_not_closed_by_the_form(plan: Planned):
    client = signed_in(OFFICE)
    loosen(plan, 3, day=NEXT_MONDAY)

    refused = client.post(f"{PAGE}set/", said(plan, 1))

    assert refused.status_code == 422 and "AB-01" in refused.content.decode()
    assert shift_of(plan.hall.id, plan.posts[1], NEXT_MONDAY, AM) is not None


def test_from_the_page_of_leave_one_comes_to_the_roster_of_the_department_and_month(plan: Planned):
    hall = plan.hall
    Window.objects.filter(id=hall.windows[1]).update(department_id=plan.section)
    for held in Holder.objects.filter(person_id__in=[hall.people[one] for one in (ZHANG, ZHAO)]):
        services.end_holder(holder_id=held.id, by=hall.by, at=at("08:30"))
    office, head = signed_in(OFFICE), signed_in(HEAD)

    theirs = {row.person.worker_number: row for row in office.get(LEAVE).context["picture"].bare}
    links = {number: [one.address for one in row.rosters] for number, row in theirs.items()}
    mine = head.get(LEAVE).context["picture"].bare

    assert links[ZHANG] == [f"{ROSTER}?department={plan.section.hex}&month=2026-03"]
    assert links[ZHAO] == [f"{ROSTER}?department=hall&month=2026-03"]
    assert [[one.address for one in row.rosters] for row in mine] == [links[ZHANG]]
    for address in (*links[ZHANG], *links[ZHAO]):
        shown = office.get(address)
        assert shown.status_code == 200 and "前往排班" not in text_of(shown)
    assert head.get(links[ZHANG][0]).context["picture"].department.id == plan.section


def test_who_plans_no_roster_of_it_is_led_to_none(plan: Planned):
    hall = plan.hall
    Person.objects.filter(id=hall.people[WANG]).update(department_id=plan.section)  # at a window of the hall
    for held in Holder.objects.filter(person_id=hall.people[WANG]):
        services.end_holder(holder_id=held.id, by=hall.by, at=at("08:30"))

    (row,) = signed_in(HEAD).get(LEAVE).context["picture"].bare

    assert row.person.worker_number == WANG and row.rosters == ()


def test_pages_around_the_roster_lead_back_to_its_department_and_month(plan: Planned):
    client = signed_in(OFFICE)
    Window.objects.filter(id=plan.hall.windows[1]).update(department_id=plan.section)
    home = f"department={plan.section.hex}&amp;month=2026-05"

    roster = client.get(f"{ROSTER}?department={plan.section.hex}&month=2026-05").content.decode()
    need = client.get(f"{ROSTER}need/?department={plan.section.hex}&month=2026-05").content.decode()
    sheet = client.get(f"{ROSTER}sheet/?span=month&day=2026-05-01&department={plan.section.hex}")
    say = {"department": plan.section, "weekday": 3, "session": "am", "windows": 1, "reason": "record"}
    answer = client.post(
        f"{ROSTER}need/set/", say | {"weight": "important", "month": "2026-05", "key": uuid4().hex}
    )

    assert f'"{ROSTER}need/?{home}"' in roster
    assert f'"{ROSTER}?{home}"' in need and f'"{ROSTER}?{home}"' in sheet.content.decode()
    assert answer.headers["Location"].endswith(home.replace("&amp;", "&"))
    assert "重要" in text_of(client.get(answer.headers["Location"]))
    wrong = say | {"weight": "heavy", "key": uuid4().hex}
    assert client.post(f"{ROSTER}need/set/", wrong).status_code == 404


def test_a_swap_tells_what_its_price_is_for_and_that_the_need_is_covered_as_before(plan: Planned):
    zhang = signed_in(ZHANG)
    plain = text_of(zhang.get(SWAPS, {"shift": place(plan)}))
    loosen(plan, 3, day=NEXT_MONDAY)
    ask(plan, 3, day=NEXT_MONDAY)

    asked = text_of(zhang.get(SWAPS, {"shift": place(plan)}))

    assert "代价 +2 顶岗 +1；顶岗份额 +1" in plain and "应开数" not in plain, plain
    assert "代价 +2 顶岗 +1；顶岗份额 +1；窗口缺口 ±0" in asked, asked
