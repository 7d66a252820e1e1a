"""A real serving process: it opens, it is alone, and it leaves politely within five seconds."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.doors import House

SLOW_VISITOR = "import sys, urllib.request as u; print(u.urlopen(sys.argv[1] + '/test/slow').read())"

Serve = Callable[..., House]


class Board:
    """A raw connection that follows a board."""

    def __init__(self, house: House, path: str = "/live/test/TEST/all") -> None:
        self.socket = socket.create_connection(("127.0.0.1", house.port), timeout=5)
        self.socket.sendall(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
        self.seen = b""

    def until(self, words: bytes, seconds: float = 5) -> float:
        """Read until ``words`` have come; return when."""
        self.socket.settimeout(seconds)
        while words not in self.seen:
            piece = self.socket.recv(65536)
            if not piece:
                raise AssertionError(f"the stream ended without {words!r}: {self.seen[-300:]!r}")
            self.seen += piece
        return time.monotonic()

    def ended(self) -> bool:
        """Read to the end; say whether it ended as a complete answer."""
        self.socket.settimeout(5)
        while piece := self.socket.recv(65536):
            self.seen += piece
        return self.seen.endswith(b"0\r\n\r\n")


def ask(house: House, path: str, **headers: str) -> Any:
    request = urllib.request.Request(house.url + path, headers=headers)
    try:
        return urllib.request.urlopen(request, timeout=10)
    except urllib.error.HTTPError as error:
        return error


@pytest.fixture
def serve_test_house(serve_house: Serve, tmp_path: Path) -> Serve:
    """Open a house whose server also knows ``tests.kernel.extra``: a topic, a slow lane, an event."""

    def serve(*argv: str, start: bool = True) -> House:
        house = serve_house(start=False)
        house.environment["DJANGO_SETTINGS_MODULE"] = "tests.kernel.extra_settings"
        return house.start(*argv) if start else house

    return serve


def on_sqlite(house: House) -> bool:
    return "YICHUANG_DATABASE_URL" not in house.environment


# ---- open -------------------------------------------------------------------------------------------------


def test_the_house_opens_and_says_that_it_is_ready(serve_test_house: Serve) -> None:
    house = serve_test_house()

    alive = ask(house, "/healthz")
    assert alive.status == 200 and json.load(alive) == {"status": "ok"}
    until = time.monotonic() + 10
    while (ready := ask(house, "/readyz")).status != 200 and time.monotonic() < until:
        time.sleep(0.1)
    told = json.load(ready)
    assert told == {
        "status": "ok",
        "checks": dict.fromkeys(("database", "tables", "guard", "heartbeat", "sweeps"), "ok"),
    }


def test_static_files_are_served_by_their_hash_for_ever(serve_test_house: Serve) -> None:
    house = serve_test_house()
    page = ask(house, "/nowhere").read().decode()

    (sheet,) = set(re.findall(r'href="(/static/[^"]*\.css)"', page)[:1])
    answer = ask(house, sheet)

    assert answer.status == 200 and "immutable" in answer.headers["Cache-Control"]
    assert "default-src 'self'" in answer.headers["Content-Security-Policy"]


def test_what_is_logged_is_json_and_names_nobody(serve_test_house: Serve) -> None:
    house = serve_test_house()
    ask(house, "/t/k3Jx9abc?phone=13812342210&name=%E5%BC%A0%E4%B8%89")
    ask(house, "/nowhere?q=secret", Cookie="session=topsecret")
    house.stop()

    lines = [line for line in house.log.read_text().splitlines() if line.startswith("{")]
    told = [json.loads(line) for line in lines]
    paths = [line["path"] for line in told if line["message"] == "request"]
    assert "/t/***" in paths and "/nowhere" in paths
    for secret in ("k3Jx9abc", "1381234", "secret", "topsecret", "127.0.0.1:"):
        assert secret not in "".join(lines)


# ---- live -------------------------------------------------------------------------------------------------


def test_a_board_shows_an_act_within_300_milliseconds(serve_test_house: Serve) -> None:
    house = serve_test_house()
    board = Board(house)
    board.until(b"event: snapshot")
    waits = []
    for number in range(10):
        mark = f"A{number:03}"
        began = time.monotonic()
        assert ask(house, f"/test/call/{mark}").status == 201
        waits.append(board.until(mark.encode()) - began)

    assert sorted(waits)[8] < 0.3, waits


def test_a_board_that_comes_back_gets_what_it_missed(serve_test_house: Serve) -> None:
    house = serve_test_house()
    board = Board(house)
    board.until(b"event: snapshot")
    ask(house, "/test/call/A001")
    board.until(b"A001")
    seen = re.findall(rb"id: (\d+)", board.seen)[-1].decode()
    board.socket.close()
    ask(house, "/test/call/A002")
    time.sleep(0.2)

    again = Board(house, f"/live/test/TEST/all?since={seen}")
    again.until(b"A002")

    assert b"snapshot" not in again.seen and b"A001" not in again.seen


# ---- alone ------------------------------------------------------------------------------------------------


def test_a_second_server_on_the_same_file_is_refused_in_a_sentence(serve_test_house: Serve) -> None:
    house = serve_test_house()
    if not on_sqlite(house):
        pytest.skip("several processes may serve PostgreSQL")
    link = house.home.parent / f"{house.home.name}-link"
    link.symlink_to(house.home)
    try:
        house.environment["YICHUANG_HOME"] = str(link)
        second = house.yichuang("serve", "--port", "0", check=False)
    finally:
        link.unlink()

    assert second.returncode == 1 and second.stdout == ""
    assert str(house.process.pid) in second.stderr and "Traceback" not in second.stderr  # type: ignore[union-attr]
    assert house.answers()


def test_after_a_power_cut_the_file_can_be_served_again(serve_test_house: Serve) -> None:
    house = serve_test_house()
    house.kill()

    house.start()

    assert house.answers()


def test_a_taken_port_is_a_sentence(serve_test_house: Serve) -> None:
    house = serve_test_house(start=False)
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        done = house.yichuang("serve", "--port", str(other.getsockname()[1]), check=False)

    assert done.returncode == 1 and "YICHUANG_PORT" in done.stderr and "Traceback" not in done.stderr


def make_demo() -> None:
    from yichuang.kernel import clock
    from yichuang.kernel.serve import installation

    installation.set_up("demo", datetime.now(UTC))
    clock.demo.start()


def test_a_demo_hall_stays_on_this_machine(serve_test_house: Serve) -> None:
    house = serve_test_house(start=False)
    house.scene(make_demo)

    refused = house.yichuang("serve", "--host", "0.0.0.0", "--port", "0", check=False)

    assert refused.returncode == 1 and "--force-public" in refused.stderr
    house.start("--host", "0.0.0.0", "--force-public")
    assert house.answers()


def show_clock() -> str:
    from yichuang.kernel import clock

    return clock.now().isoformat()


def test_the_demo_clock_stands_still_while_the_house_is_closed(serve_test_house: Serve) -> None:
    house = serve_test_house(start=False)
    house.scene(make_demo)
    house.start()
    house.stop()

    closed = house.scene(show_clock)
    time.sleep(1.1)

    assert house.scene(show_clock) == closed
    house.start()
    opened = datetime.fromisoformat(house.scene(show_clock)) - datetime.fromisoformat(closed)
    assert 0 < opened.total_seconds() < 60


# ---- leaving ----------------------------------------------------------------------------------------------


def test_it_leaves_within_five_seconds_with_a_hundred_boards_open(serve_test_house: Serve) -> None:
    house = serve_test_house()
    boards = [Board(house) for _ in range(100)]
    for board in boards:
        board.until(b"event: snapshot")
    assert house.process is not None
    process = house.process
    slow = subprocess.Popen(
        [sys.executable, "-c", SLOW_VISITOR, house.url], stdout=subprocess.PIPE, text=True
    )
    time.sleep(0.7)
    ask(house, "/test/call/A099")

    began = time.monotonic()
    process.send_signal(signal.SIGTERM)
    assert process.wait(10) == 0
    took = time.monotonic() - began

    house.process = None
    assert took < 5, took
    assert all(board.ended() for board in boards)
    assert slow.communicate(timeout=5)[0].strip() == "b'slow and done'"
    assert house.scene(unsealed) == 0
    assert "Traceback" not in house.log.read_text()


def unsealed() -> int:
    from yichuang.kernel.journal.models import Unsealed

    return Unsealed.objects.count()


def test_an_interrupt_from_the_keyboard_is_a_polite_end_too(serve_test_house: Serve) -> None:
    house = serve_test_house()
    board = Board(house)
    board.until(b"event: snapshot")
    assert house.process is not None
    process, house.process = house.process, None

    process.send_signal(signal.SIGINT)

    assert process.wait(5) == 0 and board.ended()


# ---- several processes ------------------------------------------------------------------------------------


def test_boards_of_every_process_see_every_act(serve_test_house: Serve) -> None:
    house = serve_test_house(start=False)
    if on_sqlite(house):
        refused = house.yichuang("serve", "--workers", "2", check=False)
        assert refused.returncode == 1 and "PostgreSQL" in refused.stderr
        return
    house.start("--workers", "2")
    boards = [Board(house) for _ in range(12)]
    for board in boards:
        board.until(b"event: snapshot")

    for number in range(6):
        assert ask(house, f"/test/call/A{number:03}").status == 201

    for board in boards:
        board.until(b"A005")
        assert re.findall(rb'"label":"(A\d+)"', board.seen.split(b"event: change", 1)[1]) == [
            f"A{number:03}".encode() for number in range(6)
        ]
    assert house.stop() < 5


def test_a_worker_beside_the_web_keeps_the_heartbeat_and_leaves_politely(serve_test_house: Serve) -> None:
    house = serve_test_house(start=False)
    if on_sqlite(house):
        refused = house.yichuang("worker", check=False)
        assert refused.returncode == 1
        return
    worker = subprocess.Popen(
        [sys.executable, "-m", "yichuang", "worker"], env=house.environment, cwd=os.getcwd()
    )
    time.sleep(4)
    worker.send_signal(signal.SIGTERM)

    assert worker.wait(5) == 0
    assert house.scene(swept) >= 1


def swept() -> int:
    from yichuang.kernel.models import Sweep

    return Sweep.objects.filter(ran_at__isnull=False).count()
