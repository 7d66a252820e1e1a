"""From a sealed entry to the boards of every process."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Coroutine, Iterator
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any
from uuid import UUID, uuid4

import pytest
import redis

from tests.kernel.people import HALL
from yichuang.kernel.journal import seal
from yichuang.kernel.live import publisher, topics
from yichuang.kernel.live.hub import Client, Hub
from yichuang.kernel.live.publisher import Publisher
from yichuang.kernel.live.topics import Channel

NINE = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
BOARD = Channel(HALL, "board", "all")
REDIS = os.environ.get("YICHUANG_TEST_REDIS_URL", "redis://127.0.0.1:6379/15")


def entry(seq: int, name: str = "test.called", hall_id: UUID = HALL) -> Any:
    """A sealed entry, as far as a publisher looks at it."""
    return SimpleNamespace(seq=seq, hall_id=hall_id, name=name, id=uuid4())


@pytest.fixture(autouse=True)
def told(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[int]]:
    """One event changes one board; the numbers it was computed for are returned."""
    computed: list[int] = []

    def called(card: Any) -> list[tuple[str, str, dict[str, Any]]]:
        computed.append(card.seq)
        return [("board", "all", {"seq": card.seq, "id": card.id})]

    def breaks(card: Any) -> list[tuple[str, str, dict[str, Any]]]:
        raise ValueError("张三")

    monkeypatch.setattr(topics, "_publishers", {"test.called": [called], "test.breaks": [breaks]})
    monkeypatch.setattr(seal, "listeners", [])
    yield computed


def run(work: Coroutine[Any, Any, Any]) -> Any:
    return asyncio.run(asyncio.wait_for(work, 20))


async def until(what: Any, seconds: float = 5.0) -> None:
    for _ in range(int(seconds / 0.01)):
        if what():
            return
        await asyncio.sleep(0.01)
    raise AssertionError("it did not happen")


def board(hub: Hub) -> Client:
    client = hub.attach(BOARD, 0)
    assert client is not None
    return client


@pytest.mark.django_db(transaction=True)
def test_every_sealed_entry_reaches_the_board_in_order(told: list[int]) -> None:
    async def publish() -> bytes:
        hub = Hub()
        client = board(hub)
        one = Publisher(hub, asyncio.get_running_loop())
        one.start()
        for seq in range(1, 21):
            seal.listeners[0]([entry(seq)])
        await until(lambda: hub.known(HALL) == 20)
        await asyncio.to_thread(one.stop)
        return client.take()

    told_to_board = run(publish())

    assert told == list(range(1, 21))
    assert [int(line[4:]) for line in told_to_board.splitlines() if line.startswith(b"id: ")] == told


@pytest.mark.django_db(transaction=True)
def test_a_change_that_cannot_be_told_makes_the_boards_start_over_and_the_next_is_told() -> None:
    async def publish() -> tuple[bool, bytes]:
        hub = Hub()
        client = board(hub)
        one = Publisher(hub, asyncio.get_running_loop())
        one.start()
        seal.listeners[0]([entry(1), entry(2, "test.breaks")])
        await until(lambda: hub.known(HALL) == 2)
        resync, client.resync = client.resync, False
        seal.listeners[0]([entry(3)])
        await until(lambda: hub.known(HALL) == 3)
        await asyncio.to_thread(one.stop)
        return resync, client.take()

    resync, later = run(publish())

    assert resync and b"id: 3" in later and b"id: 1" not in later


@pytest.mark.django_db(transaction=True)
def test_halls_do_not_disturb_each_other() -> None:
    async def publish() -> bytes:
        hub, other = Hub(), uuid4()
        client = board(hub)
        one = Publisher(hub, asyncio.get_running_loop())
        one.start()
        seal.listeners[0]([entry(7, hall_id=other)])
        seal.listeners[0]([entry(1)])
        await until(lambda: hub.known(HALL) == 1 and hub.known(other) == 7)
        await asyncio.to_thread(one.stop)
        return client.take()

    assert run(publish()).count(b"event: change") == 1


def test_a_hall_nobody_watches_costs_nothing_and_who_comes_gets_a_snapshot(told: list[int]) -> None:
    async def publish() -> tuple[int, Any]:
        hub = Hub()
        one = Publisher(hub, asyncio.get_running_loop())
        one.start()
        for seq in (1, 2, 3):
            seal.listeners[0]([entry(seq)])
        await until(lambda: hub.known(HALL) == 3)
        await asyncio.to_thread(one.stop)
        return hub.known(HALL), hub.attach(BOARD, 2)

    known, came_back = run(publish())

    assert (told, known) == ([], 3)
    assert came_back is None  # what it missed is not known: a snapshot


def redis_answers() -> bool:
    try:
        return bool(redis.Redis.from_url(REDIS, socket_connect_timeout=0.3).ping())
    except redis.RedisError:
        return False


@pytest.mark.skipif("not redis_answers()", reason="no Redis on this machine")
@pytest.mark.django_db(transaction=True)
def test_with_redis_one_process_computes_and_all_boards_see_it(told: list[int]) -> None:
    async def publish() -> tuple[bytes, bytes]:
        here, there = Hub(), Hub()
        mine, theirs = board(here), board(there)
        loop = asyncio.get_running_loop()
        first, second = Publisher(here, loop, REDIS), Publisher(there, loop, REDIS)
        first.start()
        second.start()
        tell_first, tell_second = seal.listeners
        await asyncio.sleep(0.3)  # both listen
        for seq in range(1, 6):
            tell_first([entry(seq)])
            await until(lambda seq=seq: there.known(HALL) == seq)
            tell_second([entry(seq)])  # its own sealer tells it a moment later
        await asyncio.sleep(0.1)
        for one in (first, second):
            await asyncio.to_thread(one.stop)
        return mine.take(), theirs.take()

    mine, theirs = run(publish())

    assert told == [1, 2, 3, 4, 5]
    assert mine.count(b"event: change") == theirs.count(b"event: change") == 5
    assert mine == theirs


@pytest.mark.django_db(transaction=True)
def test_without_its_redis_every_process_still_tells_its_own_boards(
    told: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(publisher, "REDIS_PAUSE", 0.05)

    async def publish() -> bytes:
        hub = Hub()
        client = board(hub)
        one = Publisher(hub, asyncio.get_running_loop(), "redis://127.0.0.1:1/0")
        one.start()
        seal.listeners[0]([entry(1)])
        seal.listeners[0]([entry(2)])
        await until(lambda: hub.known(HALL) == 2)
        await asyncio.to_thread(one.stop)
        return client.take()

    assert run(publish()).count(b"event: change") == 2


@pytest.mark.django_db(transaction=True)
def test_boards_do_not_wait_for_a_redis_that_hangs(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def hangs(channel: str, message: str) -> None:
        asked.append(channel)
        time.sleep(0.5)
        raise redis.TimeoutError

    sleeping = SimpleNamespace(publish=hangs)
    monkeypatch.setattr(redis.Redis, "from_url", lambda *_args, **_more: sleeping)

    async def publish() -> bytes:
        hub = Hub()
        client = board(hub)
        one = Publisher(hub, asyncio.get_running_loop(), "redis://127.0.0.1:1/0")
        one.start()
        for seq in range(1, 21):
            seal.listeners[0]([entry(seq)])
        await until(lambda: hub.known(HALL) == 20, seconds=3)
        await asyncio.to_thread(one.stop)
        return client.take()

    assert run(publish()).count(b"event: change") == 20
    assert len(asked) == 1


@pytest.mark.django_db(transaction=True)
def test_a_message_nobody_understands_does_not_end_the_listening(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(publisher, "REDIS_PAUSE", 0.01)
    listened: list[int] = []

    async def misheard(self: Publisher) -> None:
        listened.append(1)
        raise ValueError("not enough values to unpack")

    monkeypatch.setattr(Publisher, "_hear_until_it_breaks", misheard)

    async def listen() -> None:
        one = Publisher(Hub(), asyncio.get_running_loop(), REDIS)
        one.start()
        await until(lambda: len(listened) > 1)
        await asyncio.to_thread(one.stop)
        assert one._hearing is not None
        await asyncio.wait([one._hearing], timeout=1)
        assert one._hearing.cancelled()

    run(listen())
