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
from yichuang.kernel.serve import leaving

Serve = Callable[..., House]


class Board:
    """A raw connection that follows a board, or waits for an answer."""

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


# ---- one open house, walked through ----------------------------------------------------------------------


def test_an_open_house_is_ready_serves_its_files_tells_its_boards_and_is_alone(
    serve_test_house: Serve,
) -> None:
    house = serve_test_house()
    it_says_that_it_is_ready(house)
    static_files_are_kept_for_ever(house)
    a_board_shows_every_act(house)
    a_board_that_comes_back_gets_what_it_missed(house)
    a_second_server_on_the_same_file_is_refused_in_a_sentence(house)
    what_is_logged_is_json_and_names_nobody(house)


def it_says_that_it_is_ready(house: House) -> None:
    alive = ask(house, "/healthz")
    assert alive.status == 200 and json.load(alive) == {"status": "ok"}
    until = time.monotonic() + 10
    while (ready := ask(house, "/readyz")).status != 200 and time.monotonic() < until:
        time.sleep(0.1)
    checks = dict.fromkeys(("database", "tables", "guard", "sealer", "heartbeat", "sweeps"), "ok")
    assert json.load(ready) == {"status": "ok", "checks": checks}


def static_files_are_kept_for_ever(house: House) -> None:
    page = ask(house, "/nowhere").read().decode()
    (sheet, *_more) = re.findall(r'href="(/static/[^"]*\.css)"', page)

    answer = ask(house, sheet)

    assert answer.status == 200 and "immutable" in answer.headers["Cache-Control"]
    assert "default-src 'self'" in answer.headers["Content-Security-Policy"]


def a_board_shows_every_act(house: House) -> None:
    board = Board(house)
    board.until(b"event: snapshot")
    for number in range(10):
        mark = f"A{number:03}"
        assert ask(house, f"/test/call/{mark}").status == 201
        board.until(mark.encode())


def a_board_that_comes_back_gets_what_it_missed(house: House) -> None:
    board = Board(house)
    board.until(b"event: snapshot")
    ask(house, "/test/call/B001")
    board.until(b"B001")
    seen = re.findall(rb"id: (\d+)", board.seen)[-1].decode()
    board.socket.close()
    ask(house, "/test/call/B002")
    time.sleep(0.2)

    again = Board(house, f"/live/test/TEST/all?since={seen}")
    again.until(b"B002")

    assert b"snapshot" not in again.seen and b"B001" not in again.seen


def a_second_server_on_the_same_file_is_refused_in_a_sentence(house: House) -> None:
    if not on_sqlite(house):
        return  # several processes may serve PostgreSQL
    link = house.home.parent / f"{house.home.name}-link"
    link.symlink_to(house.home)
    before, house.environment = house.environment, {**house.environment, "YICHUANG_HOME": str(link)}
    second = house.yichuang("serve", "--port", "0", check=False)
    house.environment = before
    link.unlink()

    assert second.returncode == 1 and second.stdout == ""
    assert str(house.process.pid) in second.stderr and "Traceback" not in second.stderr  # type: ignore[union-attr]
    assert house.answers()


def what_is_logged_is_json_and_names_nobody(house: House) -> None:
    ask(house, "/t/k3Jx9abc?phone=13812342210&name=%E5%BC%A0%E4%B8%89")
    ask(house, "/nowhere?q=secret", Cookie="session=topsecret")
    house.stop()

    lines = [line for line in house.log.read_text().splitlines() if line.startswith("{")]
    told = [json.loads(line) for line in lines]
    paths = [line["path"] for line in told if line["message"] == "request"]
    assert "/t/***" in paths and "/nowhere" in paths
    for secret in ("k3Jx9abc", "1381234", "secret", "topsecret", "127.0.0.1:"):
        assert secret not in "".join(lines)


# ---- alone ------------------------------------------------------------------------------------------------


def test_a_house_that_was_never_set_up_is_a_sentence(serve_test_house: Serve) -> None:
    house = serve_test_house(start=False)
    if on_sqlite(house):
        for part in house.home.glob("yichuang.sqlite3*"):
            part.unlink()
    else:
        house.scene(drop_a_table)

    done = house.yichuang("serve", "--port", "0", check=False)

    assert done.returncode == 1 and "yichuang setup" in done.stderr and "Traceback" not in done.stderr


def drop_a_table() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'kernel'")


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


