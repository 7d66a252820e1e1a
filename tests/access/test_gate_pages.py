"""The pages of the gate, as a clerk, the office and a technician meet them."""

from __future__ import annotations

import html
import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client

from tests.access.people import PASSWORD, HallOfTest, as_device, machine, session, signed_in, worker
from tests.support.hall import MORNING, Hall, build_hall
from tests.support.hall import PASSWORD as EVERYBODYS
from yichuang.kernel import clock
from yichuang.kernel.access import gate, selectors, services
from yichuang.kernel.access.models import EnrolCode, StaffSession
from yichuang.kernel.access.types import DeviceKind, Role
from yichuang.kernel.ids import new_id

pytestmark = pytest.mark.django_db
NEW = "Quiet-river-58"


@pytest.fixture(autouse=True)
def morning():
    with clock.frozen(MORNING):
        yield


@pytest.fixture
def hall() -> Hall:
    return build_hall()


def here(hall: Hall) -> HallOfTest:
    return HallOfTest(hall.id, hall.code)


def type_in(client: Client, number: str = "0302", password: str = EVERYBODYS, **more: str):
    return client.post("/sign-in/", {"number": number, "password": password, **more})


def office(hall: Hall) -> Client:
    card = next(one for one in selectors.accounts(hall.id) if one.worker_number == "0001")
    return signed_in(Client(), card)


def send(client: Client, address: str, **fields: str):
    """Send a form of the office as one rendering of it would."""
    return client.post(address, {"key": new_id().hex, **fields})


def text_of(answer) -> str:
    return html.unescape(answer.content.decode())


def test_a_clerk_signs_in_and_stands_at_the_desk(hall: Hall):
    client = Client()

    answer = type_in(client)

    assert (answer.status_code, answer.headers["Location"]) == (303, "/desk/")
    cookie = answer.cookies[settings.SESSION_COOKIE]
    assert cookie["httponly"] and cookie["samesite"] == "Lax" and not cookie["secure"]
    assert client.get("/desk/").status_code == 200


def test_over_a_secure_line_no_cookie_ever_leaves_it(hall: Hall):
    page = Client().get("/sign-in/?lang=en", secure=True)
    answer = Client().post("/sign-in/", {"number": "0302", "password": EVERYBODYS}, secure=True)

    assert answer.cookies[settings.SESSION_COOKIE]["secure"]
    assert set(page.cookies) == {settings.CSRF_COOKIE_NAME, "language", "type"}
    assert all(one["secure"] for one in page.cookies.values())
    assert not Client().get("/sign-in/").cookies[settings.CSRF_COOKIE_NAME]["secure"]


@pytest.mark.parametrize(
    ("number", "home"), [("0302", "/desk/"), ("0001", "/office/"), ("0002", "/kiosk/"), ("0003", "/rules/")]
)
def test_everybody_is_led_to_their_own_screen(hall: Hall, number: str, home: str):
    assert type_in(Client(), number).headers["Location"] == home


def test_who_was_sent_to_sign_in_comes_back_to_where_they_were(hall: Hall):
    client = Client()
    asked = client.get("/office/devices/").headers["Location"]
    page = client.get(asked).content.decode()
    wanted = re.findall(r'name="next" value="([^"]*)"', page)[-1]

    assert type_in(client, "0001", next=wanted).headers["Location"] == "/office/devices/"


@pytest.mark.parametrize(
    "wanted",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "javascript:alert(1)",
        "/sign-in/?next=%2Fsign-in%2F",
        "/" + "x" * 600,
    ],
)
def test_nobody_is_led_to_another_house(hall: Hall, wanted: str):
    assert type_in(Client(), next=wanted).headers["Location"] == "/desk/"


def test_a_wrong_password_is_said_and_what_was_typed_stays(hall: Hall):
    answer = type_in(Client(), password="not-it")

    assert answer.status_code == 401
    assert "还可以再试 4 次" in text_of(answer)
    assert 'value="0302"' in text_of(answer)
    assert "not-it" not in text_of(answer)


def test_a_locked_out_clerk_is_told_until_when(hall: Hall):
    for _ in range(5):
        answer = type_in(Client(), password="not-it")

    assert answer.status_code == 429
    assert re.search(r"该工号已锁定，\d\d:\d\d 之后可在此处重新登录", text_of(answer))


def test_with_several_halls_the_code_is_asked_and_remembered(hall: Hall):
    build_hall(code="BD")
    client = Client()
    assert 'name="hall"' in client.get("/sign-in/").content.decode()

    answer = type_in(client, hall="ayrs")

    assert answer.status_code == 303
    assert 'name="hall" value="AYRS"' in Client(cookies=client.cookies).get("/sign-in/").content.decode() or (
        client.cookies["hall"].value == "AYRS"
    )


