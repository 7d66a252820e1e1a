"""A house with two topics, a hall and a journal of the test's own."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Coroutine
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from tests.kernel.people import HALL
from tests.kernel.wire import Wire
from yichuang.kernel.live.hub import Hub
from yichuang.kernel.live.stream import Streams
from yichuang.kernel.serve.app import Application
from yichuang.kernel.serve.pool import Pool

NINE = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
OTHER_HALL = uuid4()


class State:
    """What the tests' topics show."""

    def __init__(self) -> None:
        self.calls: list[str] = []
        self.seq = 0
        self.taken = 0
        self.hold = threading.Event()
        self.hold.set()

    def snapshot(self, hall_id: UUID, key: str) -> dict[str, Any] | None:
        self.taken += 1
        self.hold.wait(10)
        return None if key == "nobody" else {"calls": list(self.calls)}


POOLS: list[Pool] = []


def house() -> Application:
    pool = Pool(2, 8)
    POOLS.append(pool)
    return Application(None, pool, Streams(Hub(), pool))  # type: ignore[arg-type]


def happens(app: Application, state: State, label: str, *, topic: str = "board", key: str = "all") -> None:
    """A ticket is called: the state moves on, and the publisher tells."""
    state.seq += 1
    state.calls.append(label)
    app.streams.hub.publish(HALL, state.seq, state.seq, [(state.seq, topic, key, {"label": label})])


def run(work: Coroutine[Any, Any, Any]) -> Any:
    return asyncio.run(asyncio.wait_for(work, 30))


def follow(app: Application, path: str = "/live/board/HRSS/all", **more: Any) -> tuple[Wire, Any]:
    wire = Wire(app, path, **more).start()
    return wire, wire.events()


async def knock(app: Application, token: str, path: str = "/live/desk/HRSS/w1", **more: Any) -> Wire:
    wire, events = follow(app, path, query=f"grant={token}", **more)
    with contextlib.suppress(StopAsyncIteration, TimeoutError):
        await wire.next(events, 2)
    wire.hang_up()
    return await wire.done()
