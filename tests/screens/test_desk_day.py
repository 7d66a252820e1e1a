"""At the desk, the rest of a day: the lounge, sent on, a pause, several services and notes in one visit."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from tests.support.callers import key_in, person_client, text_of
from tests.support.hall import MORNING, Hall, build_hall
from yichuang.kernel import clock
from yichuang.kernel.journal.deliver import hear
from yichuang.kernel.journal.models import Entry
from yichuang.posts import selectors as posts
from yichuang.queueing import selectors as queueing
from yichuang.queueing import services
from yichuang.queueing.models import Ticket, VisitService
from yichuang.queueing.types import GrantReason, PriorityClass

HTMX = {"HX-Request": "true"}


@pytest.fixture
def desk(hall: Hall) -> Client:
    """Wang Min at window 3, with two people waiting in A."""
    hall.sign_on(3, MORNING)
    for _ in range(2):
        hall.take("A", MORNING)
    return person_client(hall, "0303")


def do(desk: Client, verb: str, **form: str) -> Any:
    form["key"] = form.get("key") or key_in(desk.get("/desk/"))
    return desk.post(f"/desk/{verb}/", form, headers=HTMX)


def serving(desk: Client) -> Ticket:
    do(desk, "call")
    ticket = Ticket.objects.get(state="called")
    do(desk, "begin", ticket=ticket.id.hex)
    return ticket


def test_from_the_window_to_the_lounge_and_back(hall: Hall, desk: Client) -> None:
    ticket = serving(desk)

    do(desk, "park", ticket=ticket.id.hex)
    phone = text_of(Client().get(f"/t/{ticket.token}"))
    listed = desk.get("/desk/").content.decode()
    do(desk, "resume", ticket=ticket.id.hex)

    assert "请在休息区等候" in phone
    assert 'id="verb-resume" data-key="F9"' in listed and "A001" in listed
    ticket.refresh_from_db()
    assert (ticket.state, ticket.label) == ("called", "A001")


def test_sent_on_with_a_reason_and_not_without(hall: Hall, desk: Client) -> None:
    ticket = serving(desk)
    to = {"ticket": ticket.id.hex, "line": hall.lines["D"].hex}

    refused = do(desk, "transfer", **to, reason="because")
    done = do(desk, "transfer", **to, reason="wrong_line")

    assert refused.status_code == 422 and "JOB-08" in text_of(refused)
    assert done.status_code == 200
    ticket.refresh_from_db()
    assert (ticket.state, ticket.line_id, ticket.label) == ("waiting", hall.lines["D"], "A001")


def test_sent_for_one_step_and_back_to_the_window_that_sent_them(hall: Hall, desk: Client) -> None:
    ticket = serving(desk)
    sent = do(desk, "transfer", ticket=ticket.id.hex, line=hall.lines["D"].hex, reason="next_step", back="1")
    assert sent.status_code == 200
    hall.sign_on(4, MORNING)
    there = person_client(hall, "0304")
    serving(there)

    page = there.get("/desk/").content.decode()
    refused = do(there, "finish", ticket=ticket.id.hex, outcome="information")
    back = do(there, "send-back", ticket=ticket.id.hex)
    home = desk.get("/desk/").content.decode()

    assert "转回 3 号窗口" in page and 'id="verb-finish"' not in page and 'id="verb-quick"' not in page
    assert refused.status_code == 409 and "须返回 3 号窗口办结" in text_of(refused)
    assert back.status_code == 200
    assert 'id="verb-resume"' in home and "A001" in home
    do(desk, "resume", ticket=ticket.id.hex)
    ticket.refresh_from_db()
    assert (ticket.state, ticket.label, ticket.line_id) == ("called", "A001", hall.lines["A"])


def test_a_class_that_was_wrong_is_taken_back_at_the_window_for_a_reason(hall: Hall, desk: Client) -> None:
    guide = hall.person("0002")
    first, young = Ticket.objects.order_by("number")
    elderly = {"priority": PriorityClass.ELDERLY, "reason": GrantReason.EVIDENT}
    services.grant_priority(ticket_id=young.id, **elderly, by=guide, at=MORNING)
    do(desk, "call")
    hear()
    shown = desk.get("/desk/").content.decode()

    odd = do(desk, "withdraw", ticket=young.id.hex, reason="superseded")
    done = do(desk, "withdraw", ticket=young.id.hex, reason="criteria_not_met")
    after = desk.get("/desk/").content.decode()

    assert 'id="verb-withdraw"' in shown and 'id="verb-withdraw"' not in after
    assert "给予优先" in shown and "queueing." not in text_of(desk.get("/desk/"))
    assert (odd.status_code, done.status_code) == (422, 200)
    young.refresh_from_db()
    assert (young.state, young.priority, young.window_id) == ("called", "ordinary", hall.windows[3])
    entry = Entry.objects.get(name="queueing.priority_withdrawn")
    assert entry.actor_id == hall.people["0303"] and "criteria_not_met" in entry.body
    again = do(desk, "withdraw", ticket=first.id.hex, reason="by_mistake")
    assert again.status_code == 409


def test_a_short_question_takes_one_press(hall: Hall, desk: Client) -> None:
    do(desk, "call")
    ticket, key = Ticket.objects.get(state="called"), key_in(desk.get("/desk/"))

    for _ in range(2):
        assert do(desk, "quick", ticket=ticket.id.hex, key=key).status_code == 200

    ticket.refresh_from_db()
    assert (ticket.state, ticket.outcome) == ("finished", "information")


def test_a_pause_with_its_reason_and_back_again(hall: Hall, desk: Client) -> None:
    do(desk, "pause", reason="meeting")
    paused = desk.get("/desk/").content.decode()
    refused = do(desk, "call")
    do(desk, "serve")

    assert "本窗口暂停服务" in paused and 'id="verb-serve"' in paused
    assert refused.status_code == 409
    on = posts.sign_on_at(hall.id, hall.windows[3])
    assert on is not None and on.paused_at is None
    assert do(desk, "pause", reason="nonsense").status_code == 404


def test_a_note_is_for_the_clerk_and_stands_on_no_page_until_asked_for(hall: Hall, desk: Client) -> None:
    ticket = serving(desk)
    do(desk, "note", ticket=ticket.id.hex, text="请带老花镜")
    (note,) = queueing.desk(hall.id, hall.windows[3], MORNING).notes

    shown = desk.post("/desk/note/read/", {"note": note.id.hex}, headers=HTMX)
    pages = [desk.get("/desk/"), Client().get(f"/t/{ticket.token}"), Client().get(f"/board/{hall.code}/")]

    assert "请带老花镜" in shown.content.decode()
    assert all("老花镜" not in page.content.decode() for page in pages)
    with clock.frozen(MORNING + timedelta(days=1)):
        late = desk.post("/desk/note/read/", {"note": note.id.hex}, headers=HTMX)
    assert "老花镜" not in late.content.decode()


def test_a_visit_has_several_services(db: None, monday: None) -> None:
    hall = build_hall(items=True)
    hall.sign_on(3, MORNING)
    hall.take("A", MORNING)
    desk = person_client(hall, "0303")
    ticket = serving(desk)
    first, second = sorted(queueing.items_served(hall.id, hall.windows[3]))[:2]

    do(desk, "service", ticket=ticket.id.hex, item=first.hex, quantity="1")
    do(desk, "service", ticket=ticket.id.hex, item=second.hex, quantity="3")
    refused = do(desk, "service", ticket=ticket.id.hex, item=first.hex, quantity="0")

    assert "× 3" in text_of(desk.get("/desk/"))
    assert refused.status_code == 422
    assert sorted(VisitService.objects.values_list("quantity", flat=True)) == [1, 3]


def test_every_verb_has_its_key_and_the_help_tells_them(hall: Hall, desk: Client) -> None:
    page = desk.get("/desk/")

    said = text_of(page)
    for word in ("呼叫下一位", "重呼", "过号", "挂起", "回呼", "转移", "暂停", "办结"):
        assert word in said
    assert 'id="keys"' in page.content.decode()
