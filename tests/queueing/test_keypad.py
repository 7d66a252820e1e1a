"""Hardware keypads: what a clerk can do with seven keys and a display of two lines."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from django.db import connection, connections
from django.test import Client

from tests.queueing.doors import through_django
from tests.queueing.keypads import PRESS, SHOWS, Hand, refused, trace
from tests.support.callers import person_client, text_of
from tests.support.hall import MORNING, Hall, build_hall
from yichuang.kernel import clock
from yichuang.kernel.access import services as access
from yichuang.kernel.journal import selectors as journal
from yichuang.kernel.journal.deliver import hear
from yichuang.kernel.journal.models import Entry
from yichuang.kernel.live.topics import changes_of
from yichuang.kernel.types import Actor
from yichuang.posts import services as posts
from yichuang.posts.types import PauseReason
from yichuang.queueing import api_keypad as keypad
from yichuang.queueing import services
from yichuang.queueing.models import Call, Ticket
from yichuang.queueing.types import KeypadKey, KeypadState

pytestmark = pytest.mark.django_db


@pytest.fixture
def hall() -> Hall:
    return build_hall()


@pytest.fixture
def clerk(hall: Hall) -> Actor:
    return hall.sign_on(1, MORNING)


@pytest.fixture
def hand(hall: Hall, clerk: Actor) -> Hand:
    return Hand(hall, 1)


def entry(name: str) -> Entry:
    return Entry.objects.filter(name=f"queueing.{name}").latest("recorded_at", "id")


# ---- a visit with seven keys --------------------------------------------------------------------------


def test_a_visit_is_called_begun_and_finished_with_keys_and_the_display_follows(hand: Hand) -> None:
    for _ in range(3):
        hand.hall.take("A", MORNING)
    assert hand.shows()["lines"] == ["空闲", "等候3"]

    called = hand.press("next")
    assert (called.status, called.said["label"], called.said["state"]) == (200, "A001", "called")
    hand.wait(25)
    assert hand.shows()["lines"] == ["A001 呼叫中", "等候2 00:25"]
    assert hand.press("recall").said["elapsed_seconds"] == 0
    assert hand.press("begin").said["state"] == "serving"
    hand.wait(3 * 60 + 5)
    assert hand.shows()["lines"] == ["A001 办理中", "等候2 03:05"]
    done = hand.press("finish")

    assert (done.said["state"], done.said["label"], done.said["waiting"]) == ("idle", None, 2)
    ticket = Ticket.objects.get(label="A001")
    assert (ticket.state, ticket.outcome) == ("finished", "information")


def test_who_waits_in_the_lounge_comes_back_with_a_key(hand: Hand) -> None:
    hand.hall.take("A", MORNING)
    hand.press("next")

    parked = hand.press("park").said
    assert (parked["state"], parked["parked"], parked["label"]) == ("idle", 1, None)
    back = hand.press("unpark").said

    assert (back["state"], back["parked"], back["label"]) == ("called", 0, "A001")


def test_who_does_not_come_is_missed_after_the_calls_of_the_rule(hand: Hand) -> None:
    hand.hall.take("A", MORNING)
    hand.press("next")

    assert refused(hand.press("miss"), 409, "too-few-calls") == "叫号次数不够"
    assert refused(hand.press("recall"), 409, "too-soon").startswith("请")
    for _ in range(2):
        hand.wait(60)
        hand.press("recall")
    hand.wait(60)

    assert hand.press("miss").said["state"] == "idle"
    assert Ticket.objects.get().state == "missed"


# ---- whose act it is ----------------------------------------------------------------------------------


def test_the_act_is_of_who_is_signed_on_and_the_journal_names_the_device_as_its_means(
    hand: Hand, clerk: Actor
) -> None:
    hand.hall.take("A", MORNING)

    hand.press("next")
    hand.press("begin")

    for name, key in (("ticket_called", "next"), ("service_begun", "begin")):
        act = entry(name)
        means = Entry.objects.get(id=act.cause_id)
        assert (act.actor_kind, act.actor_id, act.window_id) == ("person", clerk.id, hand.hall.windows[1])
        assert act.post_id is not None
        assert (means.name, means.actor_kind) == ("queueing.keypad_pressed", "device")
        assert f'"key":"{key}"' in means.body.replace(" ", "")
        assert clerk.id.hex in means.body.replace("-", "")
    assert Call.objects.get().person_id == clerk.id


def test_where_nobody_is_signed_on_no_key_does_anything(hall: Hall) -> None:
    hand = Hand(hall, 2)
    hall.take("A", MORNING)
    before = trace()

    for key in KeypadKey:
        assert refused(hand.press(key.value), 409, "nobody-at-the-keypad") == "请先在电脑登录"

    assert trace() == before
    assert hand.shows() | {"lines": None} == {
        "window": 2,
        "state": "off",
        "label": None,
        "waiting": 1,
        "parked": 0,
        "elapsed_seconds": None,
        "lines": None,
    }


def test_whose_login_was_closed_or_role_taken_presses_nothing_more(hand: Hand, clerk: Actor) -> None:
    from yichuang.kernel.access import selectors

    account = selectors.account_of_person(hand.hall.id, clerk.id)
    assert account is not None
    hand.hall.take("A", MORNING)
    access.close_account(account_id=account.id, by=hand.hall.by, at=MORNING)

    refused(hand.press("next"), 409, "nobody-at-the-keypad")

    assert not Call.objects.exists()


def test_a_press_of_one_window_never_touches_another(hall: Hall, clerk: Actor) -> None:
    hall.sign_on(2, MORNING)
    here, there = Hand(hall, 1), Hand(hall, 2)
    hall.take("A", MORNING)
    here.press("next")

    refused(there.press("begin"), 409, "nobody-here")
    refused(there.press("next"), 409, "nobody-waiting")

    assert Ticket.objects.get().window_id == hall.windows[1]
    assert there.shows()["label"] is None


def test_the_keypad_of_another_hall_knows_nothing_of_this_one(hand: Hand) -> None:
    other = build_hall(code="BD")
    hand.hall.take("A", MORNING)
    stranger = Hand(other, 1)

    refused(stranger.press("next"), 409, "nobody-at-the-keypad")

    assert stranger.shows()["waiting"] == 0
    assert not Call.objects.exists()


def test_only_an_enrolled_keypad_comes_in_and_a_revoked_one_hears_it_in_few_words(
    hall: Hall, hand: Hand
) -> None:
    desk = person_client(hall, "0301")
    with clock.frozen(MORNING):
        kiosk = through_django("GET", SHOWS, token="Device " + hall.kiosk_token, key=None)
        nobody = through_django("POST", PRESS, key=None, body={"key": "next", "press": "p-0001"})
        person = desk.get(SHOWS)

    assert refused(kiosk, 403, "not-your-door") == "不是呼叫器"
    assert refused(nobody, 401, "enrol-needed") == "设备未登记"
    assert person.status_code == 403
    with clock.frozen(MORNING):
        device = through_django("GET", "/api/v1/session", token=hand.token, key=None).said["device_id"]
    access.revoke_device(device_id=device, by=hall.by, at=MORNING)
    assert refused(hand.press("next"), 401, "enrol-needed") == "设备未登记"


# ---- once, and for the ticket that was meant ----------------------------------------------------------


def test_a_press_sent_twice_is_one_act(hand: Hand) -> None:
    hand.hall.take("A", MORNING)
    hand.hall.take("A", MORNING)
    first = hand.press("next", "k7-0001")
    before = trace()

    again = hand.press("next", "k7-0001")

    assert again.said == first.said
    assert trace() == before
    refused(hand.press("recall", "k7-0001"), 422, "key-reused")
    refused(hand.press("next", "k7-0002"), 409, "already-serving")


def test_a_press_that_comes_late_does_not_hit_the_next_ticket(hand: Hand) -> None:
    for _ in range(2):
        hand.hall.take("A", MORNING)
    hand.press("next", showing="")
    hand.press("begin", showing="A001")
    hand.press("finish", showing="A001")
    hand.press("next")
    hand.press("begin")

    assert refused(hand.press("finish", showing="A001"), 409, "not-that-one") == "号已变请看屏幕"

    assert hand.shows()["label"] == "A002"


@pytest.mark.django_db(transaction=True)
def test_two_copies_of_a_press_at_once_call_one_person() -> None:
    hall = build_hall()
    hall.sign_on(1, MORNING)
    hand = Hand(hall, 1)
    for _ in range(4):
        hall.take("A", MORNING)
    said: list[int] = []

    def go() -> None:
        said.append(hand.press("next", "k7-0009").status)
        connections.close_all()

    threads = [threading.Thread(target=go) for _ in range(4)]
    with clock.frozen(MORNING):
        for one in threads:
            one.start()
        for one in threads:
            one.join()

    assert said == [200] * 4, (said, connection.vendor)
    assert Call.objects.count() == 1
    assert Entry.objects.filter(name="queueing.keypad_pressed").count() == 1


# ---- the same refusals as at the desk -----------------------------------------------------------------


def test_what_must_be_named_is_finished_at_the_desk() -> None:
    hall = build_hall(items=True)
    hall.sign_on(1, MORNING)
    hand = Hand(hall, 1)
    item = _numbered_item(hall)
    services.take_ticket(line_id=hall.lines["A"], item_id=item, by=hall.kiosk, at=MORNING)
    hand.press("next")
    hand.press("begin")

    assert refused(hand.press("finish"), 409, "not-quick") == "请在电脑上办结"

    assert hand.shows()["state"] == "serving"


def _numbered_item(hall: Hall) -> Any:
    from yichuang.catalogue import selectors as catalogue

    mine = [one for one in catalogue.items(hall.id, MORNING.date()) if one.ticket_prefix == "A"]
    return next(one.id for one in mine if not services.is_quick(one))


def test_a_called_person_is_not_finished_before_service_began(hand: Hand) -> None:
    hand.hall.take("A", MORNING)
    hand.press("next")

    refused(hand.press("finish"), 409, "not-now")

    assert Ticket.objects.get().state == "called"


def test_a_window_that_pauses_says_so_and_calls_nobody(hand: Hand, clerk: Actor) -> None:
    hand.hall.take("A", MORNING)
    posts.pause_window(window_id=hand.hall.windows[1], reason=PauseReason.MEETING, by=clerk, at=MORNING)
    hand.wait(90)

    assert refused(hand.press("next"), 409, "window-paused") == "窗口已暂停"
    assert hand.shows()["lines"] == ["暂停服务", "等候1 01:30"]


def test_keys_without_anybody_here_are_refused(hand: Hand) -> None:
    for key in ("recall", "begin", "finish", "miss", "park"):
        refused(hand.press(key), 409, "nobody-here")
    assert refused(hand.press("next"), 409, "nobody-waiting") == "暂无等候"
    assert refused(hand.press("unpark"), 409, "nobody-in-the-lounge") == "没有挂起的号"


HOSTILE: tuple[tuple[Any, str], ...] = (
    ({"key": "eject", "press": "k7-0001"}, "unknown-key"),
    ({"key": "NEXT", "press": "k7-0001"}, "unknown-key"),
    ({"key": "", "press": "k7-0001"}, "unknown-key"),
    ({"key": ["next"], "press": "k7-0001"}, "field-malformed"),
    ({"key": "next"}, "field-malformed"),
    ({"key": "next", "press": 7}, "field-malformed"),
    ({"key": "next", "press": "abc"}, "press-unnamed"),
    ({"key": "next", "press": "k" * 65}, "press-unnamed"),
    ({"key": "next", "press": "k7 0001"}, "press-unnamed"),
    ({"key": "next", "press": "k7-0001\n"}, "press-unnamed"),
    ({"key": "next", "press": "按键-0001"}, "press-unnamed"),
    ({"key": "next", "press": "k7-0001\u0000"}, "press-unnamed"),
    ({"key": "next", "press": "k7-0001", "showing": 1}, "field-malformed"),
    ({"key": "next", "press": "k7-0001", "showing": "\ud800"}, "not-that-one"),
    ({"key": "next", "press": "k7-0001", "ticket": "A001"}, "unknown-field"),
    ({"key": "next", "press": "k7-0001", "window": 2}, "unknown-field"),
    (["next"], "unreadable-body"),
    (b"\xff\xfe", "unreadable-body"),
    (b"[" * 9000, "unreadable-body"),
    (b'{"key":"next","press":"k7-0001"' + b" " * 10_000 + b"}", "unreadable-body"),
    (b"", "field-malformed"),
)


@pytest.mark.parametrize(("body", "code"), HOSTILE)
def test_whatever_a_machine_sends_is_met_with_a_sentence(hand: Hand, body: Any, code: str) -> None:
    hand.hall.take("A", MORNING)
    before = trace()

    with clock.frozen(MORNING):
        answer = through_django("POST", PRESS, token=hand.token, key=None, body=body)

    assert answer.said["code"] == code, answer.text
    assert 400 <= answer.status < 500
    assert answer.said["display"]
    assert trace() == before


def test_every_short_text_fits_the_display_in_both_languages() -> None:
    from django.utils import translation

    for language in ("zh-hans", "en"):
        with translation.override(language):
            for said in (*keypad.SHORT.values(), *keypad.STATE.values(), keypad.ELSE):
                text = str(said).replace("%(seconds)s", "120")
                assert len(text.encode("gb18030")) <= keypad.WIDTH, text
            for state in KeypadState:
                assert len(str(keypad.STATE[state]).encode("gb18030")) <= 6 or state in {
                    KeypadState.OFF,
                    KeypadState.PAUSED,
                    KeypadState.IDLE,
                }, state


# ---- the desk of that window --------------------------------------------------------------------------


def test_the_desk_of_the_window_follows(hand: Hand) -> None:
    hand.hall.take("A", MORNING)
    desk: Client = person_client(hand.hall, "0301")

    hand.press("next")
    hear()

    (_taken, called) = journal.history(hand.hall.id, matter=Ticket.objects.get().id)
    assert ("desk", hand.hall.windows[1].hex) in {change[:2] for change in changes_of(called)}
    with clock.frozen(hand.at):
        assert "A001" in text_of(desk.get("/desk/now/"))