def test_an_initial_password_is_changed_before_anything_else(hall: Hall):
    worker(here(hall), Role.STF, number="9001", initial=True)
    client = Client()
    assert type_in(client, "9001", PASSWORD).headers["Location"] == "/sign-in/password/"
    assert client.get("/desk/").headers["Location"].startswith("/sign-in/password/")
    before = client.cookies[settings.SESSION_COOKIE].value

    answer = client.post("/sign-in/password/", {"old": PASSWORD, "new": NEW, "again": NEW, "next": "/desk/"})

    assert answer.headers["Location"] == "/desk/"
    assert client.cookies[settings.SESSION_COOKIE].value != before
    assert client.get("/sign-in/password/").status_code == 200
    assert type_in(Client(), "9001", PASSWORD).status_code == 401
    assert StaffSession.objects.count() == 1


@pytest.mark.parametrize(
    ("old", "new", "again", "sentence"),
    [
        ("wrong", NEW, NEW, "当前密码不正确"),
        (EVERYBODYS, NEW, NEW + "x", "两次输入的新密码不一致"),
        (EVERYBODYS, "short", "short", "密码长度为 10 至 128 位"),
        (EVERYBODYS, EVERYBODYS, EVERYBODYS, "不能使用最近 5 次用过的密码"),
    ],
)
def test_a_new_password_is_refused_with_its_reason(hall: Hall, old, new, again, sentence):
    client = Client()
    type_in(client)

    answer = client.post("/sign-in/password/", {"old": old, "new": new, "again": again})

    assert answer.status_code == 422
    assert sentence in text_of(answer)
    assert client.get("/desk/").status_code == 200


def test_signing_out_ends_the_session_and_takes_the_cookie(hall: Hall):
    client = Client()
    type_in(client)

    answer = client.post("/sign-out/")

    assert answer.headers["Location"] == "/sign-in/"
    assert not StaffSession.objects.exists()
    assert client.get("/desk/").status_code == 303
    assert client.post("/sign-out/").status_code == 303


def test_signing_in_again_ends_the_session_before(hall: Hall):
    client = Client()
    type_in(client)
    type_in(client, "0301")

    assert StaffSession.objects.count() == 1


def test_forms_of_the_gate_need_their_token(hall: Hall):
    strict = Client(enforce_csrf_checks=True)
    for address in ("/sign-in/", "/sign-out/", "/enrol/", "/sign-in/password/"):
        assert strict.post(address).status_code == 403


def test_a_kiosk_is_enrolled_and_led_to_its_screen(hall: Hall):
    page = send(office(hall), "/office/devices/code/", kind="kiosk", name="2号取号机", window="", zone="")
    code = re.search(r'class="gate-secret">([^<]+)<', page.content.decode())[1]
    kiosk = Client()
    assert kiosk.get("/enrol/done/").headers["Location"].startswith("/enrol/?kind=kiosk")

    answer = kiosk.post("/enrol/", {"code": code.lower()})

    assert answer.headers["Location"] == "/enrol/done/?kind=kiosk"
    assert answer.cookies[gate.device_cookie(DeviceKind.KIOSK)]["httponly"]
    done = text_of(kiosk.get("/enrol/done/?kind=kiosk"))
    assert "2号取号机" in done and "安阳市人力资源和社会保障服务大厅" in done
    assert kiosk.get("/kiosk/").status_code == 200


def test_a_wrong_code_is_said(hall: Hall):
    answer = Client().post("/enrol/", {"code": "AAAA AAAA"})

    assert answer.status_code == 422
    assert "登记码无效或已失效" in text_of(answer)


def test_the_office_revokes_a_device_and_its_screen_closes(hall: Hall):
    card, token = machine(here(hall), DeviceKind.KIOSK, name="旧取号机")
    kiosk = as_device(Client(), DeviceKind.KIOSK, token)
    client = office(hall)
    assert "旧取号机" in text_of(client.get("/office/devices/"))

    assert send(client, f"/office/devices/{card.id}/revoke/").status_code == 303

    assert "旧取号机" not in text_of(client.get("/office/devices/"))
    assert kiosk.get("/kiosk/").status_code == 303


@pytest.mark.parametrize("field", ["window", "zone"])
def test_a_device_is_not_placed_in_another_hall(hall: Hall, field: str):
    other = build_hall(code="BD")
    from yichuang.organization import selectors as organization

    place = other.windows[1] if field == "window" else organization.zones(other.id)[0].id
    sent = {"kind": "board", "name": "屏", "window": "", "zone": ""} | {field: str(place)}

    assert send(office(hall), "/office/devices/code/", **sent).status_code == 404
    assert EnrolCode.objects.filter(hall_id=hall.id, name="屏").count() == 0


