"""On the board: calls, waiting, who serves where; service identities and nothing else of anybody."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client

from tests.support.callers import device_client, kiosk_client, text_of
from tests.support.hall import MORNING, Hall, build_hall
from yichuang.kernel import clock
from yichuang.kernel.access.types import DeviceKind
from yichuang.kernel.claims import proves
from yichuang.posts import services as posts
from yichuang.queueing import services as queueing
from yichuang.queueing.types import Outcome
from yichuang.screens.lobby import views

LUNCH = MORNING.replace(hour=12, minute=30)


def board(hall: Hall, path: str = "") -> str:
    return text_of(Client().get(f"/board/{hall.code}/{path}"))


def test_a_call_stands_on_top_with_its_window(hall: Hall) -> None:
    wang = hall.sign_on(3, MORNING)
    hall.take("A", MORNING)
    queueing.call_next(window_id=hall.windows[3], by=wang, at=MORNING)

    said = board(hall)

    assert re.search(r"A001 请到 3 号窗口", said)


def test_a_second_call_says_so(hall: Hall) -> None:
    wang = hall.sign_on(3, MORNING)
    hall.take("A", MORNING)
    ticket = queueing.call_next(window_id=hall.windows[3], by=wang, at=MORNING)
    queueing.recall(ticket_id=ticket.id, by=wang, at=MORNING + timedelta(minutes=1))

    assert "A001 再次呼叫 请到 3 号窗口" in board(hall)


def test_a_finished_ticket_leaves_the_board(hall: Hall) -> None:
    wang = hall.sign_on(3, MORNING)
    hall.take("A", MORNING)
    ticket = queueing.call_next(window_id=hall.windows[3], by=wang, at=MORNING)
    queueing.begin(ticket_id=ticket.id, by=wang, at=MORNING)
    queueing.finish(ticket_id=ticket.id, outcome=Outcome.INFORMATION, by=wang, at=MORNING)

    said = board(hall)

    assert "A001" not in said
    assert "暂无叫号" in said


def test_the_board_names_who_really_serves_and_nobody_after_signing_off(hall: Hall) -> None:
    stands_in = hall.person("0304")  # 吴昊 is B at window 3
    posts.sign_on(window_id=hall.windows[3], by=stands_in, at=MORNING)
    while_there = board(hall)

    posts.sign_off(by=stands_in, at=MORNING + timedelta(minutes=5))

    assert "吴昊 0304" in while_there
    assert "王敏" not in while_there
    assert "吴昊" not in board(hall)


def test_the_window_screen_and_the_ticket_carry_the_number_of_who_stands_in(hall: Hall) -> None:
    screen = device_client(hall, DeviceKind.WINDOW_SCREEN, window=3)
    stands_in = hall.person("0304")
    posts.sign_on(window_id=hall.windows[3], by=stands_in, at=MORNING)
    mine = hall.take("A", MORNING)
    queueing.call_next(window_id=hall.windows[3], by=stands_in, at=MORNING)
    while_there = text_of(screen.get("/window/"))
    on_the_phone = text_of(Client().get(f"/t/{mine.token}"))
    queueing.begin(ticket_id=mine.id, by=stands_in, at=MORNING)
    queueing.finish(ticket_id=mine.id, outcome=Outcome.INFORMATION, by=stands_in, at=MORNING)

    posts.sign_off(by=stands_in, at=MORNING + timedelta(minutes=5))

    assert "A001 请到本窗口" in while_there and "吴昊 0304 B岗顶岗" in while_there
    assert "吴昊 0304" in on_the_phone
    afterwards = text_of(screen.get("/window/now/"))
    assert "吴昊" not in afterwards and "本窗口未开放" in afterwards


def test_a_window_screen_shows_no_other_window_and_needs_one(hall: Hall) -> None:
    nowhere = device_client(hall, DeviceKind.WINDOW_SCREEN)

    assert nowhere.get("/window/").status_code == 404
    assert kiosk_client(hall).get("/window/").status_code == 403


@proves("QUE-07")
def test_the_board_shows_no_name_and_no_number_but_of_those_who_serve(hall: Hall) -> None:
    wang = hall.sign_on(3, MORNING)
    hall.take("A", MORNING)
    queueing.call_next(window_id=hall.windows[3], by=wang, at=MORNING)

    for path in ("", "A/", "now/"):
        page = Client().get(f"/board/{hall.code}/{path}").content.decode()
        assert "王敏" in page
        assert not any(name in page for name in ("周颖", "孙静", "何琳")), "people who serve nobody now"
        assert not re.search(r"\b1[3-9]\d{9}\b|\b\d{17}[\dXx]\b", page)


@proves("HRS-01")
def test_at_noon_the_board_says_lunch_and_when_it_reopens(hall: Hall) -> None:
    with clock.frozen(LUNCH):
        said = board(hall)

    assert "午间休息" in said and "今日 13:30 恢复取号" in said
    assert "无人在岗" not in said, "nobody has to be there at noon"


def test_a_zone_shows_its_own_windows(hall: Hall) -> None:
    said = board(hall, "A/")

    assert "一楼A区" in said
    assert "窗口在岗公示" in said


@pytest.mark.parametrize("address", ["/board/NOHALL/", "/board/AYRS/NOZONE/", "/board/AYRS/NOZONE/now/"])
def test_an_unknown_place_is_a_page_that_says_so(hall: Hall, address: str) -> None:
    answer = Client().get(address)

    assert answer.status_code == 404
    assert "AYRS" not in text_of(answer)


def test_another_hall_has_its_own_board(hall: Hall) -> None:
    other = build_hall(code="HB01")
    other.take("A", MORNING)
    wang = other.sign_on(3, MORNING)
    queueing.call_next(window_id=other.windows[3], by=wang, at=MORNING)

    assert "A001" not in board(hall)
    assert "A001" in board(other)


def test_the_fragment_is_the_same_while_nothing_happens(hall: Hall) -> None:
    first, second = (Client().get(f"/board/{hall.code}/now/").content for _ in range(2))

    assert first == second, "a board is not drawn anew for nothing"


def test_boards_that_hear_of_the_same_event_share_one_drawing(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn = []
    picture = views._picture
    monkeypatch.setattr(views, "_picture", lambda *place: drawn.append(place) or picture(*place))

    for address in ("now/?seq=41", "now/?seq=41", "now/?seq=42", "A/now/?seq=42", "now/?seq=42&lang=en"):
        assert Client().get(f"/board/{hall.code}/{address}").status_code == 200

    assert len(drawn) == 4, "the same event, place and look are drawn once"


@pytest.mark.parametrize("seq", ["", "x", "-1", "9" * 50, "４１"])
def test_whoever_names_no_event_sees_the_present_moment(hall: Hall, seq: str) -> None:
    before = board(hall, f"now/?seq={seq}")
    wang = hall.sign_on(3, MORNING)
    hall.take("A", MORNING)
    queueing.call_next(window_id=hall.windows[3], by=wang, at=MORNING)

    assert "A001" not in before
    assert "A001" in board(hall, f"now/?seq={seq}")


def test_a_zone_and_a_holiday_have_their_english_names(hall: Hall) -> None:
    english = Client()
    english.cookies["language"] = "en"

    with clock.frozen(MORNING.replace(month=10, day=1)):
        said = text_of(english.get(f"/board/{hall.code}/A/"))

    assert "Ground floor A" in said and "一楼A区" not in said
    assert "Closed for the holiday: National Day" in said and "国庆" not in said
