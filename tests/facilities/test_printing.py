"""Slips on their way to the paper, and the printers they go to."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from tests.facilities.printer import NO_PAPER, TcpPrinter, read
from tests.kernel.people import together
from tests.support.hall import MORNING, Hall, build_hall
from yichuang.facilities import selectors, services, worker
from yichuang.facilities.events import DeviceBack, DeviceDown, SlipAsked, SlipNotPrinted, SlipPrinted
from yichuang.facilities.models import PrintJob
from yichuang.facilities.paper.slip import Slip, Text
from yichuang.facilities.refusals import AddressUnfit, EnoughSlips, NoPrinterHere, SlipUnderWay
from yichuang.facilities.types import (
    Chinese,
    EquipmentKind,
    PaperWidth,
    PrinterCard,
    Reach,
    SlipCard,
    SlipState,
    SlipTrouble,
)
from yichuang.kernel import clock, workers
from yichuang.kernel.types import Key

SLIP = Slip((Text("A001", size=4, align="center"), Text("社保综合")))


def minutes(count: float) -> timedelta:
    return timedelta(minutes=count)


@pytest.fixture
def hall(db: None) -> Hall:
    return build_hall()


@pytest.fixture(autouse=True)
def frozen() -> Iterator[None]:
    with clock.frozen(MORNING):
        yield


@pytest.fixture
def tcp() -> Iterator[TcpPrinter]:
    printer = TcpPrinter()
    yield printer
    printer.close()


def set_up(
    hall: Hall, address: str, reach: Reach = Reach.NETWORK, chinese: Chinese = Chinese.CHARACTERS
) -> PrinterCard:
    piece = services.add_equipment(kind=EquipmentKind.PRINTER, name="一号打印机", by=hall.by, at=MORNING)
    assert hall.kiosk
    return services.set_printer(
        equipment_id=piece.id,
        paper=PaperWidth.MM80,
        chinese=chinese,
        reach=reach,
        address=address,
        device_ids=[hall.kiosk.id],
        by=hall.by,
        at=MORNING,
    )


def ask(hall: Hall, printer: PrinterCard, subject: UUID | None = None) -> SlipCard:
    return services.ask_slip(
        subject_id=subject or uuid4(), printer_id=printer.id, slip=SLIP, by=hall.by, at=MORNING
    )


def a_free_port() -> str:
    free = socket.create_server(("127.0.0.1", 0))
    port = free.getsockname()[1]
    free.close()
    return f"127.0.0.1:{port}"


def test_a_slip_is_printed_and_told(hall: Hall, tcp: TcpPrinter, heard) -> None:
    printer = set_up(hall, tcp.address)
    asked = ask(hall, printer)

    done = worker.print_next(hall.id, printer.id)

    assert asked.under_way and done and done.state is SlipState.PRINTED
    assert read(tcp.wait_for(1)[0]).size_of("A001") == 4
    assert [type(one) for one in heard(SlipAsked, SlipPrinted)] == [SlipAsked, SlipPrinted]
    assert worker.print_next(hall.id, printer.id) is None


def test_a_slip_asked_for_twice_is_printed_once(hall: Hall, tcp: TcpPrinter) -> None:
    printer = set_up(hall, tcp.address)
    subject = uuid4()

    first, second = ask(hall, printer, subject), ask(hall, printer, subject)
    while worker.print_next(hall.id, printer.id):
        pass

    assert first.id == second.id
    assert len(tcp.wait_for(1)) == 1


def test_the_printer_of_a_ticket_machine_is_known(hall: Hall, tcp: TcpPrinter) -> None:
    assert hall.kiosk
    assert selectors.printer_of_device(hall.id, hall.kiosk.id) is None

    printer = set_up(hall, tcp.address)

    assert selectors.printer_of_device(hall.id, hall.kiosk.id) == printer.id
    services.retire_equipment(equipment_id=printer.equipment_id, by=hall.by, at=MORNING)
    assert selectors.printer_of_device(hall.id, hall.kiosk.id) is None
    assert selectors.printers(hall.id) == []


def test_a_slip_that_failed_is_listed_at_once_and_printed_again_by_hand(hall: Hall, heard) -> None:
    gone = a_free_port()
    printer = set_up(hall, gone)
    slip = ask(hall, printer)

    failed = worker.print_next(hall.id, printer.id)

    assert failed and (failed.state, failed.trouble) == (SlipState.FAILED, SlipTrouble.UNREACHABLE)
    assert [one.id for one in selectors.slips_missing(hall.id, MORNING.date())] == [slip.id]
    assert heard(SlipNotPrinted)[-1].trouble is SlipTrouble.UNREACHABLE
    assert worker.print_next(hall.id, printer.id) is None  # never again by itself

    back = TcpPrinter()
    _move(hall, printer, back.address)
    again = services.ask_again(subject_id=slip.subject_id, by=hall.by, at=MORNING)
    done = worker.print_next(hall.id, printer.id)

    assert again.copy == 2 and done and done.state is SlipState.PRINTED
    seen = read(back.wait_for(1)[0])
    assert seen.lines[0][0].startswith("补打")
    assert seen.size_of("A001") == 4
    assert selectors.slips_missing(hall.id, MORNING.date()) == []


def _move(hall: Hall, printer: PrinterCard, address: str) -> None:
    services.set_printer(
        equipment_id=printer.equipment_id,
        paper=printer.paper,
        chinese=printer.chinese,
        reach=printer.reach,
        address=address,
        device_ids=printer.device_ids,
        by=hall.by,
        at=MORNING,
    )


def test_printing_again_with_one_key_prints_once(hall: Hall, tcp: TcpPrinter) -> None:
    printer = set_up(hall, tcp.address)
    slip = ask(hall, printer)
    worker.print_next(hall.id, printer.id)
    key = Key("print-again-1", "0" * 64)

    copies = [
        services.ask_again(subject_id=slip.subject_id, by=hall.by, at=MORNING, key=key).copy for _ in range(3)
    ]
    while worker.print_next(hall.id, printer.id):
        pass

    assert copies == [2, 2, 2]
    assert len(tcp.wait_for(2)) == 2


def test_a_slip_under_way_is_not_asked_for_again(hall: Hall, tcp: TcpPrinter) -> None:
    slip = ask(hall, set_up(hall, tcp.address))

    with pytest.raises(SlipUnderWay):
        services.ask_again(subject_id=slip.subject_id, by=hall.by, at=MORNING)


def test_a_ticket_has_only_so_many_slips(hall: Hall, tcp: TcpPrinter) -> None:
    printer = set_up(hall, tcp.address)
    slip = ask(hall, printer)
    worker.print_next(hall.id, printer.id)
    for _copy in (2, 3, 4):
        services.ask_again(subject_id=slip.subject_id, by=hall.by, at=MORNING)
        worker.print_next(hall.id, printer.id)

    with pytest.raises(EnoughSlips):
        services.ask_again(subject_id=slip.subject_id, by=hall.by, at=MORNING)


def test_what_was_never_printed_is_not_printed_again(hall: Hall) -> None:
    with pytest.raises(NoPrinterHere):
        services.ask_again(subject_id=uuid4(), by=hall.by, at=MORNING)


def test_who_is_killed_while_printing_leaves_an_uncertain_slip(hall: Hall, tcp: TcpPrinter) -> None:
    printer = set_up(hall, tcp.address)
    slip = ask(hall, printer)
    by = worker.printer_hand(hall.id)
    services.begin_slip(printer_id=printer.id, by=by, at=MORNING)  # and then the power fails

    worker.look_after(MORNING + timedelta(seconds=20))
    assert selectors.slip(hall.id, slip.subject_id).under_way  # type: ignore[union-attr]
    worker.look_after(MORNING + timedelta(seconds=31))

    left = selectors.slip(hall.id, slip.subject_id)
    assert left and (left.state, left.trouble) == (SlipState.UNCERTAIN, SlipTrouble.INTERRUPTED)
    assert worker.print_next(hall.id, printer.id) is None
    assert [one.id for one in selectors.slips_missing(hall.id, MORNING.date())] == [slip.id]
    assert services.ask_again(subject_id=slip.subject_id, by=hall.by, at=MORNING).copy == 2


def test_a_line_that_broke_off_is_uncertain_and_stays_with_whoever_looks(
    hall: Hall, tcp: TcpPrinter, monkeypatch: pytest.MonkeyPatch
) -> None:
    from yichuang.facilities.paper import ways

    def broken(*_args: object, **_kwargs: object) -> None:
        raise ways.Unknown(SlipTrouble.BROKEN_OFF)

    monkeypatch.setattr(ways, "send", broken)
    printer = set_up(hall, tcp.address)
    ask(hall, printer)

    done = worker.print_next(hall.id, printer.id)

    assert done and (done.state, done.trouble) == (SlipState.UNCERTAIN, SlipTrouble.BROKEN_OFF)


def test_a_slip_that_waited_too_long_is_not_printed_for_somebody_else(hall: Hall, tcp: TcpPrinter) -> None:
    printer = set_up(hall, tcp.address)
    slip = ask(hall, printer)

    worker.look_after(MORNING + timedelta(seconds=61))

    left = selectors.slip(hall.id, slip.subject_id)
    assert left and (left.state, left.trouble) == (SlipState.GIVEN_UP, SlipTrouble.TOO_LATE)
    assert worker.print_next(hall.id, printer.id) is None
    assert tcp.slips == []


def test_a_printer_without_paper_is_down_after_five_minutes_once_and_back_when_it_prints(
    hall: Hall, tcp: TcpPrinter, heard
) -> None:
    tcp.paper = NO_PAPER
    printer = set_up(hall, tcp.address)
    slip = ask(hall, printer)
    failed = worker.print_next(hall.id, printer.id)
    assert failed and failed.trouble is SlipTrouble.NO_PAPER

    worker.look_after(MORNING + minutes(4))
    assert heard(DeviceDown) == []
    for after in (5, 6, 7):
        worker.look_after(MORNING + minutes(after))
    assert [str(one.reason) for one in heard(DeviceDown)] == ["paper_out"]

    tcp.paper = b"\x12"
    services.ask_again(subject_id=slip.subject_id, by=hall.by, at=MORNING + minutes(8))
    with clock.frozen(MORNING + minutes(8)):
        worker.print_next(hall.id, printer.id)

    assert len(heard(DeviceBack)) == 1
    assert selectors.printer(hall.id, printer.id).failing_since is None
    assert tcp.wait_for(1)


def test_a_printer_that_is_away_for_three_minutes_is_no_fault(hall: Hall, tcp: TcpPrinter, heard) -> None:
    tcp.paper = NO_PAPER
    printer = set_up(hall, tcp.address)
    slip = ask(hall, printer)
    worker.print_next(hall.id, printer.id)
    tcp.paper = b"\x12"
    services.ask_again(subject_id=slip.subject_id, by=hall.by, at=MORNING + minutes(3))
    worker.print_next(hall.id, printer.id)

    worker.look_after(MORNING + minutes(9))

    assert heard(DeviceDown) == []


def test_a_file_printer_leaves_each_slip_in_its_folder(hall: Hall, settings, tmp_path: Path) -> None:
    settings.HOME = tmp_path
    printer = set_up(hall, "demo", Reach.FILE)
    ask(hall, printer)
    ask(hall, printer)

    while worker.print_next(hall.id, printer.id):
        pass

    slips = sorted((tmp_path / "slips" / "demo").glob("*.escpos"))
    assert len(slips) == 2
    assert read(slips[0].read_bytes()).size_of("A001") == 4


def test_no_screen_writes_to_a_file_of_the_computer(hall: Hall) -> None:
    with pytest.raises(AddressUnfit):
        set_up(hall, "/etc/cron.d/slip", Reach.FILE)


def test_a_test_slip_shows_the_printer_and_its_paper(hall: Hall, tcp: TcpPrinter) -> None:
    printer = set_up(hall, tcp.address)

    services.print_test(printer_id=printer.id, by=hall.by, at=MORNING)
    worker.print_next(hall.id, printer.id)

    text = read(tcp.wait_for(1)[0]).text
    assert "一号打印机" in text and "80 mm" in text and "测试" in text
    assert selectors.slips_missing(hall.id, MORNING.date()) == []


@pytest.mark.django_db(transaction=True)
def test_many_who_print_at_once_print_every_slip_once(tcp: TcpPrinter) -> None:
    hall = build_hall()
    printer = set_up(hall, tcp.address)
    for _ in range(12):
        ask(hall, printer)

    def work() -> int:
        done = 0
        with clock.frozen(MORNING):
            for _ in range(200):
                if worker.print_next(hall.id, printer.id):
                    done += 1
                elif not PrintJob.objects.filter(state="waiting").exists():
                    break
        return done

    counts = together(work, 4)

    assert sum(counts) == 12, counts
    assert len(tcp.wait_for(12)) == 12


@pytest.mark.django_db(transaction=True)
def test_the_thread_prints_as_soon_as_a_slip_is_asked_for_and_a_dead_printer_holds_up_nobody(
    tcp: TcpPrinter,
) -> None:
    hall = build_hall()
    silent = TcpPrinter(talks=False, slow=60)  # takes the line and never reads
    printer, dead = set_up(hall, tcp.address), None
    piece = services.add_equipment(kind=EquipmentKind.PRINTER, name="二号打印机", by=hall.by, at=MORNING)
    dead = services.set_printer(
        equipment_id=piece.id,
        paper=PaperWidth.MM58,
        chinese=Chinese.CHARACTERS,
        reach=Reach.NETWORK,
        address=silent.address,
        by=hall.by,
        at=MORNING,
    )
    stop = threading.Event()
    (thread,) = [one for one in workers.threads(stop) if one.name == worker.NAME]
    thread.start()
    try:
        ask(hall, dead)
        for _ in range(3):
            ask(hall, printer)
        got = tcp.wait_for(3, seconds=5)
    finally:
        stop.set()
        thread.join(10)

    assert len(got) == 3