@pytest.mark.parametrize("name", ["", " ", "x" * 81, "\x00"])
def test_a_device_needs_a_name(hall: Hall, name: str):
    sent = {"kind": "kiosk", "name": name, "window": "", "zone": ""}

    assert send(office(hall), "/office/devices/code/", **sent).status_code == 422


def test_the_office_opens_an_account_gives_a_role_and_takes_it_back(hall: Hall):
    from yichuang.organization import services as organization
    from yichuang.organization.types import PersonKind

    person = organization.add_person(
        worker_number="0399", name="方圆", kind=PersonKind.SERVICE, by=hall.by, at=MORNING
    )
    client = office(hall)
    page = text_of(send(client, "/office/accounts/open/", person=str(person.id)))
    initial = re.search(r'class="gate-secret">([^<]+)<', page)[1]
    (card,) = [one for one in selectors.accounts(hall.id) if one.worker_number == "0399"]

    given = send(client, f"/office/accounts/{card.id}/role/", role="stf", department="")
    assert given.status_code == 303
    assert type_in(Client(), "0399", initial).headers["Location"] == "/sign-in/password/"
    (grant,) = [one for one in selectors.grants(hall.id, MORNING) if one.account_id == card.id]
    assert grant.role is Role.STF

    assert send(client, f"/office/roles/{grant.id}/revoke/").status_code == 303
    assert not selectors.roles_of(hall.id, person.id, MORNING + timedelta(seconds=1))


def test_the_office_resets_a_password_and_closes_an_account(hall: Hall):
    client = office(hall)
    card = next(one for one in selectors.accounts(hall.id) if one.worker_number == "0302")
    token = session(card)

    page = text_of(send(client, f"/office/accounts/{card.id}/password/"))
    initial = re.search(r'class="gate-secret">([^<]+)<', page)[1]
    assert not gate.of_session(token).account
    assert type_in(Client(), "0302", initial).status_code == 303

    assert send(client, f"/office/accounts/{card.id}/close/").status_code == 303
    assert type_in(Client(), "0302", initial).status_code == 401


@pytest.mark.parametrize("role", ["", "cit", "root", "adm'--"])
def test_only_a_role_of_the_rules_is_given(hall: Hall, role: str):
    card = next(one for one in selectors.accounts(hall.id) if one.worker_number == "0302")

    answer = send(office(hall), f"/office/accounts/{card.id}/role/", role=role, department="")

    assert answer.status_code in {404, 422}
    assert {one.role for one in selectors.grants(hall.id, MORNING) if one.account_id == card.id} == {Role.STF}


def test_the_pages_stand_in_english_too(hall: Hall):
    client = office(hall)
    for address in ("/sign-in/", "/enrol/", "/office/devices/", "/office/accounts/", "/sign-in/password/"):
        page = text_of(client.get(address + "?lang=en"))
        body = page[page.index("<main") : page.index("</main>")]
        told = re.sub(r"安阳\S*?大厅|\d+号\S*|[\u4e00-\u9fff]{2,4}(?= ?<)|.*<option.*", "", body)
        assert not re.search(r"[\u4e00-\u9fff]", re.sub(r"<td>.*?</td>", "", told)), (address, told)


def test_a_json_program_signs_in_asks_who_it_is_and_signs_out(hall: Hall):
    client = Client()
    sent = {"hall": hall.code, "number": "0302", "password": EVERYBODYS}
    token = client.post("/api/v1/session", sent, content_type="application/json").json()["token"]
    header = {"Authorization": f"Bearer {token}"}

    told = client.get("/api/v1/session", headers=header).json()
    assert (told["worker_number"], told["roles"], told["hall"]) == ("0302", ["stf"], hall.code)

    assert client.delete("/api/v1/session", headers=header).status_code == 204
    assert client.get("/api/v1/session", headers=header).status_code == 401


def test_a_machine_without_a_browser_is_enrolled(hall: Hall):
    code = services.enrol_code(
        kind=DeviceKind.TERMINAL, hall_code=hall.code, name="终端", by=hall.by, at=MORNING
    )
    client = Client()
    told = client.post("/api/v1/devices", {"code": code}, content_type="application/json")

    assert told.status_code == 201
    header = {"Authorization": f"Device {told.json()['token']}"}
    assert client.get("/api/v1/session", headers=header).json()["device_kind"] == "terminal"
    again = client.post("/api/v1/devices", {"code": code}, content_type="application/json")
    assert (again.status_code, again.json()["code"]) == (422, "code-unknown")
