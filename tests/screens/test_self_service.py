"""The kiosk by itself: a ticket, how one's own case stands, what an item needs, and what if it dies."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from tests.cases.hall import CATALOGUE, Office, case_office
from tests.facilities.printer import NO_PAPER, TcpPrinter, read
from tests.support.callers import key_in, kiosk_client, text_of
from tests.support.hall import MORNING
from yichuang.cases import selectors as cases
from yichuang.catalogue import services as catalogue
from yichuang.facilities import selectors as facilities
from yichuang.facilities import services as printing
from yichuang.facilities import worker
from yichuang.facilities.types import Chinese, EquipmentKind, FaultReason, PaperWidth, PrinterCard, Reach
from yichuang.kernel import clock
from yichuang.kernel.access import sights, wall
from yichuang.kernel.claims import proves
from yichuang.kernel.errors import Refusal
from yichuang.kernel.journal.deliver import hear
from yichuang.notices import codes
from yichuang.notices import selectors as notices
from yichuang.notices.types import NoticeCard, NoticeKind
from yichuang.queueing import services
from yichuang.queueing.models import Ticket


@pytest.fixture
def office(db: None, monday: None) -> Office:
    return case_office()


@pytest.fixture
def tcp() -> Iterator[TcpPrinter]:
    printer = TcpPrinter()
    yield printer
    printer.close()


def printer_at(office: Office, tcp: TcpPrinter) -> PrinterCard:
    by, kiosk = office.hall.by, office.hall.kiosk
    assert kiosk
    piece = printing.add_equipment(kind=EquipmentKind.PRINTER, name="一号打印机", by=by, at=MORNING)
    return printing.set_printer(
        equipment_id=piece.id, paper=PaperWidth.MM80, chinese=Chinese.CHARACTERS, reach=Reach.NETWORK,
        address=tcp.address, device_ids=[kiosk.id], by=by, at=MORNING,
    )  # fmt: skip


def print_all(printer: PrinterCard) -> None:
    while worker.print_next(printer.hall_id, printer.id):
        pass


def receipt_of(office: Office, item: str) -> NoticeCard:
    case = office.accepted(item)
    told = notices.notices_of(office.id, case.id)
    return next(one for one in told if one.kind is NoticeKind.RECEIPT)


def ask(kiosk: Client, number: str, code: str) -> Any:
    said = {"number": number, "code": code}
    return kiosk.post("/kiosk/progress/of/", said, headers={"HX-Request": "true"})


@proves("SSD-01")
def test_a_kiosk_prints_a_ticket_shows_how_ones_own_case_stands_and_prints_a_guide(
    office: Office, tcp: TcpPrinter
) -> None:
    printer, kiosk = printer_at(office, tcp), kiosk_client(office.hall)
    receipt = receipt_of(office, "PERMIT")

    key = key_in(kiosk.get("/kiosk/"))
    kiosk.post("/kiosk/take/", {"line": office.hall.lines["A"].hex, "key": key})
    hear()
    found = text_of(ask(kiosk, receipt.number, codes.code_of(receipt.id)))
    wanted = {
        "item": office.items["PERMIT"].hex,
        "key": key_in(kiosk.get(f"/kiosk/find/{office.items['PERMIT']}/")),
    }
    page = kiosk.post("/kiosk/guide/", wanted).headers["Location"]
    assert "正在打印办事指南" in text_of(kiosk.get(page))
    print_all(printer)

    ticket, guide = (read(one) for one in tcp.wait_for(2))
    assert ticket.size_of("A001") == 4
    text = guide.text.replace("\n", "")
    assert "办事指南" in text and "1. 申请书" in text and "验资报告" in text
    assert "5 个工作日" in text and "20 个工作日" in text
    assert "请取走办事指南" in text_of(kiosk.get(f"{page}now/"))
    assert "已受理" in found and "2026-03-09" in found and receipt.number in found
    assert "张" not in found  # whose case it is stands on nobody's screen


def printed_guide(office: Office, tcp: TcpPrinter, printer: PrinterCard, nth: int) -> str:
    """Let the kiosk print what PERMIT needs; return the text on the paper."""
    kiosk = kiosk_client(office.hall)
    wanted = {
        "item": office.items["PERMIT"].hex,
        "key": key_in(kiosk.get(f"/kiosk/find/{office.items['PERMIT']}/")),
    }
    assert kiosk.post("/kiosk/guide/", wanted).status_code == 303
    print_all(printer)
    return read(tcp.wait_for(nth)[-1]).text.replace("\n", "")


def at_the_counter(office: Office) -> list[str]:
    """Take a new PERMIT in that has a branch; return the materials the clerk checks."""
    case = office.submit("PERMIT", answers={"branch": True}, despite_open=True)
    return [one.name for _position, one in cases.requirements(office.id, case.id).applying]


@proves("SSD-02")
def test_the_kiosk_tells_the_materials_of_the_counter_and_a_new_version_changes_both(
    office: Office, tcp: TcpPrinter
) -> None:
    printer = printer_at(office, tcp)
    before, paper = at_the_counter(office), printed_guide(office, tcp, printer, 1)

    text = CATALOGUE.replace("场所证明, form: 复印件", "房屋租赁合同, form: 复印件")
    catalogue.import_catalogue(hall_id=office.id, text=text, source_name="v2", by=office.hall.by, at=MORNING)
    after, second = at_the_counter(office), printed_guide(office, tcp, printer, 2)

    assert len(before) == len(after) == 5
    assert all(f"{place}. {name}" in paper for place, name in enumerate(before, start=1))
    assert all(f"{place}. {name}" in second for place, name in enumerate(after, start=1))
    assert "场所证明" in before and "场所证明" in paper and "场所证明" not in second
    assert "房屋租赁合同" in after and "房屋租赁合同" in second and "房屋租赁合同" not in paper


@proves("SSD-02")
def test_what_the_kiosk_prints_of_a_case_has_the_applicants_name_masked(
    office: Office, tcp: TcpPrinter
) -> None:
    printer, kiosk = printer_at(office, tcp), kiosk_client(office.hall)
    receipt = receipt_of(office, "PERMIT")
    page = ask(kiosk, receipt.number, codes.code_of(receipt.id))
    form = {"number": receipt.number, "code": codes.code_of(receipt.id), "key": key_in(page)}

    there = [kiosk.post("/kiosk/progress/print/", form).headers["Location"] for _twice in range(2)]
    print_all(printer)

    assert there[0] == there[1] and len(tcp.wait_for(1)) == 1
    paper = read(tcp.wait_for(1)[0]).text.replace("\n", "")
    assert "张*国" in paper and "张伟国" not in paper and receipt.number in paper and "已受理" in paper
    assert "请取走您的单据" in text_of(kiosk.get(there[0]))


@proves("SSD-02", refuses=True)
def test_who_does_not_know_the_code_gets_nothing_printed(office: Office, tcp: TcpPrinter) -> None:
    printer = printer_at(office, tcp)
    kiosk, receipt = kiosk_client(office.hall), receipt_of(office, "PERMIT")
    wrong = "00000000" if codes.code_of(receipt.id) != "00000000" else "11111111"
    form = {
        "number": receipt.number,
        "code": wrong,
        "key": key_in(kiosk.get(f"/kiosk/find/{office.items['PERMIT']}/")),
    }

    refused = kiosk.post("/kiosk/progress/print/", form)

    assert refused.status_code == 404 and facilities.slips(office.id, printer.id) == []


def test_a_kiosk_without_a_printer_offers_none_and_many_prints_are_refused(
    office: Office, tcp: TcpPrinter
) -> None:
    kiosk, receipt = kiosk_client(office.hall), receipt_of(office, "PERMIT")
    said = {"number": receipt.number, "code": codes.code_of(receipt.id)}
    assert "打印这份进度" not in text_of(ask(kiosk, **said))
    form = said | {"key": "0" * 32}
    assert kiosk.post("/kiosk/progress/print/", form).status_code == 409
    printer_at(office, tcp)

    assert "打印这份进度" in text_of(ask(kiosk, **said))
    statuses = [
        kiosk.post("/kiosk/progress/print/", said | {"key": f"{nth:032x}"}).status_code
        for nth in range(1, 12)
    ]
    assert statuses[0] == 303 and statuses[-1] == 429


@proves("SSD-01")
def test_an_unplugged_kiosk_is_listed_as_down_and_its_numbers_are_not_given_again(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    hall, kiosk = office.hall, kiosk_client(office.hall)
    hear()
    start = wall.now()
    sights.forget()
    key = key_in(kiosk.get("/kiosk/"))
    kiosk.post("/kiosk/take/", {"line": hall.lines["A"].hex, "key": key})

    for minute in range(1, 6):  # the plug is out
        passed = timedelta(minutes=minute)
        monkeypatch.setattr(wall, "now", lambda passed=passed: start + passed)
        with clock.frozen(MORNING + passed):
            printing.watch_devices(at=MORNING + passed)

    (piece,) = facilities.down(hall.id)
    assert piece.device_id == hall.kiosk.id if hall.kiosk else False
    assert piece.fault and piece.fault.reason is FaultReason.SILENT
    other = services.take_ticket(line_id=hall.lines["A"], by=hall.person("0002"), at=MORNING)
    assert (other.label, Ticket.objects.count()) == ("A002", 2)


def test_who_does_not_know_the_code_is_told_nothing_at_the_kiosk(office: Office) -> None:
    kiosk, receipt = kiosk_client(office.hall), receipt_of(office, "PERMIT")
    right = codes.code_of(receipt.id)

    answers = [
        ask(kiosk, receipt.number, "00000000" if right != "00000000" else "11111111"),
        ask(kiosk, "受2026-999", right),
        ask(kiosk, "", ""),
    ]

    said = {(one.status_code, text_of(one).split("编号")[0]) for one in answers}
    assert len(said) == 1 and not any("已受理" in text_of(one) for one in answers)


def test_a_confidential_case_shows_its_paper_and_nothing_of_how_it_stands(office: Office) -> None:
    kiosk, receipt = kiosk_client(office.hall), receipt_of(office, "SECRET")

    found = text_of(ask(kiosk, receipt.number, codes.code_of(receipt.id)))

    assert receipt.number in found and "已受理" not in found and "应办结" not in found


def test_a_guide_that_does_not_come_out_is_said_so_and_nobody_prints_without_end(
    office: Office, tcp: TcpPrinter
) -> None:
    kiosk = office.hall.kiosk
    assert kiosk
    item = office.items["PERMIT"]
    with pytest.raises(Refusal, match="打印机"):
        services.print_guide(item_id=item, by=kiosk, at=MORNING)
    printer = printer_at(office, tcp)
    tcp.paper = NO_PAPER

    slip = services.print_guide(item_id=item, by=kiosk, at=MORNING)
    print_all(printer)
    page = text_of(kiosk_client(office.hall).get(f"/kiosk/guide/{slip.subject_id}/"))

    assert "办事指南没有打印出来" in page and "打印机缺纸" in page
    for _ in range(3):
        services.print_guide(item_id=item, by=kiosk, at=MORNING)
    with pytest.raises(services.GuidesTooMany):
        services.print_guide(item_id=item, by=kiosk, at=MORNING)
    services.print_guide(item_id=item, by=kiosk, at=MORNING + timedelta(minutes=1))
    assert facilities.slips_missing(office.id, MORNING.date()) == []  # those are tickets
