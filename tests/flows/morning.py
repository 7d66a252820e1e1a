"""A busy morning over HTTP: clerks and kiosks that ask again with the same key until they are answered.

Whatever befalls the hall meanwhile, ``judge`` tells afterwards what is wrong with the day.
"""

from __future__ import annotations

import http.client
import json
import random
import threading
import time
import uuid
from collections.abc import Callable
from dataclasses import asdict
from typing import Any
from uuid import UUID

from tests.doors import House
from tests.support.history import Asked

Said = tuple[int, dict[str, Any]]


def scene_of_a_morning(clerks: int, kiosks: int, demo: bool = True) -> dict[str, Any]:
    """Open a hall, on the demo clock, with tokens for its clerks and kiosks (beside the server)."""
    from bench.hall import MORNING, open_hall

    from tests.queueing.doors import clerk_token, kiosk_token
    from yichuang.kernel import clock

    if demo:
        clock.demo.start(MORNING, 1.0)
    hall = open_hall(windows=clerks, lines=2, kiosks=0, at=MORNING)
    return {
        "hall": hall.hall_id.hex,
        "code": hall.code,
        "lines": [str(line.id) for line in hall.lines],
        "windows": [[str(one.window_id), clerk_token(hall, n)] for n, one in enumerate(hall.clerks)],
        "kiosks": [kiosk_token(hall) for _ in range(kiosks)],
    }


def scene_of_the_judge(hall: str, asked: str) -> dict[str, Any]:
    """Judge what the day has left behind, with what its clients were told (a file of JSON)."""
    from pathlib import Path

    from tests.support.history import read, violations
    from yichuang.kernel.journal.deliver import hear
    from yichuang.kernel.journal.verify import verify

    hear()
    history = read(UUID(hall))
    history.asked = [Asked(**one) for one in json.loads(Path(asked).read_text())]
    in_order = sorted(history.tickets, key=lambda one: (one.line, one.number))
    report = verify(UUID(hall), tables=True)
    return {
        "violations": violations(history),
        "ok": report.ok,
        "report": str(report),
        "tickets": {one.id: one.label for one in history.tickets},
        "days": sorted({one.day.isoformat() for one in history.tickets}),
        "waiting": [one.label for one in in_order if one.state == "waiting"],
        "states": sorted({one.state for one in history.tickets}),
    }


class Hand:
    """One clerk or kiosk: asks, and asks again with the same key until it is answered."""

    def __init__(self, house: House, token: str, stop: threading.Event, book: list[Asked]) -> None:
        self.house, self.token, self.stop, self.book = house, token, stop, book
        self.line: http.client.HTTPConnection | None = None
        self.unanswered = 0
        self.sorry: list[Said] = []

    def post(self, path: str, body: bytes = b"") -> Said | None:
        """Return status and answer, or None when the day is over; 503 and silence are asked again."""
        key, begun = uuid.uuid4().hex, time.monotonic()
        answer = None
        while answer is None and not self.stop.is_set():
            answer = self._once(path, body, key)
            if answer is not None and answer[0] == 503:
                self.sorry.append(answer)
                answer = None
            if answer is None:
                time.sleep(0.02)
        if answer is None:
            self.book.append(Asked(key, begun))
            return None
        status, said = answer
        ticket = UUID(said["id"]).hex if "id" in said else ""
        self.book.append(Asked(key, begun, time.monotonic(), status, ticket, said.get("label", "")))
        return answer

    def _once(self, path: str, body: bytes, key: str) -> Said | None:
        headers = {
            "Authorization": self.token,
            "Idempotency-Key": key,
            "Content-Type": "application/json",
        }
        try:
            if self.line is None:
                self.line = http.client.HTTPConnection("127.0.0.1", self.house.port, timeout=20)
            self.line.request("POST", path, body, headers)
            answer = self.line.getresponse()
            return answer.status, json.loads(answer.read())
        except (OSError, http.client.HTTPException, ValueError):
            self.unanswered += 1
            self.line = None
            return None


