"""What somebody needs at the window: said at the kiosk or by phone, seen by who serves and nobody else."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.test import Client

from tests.queueing.doors import through_django
from tests.support.callers import key_in, kiosk_client, person_client, text_of
from tests.support.hall import MORNING, Hall, build_hall
from tests.support.tables import rows as every_row
from yichuang.catalogue import selectors as catalogue
from yichuang.kernel import clock
from yichuang.kernel.claims import proves
from yichuang.kernel.journal.deliver import hear
from yichuang.kernel.journal.models import Entry
from yichuang.kernel.types import Actor, ActorKind
from yichuang.queueing import handlers, selectors, services
from yichuang.queueing.models import Ticket, TicketNeed
from yichuang.queueing.types import Need


def say(client: Client, page: str, *needs: Need, do: str) -> int:
    key = key_in(client.get(page))
    return client.post(do, {"key": key, "need": [str(one) for one in needs]}).status_code


@proves("JOB-12")
def test_who_needs_sign_language_says_so_and_the_caller_s_screen_shows_it(hall: Hall) -> None:
    kiosk = kiosk_client(hall)
    key = key_in(kiosk.get("/kiosk/"))
    page = kiosk.post("/kiosk/take/", {"line": hall.lines["A"].hex, "key": key}).headers["Location"]
    assert "到窗口时需要帮助吗？" in text_of(kiosk.get(page))
    assert say(kiosk, page, Need.SIGN_LANGUAGE, Need.FORMS, do=f"{page}needs/") == 303
    assert "已告诉窗口：手语服务、需要帮助填表" in text_of(kiosk.get(page))
    by = hall.sign_on(1, MORNING)
    desk = person_client(hall, "0301")

    before = desk.get("/desk/").content.decode()
    assert "到窗口需要帮助" in before and "手语服务" not in before  # flagged while it waits
    services.call_next(window_id=hall.windows[1], by=by, at=MORNING)

    called = text_of(desk.get("/desk/"))
    assert "需要帮助 手语服务 需要帮助填表" in called
    (noted,) = Entry.objects.filter(name="queueing.needs_noted")
    assert json.loads(noted.body)["count"] == 2 and "sign" not in noted.body


@proves("JOB-12")
def test_no_public_screen_shows_what_somebody_needs(hall: Hall) -> None:
    ticket = hall.take("A", MORNING)
    services.note_needs(ticket_id=ticket.id, needs=[Need.SIGN_LANGUAGE], by=hall.person("0002"), at=MORNING)
    by = hall.sign_on(1, MORNING)
    services.call_next(window_id=hall.windows[1], by=by, at=MORNING)
    hear()

    public = [f"/board/{hall.code}/", f"/board/{hall.code}/now/", f"/window/{hall.code}/1/",
              f"/api/v1/halls/{hall.code}/board"]  # fmt: skip
    for address in public:
        answer = Client().get(address)
        said = answer.content.decode()
        assert answer.status_code in (200, 404), address
        assert "手语" not in said and "sign_language" not in said and "到窗口需要帮助" not in said
    board = Client().get(f"/board/{hall.code}/")
    assert board.status_code == 200 and ticket.label in board.content.decode()


def test_the_holder_says_it_by_phone_changes_it_and_nobody_else_does(hall: Hall) -> None:
    ticket, other = hall.take("A", MORNING), hall.take("A", MORNING)
    phone, page = Client(), f"/t/{ticket.token}"

    assert say(phone, page, Need.WHEELCHAIR, do=f"{page}/needs") == 303
    assert say(phone, page, Need.SIGHT, do=f"{page}/needs") == 303
    over_json = through_django("POST", f"/api/v1/tickets/{other.token}/needs", body={"needs": ["hearing"]})

    assert over_json.said == {"needs": ["hearing"]}
    assert selectors.needs_of(hall.id, [ticket.id, other.id]) == {
        ticket.id: (Need.SIGHT,), other.id: (Need.HEARING,),
    }  # fmt: skip
    with pytest.raises(services.NotYourTicket):
        services.note_needs(
            ticket_id=ticket.id, needs=[], by=Actor(ActorKind.CITIZEN, other.id, hall.id), at=MORNING
        )
    assert through_django(
        "POST", f"/api/v1/tickets/{other.token}/needs", body={"needs": ["a cure"]}
    ).said["code"] == "field-malformed"  # fmt: skip


def test_a_need_gives_no_earlier_turn_and_ends_with_the_visit_and_the_day(hall: Hall) -> None:
    first, second = hall.take("A", MORNING), hall.take("A", MORNING)
    services.note_needs(ticket_id=second.id, needs=list(Need), by=hall.person("0002"), at=MORNING)
    by = hall.sign_on(1, MORNING)

    assert services.call_next(window_id=hall.windows[1], by=by, at=MORNING).id == first.id
    services.give_up(ticket_id=second.id, by=selectors.citizen_at(second.token), at=MORNING)
    with pytest.raises(services.NotNow):
        services.note_needs(ticket_id=second.id, needs=[], by=hall.person("0002"), at=MORNING)
    handlers.forget_remote(MORNING + timedelta(hours=10))
    assert TicketNeed.objects.count() == len(Need)
    handlers.forget_remote(MORNING + timedelta(days=1))
    assert not TicketNeed.objects.exists()
    assert "sign_language" not in "".join(str(row) for row in every_row())


@proves("INT-01")
def test_nobody_says_who_they_are_for_a_question_and_an_item_that_asks_for_it_is_checked_at_the_window(
    db: None, monday: None
) -> None:
    hall = build_hall(items=True)
    items = [one for one in catalogue.items(hall.id, MORNING.date()) if one.flags.needs_id]
    number, asking = next(
        (number, one)
        for number, window_id in hall.windows.items()
        for one in items
        if one.id in selectors.items_served(hall.id, window_id)
    )
    line = next(one.id for one in selectors.lines(hall.id, MORNING) if asking.id in one.item_ids)
    by = hall.sign_on(number, MORNING)
    assert hall.kiosk
    desk = person_client(hall, f"03{number:02d}")
    question = services.take_ticket(line_id=line, by=hall.kiosk, at=MORNING)
    services.take_ticket(line_id=line, item_id=asking.id, by=hall.kiosk, at=MORNING)

    assert services.call_next(window_id=hall.windows[number], by=by, at=MORNING).id == question.id
    assert "须核对身份证件" not in text_of(desk.get("/desk/"))
    services.finish_quickly(ticket_id=question.id, by=by, at=MORNING)
    with clock.frozen(MORNING + timedelta(minutes=1)):
        services.call_next(window_id=hall.windows[number], by=by, at=MORNING + timedelta(minutes=1))
        shown = text_of(desk.get("/desk/"))

    assert asking.name in shown and "本事项须核对身份证件" in shown
    assert {one.item_id for one in Ticket.objects.all()} == {None, asking.id}
