"""The start page: where everything is, and a hand for whoever tries the demo."""

from __future__ import annotations

from django.test import Client

from tests.support.callers import text_of
from tests.support.hall import MORNING, Hall
from yichuang.kernel.serve import installation


def test_it_names_every_screen_and_its_address(hall: Hall) -> None:
    page = Client().get("/").content.decode()

    for address in ("/board/AYRS/", "/kiosk/", "/window/", "/desk/", "/office/", "/rules/", "/journal/"):
        assert f'href="{address}"' in page, address


def test_without_a_hall_it_says_how_to_found_one(db: None) -> None:
    assert "yichuang init" in text_of(Client().get("/"))


def test_in_a_demo_it_tells_where_the_logins_are_and_opens_a_kiosk(hall: Hall) -> None:
    installation.set_up("demo", MORNING)

    for address in ("/", "/sign-in/"):
        page = Client().get(address)
        assert "demo-logins.txt" in text_of(page)
        assert 'action="/demo/kiosk/"' in page.content.decode()


def test_a_real_hall_has_no_such_help(hall: Hall) -> None:
    installation.set_up("real", MORNING)

    for address in ("/", "/sign-in/"):
        assert "demo" not in text_of(Client().get(address))


def test_the_start_page_is_only_read(hall: Hall) -> None:
    assert Client().post("/").status_code == 405
