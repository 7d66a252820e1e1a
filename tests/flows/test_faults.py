"""What a busy morning stands on gives way in the middle of it; afterwards the day is in order."""

from __future__ import annotations

import http.client
import os
import shutil
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from bench.hall import MORNING
from scripts.postgres import NoPostgres, Server, server

from tests.doors import House, free_port, installation
from tests.flows.morning import Morning, scene_of_a_morning

Size = Callable[[int, int], int]
FULL = os.environ.get("YICHUANG_PROOF") == "full"
ON_POSTGRESQL = bool(os.environ.get("YICHUANG_TEST_DATABASE_URL"))
CLERKS, KIOSKS = 8, 4

pytestmark = pytest.mark.skipif(not FULL, reason="a proof at full size: make proof")


@pytest.fixture
def own_server() -> Iterator[Server]:
    """A PostgreSQL of this test's own, that may be stopped; it keeps what it has said it keeps."""
    if not ON_POSTGRESQL:
        pytest.skip("the embedded file has no server that could be restarted")
    try:
        with server(synchronous_commit="on") as running:
            yield running
    except NoPostgres as reason:
        pytest.skip(str(reason))


@pytest.mark.proof
def test_the_database_is_restarted_and_the_server_is_not(own_server: Server) -> None:
    with installation(server=own_server.address) as house:
        house.yichuang("setup")
        scene = house.scene(scene_of_a_morning, clerks=CLERKS, kiosks=KIOSKS)
        house.start()
        morning = Morning(house, scene)
        morning.begin()

        for mode in ("fast", "immediate", "fast", "immediate"):
            morning.wait_for(150)
            own_server.stop(mode)
            time.sleep(1.5)  # some ask meanwhile
            own_server.start()
        morning.wait_for(150)
        morning.end()

        morning.judge()
        assert morning.unanswered == 0, "the server itself was there all the time"
        assert morning.sorry
        for _status, said in morning.sorry:
            assert said["code"] == "database-away", said
            assert said["status"] == 503 and said["title"]


# ---- Redis --------------------------------------------------------------------------------------------


@contextmanager
def redis_server(port: int, folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Run a Redis of this test's own; killed at the end, if not before."""
    program = shutil.which("redis-server")
    if program is None:
        pytest.skip("no redis-server on this machine")
    words = [program, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(folder)]
    running = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield running
    finally:
        running.kill()
        running.wait()


class Board:
    """A lobby board on a live stream: which calls it has seen."""

    def __init__(self, house: House, code: str) -> None:
        self.seen = b""
        self.line = http.client.HTTPConnection("127.0.0.1", house.port, timeout=60)
        self.line.request("GET", f"/live/board/{code}/all", headers={"Accept": "text/event-stream"})
        self.answer = self.line.getresponse()
        threading.Thread(target=self._follow, daemon=True).start()

    def _follow(self) -> None:
        try:
            while piece := self.answer.read1(65536):
                self.seen += piece
        except (OSError, http.client.HTTPException):
            return

    def hears(self, within: float = 5.0) -> bool:
        """Say whether something new comes within so many seconds."""
        before, until = len(self.seen), time.monotonic() + within
        while time.monotonic() < until:
            if b'"called"' in self.seen[before:]:
                return True
            time.sleep(0.05)
        return False


@pytest.mark.proof
def test_redis_goes_and_comes_back_and_nobody_notices(
    serve_house: Callable[..., House], tmp_path: Path
) -> None:
    house, port = serve_house(start=False), free_port()
    scene = house.scene(scene_of_a_morning, clerks=CLERKS, kiosks=KIOSKS)
    house.environment["YICHUANG_REDIS_URL"] = f"redis://127.0.0.1:{port}/0"
    with redis_server(port, tmp_path):
        house.start()
        morning, board = Morning(house, scene), Board(house, scene["code"])
        morning.begin()
        morning.wait_for(100)
        assert board.hears()
    morning.wait_for(100)
    assert board.hears(), "a board of this process needs no Redis"
    with redis_server(port, tmp_path):
        morning.wait_for(100)
        assert board.hears()
    morning.end()

    morning.judge()
    assert (morning.unanswered, morning.sorry) == (0, [])
    assert "Redis" in house.log.read_text(), "the log says that Redis was away"


# ---- the clock ----------------------------------------------------------------------------------------


@pytest.mark.proof
def test_the_machine_s_clock_is_set_forward_and_back(
    serve_house: Callable[..., House], tmp_path: Path
) -> None:
    house, wrong_by = serve_house(start=False), tmp_path / "wrong-by"
    house.environment |= {
        "YICHUANG_WRONG_BY": str(wrong_by),
        "DJANGO_SETTINGS_MODULE": "tests.flows.long_sessions",
    }
    house.program = ("-m", "tests.flows.wrong_clock")
    seconds = (MORNING - datetime.now(UTC)).total_seconds()
    scene = house.scene(scene_of_a_morning, clerks=CLERKS, kiosks=KIOSKS, demo=False)

    def set_clock(by: float) -> None:
        nonlocal seconds
        seconds += by
        new = wrong_by.with_suffix(".new")
        new.write_text(str(seconds))
        new.replace(wrong_by)

    set_clock(0)
    house.start()
    morning = Morning(house, scene)
    morning.begin()
    for minutes in (120, -10, -10, 15, -30):
        morning.wait_for(80)
        set_clock(minutes * 60)
    morning.wait_for(80)
    morning.end()

    judged = morning.judge()
    assert judged["days"] == ["2026-03-02"]
    assert (morning.unanswered, morning.sorry) == (0, [])
