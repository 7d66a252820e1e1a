"""The power goes in the middle of the morning: afterwards nothing is lost, repeated or half done."""

from __future__ import annotations

import http.client
import json
import random
import threading
import time
import uuid
from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest

from tests.doors import House
from yichuang.kernel.claims import proves

Size = Callable[[int, int], int]


def scene_of_a_morning(clerks: int, kiosks: int) -> dict[str, Any]:
    """Open a hall on the demo clock, with tokens for its clerks and kiosks (beside the server)."""
    from bench.hall import MORNING, open_hall

    from tests.queueing.doors import clerk_token, kiosk_token
    from yichuang.kernel import clock

    clock.demo.start(MORNING, 1.0)
    hall = open_hall(windows=clerks, lines=2, kiosks=0, at=MORNING)
    return {
        "hall": hall.hall_id.hex,
        "lines": [str(line.id) for line in hall.lines],
        "windows": [[str(one.window_id), clerk_token(hall, n)] for n, one in enumerate(hall.clerks)],
        "kiosks": [kiosk_token(hall) for _ in range(kiosks)],
    }


def scene_of_the_judge(hall: str, windows: int) -> dict[str, Any]:
    """Judge what the day has left behind (beside the server, or after it)."""
    from tests.queueing.history import read, violations
    from yichuang.kernel.journal.deliver import hear
    from yichuang.kernel.journal.verify import verify

    hear()
    history = read(UUID(hall))
    in_order = sorted(history.tickets, key=lambda one: one.number)
    report = verify(UUID(hall), tables=True)
    return {
        "violations": violations(history, windows),
        "ok": report.ok,
        "report": str(report),
        "tickets": {one.id: one.label for one in history.tickets},
        "waiting": [one.label for one in in_order if one.state == "waiting"],
    }


class Hand:
    """One clerk or kiosk: asks, and asks again with the same key until it is answered."""

    def __init__(self, house: House, token: str, stop: threading.Event) -> None:
        self.house, self.token, self.stop = house, token, stop
        self.line: http.client.HTTPConnection | None = None
        self.unanswered = 0

    def post(self, path: str, body: bytes = b"") -> tuple[int, dict[str, Any]] | None:
        """Return status and answer, or None when the day is over."""
        headers = {
            "Authorization": self.token,
            "Idempotency-Key": uuid.uuid4().hex,
            "Content-Type": "application/json",
        }
        while not self.stop.is_set():
            try:
                if self.line is None:
                    self.line = http.client.HTTPConnection("127.0.0.1", self.house.port, timeout=20)
                self.line.request("POST", path, body, headers)
                answer = self.line.getresponse()
                said = json.loads(answer.read())
                if answer.status != 503:
                    return answer.status, said
            except (OSError, http.client.HTTPException, ValueError):
                self.unanswered += 1
                self.line = None
            time.sleep(0.02)
        return None


