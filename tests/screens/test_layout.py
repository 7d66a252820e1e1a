"""The layout of the hall in the office, and the directions on kiosk, board and phone."""

from __future__ import annotations

from django.test import Client

from tests.support.callers import key_in, kiosk_client, person_client, text_of
from tests.support.hall import MORNING, Hall
from yichuang.facilities import selectors, services
from yichuang.facilities.types import AreaKind
from yichuang.kernel.claims import proves
from yichuang.organization import selectors as organization
from yichuang.organization import services as ground
from yichuang.queueing import services as queueing
from yichuang.screens.kit.directions import desks_of, directions_of

PAGE = "/office/layout/"
HTMX = {"HX-Request": "true"}


def lay_out(hall: Hall) -> None:
    zone = organization.zones(hall.id)[0].id
    for kind, name, place, place_en, zone_id in (
        (AreaKind.CONSULTATION, "咨询台", "正门正对面", "Straight ahead", None),
        (AreaKind.WAITING, "等候区", "窗口对面座椅", "Seats facing the windows", None),
        (AreaKind.WINDOWS, "A区窗口", "进门右手边", "On your right", zone),
    ):
        services.add_area(
            kind=kind, name=name, place=place, place_en=place_en, zone_id=zone_id, by=hall.by, at=MORNING
        )


@proves("INT-03")
def test_the_office_is_warned_until_every_area_is_entered(hall: Hall) -> None:
    office = person_client(hall, "0001")
    before = text_of(office.get(PAGE))

    for kind, name in (("consultation", "咨询台"), ("reception", "接待区"), ("waiting", "等候区")):
        form = {"kind": kind, "name": name, "place": "正门右侧", "key": key_in(office.get(PAGE))}
        assert office.post(f"{PAGE}add/", form, headers=HTMX).status_code == 200

    after = text_of(office.get(PAGE))
    assert "大厅设置缺少 咨询台 · 接待区 · 等候区" in before
    assert "大厅设置缺少" not in after and "正门右侧" in after


def test_the_office_moves_and_removes_an_area_and_supervision_only_reads(hall: Hall) -> None:
    lay_out(hall)
    office, reader = person_client(hall, "0001"), person_client(hall, "0003")
    desk = selectors.areas(hall.id)[0]
    form = {"name": "总咨询台", "place": "正门左侧", "key": key_in(office.get(PAGE))}

    assert office.post(f"{PAGE}{desk.id}/change/", form, headers=HTMX).status_code == 200
    assert "总咨询台" in text_of(reader.get(PAGE))
    assert reader.post(f"{PAGE}{desk.id}/remove/", {"key": "0" * 32}, headers=HTMX).status_code == 403
    assert office.post(f"{PAGE}add/", form | {"kind": "attic"}, headers=HTMX).status_code == 422
    gone = {"key": key_in(office.get(PAGE))}
    assert office.post(f"{PAGE}{desk.id}/remove/", gone, headers=HTMX).status_code == 200
    assert "总咨询台" not in text_of(office.get(PAGE))
    assert person_client(hall, "0303").get(PAGE).status_code == 403


@proves("INT-03")
def test_kiosk_phone_and_board_say_where_to_wait_and_where_the_windows_are(hall: Hall) -> None:
    lay_out(hall)
    mine = hall.take("B", MORNING)  # only window 3 serves B

    kiosk = text_of(kiosk_client(hall).get(f"/kiosk/ticket/{mine.token}/"))
    phone = text_of(Client().get(f"/t/{mine.token}"))
    board = text_of(Client().get(f"/board/{hall.code}/"))

    for said in (kiosk, phone):
        assert "3 号窗口 进门右手边" in said and "等候区 窗口对面座椅" in said
    assert "咨询台 正门正对面" in board and "等候区 窗口对面座椅" in board


def test_who_is_called_is_shown_the_way_to_that_window_alone(hall: Hall) -> None:
    lay_out(hall)
    clerk = hall.sign_on(1, MORNING)
    mine = hall.take("A", MORNING)
    before = text_of(Client().get(f"/t/{mine.token}"))
    queueing.call_next(window_id=hall.windows[1], by=clerk, at=MORNING)

    called = text_of(Client().get(f"/t/{mine.token}"))

    assert "1 · 2 · 3 号窗口 进门右手边" in before
    assert "1 号窗口 进门右手边" in called and "1 · 2" not in called and "窗口对面座椅" not in called


def test_a_hall_that_entered_nothing_names_the_zone_and_english_is_spoken(hall: Hall) -> None:
    mine = hall.take("B", MORNING)
    assert "3 号窗口 一楼A区" in text_of(Client().get(f"/t/{mine.token}"))
    lay_out(hall)
    english = Client()
    english.cookies["language"] = "en"

    said = text_of(english.get(f"/t/{mine.token}"))

    assert "Window 3 On your right" in said and "Seats facing the windows" in said


def test_who_may_be_called_to_two_zones_waits_where_most_of_the_windows_are(hall: Hall) -> None:
    near = organization.zones(hall.id)[0]
    far = ground.add_zone(code="B", name="二楼", by=hall.by, at=MORNING)
    window = ground.add_window(number=9, zone_id=far.id, name="九号", by=hall.by, at=MORNING)
    queueing.add_serves(window_id=window.id, line_id=hall.lines["A"], by=hall.by, at=MORNING)
    ground.activate_window(window_id=window.id, by=hall.by, at=MORNING)
    for zone, place in ((far, "二楼座椅"), (near, "一楼座椅")):
        services.add_area(
            kind=AreaKind.WAITING, name="等候区", place=place, zone_id=zone.id, by=hall.by, at=MORNING
        )

    way = directions_of(hall.id, hall.lines["A"])

    assert [one.place for one in way.waiting] == ["一楼座椅"]
    assert [one.numbers for one in way.windows] == [(1, 2, 3), (9,)]
    assert [one.place for one in directions_of(hall.id, hall.lines["A"], window.id).waiting] == ["二楼座椅"]
    assert {one.place for one in desks_of(hall.id, near.id)} == {"一楼座椅"}
