"""On the phone: the ticket by its unguessable address, from taking to the end, and nothing personal."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from tests.support.callers import key_in, text_of
from tests.support.hall import MORNING, Hall
from yichuang.kernel import clock
from yichuang.queueing import services as queueing
from yichuang.queueing.models import Ticket
from yichuang.queueing.types import REFERENCE_KNOWN, Outcome, TicketCard


def phone(ticket: TicketCard, path: str = "") -> str:
    return text_of(Client().get(f"/t/{ticket.token}{path}"))


@pytest.fixture
def ticket(hall: Hall) -> TicketCard:
    hall.sign_on(1, MORNING)
    for _ in range(4):
        last = hall.take("A", MORNING)
    return last


def test_it_tells_the_place_and_when_one_is_probably_called(ticket: TicketCard) -> None:
    said = phone(ticket)

    assert "A004" in said and "前面等候 3" in said
    assert "叫到您" in said


def test_it_follows_call_service_and_end(hall: Hall, ticket: TicketCard) -> None:
    zhou, window = hall.clerk(1), hall.windows[1]
    mine = Ticket.objects.get(number=1)
    queueing.call_next(window_id=window, by=zhou, at=MORNING)
    called = text_of(Client().get(f"/t/{mine.token}"))
    queueing.begin(ticket_id=mine.id, by=zhou, at=MORNING)
    serving = text_of(Client().get(f"/t/{mine.token}"))
    with REFERENCE_KNOWN.answered(lambda hall_id, outcome, reference: True):
        queueing.finish(
            ticket_id=mine.id, outcome=Outcome.NOTICE, reference="2026-GZ-0012", by=zhou, at=MORNING
        )
    end = text_of(Client().get(f"/t/{mine.token}"))

    assert "请到 1 号窗口" in called
    assert "正在 1 号窗口办理" in serving
    assert "09:30 办结" in end and "一次性告知书" in end
    assert "周颖 0301" in called and "周颖 0301" in serving, "one may know who serves (BDG-02)"


def test_it_warns_when_the_turn_is_near(hall: Hall, ticket: TicketCard) -> None:
    first = Ticket.objects.get(number=1)

    assert "快到您了" in text_of(Client().get(f"/t/{first.token}"))
    assert "快到您了" not in phone(ticket)


def test_one_may_leave_the_line_after_being_asked(hall: Hall, ticket: TicketCard) -> None:
    citizen = Client()
    page = citizen.get(f"/t/{ticket.token}")

    citizen.post(f"/t/{ticket.token}/leave", {"key": key_in(page)})

    assert "确定放弃 A004 吗" in text_of(page)
    assert "您已放弃排队" in phone(ticket)
    assert Ticket.objects.get(id=ticket.id).state == "cancelled"


def test_a_called_ticket_is_not_given_up_by_an_old_page(hall: Hall, ticket: TicketCard) -> None:
    mine = Ticket.objects.get(number=1)
    citizen = Client()
    key = key_in(citizen.get(f"/t/{mine.token}"))
    queueing.call_next(window_id=hall.windows[1], by=hall.clerk(1), at=MORNING)

    answer = citizen.post(f"/t/{mine.token}/leave", {"key": key}, headers={"HX-Request": "true"})

    assert answer.status_code == 409
    assert Ticket.objects.get(id=mine.id).state == "called"


@pytest.mark.parametrize("token", ["x", "x" * 22, "x" * 4000, "😀", "' OR 1=1"])
def test_an_unknown_address_says_so_kindly(hall: Hall, token: str) -> None:
    answer = Client().get(f"/t/{token}")

    assert answer.status_code == 404
    assert "没有找到这张号票" in text_of(answer)


def test_leaving_with_an_unknown_token_changes_nothing(hall: Hall, ticket: TicketCard) -> None:
    assert Client().post("/t/unknown/leave", {"key": "k" * 32}).status_code == 404
    assert not Ticket.objects.filter(state="cancelled").exists()


def test_tomorrow_the_ticket_is_no_longer_valid(hall: Hall, ticket: TicketCard) -> None:
    tomorrow = MORNING + timedelta(days=1)

    with clock.frozen(tomorrow):
        assert "此号票已失效" in phone(ticket)


def test_nobody_keeps_the_page_in_a_cache(hall: Hall, ticket: TicketCard) -> None:
    answer = Client().get(f"/t/{ticket.token}")

    assert "no-store" in answer.headers["Cache-Control"]
    assert answer.headers["Referrer-Policy"] in {"no-referrer", "same-origin"}
