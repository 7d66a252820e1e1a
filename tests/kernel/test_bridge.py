"""Everything that is no stream goes over the bridge to Django, on few threads and within bounds."""

from __future__ import annotations

import asyncio
import gc
import json
import logging
import threading
import time
from collections.abc import Coroutine, Iterator
from typing import Any

import pytest

from tests.kernel.addresses import NobodyIsWaiting
from tests.kernel.wire import Wire
from yichuang.kernel import logs
from yichuang.kernel.headers import CONTENT_SECURITY_POLICY
from yichuang.kernel.live.hub import Hub
from yichuang.kernel.live.stream import Streams
from yichuang.kernel.serve import lanes, wsgi
from yichuang.kernel.serve.app import Application
from yichuang.kernel.serve.lanes import LaneAnswer, LaneRequest
from yichuang.kernel.serve.pool import Pool

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def own_addresses(settings: Any) -> None:
    settings.ROOT_URLCONF = "tests.kernel.addresses"
    settings.ALLOWED_HOSTS = ["*"]
    settings.MIDDLEWARE = ["yichuang.kernel.middleware.Envelope", "yichuang.kernel.middleware.Refusals"]


_pools: list[Pool] = []


@pytest.fixture(autouse=True)
def pools_end() -> Iterator[None]:
    yield
    while _pools:
        _pools.pop().close(5)
    gc.collect()  # a thread's connection goes with the thread


def house(application: Any = None, *, threads: int = 2, queue: int = 8, **bounds: int) -> Application:
    """The application with a pool of its own; ``application`` stands for Django where given."""
    pool = Pool(threads, queue)
    _pools.append(pool)
    app = Application(application or wsgi.application(), pool, Streams(Hub(), pool))
    for name, value in bounds.items():
        setattr(app.bodies, name, value)
    return app


def run(work: Coroutine[Any, Any, Any]) -> Any:
    return asyncio.run(asyncio.wait_for(work, 30))


# ---- what comes over the bridge ---------------------------------------------------------------------------


def test_a_request_reaches_django_as_it_was_sent() -> None:
    async def ask() -> Wire:
        headers = {"content-type": "text/plain", "cookie": "language=en", "x_forwarded_for": "10.0.0.1"}
        return await Wire(
            house(), "/echo/a", method="POST", query="zone=A&n=1", headers=headers, body=[b"ab", b"c"]
        ).done()

    told = run(ask()).json()

    assert told["method"] == "POST" and told["path"] == "/echo/a" and told["query"] == {"zone": "A", "n": "1"}
    assert told["size"] == 3 and told["length"] == "3" and told["type"] == "text/plain"
    assert told["cookies"] == {"language": "en"} and told["spoofed"] == ""


def test_chinese_in_a_path_arrives_whole() -> None:
    async def ask() -> Wire:
        wire = Wire(house(), "/echo/窗口")
        wire.scope["raw_path"] = b"/echo/%E7%AA%97%E5%8F%A3"
        return await wire.done()

    assert run(ask()).json()["path"] == "/echo/窗口"


def test_a_body_of_unknown_length_is_read_to_its_end() -> None:
    async def ask() -> Wire:
        headers = {"transfer-encoding": "chunked"}
        return await Wire(house(), "/echo", method="POST", headers=headers, body=[b"x" * 1000] * 30).done()

    told = run(ask()).json()

    assert told["size"] == 30_000 and told["length"] == "30000"


def test_every_answer_has_headers_and_a_request_id() -> None:
    async def ask() -> list[Wire]:
        app = house()
        return [await Wire(app, path).done() for path in ("/hello", "/healthz", "/nowhere", "/live/x/y/z")]

    for answer in run(ask()):
        assert answer.headers["content-security-policy"] == CONTENT_SECURITY_POLICY
        assert len(answer.headers["x-request-id"]) == 16


def test_the_same_request_id_stands_in_answer_page_and_log(caplog: pytest.LogCaptureFixture) -> None:
    async def ask() -> Wire:
        return await Wire(house(), "/t/0123456789", query="phone=13812342210").done()

    with caplog.at_level(logging.INFO, logger="yichuang"):
        answer = run(ask())

    ident = answer.headers["x-request-id"]
    assert answer.status == 500 and ident in answer.body.decode()
    own = [record for record in caplog.records if record.name.startswith("yichuang")]
    lines = [json.loads(logs.JsonLine().format(record)) for record in own]
    assert {line["request_id"] for line in lines} == {ident}
    (line,) = [line for line in lines if line["logger"] == "yichuang.request"]
    assert line["path"] == "/t/***" and line["status"] == 500 and line["method"] == "GET" and line["ms"] >= 0
    assert "1381234" not in json.dumps(lines) and "0123456789" not in json.dumps(lines)


