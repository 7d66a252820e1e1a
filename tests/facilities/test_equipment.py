"""What stands in the hall, and what of it is down."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from tests.halls import MONDAY, Hall, at, found_hall
from yichuang.facilities import refusals, selectors, services
from yichuang.facilities.models import Fault
from yichuang.facilities.types import EquipmentKind, FaultReason
from yichuang.kernel.access import services as access
from yichuang.kernel.access.types import DeviceCard, DeviceKind
from yichuang.kernel.journal.deliver import hear
from yichuang.kernel.types import Key
from yichuang.organization.errors import PlaceUnknown


@pytest.fixture
def hall(db: None) -> Hall:
    return found_hall()


def printer(hall, name="取号机打印头", **other):
    return services.add_equipment(
        kind=EquipmentKind.PRINTER, name=name, zone_id=hall.zone, by=hall.by, at=at("07:30"), **other
    )


def enrolled(hall, kind=DeviceKind.KIOSK, name="入口取号机", **place) -> DeviceCard:
    code = access.enrol_code(kind=kind, hall_code="AYRS", name=name, by=hall.by, at=at("07:30"), **place)
    card, _token = access.enrol(code=code, address="192.0.2.7", at=at("07:30"))
    hear()
    return card


def report(hall, piece, clock="09:00", reason=FaultReason.PAPER_OUT, **other):
    return services.report_down(
        equipment_id=piece.id, reason=reason, by=hall.person("0301"), at=at(clock), **other
    )


def test_a_piece_is_entered_once_however_often_its_form_is_sent(hall):
    key = Key("piece-0001", "0" * 64)

    first, again = printer(hall, key=key), printer(hall, key=key)

    assert first == again and selectors.equipment(hall.id) == [first]
    assert first.up and first.zone_id == hall.zone
    assert len(hall.told("facilities.equipment_added")) == 1


def test_a_piece_stands_in_a_zone_of_the_hall(hall):
    with pytest.raises(PlaceUnknown):
        services.add_equipment(
            kind=EquipmentKind.OTHER, name="血压计", zone_id=hall.id, by=hall.by, at=at("08:00")
        )


def test_an_enrolled_device_is_equipment_until_it_is_revoked(hall):
    screen = enrolled(hall, DeviceKind.WINDOW_SCREEN, "1号窗口屏", window_id=hall.windows[1])
    hear()

    (piece,) = selectors.equipment(hall.id)
    assert (piece.kind, piece.name, piece.device_id) == ("window_screen", "1号窗口屏", screen.id)
    assert piece.window_id == hall.windows[1]
    assert selectors.equipment_of_device(hall.id, screen.id) == piece

    access.revoke_device(device_id=screen.id, by=hall.by, at=at("12:00"))
    hear()
    assert selectors.equipment(hall.id) == []
    assert not selectors.piece(hall.id, piece.id).active


def test_a_report_opens_one_fault_and_a_second_report_adds_none(hall):
    piece = printer(hall)

    down = report(hall, piece)
    with pytest.raises(refusals.DownAlready, match="09:00"):
        report(hall, piece, "09:02")
    noticed = services.notice_down(
        equipment_id=piece.id, reason=FaultReason.OFFLINE, since=at("09:01"), by=hall.by, at=at("09:06")
    )

    assert down.fault.reason is FaultReason.PAPER_OUT and not down.fault.detected
    assert noticed.fault == down.fault
    assert selectors.down(hall.id) == [down]
    assert len(hall.told("facilities.device_down")) == Fault.objects.count() == 1


def test_a_piece_reported_back_works_again_and_may_fail_again(hall):
    piece = printer(hall)
    report(hall, piece)

    back = services.report_back(equipment_id=piece.id, by=hall.person("0301"), at=at("09:25"))
    with pytest.raises(refusals.NotDown):
        services.report_back(equipment_id=piece.id, by=hall.person("0301"), at=at("09:26"))
    report(hall, piece, "14:00", FaultReason.PAPER_JAM)

    assert back.up and '"minutes":25' in hall.told("facilities.device_back")[0].body
    of_today = selectors.faults_of_day(hall.id, MONDAY)
    assert [one.reason for one in of_today] == [FaultReason.PAPER_OUT, FaultReason.PAPER_JAM]
    assert [one.reason for one in selectors.faults_of_day(hall.id, MONDAY + timedelta(days=1))] == [
        FaultReason.PAPER_JAM
    ]


def test_what_somebody_reported_is_not_taken_back_by_a_machine(hall):
    reported, noticed = printer(hall), printer(hall, "值守打印机")
    report(hall, reported)
    for _time in range(2):
        services.notice_down(
            equipment_id=noticed.id, reason=FaultReason.OFFLINE, since=at("09:01"), by=hall.by, at=at("09:06")
        )

    for piece in (reported, noticed):
        for _time in range(2):
            services.notice_back(equipment_id=piece.id, by=hall.by, at=at("09:30"))

    assert [one.id for one in selectors.down(hall.id)] == [reported.id]
    assert len(hall.told("facilities.device_down")) == 2
    assert len(hall.told("facilities.device_back")) == 1


def test_what_is_retired_has_no_fault_and_takes_none(hall):
    piece = printer(hall)
    report(hall, piece)

    services.retire_equipment(equipment_id=piece.id, by=hall.by, at=at("10:00"))

    assert selectors.down(hall.id) == [] and len(hall.told("facilities.device_back")) == 1
    with pytest.raises(refusals.EquipmentUnknown):
        report(hall, piece, "10:05")


def test_nobody_reports_the_equipment_of_another_hall(hall):
    piece = printer(hall)
    other = found_hall("KFRS")

    with pytest.raises(refusals.EquipmentUnknown):
        report(other, piece)


def test_the_database_keeps_one_open_fault_per_piece(hall):
    piece = printer(hall)
    fault = report(hall, piece).fault

    with pytest.raises(IntegrityError), transaction.atomic():
        Fault.objects.create(
            hall_id=hall.id,
            equipment_id=piece.id,
            reason="broken",
            began_at=fault.began_at,
            told_at=fault.told_at,
        )
