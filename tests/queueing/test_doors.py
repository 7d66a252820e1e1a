"""The JSON doors: the fast lane answers as Django does, and whatever comes in is met with a sentence."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from bench.hall import MORNING, OpenHall, open_hall
from django.apps import apps

from tests.queueing.doors import WAYS, Answer, Ask, clerk_token, kiosk_token, person_token
from yichuang.kernel import clock
from yichuang.kernel.access import wall
from yichuang.kernel.access.types import DeviceKind, Role
from yichuang.kernel.claims import proves
from yichuang.kernel.ids import new_id
from yichuang.kernel.journal.models import Entry
from yichuang.kernel.models import IdempotencyKey
from yichuang.queueing import services
from yichuang.queueing.models import Call, Counter, Ticket

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def half_past_nine() -> Iterator[None]:
    with clock.frozen(MORNING):
        yield


@pytest.fixture(params=sorted(WAYS))
def ask(request: pytest.FixtureRequest) -> Ask:
    """Each way in: behind Django, and on the fast lane."""
    return WAYS[request.param]


@pytest.fixture
def kiosk(hall: OpenHall) -> str:
    return kiosk_token(hall)


@pytest.fixture
def clerk(hall: OpenHall) -> str:
    return clerk_token(hall)


def trace() -> tuple[int, ...]:
    """Count whatever an act could leave behind."""
    told = Entry.objects.filter(name__startswith="queueing.ticket")
    tables = (Ticket, Call, Counter, IdempotencyKey)
    return (told.count(), *(model.objects.count() for model in tables))


def refused(answer: Answer, status: int, code: str) -> str:
    """Check that a door refused in a sentence, and return it."""
    assert answer.kind == "application/problem+json", answer.text
    assert (answer.status, answer.said["code"]) == (status, code)
    assert answer.said["detail"]
    return str(answer.said["detail"])


def take(ask: Ask, hall: OpenHall, token: str, **more: Any) -> Answer:
    return ask("POST", "/api/v1/tickets", token=token, body={"line": str(hall.lines[0].id)}, **more)


def call(ask: Ask, hall: OpenHall, token: str, window: int = 0, **more: Any) -> Answer:
    return ask("POST", f"/api/v1/windows/{hall.clerks[window].window_id}/call", token=token, **more)


# ---- the walk -----------------------------------------------------------------------------------------


def test_a_ticket_is_taken_called_served_and_followed(
    ask: Ask, hall: OpenHall, kiosk: str, clerk: str
) -> None:
    taken = take(ask, hall, kiosk)
    assert (taken.status, taken.said["label"], taken.said["ahead"]) == (201, "A001", 0)
    page = f"/api/v1/tickets/{taken.said['token']}"
    assert ask("GET", page).said["state"] == "waiting"

    called = call(ask, hall, clerk)
    assert (called.status, called.said["label"], called.said["window"]) == (201, "A001", 1)
    assert "token" not in called.said
    ticket = f"/api/v1/tickets/{called.said['id']}"

    assert ask("POST", f"{ticket}/begin", token=clerk).said["state"] == "serving"
    board = ask("GET", f"/api/v1/halls/{hall.code}/board").said
    assert [(one["label"], one["window"]) for one in board["calls"]] == [("A001", 1)]
    done = ask("POST", f"{ticket}/finish", token=clerk, body={"outcome": "case", "reference": "RS-2026-0087"})
    assert (done.status, done.said["outcome"], done.said["reference"]) == (200, "case", "RS-2026-0087")
    assert ask("GET", page).said["state"] == "finished"


def test_both_ways_in_answer_in_the_same_words(hall: OpenHall, kiosk: str, clerk: str) -> None:
    lane, django = WAYS["lane"], WAYS["django"]
    pairs = [
        [way("POST", "/api/v1/tickets", token=token, key=key, body=body) for way in (lane, django)]
        for token, key, body in [
            (kiosk, "press-0001", {"line": str(hall.lines[0].id)}),  # the second one is a replay
            (kiosk, None, {"line": str(hall.lines[0].id)}),
            (kiosk, "short", {"line": str(hall.lines[0].id)}),
            (kiosk, "press-0002", b"{"),
            (kiosk, "press-0002", {"line": "nothing"}),
            (kiosk, "press-0002", {"line": str(new_id())}),
            ("", "press-0002", {"line": str(hall.lines[0].id)}),
            (clerk, "press-0002", {"line": str(hall.lines[0].id)}),
        ]
    ]
    path = f"/api/v1/windows/{hall.clerks[0].window_id}/call"
    pairs += [
        [way("POST", path, token=token, key=key, body=body) for way in (lane, django)]
        for token, key, body in [
            (clerk, "call-0001", b""),
            (clerk, "call-0002", b"{}"),
            (clerk, "call-0002", {"ticket": str(new_id())}),
            (kiosk, "call-0002", b""),
        ]
    ]

    for one, other in pairs:
        assert (one.status, one.kind) == (other.status, other.kind)
        assert {**one.said, "request_id": ""} == {**other.said, "request_id": ""}


# ---- nobody picks -------------------------------------------------------------------------------------


@proves("QUE-01", refuses=True)
@pytest.mark.parametrize("field", ["ticket", "ticket_id", "label", "number", "token"])
def test_a_later_ticket_cannot_be_chosen(
    ask: Ask, hall: OpenHall, kiosk: str, clerk: str, field: str
) -> None:
    take(ask, hall, kiosk)
    later = take(ask, hall, kiosk).said
    wanted = {"ticket": later["id"], "ticket_id": later["id"]}.get(field, later.get(field))
    before = trace()

    answer = call(ask, hall, clerk, body={field: wanted})

    refused(answer, 422, "nobody-picks")
    assert answer.said["rule"] == "QUE-01"
    assert trace() == before
    assert call(ask, hall, clerk).said["label"] == "A001"


# ---- nobody says who they are -------------------------------------------------------------------------


@proves("INT-06", refuses=True)
@pytest.mark.parametrize("field", ["id_number", "name", "phone", "410502198001011234"])
def test_who_sends_more_than_the_item_needs_is_told_so_and_nothing_of_it_is_kept(
    ask: Ask, hall: OpenHall, kiosk: str, field: str
) -> None:
    body = {"line": str(hall.lines[0].id), field: "410502198001011234"}
    before = trace()

    answer = ask("POST", "/api/v1/tickets", token=kiosk, body=body)

    refused(answer, 422, "unknown-field")
    assert trace() == before
    rows = [list(model.objects.values_list()) for model in apps.get_models(include_auto_created=True)]
    assert "410502198001011234" not in repr(rows)


# ---- who may ------------------------------------------------------------------------------------------


def test_a_stranger_takes_and_calls_nothing(ask: Ask, hall: OpenHall) -> None:
    before = trace()

    assert take(ask, hall, "").status == 401
    assert call(ask, hall, "").status == 401
    assert take(ask, hall, "Device no-such-token").status == 401
    assert call(ask, hall, "Bearer no-such-token").status == 401
    assert call(ask, hall, "Bearer " + "x" * 10_000).status == 401
    assert trace() == before


@pytest.mark.parametrize("kind", [DeviceKind.BOARD, DeviceKind.WINDOW_SCREEN])
def test_a_board_takes_no_tickets(ask: Ask, hall: OpenHall, kind: DeviceKind) -> None:
    assert take(ask, hall, kiosk_token(hall, kind)).status == 403


def test_a_kiosk_calls_nobody_and_an_inspector_neither(ask: Ask, hall: OpenHall, kiosk: str) -> None:
    inspector = person_token(hall, new_id(), "9001", Role.INSP)

    assert call(ask, hall, kiosk).status == 403
    assert call(ask, hall, inspector).status == 403


def test_a_clerk_calls_at_no_other_window(ask: Ask, hall: OpenHall, kiosk: str, clerk: str) -> None:
    take(ask, hall, kiosk)

    refused(call(ask, hall, clerk, window=1), 403, "not-at-this-post")


def test_another_hall_s_things_are_not_there(ask: Ask, hall: OpenHall, kiosk: str, clerk: str) -> None:
    other = open_hall()
    theirs = services.take_ticket(line_id=other.lines[0].id, by=other.kiosks[0], at=MORNING)
    before = trace()

    refused(take(ask, other, kiosk), 404, "unknown-line")
    assert call(ask, other, clerk).status == 404
    for verb in ("recall", "begin", "miss", "rejoin", "park", "resume"):
        refused(ask("POST", f"/api/v1/tickets/{theirs.id}/{verb}", token=clerk), 404, "unknown-ticket")
    refused(
        ask("POST", f"/api/v1/tickets/{theirs.id}/finish", token=clerk, body={"outcome": "referral"}),
        404,
        "unknown-ticket",
    )
    assert trace() == before


def test_a_session_that_expired_in_the_middle_of_a_visit_loses_nothing(
    ask: Ask, hall: OpenHall, kiosk: str, clerk: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    take(ask, hall, kiosk)
    ticket = f"/api/v1/tickets/{call(ask, hall, clerk).said['id']}"
    ask("POST", f"{ticket}/begin", token=clerk)
    now, before = wall.now, trace()
    monkeypatch.setattr(wall, "now", lambda: now() + timedelta(days=2))

    refused(ask("POST", f"{ticket}/finish", token=clerk, body={"outcome": "referral"}), 401, "sign-in-needed")
    assert call(ask, hall, clerk).status == 401
    assert trace() == before
    monkeypatch.undo()
    done = ask("POST", f"{ticket}/finish", token=clerk, body={"outcome": "referral"})
    assert done.said["state"] == "finished"


# ---- what comes in ------------------------------------------------------------------------------------

HOSTILE = [
    b"{",
    b"[]",
    b'"text"',
    b"null",
    b"\xff\xfe",
    b"\x00",
    b'{"line": ' + b"[" * 3000 + b"]" * 3000 + b"}",
    b"x" * 10_001,
    {"line": None},
    {"line": 5},
    {"line": ["a"]},
    {"line": {"id": 1}},
    {"line": "😀" * 40},
    {"line": "x" * 9000},
    {"line": "'; DROP TABLE queueing_ticket; --"},
    {"line": "<script>alert(1)</script>"},
    {"line": "00000000-0000-0000-0000-00000000000g"},
    {"lines": "x"},
    {"<b>": 1},
]


@pytest.mark.parametrize("body", HOSTILE, ids=range(len(HOSTILE)))
def test_whatever_comes_in_is_answered_in_a_sentence_and_leaves_no_trace(
    ask: Ask, hall: OpenHall, kiosk: str, body: Any
) -> None:
    before = trace()

    answer = ask("POST", "/api/v1/tickets", token=kiosk, body=body)

    assert answer.status in {400, 422}
    assert answer.kind == "application/problem+json"
    assert answer.said["detail"]
    assert "Traceback" not in answer.text
    assert trace() == before


def test_a_hostile_item_is_refused_too(ask: Ask, hall: OpenHall, kiosk: str) -> None:
    line = str(hall.lines[0].id)
    for item, status in ((7, 422), ("x", 422), (str(new_id()), 422), ({"a": 1}, 422)):
        answer = ask("POST", "/api/v1/tickets", token=kiosk, body={"line": line, "item": item})
        assert answer.status == status
    assert not Ticket.objects.exists()


WRONG_IDS = ["1", "x" * 36, "%F0%9F%98%80", "00000000-0000-0000-0000-00000000000g", "'%20OR%201=1"]


@pytest.mark.parametrize("wrong", WRONG_IDS)
def test_a_wrong_address_names_nothing(ask: Ask, hall: OpenHall, clerk: str, wrong: str) -> None:
    assert ask("POST", f"/api/v1/windows/{wrong}/call", token=clerk).status == 404
    assert ask("POST", f"/api/v1/tickets/{wrong}/begin", token=clerk).status == 404
    assert ask("POST", f"/api/v1/tickets/{wrong}/give-up").status == 404
    assert ask("GET", f"/api/v1/tickets/{wrong}").status == 404
    assert ask("GET", f"/api/v1/halls/{wrong}/board").status == 404


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({}, "outcome-missing"),
        ({"outcome": ""}, "outcome-missing"),
        ({"outcome": "gift"}, "outcome-missing"),
        ({"outcome": ["case"]}, "outcome-missing"),
        ({"outcome": "case"}, "reference-missing"),
        ({"outcome": "case", "reference": 7}, "field-malformed"),
        ({"outcome": "case", "reference": "张国强"}, "reference-malformed"),
        ({"outcome": "case", "reference": "x" * 9000}, "reference-malformed"),
        ({"outcome": "case", "reference": "13812345678"}, "reference-personal"),
        ({"outcome": "referral", "reference": "RS-2026-0087"}, "reference-not-allowed"),
        ({"outcome": "referral", "note": "张国强"}, "unknown-field"),
    ],
)
def test_a_visit_ends_only_with_what_the_rule_knows(
    ask: Ask, hall: OpenHall, kiosk: str, clerk: str, body: Any, code: str
) -> None:
    take(ask, hall, kiosk)
    ticket = f"/api/v1/tickets/{call(ask, hall, clerk).said['id']}"
    ask("POST", f"{ticket}/begin", token=clerk)
    before = trace()

    answer = ask("POST", f"{ticket}/finish", token=clerk, body=body)

    assert answer.said["code"] == code
    assert answer.status == 422
    assert trace() == before


# ---- keys ---------------------------------------------------------------------------------------------


def test_an_act_without_a_key_is_not_done(ask: Ask, hall: OpenHall, kiosk: str, clerk: str) -> None:
    refused(take(ask, hall, kiosk, key=None), 400, "key-missing")
    refused(call(ask, hall, clerk, key=None), 400, "key-missing")
    refused(take(ask, hall, kiosk, key="short"), 400, "key-unfit")
    refused(take(ask, hall, kiosk, key="x" * 101), 400, "key-unfit")


def test_a_repeated_request_is_answered_and_not_repeated(
    ask: Ask, hall: OpenHall, kiosk: str, clerk: str
) -> None:
    one, two = (take(ask, hall, kiosk, key="press-0001") for _ in range(2))
    three, four = (call(ask, hall, clerk, key="call-0001") for _ in range(2))

    assert one.said == two.said
    assert three.said == four.said
    assert (Ticket.objects.count(), Call.objects.count()) == (1, 1)


def test_an_altered_request_is_refused(ask: Ask, hall: OpenHall, kiosk: str, clerk: str) -> None:
    take(ask, hall, kiosk, key="press-0001")
    call(ask, hall, clerk, key="call-0001")
    before = trace()

    other = ask(
        "POST", "/api/v1/tickets", token=kiosk, key="press-0001", body={"line": str(hall.lines[1].id)}
    )

    refused(other, 422, "key-reused")
    refused(call(ask, hall, clerk, key="call-0001", body=b"{}"), 422, "key-reused")
    refused(call(ask, hall, clerk, window=1, key="call-0001"), 422, "key-reused")
    assert trace() == before


# ---- the rest -----------------------------------------------------------------------------------------


def test_the_citizen_gives_up_with_the_token_alone(ask: Ask, hall: OpenHall, kiosk: str) -> None:
    token = take(ask, hall, kiosk).said["token"]

    left = ask("POST", f"/api/v1/tickets/{token}/give-up")

    assert left.said["state"] == "cancelled"
    refused(ask("POST", f"/api/v1/tickets/{token}/give-up"), 409, "not-now")


def test_a_closed_hall_says_when_it_opens(ask: Ask, hall: OpenHall, kiosk: str) -> None:
    with clock.frozen(MORNING.replace(hour=12, minute=30)):
        answer = take(ask, hall, kiosk)

    sentence = refused(answer, 409, "hall-closed")
    assert answer.said["rule"] == "HRS-01"
    assert "13:30" in sentence


def test_lines_are_listed_for_everybody(ask: Ask, hall: OpenHall, kiosk: str) -> None:
    take(ask, hall, kiosk)

    lines = ask("GET", f"/api/v1/halls/{hall.code}/lines").said

    assert [(one["prefix"], one["waiting"], one["windows_on_duty"]) for one in lines] == [
        ("A", 1, 4),
        ("B", 0, 4),
    ]


def test_the_open_api_text_stands(hall: OpenHall) -> None:
    said = WAYS["django"]("GET", "/api/v1/openapi.json").said

    assert "/api/v1/tickets" in said["paths"]
    assert "/api/v1/windows/{window}/call" in said["paths"]