def test_static_files_come_before_django() -> None:
    async def ask() -> Wire:
        return await Wire(house(), "/static/kernel/sorry.css").done()

    answer = run(ask())

    assert answer.status == 200 and answer.headers["content-type"].startswith("text/css")
    assert "no-store" not in answer.headers["cache-control"]
    assert "access-control-allow-origin" not in answer.headers


# ---- bounds -----------------------------------------------------------------------------------------------


def test_too_large_a_body_is_refused_in_a_sentence_before_it_is_read() -> None:
    async def ask() -> list[Wire]:
        app = house(each=1000)
        declared = Wire(app, "/echo", method="POST", headers={"content-length": "5000"})
        chunked = Wire(
            app, "/echo", method="POST", headers={"transfer-encoding": "chunked"}, body=[b"x" * 600] * 2
        )
        lying = Wire(app, "/echo", method="POST", headers={"content-length": "many"}, body=[b"x"])
        answers = [await wire.done() for wire in (declared, chunked, lying)]
        assert app.bodies.held == 0
        return answers

    assert [answer.status for answer in run(ask())] == [413, 413, 400]


def test_all_bodies_together_are_bounded() -> None:
    async def ask() -> tuple[int, int]:
        app = house(each=1000, together=1500)
        first = Wire(app, "/echo", method="POST", headers={"content-length": "1000"}, body=[b"x" * 900])
        first._inbox._queue[0]["more_body"] = True  # type: ignore[attr-defined]
        first.start()
        await asyncio.sleep(0.05)
        second = await Wire(app, "/echo", method="POST", body=[b"x" * 700]).done()
        first.hang_up()
        await first.done()
        return second.status, app.bodies.held

    assert run(ask()) == (503, 0)


def test_a_body_that_does_not_arrive_takes_no_thread_and_is_given_up() -> None:
    async def ask() -> tuple[int, int]:
        app = house(threads=1, queue=0, seconds=0.2)
        slow = Wire(app, "/echo", method="POST", headers={"content-length": "10"}).start()
        await asyncio.sleep(0.05)
        other = await Wire(app, "/hello").done()
        await slow.done()
        return other.status, slow.status

    assert run(ask()) == (200, 408)


class Counter:
    """A slow Django: counts how many work at once, and whether every answer was closed."""

    def __init__(self, seconds: float = 0.1, pieces: int = 1, size: int = 10) -> None:
        self.seconds, self.pieces, self.size = seconds, pieces, size
        self.working = self.most = self.closed = self.called = self.given = 0
        self.guard = threading.Lock()

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        with self.guard:
            self.called += 1
            self.working += 1
            self.most = max(self.most, self.working)
        time.sleep(self.seconds)
        start_response("200 OK", [("Content-Type", "text/plain")])
        return _Pieces(self)


class _Pieces:
    def __init__(self, counter: Counter) -> None:
        self.counter = counter

    def __iter__(self) -> Iterator[bytes]:
        for _ in range(self.counter.pieces):
            self.counter.given += 1
            yield b"x" * self.counter.size

    def close(self) -> None:
        with self.counter.guard:
            self.counter.working -= 1
            self.counter.closed += 1


def test_beyond_the_queue_one_is_asked_to_come_back() -> None:
    django = Counter(0.2)

    async def ask() -> tuple[list[Wire], Wire]:
        app = house(django, threads=2, queue=3)
        wires = [Wire(app, "/x").start() for _ in range(12)]
        await asyncio.sleep(0.05)
        alive = await Wire(app, "/healthz").done(1)
        return [await wire.done() for wire in wires], alive

    answers, alive = run(ask())

    assert sorted(answer.status for answer in answers) == [200] * 5 + [503] * 7
    busy = next(answer for answer in answers if answer.status == 503)
    assert busy.headers["retry-after"] == "2" and "<h1>" in busy.body.decode()
    assert django.most == 2 and django.closed == 5
    assert alive.status == 200


def test_a_busy_json_door_and_a_busy_htmx_request_are_told_in_their_own_way() -> None:
    async def ask() -> list[Wire]:
        app = house(Counter(0.2), threads=1, queue=0)
        first = Wire(app, "/x").start()
        await asyncio.sleep(0.05)
        door = await Wire(app, "/api/v1/tickets/1/begin", method="POST").done()
        part = await Wire(app, "/desk/", headers={"hx-request": "true", "cookie": "language=en"}).done()
        await first.done()
        return [door, part]

    door, part = run(ask())

    assert door.status == 503 and door.headers["content-type"] == "application/problem+json"
    assert door.json()["code"] == "busy" and door.json()["request_id"] == door.headers["x-request-id"]
    assert part.status == 503 and "<html" not in part.body.decode() and "few seconds" in part.body.decode()


