"""A door of each kind, asked by everybody; tests/flows/test_every_door.py walks the real ones."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from types import ModuleType
from typing import Any

import pytest
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.test import Client
from django.urls import path
from ninja import NinjaAPI, Router, Schema

from tests.access.people import MORNING, as_device, hall, machine, session, signed_in, worker
from yichuang.kernel import clock
from yichuang.kernel.access import callers, doors, gate, lane, rules, services
from yichuang.kernel.access.doors import anyone, device, door, either, role
from yichuang.kernel.access.doors import signed_in as person
from yichuang.kernel.access.errors import NoCsrf, NotYourDoor, PasswordDue, SignInNeeded
from yichuang.kernel.access.types import (
    STRANGER,
    AccountCard,
    Answer,
    Caller,
    DeviceCard,
    DeviceKind,
    Door,
    GrantCard,
    Role,
    Rule,
)
from yichuang.kernel.ids import new_id
from yichuang.kernel.json_doors import install


class Note(Schema):
    text: str


def seen(request: HttpRequest) -> str:
    caller = doors.caller(request)
    return str(caller.actor.kind) if caller.actor else "stranger"


@pytest.fixture(scope="module", autouse=True)
def house() -> Iterator[Any]:
    """Stand up a small house of doors, and tear it down again."""
    before = doors.registry()

    @door("t.public", rule=anyone(), label="lobby")
    def public(request: HttpRequest) -> HttpResponse:
        return HttpResponse(seen(request))

    @door("t.desk", rule=role(Role.STF, Role.BST), label="desk")
    def desk(request: HttpRequest) -> HttpResponse:
        return HttpResponse(seen(request))

    @door("t.call", rule=role(Role.STF), label="call", act=True)
    def call(request: HttpRequest) -> HttpResponse:
        return HttpResponse(seen(request))

    @door("t.kiosk", rule=device(DeviceKind.KIOSK), label="kiosk")
    def kiosk(request: HttpRequest) -> HttpResponse:
        return HttpResponse(seen(request))

    @door("t.either", rule=either(device(DeviceKind.KIOSK), role(Role.GUIDE)), label="tickets")
    def tickets(request: HttpRequest) -> HttpResponse:
        return HttpResponse(seen(request))

    api, router = NinjaAPI(urls_namespace="door-test"), Router()
    install(api)

    @router.post("/notes/{place}")
    @door("t.api", rule=either(role(Role.STF), device(DeviceKind.KIOSK)), label="notes", act=True)
    def note(request: HttpRequest, place: int, body: Note) -> dict[str, object]:
        return {"place": place, "text": body.text, "by": seen(request)}

    api.add_router("", router)
    form = get_token
    urls: Any = ModuleType("doors_of_the_test")
    urls.urlpatterns = [
        path("public/", public),
        path("desk/", desk),
        path("call/", call),
        path("kiosk/", kiosk),
        path("tickets/", tickets),
        path("api/v1/", api.urls),
        path("token/", door("t.token", rule=anyone(), label="t")(lambda r: HttpResponse(form(r)))),
    ]
    yield urls
    for name in set(doors.registry()) - set(before):
        doors._doors.pop(name)


@pytest.fixture(autouse=True)
def stands(house: Any, settings: Any, db: None) -> Iterator[None]:
    settings.ROOT_URLCONF = house
    settings.MIDDLEWARE = [
        one for one in settings.MIDDLEWARE if not one.startswith("yichuang.screens") and "Refusals" not in one
    ] + ["tests.access.test_doors.Plainly"]
    with clock.frozen(MORNING):
        yield


class Plainly:
    """Say a refusal as its bare sentence."""

    def __init__(self, get_response: Any) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> Any:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, refusal: Any) -> HttpResponse:
        return HttpResponse(str(refusal), status=refusal.status)


KIOSK = DeviceCard(new_id(), new_id(), "YH", DeviceKind.KIOSK, "k")
LIN = AccountCard(new_id(), new_id(), "YH", "A07", new_id())
LIN_DUE = AccountCard(new_id(), new_id(), "YH", "A07", new_id(), password_due=True)
CLERK = frozenset({GrantCard(Role.STF)})


@pytest.mark.parametrize(
    ("rule", "caller", "expected"),
    [
        (anyone(), STRANGER, Answer.COME_IN),
        (anyone(), Caller(account=LIN_DUE), Answer.COME_IN),
        (person(), STRANGER, Answer.SIGN_IN),
        (person(), Caller(account=LIN), Answer.COME_IN),
        (person(), Caller(account=LIN_DUE), Answer.CHANGE_PASSWORD),
        (person(), Caller(device=KIOSK), Answer.NOT_YOURS),
        (role(Role.STF), STRANGER, Answer.SIGN_IN),
        (role(Role.STF), Caller(account=LIN), Answer.NOT_YOURS),  # signed in without the role
        (role(Role.STF), Caller(account=LIN, grants=CLERK), Answer.COME_IN),
        (role(Role.OFF), Caller(account=LIN, grants=CLERK), Answer.NOT_YOURS),
        (role(Role.STF), Caller(device=KIOSK), Answer.NOT_YOURS),
        (device(DeviceKind.KIOSK), STRANGER, Answer.ENROL),
        (device(DeviceKind.KIOSK), Caller(device=KIOSK), Answer.COME_IN),
        (device(DeviceKind.BOARD), Caller(device=KIOSK), Answer.NOT_YOURS),
        (device(DeviceKind.KIOSK), Caller(account=LIN, grants=CLERK), Answer.NOT_YOURS),
        (either(device(DeviceKind.KIOSK), role(Role.STF)), STRANGER, Answer.SIGN_IN),
        (either(device(DeviceKind.KIOSK), role(Role.STF)), Caller(account=LIN, grants=CLERK), Answer.COME_IN),
        (either(device(DeviceKind.KIOSK), role(Role.STF)), Caller(device=KIOSK), Answer.COME_IN),
        (either(device(DeviceKind.KIOSK), anyone()), STRANGER, Answer.COME_IN),
        (
            Rule(),
            Caller(account=LIN, grants=CLERK),
            Answer.NOT_YOURS,
        ),  # a rule that says nothing lets nobody in
        (Rule(), STRANGER, Answer.ENROL),
    ],
)
def test_what_a_rule_says(rule: Rule, caller: Caller, expected: Answer):
    assert rules.answer(Door("x", rule, "x"), caller) is expected


def test_a_public_door_asks_the_database_nothing_of_a_stranger(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert Client().get("/public/").content == b"stranger"


def test_a_public_door_knows_who_is_signed_in_where_it_asks():
    assert signed_in(Client(), worker(hall(), Role.STF)).get("/public/").content == b"person"


def test_a_stranger_is_led_to_the_sign_in_and_back_again():
    answer = Client().get("/desk/?window=3")

    assert answer.status_code == 303
    assert answer.headers["Location"] == "/sign-in/?next=%2Fdesk%2F%3Fwindow%3D3"


def test_a_machine_nobody_enrolled_is_led_to_the_enrolment():
    answer = Client().get("/kiosk/")

    assert answer.status_code == 303
    assert answer.headers["Location"] == "/enrol/?kind=kiosk&next=%2Fkiosk%2F"


def test_a_clerk_comes_in_at_the_desk_by_one_statement(django_assert_num_queries):
    client = signed_in(Client(), worker(hall(), Role.STF, Role.GUIDE))

    with django_assert_num_queries(1):
        answer = client.get("/desk/")

    assert answer.content == b"person"


def test_the_wrong_role_hears_whom_the_door_is_for():
    client = signed_in(Client(), worker(hall(), Role.OFF))

    answer = client.get("/desk/")

    assert answer.status_code == 403
    assert answer.content.decode() == "“desk”只对窗口人员、B岗人员开放。"


def test_an_initial_password_opens_nothing_but_its_own_page():
    client = signed_in(Client(), worker(hall(), Role.STF, initial=True))

    assert client.get("/desk/").headers["Location"] == "/sign-in/password/?next=%2Fdesk%2F"
    assert client.post("/call/").status_code == 403
    assert client.get("/public/").status_code == 200


def test_an_act_that_meets_an_ended_session_is_answered_in_place_and_loses_nothing(wall_moves):
    client = signed_in(Client(), worker(hall(), Role.STF))
    wall_moves(timedelta(minutes=31))

    for answer in (client.post("/call/"), client.get("/desk/", headers={"HX-Request": "true"})):
        assert answer.status_code == 401
        assert "请先登录" in answer.content.decode()


def test_only_a_door_that_is_an_act_keeps_the_session_awake(wall_moves):
    client = signed_in(Client(), worker(hall(), Role.STF))
    for _ in range(2):
        wall_moves(timedelta(minutes=14))
        assert client.get("/desk/").status_code == 200
    wall_moves(timedelta(minutes=3))
    assert client.get("/desk/").status_code == 303

    client = signed_in(Client(), worker(hall("BD"), Role.STF))
    for _ in range(4):
        wall_moves(timedelta(minutes=14))
        assert client.post("/call/").status_code == 200


def test_a_device_passes_as_a_device_of_its_kind_only():
    here = hall()
    kiosk = as_device(Client(), DeviceKind.KIOSK, machine(here, DeviceKind.KIOSK)[1])
    board = as_device(Client(), DeviceKind.BOARD, machine(here, DeviceKind.BOARD)[1])

    assert kiosk.get("/kiosk/").content == b"device"
    assert kiosk.get("/tickets/").content == b"device"
    assert kiosk.get("/desk/").status_code == 403
    assert board.get("/kiosk/").status_code == 403


def test_a_kiosk_token_in_the_cookie_of_a_board_opens_no_board():
    client = as_device(Client(), DeviceKind.BOARD, machine(hall(), DeviceKind.KIOSK)[1])

    assert client.get("/kiosk/").status_code == 303
    assert client.get("/desk/").status_code == 303


def test_a_device_page_renews_the_cookie_of_the_device():
    client = as_device(Client(), DeviceKind.KIOSK, machine(hall(), DeviceKind.KIOSK)[1])

    cookie = client.get("/kiosk/").cookies[gate.device_cookie(DeviceKind.KIOSK)]

    assert cookie["max-age"] == gate.DEVICE_COOKIE_SECONDS
    assert cookie["httponly"] and cookie["samesite"] == "Lax"


def test_a_json_door_knows_a_session_token_and_a_device_token():
    here = hall()
    bearer = {"Authorization": f"Bearer {session(worker(here, Role.STF))}"}
    machine_token = {"Authorization": f"Device {machine(here, DeviceKind.KIOSK)[1]}"}
    strict = Client(enforce_csrf_checks=True)

    for headers, by in ((bearer, "person"), (machine_token, "device")):
        answer = strict.post(
            "/api/v1/notes/3", {"text": "hello"}, content_type="application/json", headers=headers
        )
        assert answer.json() == {"place": 3, "text": "hello", "by": by}


@pytest.mark.parametrize("header", ["", "Bearer nonsense", "Device nonsense", "Basic YTpi", "Bearer", "😀"])
def test_a_json_door_answers_a_stranger_with_a_problem(header: str):
    answer = Client().post(
        "/api/v1/notes/3",
        {"text": "hello"},
        content_type="application/json",
        headers={"Authorization": header.encode().decode("latin-1")},
    )

    assert answer.status_code == 401
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json()["code"] == "sign-in-needed"


def test_a_json_act_with_a_cookie_must_come_from_our_own_page():
    strict = signed_in(Client(enforce_csrf_checks=True), worker(hall(), Role.STF))
    send = {"path": "/api/v1/notes/3", "data": {"text": "hello"}, "content_type": "application/json"}
    assert strict.post(**send).status_code == 403
    assert strict.post(**send).json()["code"] == "not-from-our-page"

    token = strict.get("/token/").content.decode()

    assert strict.post(**send, headers={"X-CSRFToken": token}).status_code == 200
    assert strict.post(**send, headers={"X-CSRFToken": "A" * 64}).status_code == 403


def test_a_page_form_without_its_token_is_refused():
    strict = signed_in(Client(enforce_csrf_checks=True), worker(hall(), Role.STF))

    assert strict.post("/call/").status_code == 403


def test_a_grant_that_ended_shuts_the_door():
    here = hall()
    lin = worker(here)
    services.grant_role(
        account_id=lin.id,
        role=Role.STF,
        by=here.system,
        at=MORNING,
        active_until=MORNING + timedelta(hours=1),
    )
    client = signed_in(Client(), lin)
    assert client.get("/desk/").status_code == 200

    with clock.frozen(MORNING + timedelta(hours=1)):
        assert client.get("/desk/").status_code == 403


def test_two_doors_are_not_called_the_same():
    with pytest.raises(ValueError):
        doors.declare("t.desk", rule=anyone(), label="again")


LANE = Door("t.lane", either(role(Role.STF), device(DeviceKind.KIOSK)), "lane", act=True)


def headers_of(**more: str) -> dict[bytes, bytes]:
    return {name.replace("_", "-").encode(): value.encode() for name, value in more.items()}


def test_the_fast_lane_asks_the_same_question_by_one_statement(django_assert_num_queries):
    here = hall()
    token, machine_token = session(worker(here, Role.STF)), machine(here, DeviceKind.KIOSK)[1]

    with django_assert_num_queries(1):
        who = lane.caller_of(headers_of(authorization=f"Bearer {token}"), MORNING, door=LANE)
    assert who.roles == {Role.STF}
    with django_assert_num_queries(2):  # twice a minute a device is also written down as seen
        lane.caller_of(headers_of(authorization=f"Device {machine_token}"), MORNING, door=LANE)
    with django_assert_num_queries(1):
        who = lane.caller_of(headers_of(authorization=f"Device {machine_token}"), MORNING, door=LANE)
    assert who.device.kind is DeviceKind.KIOSK


def test_the_fast_lane_takes_a_cookie_only_with_the_token_of_our_page():
    token = session(worker(hall(), Role.STF))
    secret = "k3J9sTqLw2VbN8xZr5YpDm7GhC4fA6eU"
    cookie = f"a=b; {settings.SESSION_COOKIE}={token}; {settings.CSRF_COOKIE_NAME}={secret}"

    with pytest.raises(NoCsrf):
        lane.caller_of(headers_of(cookie=cookie), MORNING, door=LANE)
    with pytest.raises(NoCsrf):
        lane.caller_of(headers_of(cookie=cookie, x_csrftoken=secret[::-1]), MORNING, door=LANE)

    who = lane.caller_of(headers_of(cookie=cookie, x_csrftoken=secret), MORNING, door=LANE)
    assert who.account and who.by_cookie


def test_the_fast_lane_refuses_as_every_other_door(wall_moves):
    here = hall()
    with pytest.raises(SignInNeeded):
        lane.caller_of({}, MORNING, door=LANE)
    with pytest.raises(NotYourDoor):
        token = session(worker(here, Role.OFF, number="A08"))
        lane.caller_of(headers_of(authorization=f"Bearer {token}"), MORNING, door=LANE)
    with pytest.raises(PasswordDue):
        token = session(worker(here, Role.STF, number="A09", initial=True))
        lane.caller_of(headers_of(authorization=f"Bearer {token}"), MORNING, door=LANE)
    assert lane.caller_of({b"cookie": b"\xff\xfe;;==", b"authorization": b"\xff"}, MORNING) == STRANGER


def test_an_act_in_the_fast_lane_keeps_the_session_awake(wall_moves):
    token = session(worker(hall(), Role.STF))
    for _ in range(4):
        wall_moves(timedelta(minutes=14))
        lane.caller_of(headers_of(authorization=f"Bearer {token}"), MORNING, door=LANE)

    assert callers.by_session(token, MORNING).account