class Morning:
    """All hands of the hall, what they were told, and what surprised them."""

    def __init__(self, house: House, scene: dict[str, Any]) -> None:
        self.house, self.scene = house, scene
        self.taken: list[dict[str, Any]] = []
        self.called: list[dict[str, Any]] = []
        self.surprises: list[str] = []
        self.closing, self.stop = threading.Event(), threading.Event()

    def kiosk(self, token: str, seed: int) -> None:
        chance, hand = random.Random(seed), Hand(self.house, token, self.stop)
        while not self.closing.is_set():
            body = json.dumps({"line": chance.choice(self.scene["lines"])}).encode()
            answer = hand.post("/api/v1/tickets", body)
            if answer is not None:
                self.note(self.taken, answer, {201})
            time.sleep(0.005)

    def clerk(self, window: str, token: str) -> None:
        hand = Hand(self.house, token, self.stop)
        while True:
            over = self.closing.is_set()
            answer = hand.post(f"/api/v1/windows/{window}/call")
            if answer is None or (over and answer[1].get("code") == "nobody-waiting"):
                return
            if answer[1].get("code") == "nobody-waiting":
                time.sleep(0.02)
                continue
            self.note(self.called, answer, {201})
            if answer[0] != 201:
                return
            ticket = f"/api/v1/tickets/{answer[1]['id']}"
            for verb, body in (("begin", b""), ("finish", b'{"outcome": "information"}')):
                answer = hand.post(f"{ticket}/{verb}", body)
                if answer is not None:
                    self.note([], answer, {200})

    def note(self, book: list[dict[str, Any]], answer: tuple[int, dict[str, Any]], right: set[int]) -> None:
        if answer[0] in right:
            book.append(answer[1])
        else:
            self.surprises.append(f"{answer[0]} {answer[1]}")

    def hands(self) -> list[threading.Thread]:
        kiosks = [(self.kiosk, (token, n)) for n, token in enumerate(self.scene["kiosks"])]
        clerks = [(self.clerk, (window, token)) for window, token in self.scene["windows"]]
        work: list[tuple[Callable[..., None], tuple[Any, ...]]] = [*kiosks, *clerks]
        return [threading.Thread(target=act, args=what, daemon=True) for act, what in work]

    def wait_for(self, tickets: int, within: float = 60) -> None:
        until = time.monotonic() + within
        while len(self.taken) < tickets and time.monotonic() < until:
            time.sleep(0.01)


@proves("QUE-10")
@pytest.mark.proof
def test_after_a_power_cut_the_morning_goes_on(serve_house: Callable[..., House], proof_size: Size) -> None:
    clerks, kiosks, cuts = proof_size(4, 32), proof_size(3, 8), proof_size(2, 8)
    house = serve_house(start=False)
    scene = house.scene(scene_of_a_morning, clerks=clerks, kiosks=kiosks)
    house.start()
    morning = Morning(house, scene)
    hands = morning.hands()
    for one in hands:
        one.start()

    for cut in range(1, cuts + 1):
        morning.wait_for(cut * proof_size(25, 250))
        house.kill()
        house.start()
    morning.wait_for((cuts + 1) * proof_size(25, 250))
    morning.closing.set()
    for one in hands:
        one.join(60)
    morning.stop.set()
    house.stop()

    judged = house.scene(scene_of_the_judge, hall=scene["hall"], windows=clerks)
    assert morning.surprises == []
    assert judged["violations"] == []
    assert judged["ok"], judged["report"]
    # whoever was told a number has it, and nobody else
    assert sorted(one["label"] for one in morning.taken) == sorted(judged["tickets"].values())
    called = [one["id"] for one in morning.called]
    assert len(called) == len(set(called))
    assert {UUID(one).hex for one in called} == set(judged["tickets"])


@proves("QUE-10", refuses=True)
@pytest.mark.proof
def test_after_a_power_cut_the_same_people_wait_and_the_next_number_follows(
    serve_house: Callable[..., House],
) -> None:
    house = serve_house(start=False)
    scene = house.scene(scene_of_a_morning, clerks=1, kiosks=1)
    house.start()
    kiosk = Hand(house, scene["kiosks"][0], threading.Event())
    window, token = scene["windows"][0]
    clerk = Hand(house, token, threading.Event())
    body = json.dumps({"line": scene["lines"][0]}).encode()
    before = [kiosk.post("/api/v1/tickets", body) for _ in range(5)]
    called = clerk.post(f"/api/v1/windows/{window}/call")
    assert called is not None and all(before)

    house.kill()
    house.start()

    after = kiosk.post("/api/v1/tickets", body)
    again = clerk.post(f"/api/v1/windows/{window}/call")
    assert after is not None and again is not None
    assert after[1]["label"] == "A006"
    # nobody is called over the one who was called before the cut
    assert (again[0], again[1]["code"]) == (409, "already-serving")
    house.stop()
    judged = house.scene(scene_of_the_judge, hall=scene["hall"], windows=1)
    assert judged["waiting"] == ["A002", "A003", "A004", "A005", "A006"]
    assert judged["violations"] == []
    assert judged["ok"], judged["report"]
