"""The page of equipment: what there is, who reports it down and back, and what the office hears."""

from __future__ import annotations

from datetime import timedelta

from tests.support.callers import key_in, person_client, text_of
from tests.support.hall import MORNING, Hall
from yichuang.facilities import selectors, services
from yichuang.facilities.types import EquipmentCard, EquipmentKind, FaultReason
from yichuang.kernel import clock
from yichuang.kernel.journal.deliver import hear
from yichuang.kernel.journal.models import Entry

PAGE = "/office/equipment/"
HTMX = {"HX-Request": "true"}


def printer(hall: Hall) -> EquipmentCard:
    return services.add_equipment(
        kind=EquipmentKind.PRINTER,
        name="3号窗口打印机",
        window_id=hall.windows[3],
        by=hall.by,
        at=MORNING,
    )


def test_the_office_enters_a_piece_and_the_enrolled_kiosk_is_there_already(hall: Hall) -> None:
    hear()
    office = person_client(hall, "0001")
    form = {"kind": "printer", "name": "导办台打印机", "place": "导办台", "key": key_in(office.get(PAGE))}

    assert office.post(f"{PAGE}add/", form, headers=HTMX).status_code == 200

    said = text_of(office.get(PAGE))
    assert "导办台打印机" in said and "取号机" in said and "今天没有故障" in said
    assert {one.kind for one in selectors.equipment(hall.id)} == {"printer", "kiosk"}


def test_a_clerk_reports_a_fault_with_its_reason_and_its_end(hall: Hall) -> None:
    piece, clerk = printer(hall), person_client(hall, "0303")

    def send(act: str, **more: str) -> int:
        form = {"key": key_in(clerk.get(PAGE)), **more}
        return clerk.post(f"{PAGE}{piece.id}/{act}/", form, headers=HTMX).status_code

    assert send("down") == 422
    assert send("down", reason="paper_jam") == 200
    assert send("down", reason="broken") == 409
    said = text_of(clerk.get(PAGE))
    assert "卡纸" in said and "1 台故障" in said and "自 09:30 起" in said and "第 3 窗口" not in said
    with clock.frozen(MORNING + timedelta(minutes=25)):
        assert send("back") == 200
        assert "1 次，共 25 分钟" in text_of(clerk.get(PAGE))
    told = Entry.objects.filter(name__startswith="facilities.device_").order_by("recorded_at")
    assert [one.name for one in told] == ["facilities.device_down", "facilities.device_back"]
    assert {one.actor_id for one in told} == {hall.people["0303"]}


def test_a_clerk_neither_enters_nor_retires_equipment(hall: Hall) -> None:
    piece, clerk = printer(hall), person_client(hall, "0303")
    page = clerk.get(PAGE)
    form = {"kind": "printer", "name": "自带打印机", "key": key_in(page)}

    assert "撤出" not in text_of(page) and "新增设施设备" not in text_of(page)
    assert clerk.post(f"{PAGE}add/", form, headers=HTMX).status_code == 403
    assert clerk.post(f"{PAGE}{piece.id}/retire/", {"key": form["key"]}, headers=HTMX).status_code == 403


def test_what_is_down_is_named_on_the_office_page_and_at_its_window(hall: Hall) -> None:
    piece = printer(hall)
    services.report_down(
        equipment_id=piece.id, reason=FaultReason.PAPER_OUT, by=hall.person("0303"), at=MORNING
    )

    said = text_of(person_client(hall, "0001").get("/office/"))

    assert "1 台设施设备故障" in said and "3号窗口打印机 自09:30起缺纸" in said and "FAC-01" in said
    assert "打印机故障" in said


def test_the_equipment_of_another_hall_cannot_be_reported_here(hall: Hall) -> None:
    clerk = person_client(hall, "0303")
    printer(hall)
    form = {"reason": "broken", "key": key_in(clerk.get(PAGE))}

    assert clerk.post(f"{PAGE}{hall.id}/down/", form, headers=HTMX).status_code == 404
