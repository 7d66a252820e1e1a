"""A ticket machine that somebody reported down gives no tickets and says where to go."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import Client

from tests.support.callers import device_client, key_in, kiosk_client, text_of
from tests.support.hall import MORNING, Hall, build_hall
from yichuang.facilities import selectors, services
from yichuang.facilities.types import FaultReason
from yichuang.kernel import clock
from yichuang.kernel.access import selectors as access
from yichuang.kernel.access import sights
from yichuang.kernel.access.types import DeviceKind
from yichuang.kernel.ids import new_id
from yichuang.kernel.journal.deliver import hear
from yichuang.kernel.types import Key
from yichuang.queueing import services as queueing
from yichuang.queueing.models import Ticket
from yichuang.queueing.refusals import KioskRests


@pytest.fixture
def hall(db: None) -> Iterator[Hall]:
    with clock.frozen(MORNING):
        hall = build_hall()
        hear()
        yield hall


def piece_of(hall: Hall):
    assert hall.kiosk
    piece = selectors.equipment_of_device(hall.id, hall.kiosk.id)
    assert piece
    return piece


def report(hall: Hall) -> None:
    services.report_down(
        equipment_id=piece_of(hall).id, reason=FaultReason.PAPER_JAM, by=hall.person("0002"), at=MORNING
    )


def test_its_page_says_so_and_leads_elsewhere(hall: Hall) -> None:
    kiosk = kiosk_client(hall)
    key = key_in(kiosk.get("/kiosk/"))
    report(hall)

    said = text_of(kiosk.get("/kiosk/"))
    answer = kiosk.post("/kiosk/take/", {"line": hall.lines["A"].hex, "key": key})

    assert "本机暂停取号" in said and "请到咨询台询问。" in said and "社保综合" not in said
    assert answer.status_code == 409 and "本机暂停取号，请到其他取号机" in text_of(answer)
    assert not Ticket.objects.exists()


def test_a_ticket_that_was_given_before_is_told_again(hall: Hall) -> None:
    key = Key(new_id().hex, "0" * 64)
    asked = {"line_id": hall.lines["A"], "by": hall.kiosk, "at": MORNING, "key": key}
    given = queueing.take_ticket(**asked)
    report(hall)

    again = queueing.take_ticket(**asked)
    with pytest.raises(KioskRests):
        hall.take("A", MORNING)

    assert again.label == given.label == "A001"
    assert Ticket.objects.count() == 1


def test_its_numbers_go_on_where_they_stopped(hall: Hall) -> None:
    hall.take("A", MORNING)
    report(hall)
    with pytest.raises(KioskRests):
        hall.take("A", MORNING)
    services.report_back(equipment_id=piece_of(hall).id, by=hall.person("0002"), at=MORNING)

    assert hall.take("A", MORNING).label == "A002"


def test_what_a_machine_noticed_does_not_keep_a_living_kiosk_from_giving_tickets(hall: Hall) -> None:
    services.notice_down(
        equipment_id=piece_of(hall).id, reason=FaultReason.SILENT, since=MORNING, by=hall.by, at=MORNING
    )

    assert hall.take("A", MORNING).label == "A001"
    assert "社保综合" in text_of(kiosk_client(hall).get("/kiosk/"))


def test_a_kiosk_is_seen_at_its_door_and_a_board_at_the_page_everybody_may_open(hall: Hall) -> None:
    board = device_client(hall, DeviceKind.BOARD)
    sights.forget()

    Client().get(f"/board/{hall.code}/")
    assert access.silences(hall.id) == {}
    board.get(f"/board/{hall.code}/now/")
    kiosk_client(hall).get("/kiosk/lines/")

    seen = {one.kind for one in access.devices(hall.id) if one.id in access.silences(hall.id)}
    assert seen == {DeviceKind.BOARD, DeviceKind.KIOSK}