def test_a_slow_reader_holds_no_thread() -> None:
    django = Counter(0, pieces=40, size=100_000)

    async def ask() -> tuple[int, int]:
        app = house(django, threads=1, queue=0)
        slow = Wire(app, "/x", reads=False).start()
        while app.pool.inside or not django.closed:
            await asyncio.sleep(0.01)
        other = await Wire(app, "/x").done(2)
        slow.reading.set()
        await slow.done()
        return len(slow.body), len(other.body)

    assert run(ask()) == (4_000_000, 4_000_000)
    assert django.closed == 2


def test_who_goes_away_while_waiting_costs_no_work() -> None:
    django = Counter(0.2)

    async def ask() -> int:
        app = house(django, threads=1, queue=5)
        first = Wire(app, "/x").start()
        gone = Wire(app, "/x").start()
        await asyncio.sleep(0.05)
        gone.hang_up()
        await first.done()
        await gone.done()
        return gone.status

    assert run(ask()) == 0
    assert django.called == django.closed == 1


def test_who_goes_away_in_the_middle_stops_the_answer_and_it_is_closed() -> None:
    class Endless(Counter):
        pass

    django = Endless(0.1, pieces=100_000, size=1000)

    async def ask() -> None:
        app = house(django)
        wire = Wire(app, "/x").start()
        await asyncio.sleep(0.15)
        wire.hang_up()
        await wire.done()

    run(ask())

    assert django.given < 100_000 and django.closed == 1


def test_an_accident_inside_the_bridge_is_a_sentence() -> None:
    def breaks(environ: Any, start_response: Any) -> Any:
        raise RuntimeError("张三")

    async def ask() -> Wire:
        return await Wire(house(breaks), "/x").done()

    answer = run(ask())

    assert answer.status == 500 and "张三" not in answer.body.decode() and "<h1>" in answer.body.decode()


# ---- the fast lane ----------------------------------------------------------------------------------------


@pytest.fixture
def lane(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setattr(lanes, "_lanes", [])
    monkeypatch.setattr(lanes, "_plain", {})
    return lanes.lane


def test_a_lane_gets_path_body_and_headers_and_is_logged_like_any_other(lane: Any, caplog: Any) -> None:
    def call(request: LaneRequest) -> LaneAnswer:
        told = {
            "id": request.params["id"],
            "body": request.body.decode(),
            "key": request.headers[b"idempotency-key"].decode(),
            "logged": logs.request_id.get(),
        }
        return 201, [(b"content-type", b"application/json")], json.dumps(told).encode()

    lane("POST", "/api/v1/windows/{id}/call", call)

    async def ask() -> list[Wire]:
        app = house()
        headers = {"Idempotency-Key": "12345678"}
        path = "/api/v1/windows/0190d3b0/call"
        return [
            await Wire(app, path, method="POST", headers=headers, body=[b"{}"]).done(),
            await Wire(app, path).done(),
            await Wire(app, path + "/more", method="POST").done(),
        ]

    with caplog.at_level(logging.INFO, logger="yichuang.request"):
        answer, other_method, other_path = run(ask())

    ident = answer.headers["x-request-id"]
    assert answer.status == 201
    assert answer.json() == {"id": "0190d3b0", "body": "{}", "key": "12345678", "logged": ident}
    assert answer.headers["content-security-policy"] == CONTENT_SECURITY_POLICY
    assert answer.headers["content-length"] == str(len(answer.body))
    own = [record for record in caplog.records if record.name == "yichuang.request"]
    assert [record.status for record in own] == [201, 404, 404]
    assert other_method.status == other_path.status == 404


def test_a_lane_refuses_in_the_sentence_of_the_callers_language(lane: Any) -> None:
    def refuse(request: LaneRequest) -> LaneAnswer:
        raise NobodyIsWaiting

    def breaks(request: LaneRequest) -> LaneAnswer:
        raise ValueError("张三")

    lane("POST", "/api/v1/refuse", refuse)
    lane("POST", "/api/v1/breaks", breaks)

    async def ask() -> list[Wire]:
        app = house()
        english = {"cookie": "a=b; language=en"}
        return [
            await Wire(app, "/api/v1/refuse", method="POST").done(),
            await Wire(app, "/api/v1/refuse", method="POST", headers=english).done(),
            await Wire(app, "/api/v1/breaks", method="POST").done(),
        ]

    chinese, english, accident = run(ask())

    assert chinese.status == english.status == 409
    assert chinese.headers["content-type"] == "application/problem+json"
    assert not chinese.json()["detail"].isascii() and english.json()["detail"].isascii()
    assert accident.status == 500 and "张三" not in accident.body.decode()


def test_two_lanes_cannot_share_an_address(lane: Any) -> None:
    lane("POST", "/api/v1/tickets", lambda request: (200, [], b""))

    with pytest.raises(ValueError, match="/api/v1/tickets"):
        lane("POST", "/api/v1/tickets", lambda request: (200, [], b""))