class Morning:
    """All hands of the hall, what they were told, and what surprised them."""

    def __init__(self, house: House, scene: dict[str, Any]) -> None:
        self.house, self.scene = house, scene
        self.asked: list[Asked] = []
        self.taken: list[dict[str, Any]] = []
        self.called: list[dict[str, Any]] = []
        self.surprises: list[str] = []
        self.closing, self.stop = threading.Event(), threading.Event()
        self.all: list[Hand] = []
        self.threads: list[threading.Thread] = []

    @property
    def sorry(self) -> list[Said]:
        """Return every 503 anybody was told."""
        return [said for one in self.all for said in one.sorry]

    @property
    def unanswered(self) -> int:
        """Return how often a line broke before the answer came."""
        return sum(one.unanswered for one in self.all)

    def hand(self, token: str) -> Hand:
        """Return a new hand of this hall."""
        self.all.append(Hand(self.house, token, self.stop, self.asked))
        return self.all[-1]

    def kiosk(self, token: str, seed: int) -> None:
        """Take tickets until the hall closes."""
        chance, hand = random.Random(seed), self.hand(token)
        while not self.closing.is_set():
            body = json.dumps({"line": chance.choice(self.scene["lines"])}).encode()
            answer = hand.post("/api/v1/tickets", body)
            if answer is not None:
                self.note(self.taken, answer, {201})
            if answer is not None and answer[0] == 201 and chance.random() < 0.05:
                given_up = hand.post(f"/api/v1/tickets/{answer[1]['token']}/give-up")
                # who was called meanwhile can no longer give up
                if given_up is not None and given_up[1].get("code") != "not-now":
                    self.note([], given_up, {200})
            time.sleep(0.01)

    def clerk(self, window: str, token: str, seed: int) -> None:
        """Call and serve until the hall has closed and nobody waits; some are parked, some sent on."""
        chance, hand = random.Random(seed), self.hand(token)
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
            for verb, body in self.story(chance, answer[1]):
                said = hand.post(f"/api/v1/tickets/{answer[1]['id']}/{verb}", body)
                if said is not None:
                    self.note([], said, {200})

    def story(self, chance: random.Random, card: dict[str, Any]) -> list[tuple[str, bytes]]:
        """Return what happens to a called person at the window."""
        serve = [("begin", b""), ("finish", b'{"outcome": "information"}')]
        dice = chance.random()
        if dice < 0.1:
            return [("begin", b""), ("park", b""), ("resume", b""), *serve]
        others = [line for line in self.scene["lines"] if line != card["line"]["id"]]
        if dice < 0.2 and others and len(self.scene["windows"]) > 1:
            sent = {"line": others[0], "reason": "next_step"}
            return [("begin", b""), ("transfer", json.dumps(sent).encode())]
        return serve

    def note(self, book: list[dict[str, Any]], answer: Said, right: set[int]) -> None:
        """Remember what was told, or that it was not what one expects."""
        if answer[0] in right:
            book.append(answer[1])
        else:
            self.surprises.append(f"{answer[0]} {answer[1]}")

    def begin(self) -> None:
        """Let everybody start to work."""
        work: list[tuple[Callable[..., None], tuple[Any, ...]]]
        work = [(self.kiosk, (token, n)) for n, token in enumerate(self.scene["kiosks"])]
        work += [
            (self.clerk, (window, token, 100 + n)) for n, (window, token) in enumerate(self.scene["windows"])
        ]
        self.threads = [threading.Thread(target=act, args=what, daemon=True) for act, what in work]
        for one in self.threads:
            one.start()

    def wait_for(self, more: int, within: float = 60) -> None:
        """Wait until so many more tickets have been taken."""
        tickets, until = len(self.taken) + more, time.monotonic() + within
        while len(self.taken) < tickets and time.monotonic() < until:
            time.sleep(0.01)
        assert len(self.taken) >= tickets, f"the hall stands still: {self.surprises[:3]} {self.sorry[-1:]}"

    def end(self) -> None:
        """Close the hall: nobody takes a ticket any more, and who waits is served."""
        self.closing.set()
        for one in self.threads:
            one.join(60)
        self.stop.set()
        for one in self.threads:
            one.join(10)

    def judge(self) -> dict[str, Any]:
        """Stop the server and judge the day: no surprise, no violation, an unbroken journal."""
        self.house.stop()
        told = self.house.home / "asked.json"
        told.write_text(json.dumps([asdict(one) for one in self.asked]))
        judged: dict[str, Any] = self.house.scene(
            scene_of_the_judge, hall=self.scene["hall"], asked=str(told)
        )
        assert self.surprises == [], self.surprises[:5]
        assert judged["violations"] == [], judged["violations"][:10]
        assert judged["ok"], judged["report"]
        # whoever was told a number has it, and nobody else
        assert sorted(one["label"] for one in self.taken) == sorted(judged["tickets"].values())
        assert {UUID(one["id"]).hex for one in self.called} <= set(judged["tickets"])
        return judged
