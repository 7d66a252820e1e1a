"""Tickets by phone on the screens: from the public page to the kiosk, the desk and the office."""

from __future__ import annotations

from datetime import time, timedelta
from typing import Any

import pytest
from django.test import Client

from tests.support.callers import key_in, kiosk_client, person_client, text_of
from tests.support.hall import MORNING, Hall
from tests.support.tables import rows as every_row
from yichuang.kernel import clock
from yichuang.kernel.journal.seal import seal
from yichuang.kernel.vault.scanner import scan
from yichuang.queueing import selectors, services
from yichuang.queueing.models import RemoteRule, RemoteTicket, Ticket

NUMBER = "13812342210"


@pytest.fixture
def hall(hall: Hall) -> Hall:
    services.set_remote_rule(
        line_id=hall.lines["A"], per_half_hour=3, opens=time(8), closes=time(16), by=hall.by, at=MORNING
    )
    return hall


def take(hall: Hall, browser: Client, number: str = NUMBER, line: str = "A", **more: str) -> Any:
    page = browser.get(f"/q/{hall.code}/")
    said = {
        "key": key_in(page),
        "line": hall.lines[line].hex if line in hall.lines else line,
        "phone": number,
    } | more
    return browser.post(f"/q/{hall.code}/take", said, headers={"HX-Request": "true"})


def test_a_phone_takes_a_ticket_and_its_page_shows_the_code(hall: Hall) -> None:
    browser = Client()
    offered = text_of(browser.get(f"/q/{hall.code}/"))

    answer = take(hall, browser)
    address = answer.headers["HX-Redirect"]
    page = browser.get(address)
    ticket = Ticket.objects.get()
    code = selectors.check_in_code(ticket.id)

    assert "社保综合" in offered and "社保待遇" not in offered and "这半小时还可取 3 个" in offered
    assert ticket.state == "expected" and code in text_of(page) and "<svg" in page.content.decode()
    assert "还没有进入排队" in text_of(page)
    stranger = text_of(Client().get(address))
    assert code not in stranger and "签到码只在取号的手机上显示" in stranger
    assert NUMBER not in page.content.decode() and not scan(address, where="the address")


def test_the_kiosk_checks_in_by_what_is_scanned_and_the_desk_says_how_it_was_taken(hall: Hall) -> None:
    take(hall, Client())
    ticket = Ticket.objects.get()
    kiosk = kiosk_client(hall)
    page = kiosk.get("/kiosk/check-in/")
    wrong = kiosk.post(
        "/kiosk/check-in/done/", {"key": key_in(page), "typed": f"{ticket.label} 000000"},
        headers={"HX-Request": "true"},
    )  # fmt: skip
    nonsense = kiosk.post(
        "/kiosk/check-in/done/", {"key": "n" * 20, "typed": "' OR 1=1"}, headers={"HX-Request": "true"}
    )
    scanned = f"{ticket.label} {selectors.check_in_code(ticket.id)}"

    done = kiosk.post("/kiosk/check-in/done/", {"key": "s" * 20, "typed": scanned})
    hall.sign_on(1, MORNING)
    desk = text_of(person_client(hall, "0301").get("/desk/"))

    assert (wrong.status_code, nonsense.status_code, done.status_code) == (404, 404, 303)
    with pytest.MonkeyPatch.context() as patch, clock.frozen(MORNING + timedelta(minutes=9)):
        patch.setattr("yichuang.screens.kiosk.views.queueing.printer_at_hand", lambda *_: object())
        shown = kiosk.get(done.headers["Location"])
    assert ticket.label in text_of(shown) and "/again/" not in shown.content.decode()
    assert "手机取号签到" in text_of(kiosk.get("/kiosk/")) and "请将手机上的签到码" in text_of(page)
    assert Ticket.objects.get().state == "waiting"
    assert "手机取号" in desk and NUMBER not in desk


def test_nobody_but_kiosk_and_guide_checks_in_and_only_the_guide_without_a_code(hall: Hall) -> None:
    take(hall, Client())
    label = Ticket.objects.get().label
    guide, clerk = person_client(hall, "0002"), person_client(hall, "0301")

    assert Client().post("/kiosk/check-in/done/", {"key": "k" * 20, "typed": label}).status_code in (
        302,
        303,
        401,
        403,
    )
    assert clerk.get("/queue/remote/").status_code == 403
    refused = clerk.post("/queue/remote/check-in/", {"key": "k" * 20, "label": label})
    helped = guide.post(
        "/queue/remote/check-in/", {"key": key_in(guide.get("/queue/remote/")), "label": label.lower()}
    )

    assert (refused.status_code, helped.status_code) == (403, 303)
    assert Ticket.objects.get().state == "waiting"


