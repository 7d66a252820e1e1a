"""Ratings on the screens: the phone, the terminal of a window, a clerk's own page, the office's day."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.http import HttpResponse
from django.test import Client

from tests.evaluation.visits import Visit, visit
from tests.support.callers import device_client, key_in, person_client, text_of
from tests.support.hall import MORNING, Hall
from yichuang.evaluation.models import Invitation
from yichuang.kernel import clock
from yichuang.kernel.access.types import DeviceKind

HTMX = {"HX-Request": "true"}
TOMORROW = MORNING + timedelta(days=1)


def level_of(mine: Visit) -> str | None:
    return Invitation.objects.get(id=mine.asked.id).level


def at_terminal(hall: Hall, window: int = 1) -> Client:
    return device_client(hall, DeviceKind.TERMINAL, window=window)


def give(browser: Client, page: HttpResponse, mine: Visit, **said: str) -> HttpResponse:
    sent = {"key": key_in(page), "visit": str(mine.asked.id)} | said
    return browser.post("/rating/give/", sent, headers=HTMX)


# ---- the phone ----------------------------------------------------------------------------------------


def test_the_phone_asks_once_the_service_has_ended(hall: Hall) -> None:
    waiting = hall.take("D", MORNING)
    mine = visit(hall)

    assert "请为本次服务评价" not in text_of(Client().get(f"/t/{waiting.token}"))
    page = text_of(Client().get(f"/t/{mine.token}"))
    assert "请为本次服务评价" in page and "非常满意" in page and "2026-03-03" in page
    assert "Please rate this service" in text_of(Client().get(f"/t/{mine.token}?lang=en"))


def test_a_visitor_rates_on_the_phone_and_is_thanked(hall: Hall) -> None:
    mine, citizen = visit(hall), Client()
    page = citizen.get(f"/t/{mine.token}")

    said = {"key": key_in(page), "level": "", "low": "dissatisfied", "reason": ["slow", "attitude"]}
    answer = citizen.post(f"/t/{mine.token}/rate", said)

    row = Invitation.objects.get(id=mine.asked.id)
    assert answer.status_code == 303 and (row.level, row.reasons) == ("dissatisfied", ["attitude", "slow"])
    page = text_of(citizen.get(f"/t/{mine.token}"))
    assert "谢谢" in page and "请为本次服务评价" not in page
    assert "不满意" not in page, "whoever looks at the page later does not see what was said"


def test_the_phone_of_somebody_signed_in_as_staff_rates_nothing(hall: Hall) -> None:
    mine, clerk = visit(hall), person_client(hall, "0301")
    page = clerk.get(f"/t/{mine.token}")

    answer = clerk.post(f"/t/{mine.token}/rate", {"key": key_in(page), "level": "satisfied"}, headers=HTMX)

    assert answer.status_code == 403 and "工作人员身份" in text_of(answer)
    assert level_of(mine) is None


def test_after_its_time_the_phone_no_longer_asks(hall: Hall) -> None:
    mine, citizen = visit(hall), Client()
    key = key_in(citizen.get(f"/t/{mine.token}"))

    with clock.frozen(TOMORROW):
        assert "请为本次服务评价" not in text_of(citizen.get(f"/t/{mine.token}"))
        answer = citizen.post(f"/t/{mine.token}/rate", {"key": key, "level": "satisfied"}, headers=HTMX)

    assert answer.status_code == 409 and "时间已过" in text_of(answer)
    assert citizen.post("/t/unknown/rate", {"key": key, "level": "satisfied"}).status_code == 404


# ---- the terminal -------------------------------------------------------------------------------------


def test_the_terminal_asks_for_the_visit_that_ended_and_is_idle_again(hall: Hall) -> None:
    screen = at_terminal(hall)
    assert "请为本次服务评价" not in text_of(screen.get("/rating/"))

    visit(hall)

    asked = text_of(screen.get("/rating/now/"))
    assert "请为本次服务评价" in asked and "1 号窗口" in asked and "0301" in asked
    assert "请为本次服务评价" not in text_of(at_terminal(hall, 2).get("/rating/"))
    with clock.frozen(MORNING + timedelta(seconds=20)):
        assert "请为本次服务评价" not in text_of(screen.get("/rating/now/"))


def test_the_desk_lets_the_terminal_ask_once_more(hall: Hall) -> None:
    screen, desk = at_terminal(hall), person_client(hall, "0301")
    visit(hall)
    with clock.frozen(MORNING + timedelta(minutes=1)):
        assert "请为本次服务评价" not in text_of(screen.get("/rating/now/"))
        page = desk.get("/desk/")
        assert 'id="verb-rate"' in page.content.decode()

        assert desk.post("/desk/rate/", {"key": key_in(page)}).status_code == 303

        assert "请为本次服务评价" in text_of(screen.get("/rating/now/"))
        assert 'id="verb-rate"' not in desk.get("/desk/").content.decode()


def test_a_visitor_rates_at_the_terminal_with_one_touch(hall: Hall) -> None:
    mine, screen = visit(hall), at_terminal(hall)
    page = screen.get("/rating/")

    answer = give(screen, page, mine, level="very_satisfied")

    assert answer.headers["HX-Redirect"] == "/rating/" and level_of(mine) == "very_satisfied"
    assert "谢谢" in text_of(screen.get("/rating/"))
    with clock.frozen(MORNING + timedelta(seconds=6)):
        assert "谢谢" not in text_of(screen.get("/rating/"))


def test_a_terminal_in_a_browser_with_a_staff_session_rates_nothing(hall: Hall) -> None:
    mine, screen = visit(hall), at_terminal(hall)
    page = screen.get("/rating/")
    screen.cookies.update(person_client(hall, "0301").cookies)

    assert give(screen, page, mine, level="very_satisfied").status_code == 403
    assert level_of(mine) is None


def test_a_terminal_takes_no_visit_of_another_window(hall: Hall) -> None:
    mine, there = visit(hall, 1), at_terminal(hall, 2)
    visit(hall, 2)

    answer = give(there, there.get("/rating/"), mine, level="satisfied")

    assert answer.status_code == 403 and "另一次服务" in text_of(answer)
    assert level_of(mine) is None


# ---- what is told -------------------------------------------------------------------------------------


@pytest.fixture
def five(hall: Hall) -> Hall:
    for minute in range(5):
        at = MORNING - timedelta(minutes=minute)
        visit(hall, 1, at).rate("satisfied", at=at)
    return hall


def test_a_clerk_reads_groups_from_the_next_day_on(five: Hall) -> None:
    clerk = person_client(five, "0301")

    assert "还没有凑满" in text_of(clerk.get("/ratings/mine/"))
    with clock.frozen(TOMORROW):
        told = text_of(person_client(five, "0301").get("/ratings/mine/"))
        other = text_of(person_client(five, "0302").get("/ratings/mine/"))
    assert "满意 5" in told and "还没有凑满" not in told
    assert "满意 5" not in other


def test_the_office_reads_counts_and_clerks_do_not(five: Hall) -> None:
    visit(five, 4)
    office = person_client(five, "0001")

    told = text_of(office.get("/office/ratings/"))

    assert "评价率 83 %" in told and "满意 5" in told and "评价太少" in told
    for never in ("A001", "D001"):
        assert never not in told, "no ticket"
    assert "还没有人评价" in text_of(office.get("/office/ratings/?day=2026-03-01"))
    assert person_client(five, "0301").get("/office/ratings/", headers=HTMX).status_code == 403
