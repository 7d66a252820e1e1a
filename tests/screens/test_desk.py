"""At the desk: one verb a door, refusals in a sentence, nothing done twice, nothing lost by a reload."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from tests.support.callers import key_in, kiosk_client, person_client, text_of
from tests.support.hall import MORNING, Hall, build_hall
from yichuang.kernel import clock
from yichuang.kernel.access.services import sessions
from yichuang.posts import selectors as posts
from yichuang.queueing.models import Ticket
from yichuang.queueing.types import REFERENCE_KNOWN

HTMX = {"HX-Request": "true"}


@pytest.fixture
def desk(hall: Hall) -> Client:
    """Wang Min at window 3, with three people waiting in A."""
    hall.sign_on(3, MORNING)
    for _ in range(3):
        hall.take("A", MORNING)
    return person_client(hall, "0303")


def do(desk: Client, verb: str, **form: str) -> Any:
    """Press a verb as the page does: with the key of the rendering, through htmx."""
    form["key"] = form.get("key") or key_in(desk.get("/desk/"))
    return desk.post(f"/desk/{verb}/", form, headers=HTMX)


def at_window() -> Ticket:
    return Ticket.objects.get(state__in=["called", "serving"])


def test_one_chooses_among_the_windows_whose_post_one_holds(hall: Hall) -> None:
    page = person_client(hall, "0303").get("/desk/")

    said = text_of(page)
    assert "window-3" in page.content.decode() and "window-2" in page.content.decode()
    assert "window-4" not in page.content.decode()
    assert "A岗" in said and "B岗" in said


def test_signing_on_opens_the_desk_and_signing_off_closes_it(hall: Hall) -> None:
    clerk = person_client(hall, "0303")
    key = key_in(clerk.get("/desk/"))
    clerk.post("/desk/on/", {"window": hall.windows[3].hex, "key": key})
    on = posts.sign_on_at(hall.id, hall.windows[3])

    do(clerk, "off")

    assert on is not None and on.person_id == hall.people["0303"]
    assert posts.sign_on_at(hall.id, hall.windows[3]) is None


def test_the_window_of_another_cannot_be_chosen(hall: Hall) -> None:
    clerk = person_client(hall, "0303")
    key = key_in(clerk.get("/desk/"))

    answer = clerk.post("/desk/on/", {"window": hall.windows[4].hex, "key": key}, headers=HTMX)

    assert answer.status_code in {403, 409}
    assert "ORG-01" in text_of(answer)


def test_a_visit_from_call_to_outcome(hall: Hall, desk: Client) -> None:
    do(desk, "call")
    ticket = at_window()
    called = text_of(desk.get("/desk/"))
    do(desk, "begin", ticket=ticket.id.hex)
    known = REFERENCE_KNOWN.answered(lambda hall_id, outcome, reference: True)
    with known, clock.frozen(MORNING + timedelta(minutes=6)):
        do(desk, "finish", ticket=ticket.id.hex, outcome="case", reference="2026-RS014-0087")

    ticket.refresh_from_db()
    assert ticket.label == "A001" and "呼叫中" in called
    assert (ticket.state, ticket.outcome, ticket.outcome_ref) == ("finished", "case", "2026-RS014-0087")


def test_the_state_is_the_servers_a_reload_shows_it_again(hall: Hall, desk: Client) -> None:
    do(desk, "call")
    do(desk, "begin", ticket=at_window().id.hex)

    for _ in range(2):
        page = desk.get("/desk/").content.decode()
        assert 'data-state="serving"' in page and "A001" in page


def test_a_double_click_calls_one_person(hall: Hall, desk: Client) -> None:
    key = key_in(desk.get("/desk/"))

    first, second = do(desk, "call", key=key), do(desk, "call", key=key)

    assert first.status_code == second.status_code == 200
    assert Ticket.objects.filter(state="called").count() == 1
    assert Ticket.objects.filter(state="waiting").count() == 2


def test_a_second_call_before_finishing_is_refused_in_place(hall: Hall, desk: Client) -> None:
    do(desk, "call")

    answer = do(desk, "call")

    assert answer.status_code == 409
    assert "QUE-01" in text_of(answer)
    assert answer.content.decode().lstrip().startswith('<div class="refusal"'), "a fragment for its place"


def test_nobody_is_marked_missed_too_early(hall: Hall, desk: Client) -> None:
    do(desk, "call")

    answer = do(desk, "miss", ticket=at_window().id.hex)

    assert answer.status_code == 409
    assert "QUE-06" in text_of(answer)
    assert at_window().state == "called"


@pytest.mark.parametrize("outcome", ["", "solved", "CASE", "x" * 10_000, "<b>case</b>"])
def test_a_visit_does_not_end_without_an_outcome(hall: Hall, desk: Client, outcome: str) -> None:
    do(desk, "call")
    do(desk, "begin", ticket=at_window().id.hex)

    answer = do(desk, "finish", ticket=at_window().id.hex, outcome=outcome)

    assert answer.status_code == 422
    assert at_window().state == "serving"


@pytest.mark.parametrize(
    "reference", ["", "x" * 10_000, "😀😀😀😀", "410502198001011234", "13812345678", "'; DROP TABLE--"]
)
def test_a_number_that_is_none_is_refused_and_nothing_is_kept(
    hall: Hall, desk: Client, reference: str
) -> None:
    do(desk, "call")
    do(desk, "begin", ticket=at_window().id.hex)

    answer = do(desk, "finish", ticket=at_window().id.hex, outcome="case", reference=reference)

    assert answer.status_code == 422
    assert at_window().outcome_ref == ""


def test_the_ticket_of_another_window_is_not_touched(hall: Hall, desk: Client) -> None:
    zhou = hall.sign_on(1, MORNING)
    from yichuang.queueing import services as queueing

    theirs = queueing.call_next(window_id=hall.windows[1], by=zhou, at=MORNING)

    answer = do(desk, "begin", ticket=theirs.id.hex)

    assert answer.status_code == 403
    assert Ticket.objects.get(id=theirs.id).state == "called"


@pytest.mark.parametrize("ticket", ["", "nonsense", "😀", "0195d3a0-7b1e-7c44-8f5e-3f1a5a0c9d21"])
def test_a_ticket_that_is_none_is_a_sentence(hall: Hall, desk: Client, ticket: str) -> None:
    assert do(desk, "begin", ticket=ticket).status_code == 404


def test_a_ticket_of_another_hall_does_not_exist_here(hall: Hall, desk: Client) -> None:
    other = build_hall(code="HB01")
    foreign = other.take("A", MORNING)

    assert do(desk, "begin", ticket=foreign.id.hex).status_code == 404


def test_a_session_that_has_ended_says_so_and_keeps_the_page(hall: Hall, desk: Client) -> None:
    do(desk, "call")
    ticket = at_window().id.hex
    key = key_in(desk.get("/desk/"))
    del desk.cookies[settings.SESSION_COOKIE]

    answer = do(desk, "begin", ticket=ticket, key=key)

    assert answer.status_code == 401
    assert "<html" not in answer.content.decode(), "a fragment, so that what was typed stays"
    assert at_window().state == "called"


def test_this_visit_so_far_is_told_from_the_journal(hall: Hall, desk: Client) -> None:
    from yichuang.kernel.journal.deliver import hear

    do(desk, "call")
    hear()

    said = text_of(desk.get("/desk/"))

    assert "取号 A001" in said and "呼叫至 3 号窗口" in said and "王敏 0303" in said


def test_an_item_brings_its_materials_to_the_desk(db: None, monday: None) -> None:
    hall = build_hall(items=True)
    hall.sign_on(3, MORNING)
    kiosk = kiosk_client(hall)
    page = kiosk.get("/kiosk/found/", {"q": "企业社会保险登记"}).content.decode()
    item = page.split('name="item" value="')[1].split('"')[0]
    kiosk.post(
        "/kiosk/take/", {"line": hall.lines["A"].hex, "item": item, "key": key_in(kiosk.get("/kiosk/"))}
    )
    desk = person_client(hall, "0303")

    do(desk, "call")

    said = text_of(desk.get("/desk/"))
    assert "企业社会保险登记" in said and "申请材料" in said and "承诺时限" in said


def test_whoever_missed_the_call_and_came_back_waits_again(hall: Hall, desk: Client) -> None:
    do(desk, "call")
    ticket = at_window().id.hex
    for minute in (1, 2):
        with clock.frozen(MORNING + timedelta(minutes=minute)):
            do(desk, "recall", ticket=ticket)
    with clock.frozen(MORNING + timedelta(minutes=3)):
        do(desk, "miss", ticket=ticket)
        missed = text_of(desk.get("/desk/"))
        answer = do(desk, "rejoin", ticket=ticket)

    assert "过号 1 个" in missed
    assert answer.status_code == 200
    assert Ticket.objects.get(id=ticket).state == "waiting"


def test_without_a_window_a_verb_says_so(hall: Hall) -> None:
    clerk = person_client(hall, "0303")

    answer = clerk.post("/desk/call/", {"key": "k" * 32}, headers=HTMX)

    assert answer.status_code == 403


def test_a_sign_on_and_the_window_of_the_session_happen_together(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    clerk = person_client(hall, "0303")
    key = key_in(clerk.get("/desk/"))

    def broken(**_what: object) -> None:
        raise RuntimeError("the second half fails")

    monkeypatch.setattr(sessions, "stand_at", broken)
    with pytest.raises(RuntimeError):
        clerk.post("/desk/on/", {"window": hall.windows[3].hex, "key": key})

    assert posts.sign_on_at(hall.id, hall.windows[3]) is None


def test_everybody_counted_as_missed_can_be_put_back(desk: Client, hall: Hall) -> None:
    hall.take("A", MORNING), hall.take("A", MORNING), hall.take("A", MORNING)
    Ticket.objects.update(state="missed", window_id=hall.windows[3], ended_at=MORNING, call_count=3)

    page = desk.get("/desk/")

    assert "过号 6 个" in text_of(page)
    assert page.content.decode().count('action="/desk/rejoin/"') == 6