def test_the_same_form_twice_is_one_ticket_and_a_second_one_is_refused_kindly(hall: Hall) -> None:
    browser = Client()
    page = browser.get(f"/q/{hall.code}/")
    said = {"key": key_in(page), "line": hall.lines["A"].hex, "phone": NUMBER}
    first = browser.post(f"/q/{hall.code}/take", said)
    again = browser.post(f"/q/{hall.code}/take", said)
    stolen = Client()
    stolen.get(f"/q/{hall.code}/")
    other = stolen.post(f"/q/{hall.code}/take", said, headers={"HX-Request": "true"})
    second = take(hall, Client(), f"+86 {NUMBER}")

    assert first.headers["Location"] == again.headers["Location"]
    assert other.status_code == 422
    assert second.status_code == 409 and "该手机号暂不能取号" in text_of(second)
    assert Ticket.objects.count() == 1


@pytest.mark.parametrize(
    ("what", "status"),
    [
        ({"phone": "12"}, 422),
        ({"phone": "1" * 5000}, 422),
        ({"line": "nonsense"}, 404),
        ({"line": "0" * 32}, 404),
        ({"key": ""}, 400),
    ],
)
def test_hostile_forms_take_nothing(hall: Hall, what: dict[str, str], status: int) -> None:
    answer = take(hall, Client(), **what)

    assert answer.status_code == status
    assert not Ticket.objects.exists()


def test_a_line_that_is_off_an_unknown_hall_and_a_browser_without_cookies(hall: Hall) -> None:
    key = {"key": "k" * 20, "line": hall.lines["A"].hex, "phone": NUMBER}

    assert take(hall, Client(), line="B").status_code == 409
    assert Client().get("/q/NOWHERE/").status_code == 404
    assert Client().post(f"/q/{hall.code}/take", key, headers={"HX-Request": "true"}).status_code == 422
    assert not Ticket.objects.exists()


def test_the_number_is_in_no_table_no_journal_and_no_log(
    hall: Hall, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(0)
    browser = Client()
    take(hall, browser)
    take(hall, browser, "139 0000 1111")
    take(hall, Client(), "not a number 1370000111")
    seal()

    everything = str(every_row()) + caplog.text

    for number in (NUMBER, "13900001111", "139 0000 1111", "1370000111"):
        assert number not in everything
    assert not scan(caplog.text, where="the log")
    assert RemoteTicket.objects.count() == 1


def test_the_office_switches_a_line_on_and_off_and_the_guide_may_not(hall: Hall) -> None:
    office, guide = person_client(hall, "0001"), person_client(hall, "0002")
    address = f"/queue/remote/{hall.lines['D'].hex}/set/"
    said = {"per_half_hour": "4", "opens": "09:00", "closes": "11:30"}

    done = office.post(address, said | {"key": key_in(office.get("/queue/remote/"))})
    page = text_of(office.get("/queue/remote/"))
    unfit = [
        office.post(address, said | more | {"key": f"unfit-{n}-unfit"}, headers={"HX-Request": "true"})
        for n, more in enumerate(
            ({"per_half_hour": "-1"}, {"per_half_hour": "99"}, {"opens": "x"}, {"opens": "12:00"})
        )
    ]

    assert done.status_code == 303 and "每半小时 4 个，09:00–11:30" in page
    assert [one.status_code for one in unfit] == [422] * 4
    assert guide.post(address, said | {"key": "k" * 20}).status_code == 403
    assert RemoteRule.objects.filter(line_id=hall.lines["D"]).count() == 1


def test_the_guide_lifts_what_holds_somebody_back_and_sees_no_number(hall: Hall) -> None:
    for n in range(2):
        with clock.frozen(MORNING + timedelta(minutes=60 * n)):
            take(hall, Client())
            for minutes in (25, 56):
                services.watch_remote(by=hall.by, at=MORNING + timedelta(minutes=60 * n + minutes))
    guide = person_client(hall, "0002")
    page = guide.get("/queue/remote/")
    (blocked,) = selectors.blocked_holders(hall.id, MORNING + timedelta(hours=2))
    address = f"/queue/remote/{blocked.holder_id.hex}/lift/"

    with clock.frozen(MORNING + timedelta(hours=2)):
        bare = guide.post(address, {"key": "k" * 20}, headers={"HX-Request": "true"})
        done = guide.post(address, {"key": key_in(page), "reason": "illness"})
        after = text_of(guide.get("/queue/remote/"))

    assert "A001" in text_of(page) and NUMBER not in page.content.decode()
    assert (bare.status_code, done.status_code) == (422, 303)
    assert "没有被暂停的" in after


def test_the_page_of_one_who_is_late_says_until_when(hall: Hall) -> None:
    browser = Client()
    address = take(hall, browser).headers["HX-Redirect"]
    services.watch_remote(by=hall.by, at=MORNING + timedelta(minutes=20))
    late = text_of(browser.get(address))
    services.watch_remote(by=hall.by, at=MORNING + timedelta(minutes=50))

    assert "10:00 前签到可保留位次，10:20 号票作废" in late
    assert "没有按时签到" in text_of(browser.get(address))