def test_a_demo_hall_stays_on_this_machine_and_its_clock_stands_while_it_is_closed(
    serve_test_house: Serve,
) -> None:
    house = serve_test_house(start=False)
    house.scene(make_demo)

    refused = house.yichuang("serve", "--host", "0.0.0.0", "--port", "0", check=False)

    assert refused.returncode == 1 and "--force-public" in refused.stderr
    house.start("--host", "0.0.0.0", "--force-public")
    assert house.answers()
    house.stop()
    closed = datetime.fromisoformat(house.scene(show_clock))
    time.sleep(1.1)
    assert datetime.fromisoformat(house.scene(show_clock)) == closed
    house.start()
    opened = datetime.fromisoformat(house.scene(show_clock)) - closed
    assert 0 < opened.total_seconds() < 60


def show_clock() -> str:
    from yichuang.kernel import clock

    return clock.now().isoformat()


# ---- leaving ----------------------------------------------------------------------------------------------


def test_it_leaves_within_five_seconds_with_a_hundred_boards_open(serve_test_house: Serve) -> None:
    house = serve_test_house()
    boards = [Board(house) for _ in range(100)]
    for board in boards:
        board.until(b"event: snapshot")
    assert house.process is not None
    process = house.process
    slow = Board(house, "/test/slow")
    time.sleep(0.7)
    ask(house, "/test/call/A099")

    began = time.monotonic()
    process.send_signal(signal.SIGTERM)
    assert process.wait(10) == 0
    took = time.monotonic() - began

    house.process = None
    assert took < 5, took
    assert all(board.ended() for board in boards)
    slow.until(b"slow and done")
    assert house.scene(unsealed) == 0
    assert "Traceback" not in house.log.read_text()


@pytest.mark.parametrize("work", ["stuck", "stuck-writing"])  # the second holds the writers' queue, too
def test_work_that_hangs_does_not_hold_up_the_end(serve_test_house: Serve, work: str) -> None:
    house = serve_test_house(start=False)
    house.scene(make_demo)  # whose clock is to be written at the end
    house.start()
    boards = [Board(house) for _ in range(20)]
    for board in boards:
        board.until(b"event: snapshot")
    hanging = [socket.create_connection(("127.0.0.1", house.port)) for _every_thread in range(4)]
    for one in hanging:
        one.sendall(f"GET /test/{work} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
    time.sleep(0.5)
    assert house.process is not None
    process = house.process

    assert house.stop() < 5
    assert process.returncode == 0
    assert all(board.ended() for board in boards)
    assert "Traceback" not in house.log.read_text()
    for one in hanging:
        one.close()


LOOP_THAT_HANGS = """
import signal, time
from yichuang.kernel.serve.leaving import Leaving
leaving = Leaving()
leaving.watch()
signal.signal(signal.SIGTERM, lambda *_: leaving.begin())
print("open", flush=True)
until = time.monotonic() + 30
while time.monotonic() < until:
    time.sleep(1)
"""


def test_even_a_server_whose_own_loop_hangs_is_gone_within_five_seconds() -> None:
    with subprocess.Popen([sys.executable, "-c", LOOP_THAT_HANGS], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None and process.stdout.readline() == b"open\n"
        began = time.monotonic()
        process.send_signal(signal.SIGTERM)
        time.sleep(0.5)
        process.send_signal(signal.SIGTERM)  # impatience does not start the time anew

        assert process.wait(10) == 0
        assert 4 < time.monotonic() - began < 5


def test_the_parts_of_the_way_out_follow_each_other_within_five_seconds() -> None:
    moments = [
        leaving.GRACE_SECONDS,
        leaving.POOL_BY,
        leaving.BESIDE_BY,
        leaving.PUBLISHER_BY,
        leaving.CLOCK_BY,
        leaving.GONE_BY,
        leaving.GONE_BY + leaving.LAST_WORD_SECONDS,
    ]

    assert moments == sorted(moments) and moments[-1] <= 4.5  # half a second is the machine's


def unsealed() -> int:
    from yichuang.kernel.journal.models import Unsealed

    return Unsealed.objects.count()


def test_after_a_power_cut_it_opens_again_and_an_interrupt_is_a_polite_end(serve_test_house: Serve) -> None:
    house = serve_test_house()
    house.kill()
    house.start()
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
    ask(house, "/test/call/A")  # from now on every process knows the hall
    time.sleep(2)
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
    until = time.monotonic() + 60
    while not (found := house.scene(swept)) and time.monotonic() < until:
        assert worker.poll() is None
    worker.send_signal(signal.SIGTERM)

    assert worker.wait(5) == 0
    assert found >= 1


def swept() -> int:
    from yichuang.kernel.models import Sweep

    return Sweep.objects.filter(ran_at__isnull=False).count()
