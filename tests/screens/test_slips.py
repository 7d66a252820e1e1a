"""The slip of a ticket: printed where it was taken, seen when it was not, and printed again."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.test import Client

from tests.facilities.printer import NO_PAPER, TcpPrinter, read
from tests.kernel.people import together
from tests.support.callers import key_in, kiosk_client, person_client, text_of
from tests.support.hall import MORNING, Hall, build_hall
from yichuang.facilities import selectors as facilities
from yichuang.facilities import services as printing
from yichuang.facilities import worker
from yichuang.facilities.types import Chinese, EquipmentKind, PaperWidth, PrinterCard, Reach, SlipState
from yichuang.kernel import clock
from yichuang.kernel.claims import proves
from yichuang.kernel.journal.deliver import hear
from yichuang.kernel.types import Key
from yichuang.queueing import selectors as queueing
from yichuang.queueing import services
from yichuang.queueing.models import Ticket
from yichuang.queueing.refusals import NotNow
from yichuang.queueing.types import PriorityClass

PAGE = "/office/printers/"


@pytest.fixture
def tcp() -> Iterator[TcpPrinter]:
    printer = TcpPrinter()
    yield printer
    printer.close()


def printer_at(hall: Hall, address: str) -> PrinterCard:
    piece = printing.add_equipment(kind=EquipmentKind.PRINTER, name="一号打印机", by=hall.by, at=MORNING)
    assert hall.kiosk
    return printing.set_printer(
        equipment_id=piece.id,
        paper=PaperWidth.MM80,
        chinese=Chinese.CHARACTERS,
        reach=Reach.NETWORK,
        address=address,
        device_ids=[hall.kiosk.id],
        by=hall.by,
        at=MORNING,
    )


def print_all(hall: Hall, printer: PrinterCard) -> None:
    while worker.print_next(hall.id, printer.id):
        pass


def touch(kiosk: Client, hall: Hall, prefix: str = "A") -> str:
    key = key_in(kiosk.get("/kiosk/"))
    answer = kiosk.post("/kiosk/take/", {"line": hall.lines[prefix].hex, "key": key})
    return answer.headers["Location"]


@proves("QUE-04")
def test_the_slip_tells_number_line_people_ahead_and_a_range_of_minutes(
    hall: Hall, tcp: TcpPrinter, settings
) -> None:
    settings.PUBLIC_URL = "https://hall.example"
    printer = printer_at(hall, tcp.address)
    hall.sign_on(4, MORNING)
    for _ in range(3):
        hall.take("D", MORNING - timedelta(minutes=1))
    ticket = hall.take("D", MORNING)

    hear()
    print_all(hall, printer)

    slips = [read(one) for one in tcp.wait_for(4)]
    seen = slips[-1]
    known = queueing.ticket_by_token(ticket.token, MORNING)
    assert [one.lines[1][0] for one in slips] == ["D001", "D002", "D003", "D004"]
    assert seen.size_of("D004") == 4 and seen.size_of("就业综合") == 2
    assert "前面等候" in seen.text and "3 人" in seen.text
    assert f"约 {known.est_low}–{known.est_high} 分钟" in seen.text
    assert f"about {known.est_low}–{known.est_high} min" in seen.text
    assert "2026-03-02 09:30" in seen.text
    assert "30 分钟内请到导办台" in seen.text.replace("\n", "")
    assert seen.codes == [f"https://hall.example/t/{ticket.token}"]


def test_the_slip_says_what_stood_ahead_at_the_taking_however_late_it_is_laid_out(
    hall: Hall, tcp: TcpPrinter
) -> None:
    printer = printer_at(hall, tcp.address)
    by = hall.sign_on(4, MORNING)
    for _ in range(2):
        hall.take("D", MORNING)
    ticket = hall.take("D", MORNING + timedelta(seconds=1))
    services.call_next(window_id=hall.windows[4], by=by, at=MORNING + timedelta(seconds=2))

    hear()
    print_all(hall, printer)

    assert ticket.ahead == 2
    assert "2 人" in read(tcp.wait_for(3)[-1]).text


def test_a_declared_class_and_the_item_stand_on_the_slip(db: None, monday: None, tcp: TcpPrinter) -> None:
    hall = build_hall(items=True)
    printer = printer_at(hall, tcp.address)
    line = next(one for one in queueing.lines(hall.id, MORNING) if one.item_ids)
    assert hall.kiosk
    services.take_ticket(
        line_id=line.id,
        item_id=line.item_ids[0],
        priority=PriorityClass.ELDERLY,
        by=hall.kiosk,
        at=MORNING,
    )

    hear()
    print_all(hall, printer)

    text = read(tcp.wait_for(1)[0]).text.replace("\n", "")
    assert "请备好证件" in text and "60" in text
    from yichuang.catalogue import selectors as catalogue

    assert catalogue.item(hall.id, line.item_ids[0], MORNING.date()).name in text


def test_a_machine_without_a_printer_prints_nothing_and_says_nothing(hall: Hall) -> None:
    kiosk = kiosk_client(hall)
    page = kiosk.get(touch(kiosk, hall))
    hear()

    ticket = Ticket.objects.get()
    assert facilities.slip(hall.id, ticket.id) is None
    assert 'id="slip"' not in page.content.decode()


def test_the_page_says_printing_and_then_take_it(hall: Hall, tcp: TcpPrinter) -> None:
    printer = printer_at(hall, tcp.address)
    kiosk = kiosk_client(hall)
    address = touch(kiosk, hall)

    assert "正在打印小票" in text_of(kiosk.get(address))
    hear()
    assert "正在打印小票" in text_of(kiosk.get(f"{address}slip/"))
    print_all(hall, printer)

    assert "请取走小票" in text_of(kiosk.get(f"{address}slip/"))
    assert "hx-get" not in kiosk.get(f"{address}slip/").content.decode()


def test_a_slip_that_failed_is_seen_at_once_and_printed_again_with_the_same_number(
    hall: Hall, tcp: TcpPrinter
) -> None:
    printer = printer_at(hall, tcp.address)
    tcp.paper = NO_PAPER
    kiosk = kiosk_client(hall)
    address = touch(kiosk, hall)
    hear()
    print_all(hall, printer)

    page = kiosk.get(f"{address}slip/")
    assert "小票没有打印出来" in text_of(page) and "打印机缺纸" in text_of(page)

    tcp.paper = b"\x12"
    key = key_in(page)
    for _ in range(3):  # an impatient finger
        kiosk.post(f"{address}again/", {"key": key})
    print_all(hall, printer)

    (slip,) = tcp.wait_for(1)
    assert Ticket.objects.count() == 1
    assert read(slip).size_of("A001") == 4
    assert read(slip).lines[0][0].startswith("补打")
    assert "请取走小票" in text_of(kiosk.get(f"{address}slip/"))


def test_a_slip_nobody_has_heard_of_is_missing_and_can_be_asked_for(hall: Hall, tcp: TcpPrinter) -> None:
    printer = printer_at(hall, tcp.address)
    kiosk = kiosk_client(hall)
    address = touch(kiosk, hall)  # and nobody delivers the journal

    with clock.frozen(MORNING + timedelta(seconds=20)):
        page = kiosk.get(f"{address}slip/")
        assert "小票没有打印出来" in text_of(page)
        kiosk.post(f"{address}again/", {"key": key_in(page)})
        print_all(hall, printer)
        hear()
        print_all(hall, printer)

    assert len(tcp.wait_for(1)) == 1


def test_a_ticket_that_is_over_has_no_slip_printed_again(hall: Hall, tcp: TcpPrinter) -> None:
    printer = printer_at(hall, tcp.address)
    ticket = hall.take("A", MORNING)
    hear()
    print_all(hall, printer)
    services.give_up(ticket_id=ticket.id, by=queueing.citizen_at(ticket.token), at=MORNING)

    with pytest.raises(NotNow):
        services.print_again(ticket_id=ticket.id, by=hall.by, at=MORNING)


def test_a_hall_that_was_off_for_an_hour_prints_no_slips_of_people_long_gone(
    hall: Hall, tcp: TcpPrinter
) -> None:
    printer = printer_at(hall, tcp.address)
    ticket = hall.take("A", MORNING)
    hear()

    with clock.frozen(MORNING + timedelta(hours=1)):
        print_all(hall, printer)

    slip = facilities.slip(hall.id, ticket.id)
    assert slip and slip.state is SlipState.GIVEN_UP
    assert tcp.slips == []


@pytest.mark.django_db(transaction=True)
def test_many_takes_at_once_give_exactly_one_slip_each(tcp: TcpPrinter, monday: None) -> None:
    hall = build_hall()
    printer = printer_at(hall, tcp.address)
    keys = [Key(f"touch-{n}-{n}", "0" * 64) for n in range(24)]

    def take() -> None:
        key = keys.pop()
        assert hall.kiosk
        with clock.frozen(MORNING):
            for _ in range(2):  # every touch comes twice
                services.take_ticket(line_id=hall.lines["A"], by=hall.kiosk, at=MORNING, key=key)
            hear()
            print_all(hall, printer)

    results = together(take, 24)
    hear()
    print_all(hall, printer)

    assert results == [None] * 24
    labels = sorted(read(one).lines[1][0] for one in tcp.wait_for(24))
    assert labels == [f"A{n:03}" for n in range(1, 25)]


def test_a_printer_that_is_gone_costs_the_citizen_no_number(hall: Hall) -> None:
    free = socket.create_server(("127.0.0.1", 0))
    port = free.getsockname()[1]
    free.close()
    printer = printer_at(hall, f"127.0.0.1:{port}")
    kiosk = kiosk_client(hall)
    address = touch(kiosk, hall)
    hear()
    print_all(hall, printer)

    said = text_of(kiosk.get(address))

    assert "A001" in said and "号码照常有效" in said and "无法连接打印机" in said
    assert queueing.waiting_count(hall.id, hall.lines["A"], MORNING.date()) == 1


def test_the_office_lists_missing_slips_and_a_guide_prints_one_again(hall: Hall, tcp: TcpPrinter) -> None:
    printer = printer_at(hall, tcp.address)
    tcp.paper = NO_PAPER
    ticket = hall.take("A", MORNING)
    hear()
    print_all(hall, printer)
    guide = person_client(hall, "0002")

    page = guide.get(PAGE)
    assert "A001" in text_of(page) and "打印机缺纸" in text_of(page)
    tcp.paper = b"\x12"
    guide.post(f"{PAGE}{ticket.id}/again/", {"key": key_in(page)})
    print_all(hall, printer)

    assert len(tcp.wait_for(1)) == 1
    assert "今日小票均已打印" in text_of(guide.get(PAGE))


def test_the_office_sets_a_printer_up_and_tries_it(hall: Hall, tcp: TcpPrinter) -> None:
    piece = printing.add_equipment(kind=EquipmentKind.PRINTER, name="二号打印机", by=hall.by, at=MORNING)
    office = person_client(hall, "0001")
    assert hall.kiosk
    form = {
        "equipment": piece.id.hex,
        "paper": "58",
        "chinese": "characters",
        "reach": "network",
        "address": tcp.address,
        "device": hall.kiosk.id.hex,
        "key": key_in(office.get(PAGE)),
    }

    assert office.post(f"{PAGE}set/", form).status_code == 303
    (printer,) = facilities.printers(hall.id)
    page = office.get(PAGE)
    office.post(f"{PAGE}{printer.id}/test/", {"key": key_in(page)})
    print_all(hall, printer)

    assert printer.device_ids == (hall.kiosk.id,)
    assert "二号打印机" in read(tcp.wait_for(1)[0]).text
    wrong = office.post(f"{PAGE}set/", form | {"address": "/etc/passwd", "key": "another-key-1"})
    assert wrong.status_code == 422
