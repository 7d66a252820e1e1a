"""The staffroom lets several cover one leave, each for a part, and says what is bare."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.screens.test_staffroom import OFFICE, RESERVE, TUESDAY, ZHOU, ask, leave_of, post_of, publish
from tests.support.callers import key_in, person_client, text_of
from tests.support.hall import MORNING, Hall, build_hall
from yichuang.kernel import clock
from yichuang.organization import selectors as organization
from yichuang.posts import selectors, services
from yichuang.posts.types import LeaveKind, LeavePath, Part

pytestmark = pytest.mark.django_db
SECOND = "0306"
WEDNESDAY = TUESDAY + timedelta(days=1)


@pytest.fixture
def hall():
    """Zhou is A at window 1; the fifth person and the sixth hold it as B."""
    with clock.frozen(MORNING):
        hall = build_hall()
        for number in (RESERVE, SECOND):
            services.add_holder(
                post_id=post_of(hall, 1), person_id=hall.people[number], part=Part.B, by=hall.by, at=MORNING
            )
        yield hall


def test_two_are_named_for_a_part_each_and_what_is_bare_is_said(hall: Hall) -> None:
    zhou = person_client(hall, ZHOU)
    ask(zhou, last=WEDNESDAY.isoformat())
    address = f"/staffroom/leave/{leave_of(hall).id}/cover/"
    second_day = f"{WEDNESDAY.isoformat()}T08:30:00+08:00"

    page = text_of(zhou.get("/staffroom/"))
    assert "无人顶岗" in page and f'value="{second_day}"' in zhou.get("/staffroom/").content.decode()
    said = {"post": post_of(hall, 1), "person": hall.people[RESERVE], "until": second_day}
    assert zhou.post(address, said | {"key": key_in(zhou.get("/staffroom/"))}).status_code == 303
    assert f"{WEDNESDAY.day}" in text_of(zhou.get("/staffroom/")) and "08:30–12:00 无人顶岗" in text_of(
        zhou.get("/staffroom/")
    )
    said = {"post": post_of(hall, 1), "person": hall.people[SECOND], "since": second_day}
    assert zhou.post(address, said | {"key": key_in(zhou.get("/staffroom/"))}).status_code == 303

    page = text_of(zhou.get("/staffroom/"))
    assert RESERVE in page and SECOND in page and "无人顶岗" not in page
    assert len(leave_of(hall).covers) == 2


@pytest.mark.parametrize("nonsense", ["tomorrow", "2026-03-03", "2026-03-03T08:30"])
def test_nonsense_is_no_moment(hall: Hall, nonsense: str) -> None:
    zhou = person_client(hall, ZHOU)
    ask(zhou)
    said = {"post": post_of(hall, 1), "person": hall.people[RESERVE], "since": nonsense}

    answer = zhou.post(
        f"/staffroom/leave/{leave_of(hall).id}/cover/", said | {"key": key_in(zhou.get("/staffroom/"))}
    )

    assert answer.status_code == 404


def test_a_post_one_was_given_is_acknowledged_in_the_staffroom_and_its_head_sees_who_did_not(
    hall: Hall,
) -> None:
    late = MORNING + timedelta(days=2)
    with clock.frozen(late):
        office, reserve = person_client(hall, "0001"), person_client(hall, RESERVE)
        assert RESERVE in text_of(office.get("/office/leave/")) and "逾期未确认" in text_of(
            office.get("/office/leave/")
        )
        page = reserve.get("/staffroom/")
        assert "您被安排到1号窗口" in text_of(page)
        (address,) = {
            part.split('"')[0]
            for part in page.content.decode().split('action="')
            if "/acknowledge/" in part[:90]
        }

        assert reserve.post(address, {"key": key_in(page)}).status_code == 303

        assert "您被安排到" not in text_of(reserve.get("/staffroom/"))
        table = text_of(office.get("/office/leave/"))
        assert RESERVE not in table.split("逾期未确认")[-1].split("登记来电")[0] or "逾期未确认" not in table


def test_the_desk_says_when_ones_leave_begins_and_that_it_has(hall: Hall) -> None:
    starts = MORNING + timedelta(minutes=30)
    services.request_leave(
        kind=LeaveKind.SICK, path=LeavePath.EMERGENCY, note="去医院", begins=starts,
        ends=starts + timedelta(hours=1), by=hall.person(ZHOU), at=MORNING,
    )  # fmt: skip
    services.sign_on(window_id=hall.windows[1], by=hall.person(ZHOU), at=MORNING)
    zhou = person_client(hall, ZHOU)

    assert f"{starts:%H:%M} 起请假" in text_of(zhou.get("/desk/"))
    with clock.frozen(starts):
        assert f"您的请假自 {starts:%H:%M} 开始" in text_of(zhou.get("/desk/"))


def test_who_is_a_elsewhere_all_the_time_is_not_offered_and_the_page_says_why(hall: Hall) -> None:
    neighbour = next(
        one for one in selectors.post(hall.id, post_of(hall, 2), TUESDAY).holders if one.part is Part.A
    )
    held = [one.person_id for one in selectors.post(hall.id, post_of(hall, 1), TUESDAY).holders]
    assert neighbour.person_id in held
    worker = organization.person(hall.id, neighbour.person_id)
    zhou = person_client(hall, ZHOU)
    ask(zhou, begins="14:00")

    page = zhou.get("/staffroom/").content.decode()

    assert f'<option value="{neighbour.person_id}"' not in page
    assert f'<option value="{hall.people[SECOND]}"' in page
    assert f"{worker.worker_number} {worker.display_name} (该时段是另一岗位的A岗)" in page and "AB-10" in page


def test_a_planned_leave_that_is_over_has_no_button_to_approve_it(hall: Hall) -> None:
    zhou, office = person_client(hall, ZHOU), person_client(hall, OFFICE)
    ask(zhou)
    address = f"/office/leave/{leave_of(hall).id}/approve/"

    assert address in office.get("/office/leave/").content.decode()
    with clock.frozen(MORNING + timedelta(days=3)):
        page = office.get("/office/leave/").content.decode()

    assert address not in page and "ATT-02" in page


def test_b_gets_ready_for_a_cover_before_it_begins_and_need_not_say_why(hall: Hall) -> None:
    publish(hall, days=2)
    zhou, reserve = person_client(hall, ZHOU), person_client(hall, RESERVE)
    ask(zhou)
    services.sign_handover(
        cover_id=leave_of(hall).covers[0].id, by=hall.person(RESERVE), at=MORNING + timedelta(minutes=1)
    )
    services.approve_leave(
        leave_id=leave_of(hall).id, by=hall.person(OFFICE), at=MORNING + timedelta(minutes=2)
    )

    with clock.frozen(MORNING.replace(hour=8, minute=20) + timedelta(days=1)):
        page = reserve.get("/desk/")
        assert "/desk/stand-in/" not in page.content.decode()
        done = reserve.post("/desk/on/", {"window": hall.windows[1].hex, "key": key_in(page)})

    assert done.status_code == 303
    (there,) = selectors.on_duty(hall.id).values()
    assert (there.person_id, there.part) == (hall.people[RESERVE], Part.B)
