"""Whoever tries the demo makes the browser a kiosk with one button, and leaves none behind."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from tests.facilities.printer import read
from tests.support.callers import key_in
from tests.support.hall import MORNING, Hall, build_hall
from yichuang.demo import views
from yichuang.facilities import selectors as facilities
from yichuang.facilities import worker
from yichuang.kernel import clock
from yichuang.kernel.access import selectors, sights, wall
from yichuang.kernel.journal.deliver import hear


@pytest.fixture
def hall(db: None, monkeypatch: pytest.MonkeyPatch) -> Hall:
    monkeypatch.setattr(views, "is_demo", lambda: True)
    monkeypatch.setattr(views, "plan", lambda: {"hall": {"code": "AYRS"}})
    return build_hall()


def visitors(hall: Hall) -> int:
    return sum(one.name == views.VISITORS for one in selectors.devices(hall.id))


def test_one_browser_is_one_kiosk_however_often_the_button_is_pressed(hall: Hall) -> None:
    browser = Client()

    for _time in range(3):
        assert browser.post("/demo/kiosk/").headers["Location"] == "/kiosk/"

    assert visitors(hall) == 1
    assert browser.get("/kiosk/").status_code == 200


def test_a_kiosk_a_visitor_has_closed_goes_when_the_next_one_comes(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone, new = Client(), Client()
    gone.post("/demo/kiosk/")
    sights.forget()
    gone.get("/kiosk/")
    later = wall.now() + timedelta(minutes=11)
    monkeypatch.setattr(wall, "now", lambda: later)

    new.post("/demo/kiosk/")

    assert visitors(hall) == 1
    assert new.get("/kiosk/").status_code == 200 and gone.get("/kiosk/").status_code == 303


def test_the_visitors_kiosk_prints_into_the_home_folder(hall: Hall, settings: Any, tmp_path: Path) -> None:
    settings.HOME = tmp_path
    browser = Client()
    with clock.frozen(MORNING):
        browser.post("/demo/kiosk/")
        key = key_in(browser.get("/kiosk/"))
        browser.post("/kiosk/take/", {"line": hall.lines["A"].hex, "key": key})
        hear()
        (printer,) = facilities.printers(hall.id)
        while worker.print_next(hall.id, printer.id):
            pass

    (slip,) = (tmp_path / "slips" / "demo").glob("*.escpos")
    seen = read(slip.read_bytes())
    assert seen.size_of("A001") == 4 and seen.codes[0].startswith("http://testserver/t/")
