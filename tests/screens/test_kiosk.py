"""At the kiosk: lines with their waits, one ticket a touch, hours told, nothing personal asked."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.test import Client

from tests.support.callers import key_in, kiosk_client, person_client, text_of
from tests.support.hall import MORNING, Hall, build_hall
from yichuang.kernel import clock
from yichuang.kernel.claims import proves
from yichuang.queueing import selectors as queueing
from yichuang.queueing.models import Ticket

LUNCH = MORNING.replace(hour=12, minute=30)
SUNDAY = MORNING - timedelta(days=1)


def touch(kiosk: Client, hall: Hall, prefix: str = "A", **more: str) -> object:
    key = key_in(kiosk.get("/kiosk/"))
    return kiosk.post("/kiosk/take/", {"line": hall.lines[prefix].hex, "key": key, **more})


def test_the_lines_tell_how_many_wait_and_until_when_tickets_are_given(hall: Hall) -> None:
    hall.sign_on(1, MORNING)
    hall.take("A", MORNING)

    said = text_of(kiosk_client(hall).get("/kiosk/"))

    assert "社保综合" in said
    assert "等候 1 人" in said
    assert "今日 11:50 停止取号" in said


@proves("QUE-04")
def test_the_ticket_tells_how_many_stand_ahead_and_a_range_of_minutes(hall: Hall) -> None:
    hall.sign_on(4, MORNING)
    for _ in range(3):
        hall.take("D", MORNING)
    kiosk = kiosk_client(hall)

    answer = kiosk.get(touch(kiosk, hall, "D").headers["Location"])  # type: ignore[attr-defined]

    said = text_of(answer)
    ticket = queueing.ticket_by_token(Ticket.objects.get(label="D004").token, MORNING)
    assert "D004" in said
    assert ticket.ahead == 3 and "前面等候 3" in said
    assert f"约 {ticket.est_low}–{ticket.est_high} 分钟" in said


def test_a_double_touch_is_one_ticket(hall: Hall) -> None:
    kiosk = kiosk_client(hall)
    key = key_in(kiosk.get("/kiosk/"))
    form = {"line": hall.lines["A"].hex, "key": key}

    first, second = kiosk.post("/kiosk/take/", form), kiosk.post("/kiosk/take/", form)

    assert first.headers["Location"] == second.headers["Location"]
    assert Ticket.objects.count() == 1


def test_one_rendering_is_not_used_for_two_lines(hall: Hall) -> None:
    kiosk = kiosk_client(hall)
    key = key_in(kiosk.get("/kiosk/"))
    kiosk.post("/kiosk/take/", {"line": hall.lines["A"].hex, "key": key})

    altered = kiosk.post("/kiosk/take/", {"line": hall.lines["D"].hex, "key": key})

    assert altered.status_code == 422
    assert Ticket.objects.count() == 1


@proves("INT-06")
def test_a_ticket_is_given_without_a_name_or_number_of_the_person(hall: Hall) -> None:
    kiosk = kiosk_client(hall)

    answer = touch(kiosk, hall)

    page = kiosk.get("/kiosk/").content.decode()
    assert answer.status_code == 303  # type: ignore[attr-defined]
    asked = re.findall(r"<(?:input|textarea|select)\b[^>]*", page)
    assert asked and all('type="hidden"' in field for field in asked), "nothing is typed here"
    names = {name for field in asked for name in re.findall(r'name="([^"]*)"', field)}
    assert names == {"csrfmiddlewaretoken", "key", "line", "next"}


def kept_rows() -> str:
    """Return every row of every table of the house, as text."""
    rows = [list(model.objects.values_list()) for model in apps.get_models(include_auto_created=True)]
    return repr(rows)


@proves("INT-06", refuses=True)
def test_an_identity_number_sent_along_is_dropped(hall: Hall) -> None:
    number = "410502198001011234"

    touch(kiosk_client(hall), hall, id_number=number, phone="13812345678")

    assert Ticket.objects.count() == 1
    stored = kept_rows()
    assert "A001" in stored
    assert number not in stored and "13812345678" not in stored


@proves("HRS-01")
def test_at_noon_the_kiosk_says_lunch_and_when_it_reopens(hall: Hall) -> None:
    with clock.frozen(LUNCH):
        page = kiosk_client(hall).get("/kiosk/")

    said = text_of(page)
    assert "午间休息" in said
    assert "今日 13:30 恢复取号" in said
    assert "kiosk-line-name" not in page.content.decode()


@proves("HRS-01", refuses=True)
def test_at_noon_no_ticket_is_given_whatever_is_sent(hall: Hall) -> None:
    kiosk = kiosk_client(hall)
    key = key_in(kiosk.get("/kiosk/"))

    with clock.frozen(LUNCH):
        answer = kiosk.post("/kiosk/take/", {"line": hall.lines["A"].hex, "key": key})

    assert answer.status_code == 409
    assert "HRS-01" in answer.content.decode()
    assert not Ticket.objects.exists()


def test_on_a_sunday_it_names_the_next_day(hall: Hall) -> None:
    with clock.frozen(SUNDAY):
        said = text_of(kiosk_client(hall).get("/kiosk/"))

    assert "周末不对外服务" in said


def test_a_line_of_another_hall_is_unknown_here(hall: Hall) -> None:
    other = build_hall(code="HB01")
    kiosk = kiosk_client(hall)
    key = key_in(kiosk.get("/kiosk/"))

    answer = kiosk.post("/kiosk/take/", {"line": other.lines["A"].hex, "key": key})

    assert answer.status_code == 404
    assert not Ticket.objects.exists()


def test_a_ticket_of_another_hall_is_not_shown_here(hall: Hall) -> None:
    other = build_hall(code="HB01")
    foreign = other.take("A", MORNING)

    assert kiosk_client(hall).get(f"/kiosk/ticket/{foreign.token}/").status_code == 404


@pytest.mark.parametrize(
    "line", ["", "x" * 10_000, "😀", "1' OR 1=1 --", "<script>", "0195d3a0-7b1e-7c44-8f5e-3f1a5a0c9d21"]
)
def test_nonsense_as_a_line_is_a_sentence_and_no_ticket(hall: Hall, line: str) -> None:
    kiosk = kiosk_client(hall)
    key = key_in(kiosk.get("/kiosk/"))

    answer = kiosk.post("/kiosk/take/", {"line": line, "key": key})

    assert answer.status_code in {400, 404}
    assert not Ticket.objects.exists()


@pytest.mark.parametrize("key", ["", "short", "k" * 10_000, "键" * 20, "with space here"])
def test_a_form_without_a_proper_key_does_nothing(hall: Hall, key: str) -> None:
    answer = kiosk_client(hall).post("/kiosk/take/", {"line": hall.lines["A"].hex, "key": key})

    assert answer.status_code == 400
    assert not Ticket.objects.exists()


def test_the_guide_desk_may_use_the_kiosk_and_a_clerk_may_not(hall: Hall) -> None:
    assert person_client(hall, "0002").get("/kiosk/").status_code == 200
    assert person_client(hall, "0301").get("/kiosk/").status_code == 403


def test_a_stranger_is_led_to_the_gate(hall: Hall) -> None:
    assert Client().get("/kiosk/").status_code == 303
    assert Client().post("/kiosk/take/", {"line": hall.lines["A"].hex, "key": "k" * 32}).status_code == 401


def test_the_next_person_finds_it_in_chinese_and_normal_type(hall: Hall) -> None:
    kiosk = kiosk_client(hall)
    kiosk.get("/kiosk/?lang=en&type=large")

    kiosk.get("/kiosk/fresh/")

    page = kiosk.get("/kiosk/").content.decode()
    assert 'lang="zh-CN"' in page and "large" not in page.split(">")[1]


@pytest.fixture
def stocked(db: None, monday: None) -> Hall:
    return build_hall(items=True)


def test_an_item_is_found_by_a_part_of_its_name_and_knows_its_line(stocked: Hall) -> None:
    page = kiosk_client(stocked).get("/kiosk/found/", {"q": "企业社会保险登记"})

    assert page.content.decode().count("kiosk-item-name") == 1
    assert "社保综合" in text_of(page)


def test_a_ticket_taken_for_an_item_carries_it(stocked: Hall) -> None:
    kiosk = kiosk_client(stocked)
    page = kiosk.get("/kiosk/found/", {"q": "企业社会保险登记"}).content.decode()
    item = page.split('name="item" value="')[1].split('"')[0]

    touch(kiosk, stocked, "A", item=item)

    assert Ticket.objects.get().item_id.hex == item


def test_nothing_found_sends_to_people(stocked: Hall) -> None:
    said = text_of(kiosk_client(stocked).get("/kiosk/found/", {"q": "<b>没有这个</b>"}))

    assert "请到咨询台" in said


def test_an_endless_question_is_cut(stocked: Hall) -> None:
    assert kiosk_client(stocked).get("/kiosk/found/", {"q": "社" * 10_000}).status_code == 200


def test_the_code_holds_the_address_of_the_tickets_page_and_nothing_else(hall: Hall, settings: Any) -> None:
    from yichuang.screens.kiosk import views

    settings.PUBLIC_URL = "https://hall.example.cn"
    drawn: list[str] = []
    kiosk = kiosk_client(hall)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(views, "qr_svg", lambda address: drawn.append(address) or "")
        kiosk.get(touch(kiosk, hall).headers["Location"])  # type: ignore[attr-defined]

    assert drawn == [f"https://hall.example.cn/t/{Ticket.objects.get().token}"]
