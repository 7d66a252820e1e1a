"""At the kiosk of a running house a slip comes out of a real port within moments, and its failure is seen."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.browser import scenes
from tests.browser.hands import enrolled_kiosk, sign_in, take_ticket
from tests.facilities.printer import NO_PAPER, TcpPrinter, read

pytestmark = pytest.mark.browser


def test_the_slip_comes_out_and_one_that_did_not_is_printed_again(
    serve_house: Callable[..., Any], open_page: Callable[..., Any]
) -> None:
    printer = TcpPrinter()
    house = serve_house(scene=scenes.open_hall)
    house.scene(scenes.printer_at_the_kiosk, hall=house.told, address=printer.address)
    kiosk = enrolled_kiosk(open_page(width=1080, height=1920), house, house.told)

    first = take_ticket(kiosk, "A")
    kiosk.wait_for_selector(".kiosk-print.is-printed", timeout=10_000)
    slip = read(printer.wait_for(1)[0])
    assert slip.size_of(first) == 4
    assert slip.codes == [kiosk.url.replace("/kiosk/ticket/", "/t/").rstrip("/")]
    _picture(kiosk, "printed")

    printer.paper = NO_PAPER
    kiosk.goto(f"{house.url}/kiosk/")
    second = take_ticket(kiosk, "A")
    kiosk.wait_for_selector(".kiosk-print.is-missing", timeout=10_000)
    _picture(kiosk, "missing")
    office = sign_in(open_page(width=1440, height=900), house, "0001", "/office/printers/")
    assert second in office.inner_text("table")
    _picture(office, "office")

    printer.paper = b"\x12"
    kiosk.click(".kiosk-print button")
    kiosk.wait_for_selector(".kiosk-print.is-printed", timeout=10_000)
    assert [read(one).size_of(second) for one in printer.wait_for(2)[1:]] == [4]


def _picture(page: Any, name: str) -> None:
    """Keep the page for who wants to look (``YICHUANG_TEST_PICTURES`` names a folder)."""
    if folder := os.environ.get("YICHUANG_TEST_PICTURES"):
        page.wait_for_timeout(300)
        page.screenshot(path=Path(folder) / f"slip-{name}.png")
