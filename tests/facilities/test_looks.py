"""A printer that is off is noticed though nobody prints: one fault after five minutes, and its end."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from tests.facilities.printer import NO_PAPER, TcpPrinter
from tests.facilities.test_printing import a_free_port, ask, minutes, set_up
from tests.support.hall import MORNING, Hall, build_hall
from yichuang.facilities import selectors, services, worker
from yichuang.facilities.events import DeviceBack, DeviceDown
from yichuang.facilities.refusals import DownAlready
from yichuang.facilities.types import FaultReason, SlipTrouble
from yichuang.kernel import clock
from yichuang.kernel.claims import proves


@pytest.fixture
def hall(db: None) -> Hall:
    return build_hall()


@pytest.fixture
def tcp() -> Iterator[TcpPrinter]:
    printer = TcpPrinter()
    yield printer
    printer.close()


def minute(hall: Hall, printer, after: int) -> None:
    """Let the house look, and its watch run, so many minutes into the morning."""
    with clock.frozen(MORNING + minutes(after)):
        worker.look_at(hall.id, printer.id)
        worker.look_after(MORNING + minutes(after))


@proves("FAC-01")
def test_a_printer_that_is_off_has_one_fault_after_five_minutes_though_nobody_prints(
    hall: Hall, heard
) -> None:
    printer = set_up(hall, a_free_port())

    for after in range(5):
        minute(hall, printer, after)
    assert heard(DeviceDown) == []
    for after in range(5, 12):
        minute(hall, printer, after)

    (down,) = heard(DeviceDown)
    assert (down.kind, down.reason, down.detected) == ("printer", FaultReason.NO_NETWORK, True)
    assert down.since == MORNING
    assert [one.id for one in selectors.down(hall.id)] == [printer.equipment_id]


@proves("FAC-01", refuses=True)
def test_a_second_report_of_one_outage_is_refused_and_adds_no_fault(hall: Hall, heard) -> None:
    printer = set_up(hall, a_free_port())
    for after in (0, 5):
        minute(hall, printer, after)

    with pytest.raises(DownAlready, match="09:30"):
        services.report_down(
            equipment_id=printer.equipment_id,
            reason=FaultReason.BROKEN,
            by=hall.person("0303"),
            at=MORNING + minutes(6),
        )
    ask(hall, printer)
    with clock.frozen(MORNING + minutes(7)):
        worker.print_next(hall.id, printer.id)
    minute(hall, printer, 8)

    assert len(heard(DeviceDown)) == 1


def test_a_printer_that_is_on_again_is_back_and_one_that_was_off_briefly_never_down(
    hall: Hall, tcp: TcpPrinter, heard
) -> None:
    tcp.paper = NO_PAPER
    printer = set_up(hall, tcp.address)
    for after in (0, 5):
        minute(hall, printer, after)
    tcp.paper = b"\x12"
    minute(hall, printer, 6)

    assert [one.reason for one in heard(DeviceDown)] == [FaultReason.PAPER_OUT]
    assert [one.minutes for one in heard(DeviceBack)] == [6]
    assert tcp.slips == []
    tcp.paper = NO_PAPER
    minute(hall, printer, 10)
    tcp.paper = b"\x12"
    for after in (12, 15, 20):
        minute(hall, printer, after)
    assert len(heard(DeviceDown)) == 1


def test_what_only_a_slip_can_find_is_not_over_because_the_printer_answers(
    hall: Hall, tcp: TcpPrinter
) -> None:
    printer = set_up(hall, tcp.address)
    services.note_look(
        printer_id=printer.id, trouble=SlipTrouble.BROKEN_OFF, tells=False, by=hall.by, at=MORNING
    )

    minute(hall, printer, 1)

    assert selectors.printer(hall.id, printer.id).failing_since == MORNING


def test_nobody_looks_at_a_printer_while_the_hall_is_closed(hall: Hall, tcp: TcpPrinter) -> None:
    printer = set_up(hall, tcp.address)

    assert selectors.to_look_at(MORNING) == [(hall.id, printer.id)]
    assert selectors.to_look_at(MORNING + timedelta(hours=12)) == []
