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
from yichuang.demo import live, views
from yichuang.facilities import selectors as facilities
from yichuang.facilities import services, worker
from yichuang.kernel import clock
from yichuang.kernel.access import selectors, sights, wall
from yichuang.kernel.journal.deliver import hear
from yichuang.kernel.journal.models import Entry


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


def test_a_closed_tab_of_a_visitor_is_no_fault_of_the_hall(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live, "plan", lambda: {"hall": {"code": "AYRS"}})
    monkeypatch.setattr(live.clock, "is_demo", lambda: True)
    browser, start = Client(), wall.now()
    with clock.frozen(MORNING):
        browser.post("/demo/kiosk/")
        sights.forget()
        browser.get("/kiosk/")
        hear()
        assert len(facilities.equipment(hall.id)) == 3  # the hall's own, the visitor's, and its printer

        for seconds in range(20, 400, 20):  # as the heartbeat goes on
            passed = timedelta(seconds=seconds)
            monkeypatch.setattr(wall, "now", lambda passed=passed: start + passed)
            live.forget_visitors(MORNING + passed)
            hear()
            services.watch_devices(at=MORNING + passed)
            assert visitors(hall) == (passed <= views.GONE)

    assert not Entry.objects.filter(name="facilities.device_down").exists()


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
