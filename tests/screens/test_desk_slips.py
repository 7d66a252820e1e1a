"""A ticket given by a person, or asked for at a window: its slip comes out of that place's own printer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from django.test import Client

from tests.facilities.printer import NO_PAPER, TcpPrinter, read
from tests.support.callers import key_in, kiosk_client, person_client, text_of
from tests.support.hall import MORNING, Hall
from yichuang.facilities import selectors as facilities
from yichuang.facilities import services as printing
from yichuang.facilities import worker
from yichuang.facilities.models import PrintJob
from yichuang.facilities.refusals import NoPrinterHere, SlipForgotten
from yichuang.facilities.types import Chinese, EquipmentKind, PaperWidth, PrinterCard, Reach, SlipState
from yichuang.kernel.errors import Refusal
from yichuang.kernel.ids import new_id
from yichuang.kernel.journal.deliver import hear
from yichuang.organization import selectors as organization
from yichuang.queueing import selectors as queueing
from yichuang.queueing import services
from yichuang.queueing.models import Ticket
from yichuang.regulations import services as regulations


@dataclass
class Place:
    """A printer with what it put on paper."""

    card: PrinterCard
    tcp: TcpPrinter

    def print_all(self, count: int) -> list[bytes]:
        while worker.print_next(self.card.hall_id, self.card.id):
            pass
        return self.tcp.wait_for(count)


@pytest.fixture
def printers() -> Iterator[list[TcpPrinter]]:
    opened: list[TcpPrinter] = []
    yield opened
    for one in opened:
        one.close()


def printer_for(
    hall: Hall,
    printers: list[TcpPrinter],
    *,
    machines: Sequence[UUID] = (),
    zones: Sequence[UUID] = (),
    guide_desk: bool = False,
) -> Place:
    printers.append(TcpPrinter())
    name = f"{len(printers)}号打印机"
    piece = printing.add_equipment(kind=EquipmentKind.PRINTER, name=name, by=hall.by, at=MORNING)
    card = printing.set_printer(
        equipment_id=piece.id, paper=PaperWidth.MM80, chinese=Chinese.CHARACTERS, reach=Reach.NETWORK,
        address=printers[-1].address, device_ids=machines, zone_ids=zones, guide_desk=guide_desk, by=hall.by,
        at=MORNING,
    )  # fmt: skip
    return Place(card, printers[-1])


def zone_of(hall: Hall, window: int) -> UUID:
    return organization.window(hall.id, hall.windows[window]).zone_id


def touch(client: Client, hall: Hall) -> str:
    key = key_in(client.get("/kiosk/"))
    return client.post("/kiosk/take/", {"line": hall.lines["A"].hex, "key": key}).headers["Location"]


def test_the_slip_of_a_ticket_given_by_the_guide_comes_out_at_the_guide_desk(
    hall: Hall, printers: list[TcpPrinter]
) -> None:
    assert hall.kiosk
    machine = printer_for(hall, printers, machines=[hall.kiosk.id])
    desk = printer_for(hall, printers, guide_desk=True)
    desk.tcp.paper = NO_PAPER
    guide = person_client(hall, "0002")

    address = touch(guide, hall)
    assert "正在打印小票" in text_of(guide.get(address))
    hear()
    desk.print_all(0)
    page = guide.get(f"{address}slip/")
    assert "小票没有打印出来" in text_of(page) and "打印机缺纸" in text_of(page)
    desk.tcp.paper = b"\x12"
    for _ in range(2):  # the button twice
        assert guide.post(f"{address}again/", {"key": key_in(page)}).status_code in (200, 303)

    (slip,) = desk.print_all(1)
    assert read(slip).size_of("A001") == 4 and read(slip).lines[0][0].startswith("补打")
    assert Ticket.objects.count() == 1 and machine.tcp.slips == []
    assert "请取走小票" in text_of(guide.get(f"{address}slip/"))


def test_a_slip_stuck_in_the_machine_is_printed_at_the_guide_desk_with_the_same_number(
    hall: Hall, printers: list[TcpPrinter]
) -> None:
    assert hall.kiosk
    machine = printer_for(hall, printers, machines=[hall.kiosk.id])
    desk = printer_for(hall, printers, guide_desk=True)
    machine.tcp.paper = NO_PAPER
    touch(kiosk_client(hall), hall)
    hear()
    machine.print_all(0)

    ticket = Ticket.objects.get()
    services.print_again(ticket_id=ticket.id, here=True, by=hall.person("0002"), at=MORNING)

    (slip,) = desk.print_all(1)
    assert read(slip).size_of("A001") == 4
    assert facilities.slips_missing(hall.id, MORNING.date()) == []


def test_a_window_prints_at_the_printer_of_its_zone(hall: Hall, printers: list[TcpPrinter]) -> None:
    desk = printer_for(hall, printers, zones=[zone_of(hall, 1)])
    by = hall.sign_on(1, MORNING)
    hall.take("A", MORNING)
    called = services.call_next(window_id=hall.windows[1], by=by, at=MORNING)
    clerk = person_client(hall, "0301")

    page = clerk.get("/desk/")
    assert "打印小票" in text_of(page)
    clerk.post(f"/desk/slip/{called.id}/print/", {"key": key_in(page)})
    assert "小票：待打印" in text_of(clerk.get(f"/desk/slip/{called.id}/"))

    (slip,) = desk.print_all(1)
    assert read(slip).size_of("A001") == 4
    assert "补打小票" in text_of(clerk.get(f"/desk/slip/{called.id}/"))


def test_where_nothing_prints_no_desk_offers_it_and_asking_is_refused(hall: Hall) -> None:
    by = hall.sign_on(1, MORNING)
    ticket = hall.take("A", MORNING)
    services.call_next(window_id=hall.windows[1], by=by, at=MORNING)

    assert "小票" not in text_of(person_client(hall, "0301").get("/desk/"))
    for who in (by, hall.person("0002")):
        with pytest.raises(NoPrinterHere):
            services.print_again(ticket_id=ticket.id, here=True, by=who, at=MORNING)


def test_a_place_has_one_printer_and_changes_over(hall: Hall, printers: list[TcpPrinter]) -> None:
    zone = zone_of(hall, 1)
    first = printer_for(hall, printers, zones=[zone], guide_desk=True)
    second = printer_for(hall, printers, zones=[zone])

    assert facilities.printer_of_desk(hall.id, zone) == second.card.id
    assert facilities.printer_of_desk(hall.id, None) == first.card.id
    assert facilities.printer(hall.id, first.card.id).zone_ids == ()
    with pytest.raises(Refusal, match=r"register|登记"):
        printer_for(hall, printers, zones=[new_id()])


def test_the_office_sets_up_for_which_desks_a_printer_prints(hall: Hall, printers: list[TcpPrinter]) -> None:
    place = printer_for(hall, printers)
    office = person_client(hall, "0001")
    page = office.get(f"/office/printers/?printer={place.card.id.hex}")
    assert "导办台" in text_of(page)

    office.post(
        "/office/printers/set/",
        {
            "key": key_in(page), "equipment": place.card.equipment_id.hex, "paper": "58",
            "chinese": "characters", "reach": "network", "address": place.tcp.address,
            "zone": zone_of(hall, 1).hex, "guide_desk": "1",
        },
    )  # fmt: skip

    card = facilities.printer(hall.id, place.card.id)
    assert (card.zone_ids, card.guide_desk, card.paper) == ((zone_of(hall, 1),), True, PaperWidth.MM58)


def test_what_stands_on_a_slip_is_forgotten_after_the_days_the_hall_says_and_what_became_of_it_is_not(
    hall: Hall, printers: list[TcpPrinter], settings, tmp_path: Path
) -> None:
    settings.HOME = tmp_path
    folder = printer_for(hall, printers, guide_desk=True).card
    printing.set_printer(
        equipment_id=folder.equipment_id, paper=PaperWidth.MM80, chinese=Chinese.CHARACTERS, reach=Reach.FILE,
        address="desk", guide_desk=True, by=hall.by, at=MORNING,
    )  # fmt: skip
    ticket = services.take_ticket(line_id=hall.lines["A"], by=hall.person("0002"), at=MORNING)
    hear()
    worker.print_next(hall.id, folder.id)
    assert "A001" in PrintJob.objects.get().content and list((tmp_path / "slips" / "desk").glob("*.escpos"))

    worker.forget(MORNING + timedelta(days=1, hours=23))
    assert PrintJob.objects.get().content
    worker.forget(MORNING + timedelta(days=2))

    assert PrintJob.objects.get().content == ""
    assert not list((tmp_path / "slips" / "desk").iterdir())
    slip = facilities.slip(hall.id, ticket.id)
    assert slip and slip.state is SlipState.PRINTED and slip.asked_at == MORNING
    with pytest.raises(SlipForgotten):
        printing.ask_again(subject_id=ticket.id, by=hall.by, at=MORNING + timedelta(days=2))


def test_a_hall_may_forget_sooner_and_what_waits_for_its_printer_keeps_its_text(
    hall: Hall, printers: list[TcpPrinter]
) -> None:
    place = printer_for(hall, printers, guide_desk=True)
    services.take_ticket(line_id=hall.lines["A"], by=hall.person("0002"), at=MORNING)
    hear()
    assert printing.forget_texts(by=hall.by, at=MORNING + timedelta(days=9)) == 0  # nobody printed it yet
    place.print_all(1)
    regulations.set_parameter(
        hall_id=hall.id, parameter="printing.text_days", value=1, active_from=MORNING.date(),
        reason="少留一天", by=hall.by, at=MORNING,
    )  # fmt: skip

    assert printing.forget_texts(by=hall.by, at=MORNING + timedelta(hours=23)) == 0
    assert printing.forget_texts(by=hall.by, at=MORNING + timedelta(days=1)) == 1
    assert queueing.ticket_card(hall.id, Ticket.objects.get().id).label == "A001"
