"""The badge register in the office, and what a lost badge and a substitute mean at the window."""

from __future__ import annotations

from datetime import timedelta

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.notices import told
from tests.support.callers import device_client, key_in, person_client, text_of
from tests.support.hall import MORNING, Hall
from yichuang.catalogue import services as catalogue
from yichuang.kernel import clock
from yichuang.kernel.access.types import DeviceKind
from yichuang.kernel.claims import proves
from yichuang.posts import selectors, services
from yichuang.posts.types import BadgeState
from yichuang.queueing import services as queueing

PAGE = "/office/badges/"
HTMX = {"HX-Request": "true"}


def send(client: Client, hall: Hall, number: str, act: str) -> int:
    form = {"key": key_in(client.get(PAGE))}
    return client.post(f"{PAGE}{hall.people[number]}/{act}/", form, headers=HTMX).status_code


def test_the_office_gives_out_hears_of_a_loss_and_replaces(hall: Hall) -> None:
    office = person_client(hall, "0001")

    assert "还没有工作牌" in text_of(office.get(PAGE))
    assert send(office, hall, "0303", "issue") == 200
    assert send(office, hall, "0303", "issue") == 409
    assert "0303-1" in text_of(office.get(PAGE))
    with clock.frozen(MORNING + timedelta(minutes=5)):
        assert send(office, hall, "0303", "lost") == 200
        lost = text_of(office.get(PAGE))
    assert send(office, hall, "0303", "replace") == 200

    assert "1 块工作牌遗失" in lost and "09:35" in lost and "何琳 0001" in lost
    said = text_of(office.get(PAGE))
    assert "0303-2" in said and "另有 1 个旧版本" in said and "遗失" in said
    card = selectors.badge_of(hall.id, hall.people["0303"])
    assert card and (card.version, card.state, card.issued_by) == (2, BadgeState.WORN, hall.people["0001"])


def test_supervision_reads_the_register_and_clerks_do_not(hall: Hall) -> None:
    reader, clerk = person_client(hall, "0003"), person_client(hall, "0303")

    assert "发放工作牌" not in text_of(reader.get(PAGE))
    assert clerk.get(PAGE).status_code == 403
    refused = reader.post(f"{PAGE}{hall.people['0303']}/issue/", {"key": "0" * 32}, headers=HTMX)
    assert refused.status_code == 403 and selectors.badges(hall.id) == []


@proves("BDG-01", refuses=True)
def test_the_desk_says_why_a_clerk_with_a_lost_badge_may_not_sign_on(hall: Hall) -> None:
    who = hall.people["0303"]
    services.issue_badge(person_id=who, by=hall.by, at=MORNING)
    services.report_badge_lost(person_id=who, by=hall.by, at=MORNING)
    desk = person_client(hall, "0303")

    form = {"window": hall.windows[3].hex, "key": key_in(desk.get("/desk/"))}
    refused = desk.post("/desk/on/", form)

    said = text_of(refused)
    assert refused.status_code == 403 and "工作牌 0303-1 已报遗失" in said and "BDG-01" in said
    assert selectors.on_duty(hall.id) == {}
    services.replace_badge(person_id=who, by=hall.by, at=MORNING)
    assert desk.post("/desk/on/", form | {"key": key_in(desk.get("/desk/"))}).status_code in {200, 303}
    assert selectors.on_duty(hall.id)[hall.windows[3]].person_id == who


@proves("BDG-02")
def test_where_b_acts_for_a_paper_screen_and_phone_carry_the_number_of_b(hall: Hall) -> None:
    catalogue.import_catalogue(
        hall_id=hall.id, text=told.CATALOGUE, source_name="test", by=hall.by, at=MORNING
    )
    screen = device_client(hall, DeviceKind.WINDOW_SCREEN, window=3)
    stands_in = hall.person("0304")  # 吴昊 is B at window 3, 王敏 0303 its A
    services.sign_on(window_id=hall.windows[3], by=stands_in, at=MORNING)

    paper = told.issued(hall, told.item(hall), by=stands_in, window_id=hall.windows[3])
    mine = hall.take("A", MORNING)
    queueing.call_next(window_id=hall.windows[3], by=stands_in, at=MORNING)
    shown = [
        text_of(Client().get(f"/n/{paper.token}/")),
        text_of(screen.get("/window/")),
        text_of(Client().get(f"/t/{mine.token}")),
    ]

    assert all("0304" in one and "吴昊" in one for one in shown), shown
    assert not any("0303" in one or "王敏" in one for one in shown)


@proves("BDG-02")
def test_after_signing_off_the_window_screen_shows_nobody(hall: Hall) -> None:
    screen = device_client(hall, DeviceKind.WINDOW_SCREEN, window=3)
    clerk = hall.sign_on(3, MORNING)
    there = text_of(screen.get("/window/now/"))

    services.sign_off(by=clerk, at=MORNING + timedelta(minutes=5))

    gone = text_of(screen.get("/window/now/"))
    assert "王敏" in there and "0303" in there
    assert "王敏" not in gone and "0303" not in gone and "为您服务" not in gone


def test_a_longer_register_asks_no_more_of_the_database(hall: Hall) -> None:
    office = person_client(hall, "0001")
    services.issue_badge(person_id=hall.people["0301"], by=hall.by, at=MORNING)
    office.get(PAGE)  # what is kept in hand is read once
    with CaptureQueriesContext(connection) as few:
        office.get(PAGE)
    for number in ("0302", "0303", "0304"):
        services.issue_badge(person_id=hall.people[number], by=hall.by, at=MORNING)
        services.replace_badge(person_id=hall.people[number], by=hall.by, at=MORNING)

    with CaptureQueriesContext(connection) as many:
        office.get(PAGE)

    assert len(many) == len(few)
