"""Who is at which post, as the public sees it: covered by whom and back when, never why (LOC-01)."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.test import Client

from tests.support.callers import device_client, key_in, person_client, text_of
from tests.support.hall import MORNING, Hall, build_hall
from yichuang.kernel import clock
from yichuang.kernel.access.types import DeviceKind
from yichuang.kernel.claims import proves
from yichuang.posts import selectors, services
from yichuang.posts.types import LeaveKind, LeavePath, Part
from yichuang.queueing import services as queueing
from yichuang.queueing.models import Ticket
from yichuang.queueing.types import Outcome

pytestmark = pytest.mark.django_db
ZHOU, RESERVE, OFFICE = "0301", "0305", "0001"


@pytest.fixture
def hall():
    with clock.frozen(MORNING):
        hall = build_hall()
        post = selectors.post_of_window(hall.id, hall.windows[1], MORNING.date())
        assert post is not None
        services.add_holder(
            post_id=post.id, person_id=hall.people[RESERVE], part=Part.B, by=hall.by, at=MORNING
        )
        yield hall


def ill(hall: Hall, hours: int = 8) -> None:
    services.request_leave(
        kind=LeaveKind.SICK,
        begins=MORNING,
        ends=MORNING + timedelta(hours=hours),
        path=LeavePath.EMERGENCY,
        note="发烧",
        by=hall.person(ZHOU),
        at=MORNING,
    )


@proves("LOC-01")
def test_on_sick_leave_the_public_reads_who_covers_and_not_why_and_the_office_reads_why(hall: Hall) -> None:
    ill(hall)
    services.sign_on(window_id=hall.windows[1], by=hall.person(RESERVE), at=MORNING)

    public = text_of(Client().get(f"/whereabouts/{hall.code}/"))
    english = text_of(Client().get(f"/whereabouts/{hall.code}/?lang=en"))
    inside = text_of(person_client(hall, OFFICE).get("/office/leave/"))

    assert "不在岗" in public and "0305" in public and "2026-03-02 周一 17:30" in public
    assert "not at the post" in english and "covered by" in english
    for word in ("病", "假", "发烧", "sick", "leave"):
        assert word not in public and word not in english, word
    assert "病假" in inside


def test_who_leaves_for_a_while_says_when_they_are_back(hall: Hall) -> None:
    hall.sign_on(1, MORNING)
    desk = person_client(hall, ZHOU)

    said = {"reason": "short_absence", "minutes": "10", "key": key_in(desk.get("/desk/"))}
    assert desk.post("/desk/pause/", said).status_code == 303

    public = text_of(Client().get(f"/whereabouts/{hall.code}/"))
    assert "2026-03-02 周一 09:40" in public and "短时离岗" not in public
    too_long = {"reason": "short_absence", "minutes": "60", "key": key_in(desk.get("/desk/"))}
    desk.post("/desk/serve/", {"key": key_in(desk.get("/desk/"))})
    refused = desk.post("/desk/pause/", too_long | {"key": key_in(desk.get("/desk/"))})
    assert refused.status_code == 422 and "ATT-04" in text_of(refused)


def test_b_head_and_office_see_an_empty_post(hall: Hall) -> None:
    with clock.frozen(MORNING + timedelta(minutes=6)):
        services.tell_vacancies(at=clock.now())
        told = text_of(person_client(hall, RESERVE).get("/staffroom/"))

    assert "1号窗口" in told and "无人在岗" in told
    with clock.frozen(MORNING + timedelta(minutes=12)):
        services.tell_vacancies(at=clock.now())
        assert "无人在岗" in text_of(person_client(hall, OFFICE).get("/office/leave/"))


def test_an_unknown_hall_has_no_such_page(hall: Hall) -> None:
    assert Client().get("/whereabouts/nowhere/").status_code == 404


@proves("BDG-02")
def test_when_a_cover_runs_out_mid_service_b_serves_to_the_end_and_then_nobody_is_named(hall: Hall) -> None:
    screen = device_client(hall, DeviceKind.WINDOW_SCREEN, window=1)
    ill(hall, hours=2)
    desk = person_client(hall, RESERVE)
    hall.take("A", MORNING)
    services.sign_on(window_id=hall.windows[1], by=hall.person(RESERVE), at=MORNING)
    assert "B岗顶岗 至 11:30" in text_of(desk.get("/desk/"))

    with clock.frozen(MORNING + timedelta(hours=1, minutes=55)):
        desk.post("/desk/call/", {"key": key_in(desk.get("/desk/"))})
    with clock.frozen(MORNING + timedelta(hours=2, minutes=1)):
        services.tell_covers(at=clock.now())
        serving = text_of(desk.get("/desk/"))
        assert "顶岗已于 11:30 结束。请为这一位办完" in serving
        assert RESERVE in text_of(screen.get("/window/"))
        ticket = Ticket.objects.get(state="called")
        queueing.begin(ticket_id=ticket.id, by=hall.person(RESERVE), at=clock.now())
        queueing.finish(
            ticket_id=ticket.id, outcome=Outcome.INFORMATION, by=hall.person(RESERVE), at=clock.now()
        )

        after = desk.get("/desk/")
        assert "不能再在本窗口叫号" in text_of(after)
        assert "The cover ended at 11:30" in text_of(desk.get("/desk/?lang=en"))
        assert RESERVE not in text_of(screen.get("/window/"))
        refused = desk.post("/desk/call/", {"key": key_in(after)})
        assert refused.status_code == 403


def test_a_window_at_lunch_says_so_though_its_person_has_not_signed_off(hall: Hall) -> None:
    screen = device_client(hall, DeviceKind.WINDOW_SCREEN, window=2)
    clerk = hall.sign_on(2, MORNING)
    hall.take("A", MORNING)
    ticket = queueing.call_next(window_id=hall.windows[2], by=clerk, at=MORNING)

    noon = MORNING.replace(hour=12, minute=20)
    with clock.frozen(noon):
        assert "为您服务" in text_of(screen.get("/window/"))  # who has been called is served to the end
        queueing.begin(ticket_id=ticket.id, by=clerk, at=noon)
        queueing.finish(ticket_id=ticket.id, outcome=Outcome.INFORMATION, by=clerk, at=noon)

        shown = text_of(screen.get("/window/"))
        assert "午间休息" in shown and "13:30" in shown and "为您服务" not in shown
    with clock.frozen(MORNING.replace(hour=13, minute=30)):
        assert "为您服务" in text_of(screen.get("/window/"))


@proves("BDG-02")
def test_when_a_cover_begins_mid_service_a_is_named_to_the_end_and_then_b(hall: Hall) -> None:
    screen = device_client(hall, DeviceKind.WINDOW_SCREEN, window=1)
    hall.sign_on(1, MORNING)
    hall.take("A", MORNING), hall.take("A", MORNING)
    desk = person_client(hall, ZHOU)
    desk.post("/desk/call/", {"key": key_in(desk.get("/desk/"))})
    ticket = Ticket.objects.get(state="called")
    queueing.begin(ticket_id=ticket.id, by=hall.person(ZHOU), at=MORNING)
    ill(hall)

    with clock.frozen(MORNING + timedelta(minutes=1)):
        services.tell_covers(at=clock.now())
        assert ZHOU in text_of(screen.get("/window/")) and RESERVE not in text_of(screen.get("/window/"))
        outcome = Outcome.INFORMATION
        queueing.finish(ticket_id=ticket.id, outcome=outcome, by=hall.person(ZHOU), at=clock.now())
        assert desk.post("/desk/call/", {"key": key_in(desk.get("/desk/"))}).status_code == 403
        assert ZHOU not in text_of(screen.get("/window/"))

        services.sign_on(window_id=hall.windows[1], by=hall.person(RESERVE), at=clock.now())

        shown = text_of(screen.get("/window/"))
        assert RESERVE in shown and "B岗" in shown and ZHOU not in shown


@proves("HRS-02")
@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (datetime(2026, 5, 9, 10, 0, tzinfo=MORNING.tzinfo), True),  # a Saturday that makes up for May Day
        (datetime(2026, 5, 10, 10, 0, tzinfo=MORNING.tzinfo), False),  # an ordinary Sunday
        (datetime(2026, 5, 4, 10, 0, tzinfo=MORNING.tzinfo), False),  # a Monday that is a day off
    ],
)
def test_on_a_make_up_day_people_are_expected_at_their_posts_and_on_a_holiday_nobody(
    hall: Hall, day: datetime, expected: bool
) -> None:
    with clock.frozen(day):
        page = text_of(Client().get(f"/whereabouts/{hall.code}/"))

    assert ("不在岗" in page) is expected


def test_who_leaves_the_post_reads_when_to_be_back(hall: Hall) -> None:
    hall.sign_on(1, MORNING)
    desk = person_client(hall, ZHOU)

    page = text_of(desk.get("/desk/"))
    assert "不离开岗位" in page and "多少分钟后返岗" in page
    desk.post("/desk/pause/", {"reason": "meeting", "minutes": "90", "key": key_in(desk.get("/desk/"))})
    assert "11:00 前返岗" in text_of(desk.get("/desk/"))
    desk.post("/desk/serve/", {"key": key_in(desk.get("/desk/"))})
    desk.post("/desk/pause/", {"reason": "system", "minutes": "", "key": key_in(desk.get("/desk/"))})

    assert "前返岗" not in text_of(desk.get("/desk/")), "who stays at the post is not awaited back"
