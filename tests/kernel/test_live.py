"""Boards and desks: a snapshot with its number, then every change, in order, without a gap."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import threading
from collections.abc import Coroutine, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from tests.kernel.people import HALL, wang_min
from tests.kernel.wire import Wire
from yichuang.kernel import clock, live
from yichuang.kernel.access import doors
from yichuang.kernel.live import grants, hub, stream, topics
from yichuang.kernel.live.grants import NoGrant
from yichuang.kernel.live.hub import QUEUE, RING, Hub
from yichuang.kernel.live.stream import Streams
from yichuang.kernel.live.topics import Channel
from yichuang.kernel.serve.app import Application
from yichuang.kernel.serve.pool import Pool
from yichuang.kernel.types import Actor, ActorKind

pytestmark = pytest.mark.django_db(transaction=True)

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


@pytest.fixture
def state(monkeypatch: pytest.MonkeyPatch) -> Iterator[State]:
    """Two topics, a hall and a journal of the test's own; every thread ended afterwards."""
    here = State()
    for registry in ("_topics", "_publishers", "_codes"):
        monkeypatch.setattr(topics, registry, {})
    monkeypatch.setattr(topics.HALL_BY_CODE, "provider", {"HRSS": HALL, "OTHER": OTHER_HALL}.get)
    monkeypatch.setattr(grants.STILL_ACTIVE, "provider", lambda kind, holder, hall_id: True)
    monkeypatch.setattr(doors, "_doors", {})
    monkeypatch.setattr(stream, "FRESH", 0.0)

    class Head:
        @property
        def seq(self) -> int:
            return here.seq

    monkeypatch.setattr(stream.journal, "head", lambda hall_id: Head())
    live.topic("board", public=True, snapshot=here.snapshot)
    live.topic("desk", public=False, snapshot=here.snapshot)
    yield here
    here.hold.set()
    while _pools:
        _pools.pop().close(5)
    gc.collect()


_pools: list[Pool] = []


def house() -> Application:
    pool = Pool(2, 8)
    _pools.append(pool)
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


# ---- following --------------------------------------------------------------------------------------------


def test_a_board_shows_the_state_and_then_every_call(state: State) -> None:
    async def watch() -> None:
        app = house()
        state.calls, state.seq = ["A001"], 7
        wire, events = follow(app)
        assert await wire.next(events) == ("snapshot", 7, {"seq": 7, "data": {"calls": ["A001"]}})

        happens(app, state, "A002")
        happens(app, state, "A003")

        assert await wire.next(events) == ("change", 8, {"seq": 8, "data": {"label": "A002"}})
        assert await wire.next(events) == ("change", 9, {"seq": 9, "data": {"label": "A003"}})
        assert wire.headers["content-type"] == "text/event-stream; charset=utf-8"
        wire.hang_up()
        await wire.done()
        assert app.streams.hub.count() == 0

    run(watch())


def test_a_board_hears_only_its_own_zone_and_hall(state: State) -> None:
    async def watch() -> None:
        app = house()
        wire, events = follow(app, "/live/board/HRSS/A")
        await wire.next(events)
        other, other_events = follow(app, "/live/board/OTHER/A")
        await other.next(other_events)

        happens(app, state, "B001", key="B")
        happens(app, state, "A001", key="A")

        assert (await wire.next(events))[2]["data"] == {"label": "A001"}
        with pytest.raises(TimeoutError):
            await other.next(other_events, 0.05)

    run(watch())


def test_what_happens_while_the_snapshot_is_taken_is_not_lost(state: State) -> None:
    async def watch() -> None:
        app = house()
        state.seq = 3
        state.hold.clear()
        wire, events = follow(app)
        while not state.taken:
            await asyncio.sleep(0.005)
        app.streams.hub.publish(HALL, 4, 4, [(4, "board", "all", {"label": "A004"})])
        state.hold.set()

        assert (await wire.next(events))[:2] == ("snapshot", 3)
        assert (await wire.next(events))[:2] == ("change", 4)

    run(watch())


def test_what_a_snapshot_holds_already_is_not_told_again(state: State) -> None:
    async def watch() -> None:
        app = house()
        state.seq = 5
        wire, events = follow(app)
        await wire.next(events)

        app.streams.hub.publish(HALL, 4, 5, [(5, "board", "all", {"label": "late"})])
        app.streams.hub.publish(HALL, 6, 6, [(6, "board", "all", {"label": "A006"})])
        app.streams.hub.publish(HALL, 5, 6, [(6, "board", "all", {"label": "again"})])
        app.streams.hub.publish(HALL, 7, 7, [(7, "board", "all", {"label": "A007"})])

        assert (await wire.next(events))[2]["data"] == {"label": "A006"}
        assert (await wire.next(events))[2]["data"] == {"label": "A007"}

    run(watch())


def test_who_comes_back_gets_what_was_missed_and_no_snapshot(state: State) -> None:
    async def watch() -> None:
        app = house()
        wire, events = follow(app)
        await wire.next(events)
        happens(app, state, "A001")
        happens(app, state, "B001", key="B")
        happens(app, state, "A002")
        wire.hang_up()
        await wire.done()
        taken = state.taken

        again, events = follow(app, headers={"Last-Event-ID": "1"})

        assert await again.next(events) == ("change", 3, {"seq": 3, "data": {"label": "A002"}})
        assert state.taken == taken

    run(watch())


@pytest.mark.parametrize("seen", ["0", "999999", "nonsense", "-1", "9" * 40])
def test_who_missed_more_than_is_remembered_starts_from_a_snapshot(state: State, seen: str) -> None:
    async def watch() -> None:
        app = house()
        state.seq = 10
        first, events = follow(app)
        await first.next(events)
        for _ in range(RING + 5):
            happens(app, state, "A", key="B")

        again, events = follow(app, headers={"Last-Event-ID": seen})

        assert (await again.next(events))[:2] == ("snapshot", state.seq)

    run(watch())


def test_a_hole_in_the_numbers_makes_every_board_of_the_hall_start_over(state: State) -> None:
    async def watch() -> None:
        app = house()
        state.seq = 1
        wire, events = follow(app)
        await wire.next(events)
        app.streams.hub.publish(HALL, 2, 2, [])
        state.seq, state.calls = 9, ["A009"]

        app.streams.hub.publish(HALL, 9, 9, [(9, "board", "all", {"label": "A009"})])

        assert await wire.next(events) == ("snapshot", 9, {"seq": 9, "data": {"calls": ["A009"]}})
        happens(app, state, "A010")
        assert (await wire.next(events))[:2] == ("change", 10)

    run(watch())


def test_a_board_too_slow_to_read_is_cut_off_and_the_others_go_on(state: State) -> None:
    async def watch() -> None:
        app = house()
        slow = Wire(app, "/live/board/HRSS/all", reads=False).start()
        quick, events = follow(app)
        await quick.next(events)
        while app.streams.hub.count() < 2:
            await asyncio.sleep(0.005)
        for _ in range(QUEUE + 2):
            happens(app, state, "A001")
            await asyncio.sleep(0)

        await slow.done(2)
        assert app.streams.hub.count() == 1
        assert (await quick.next(events))[0] == "change"

    run(watch())


def test_many_boards_at_once_share_one_snapshot(state: State) -> None:
    async def watch() -> None:
        app = house()
        state.hold.clear()
        boards = [follow(app) for _ in range(200)]
        await asyncio.sleep(0.05)
        state.hold.set()

        assert {(await wire.next(events))[0] for wire, events in boards} == {"snapshot"}
        assert state.taken <= 2

    run(watch())


def test_boards_are_asked_to_come_back_at_different_moments(state: State) -> None:
    async def watch() -> set[int]:
        app = house()
        waits = set()
        for _ in range(20):
            _wire, events = follow(app)
            kind, _ident, milliseconds = await anext(events)
            assert kind == "retry"
            waits.add(milliseconds)
        return waits

    waits = run(watch())

    assert len(waits) > 10 and all(1000 <= wait <= 4000 for wait in waits)


def test_a_quiet_line_has_a_pulse(state: State, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream, "PULSE", 0.02)

    async def watch() -> bytes:
        app = house()
        wire, events = follow(app)
        await wire.next(events)
        await asyncio.sleep(0.1)
        return wire.body

    assert run(watch()).count(b": \n\n") >= 2


def test_when_the_house_closes_every_stream_ends_with_a_wish_to_come_back(state: State) -> None:
    async def watch() -> None:
        app = house()
        boards = [follow(app) for _ in range(5)]
        for wire, events in boards:
            await wire.next(events)

        app.streams.hub.close()

        for wire, _events in boards:
            await wire.done(1)
            assert wire.body.endswith(b"\n\n") and b"retry:" in wire.body.rsplit(b"data:", 1)[1]
        late = await Wire(app, "/live/board/HRSS/all").done(1)
        assert late.status == 200 and late.body.startswith(b"retry:") and b"snapshot" not in late.body

    run(watch())


def test_polling_gives_the_same_state_with_its_number(state: State) -> None:
    async def watch() -> None:
        app = house()
        state.seq, state.calls = 4, ["A004"]
        answer = await Wire(app, "/live/board/HRSS/all/now").done()
        assert answer.json() == {"seq": 4, "data": {"calls": ["A004"]}}
        assert answer.headers["cache-control"] == "private, no-store"

    run(watch())


def test_a_snapshot_a_moment_old_serves_the_next_board_until_something_happens(
    state: State, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stream, "FRESH", 60.0)

    async def watch() -> None:
        app = house()
        await Wire(app, "/live/board/HRSS/all/now").done()
        await Wire(app, "/live/board/HRSS/all/now").done()
        assert state.taken == 1
        app.streams.hub.attach(Channel(HALL, "board", "x"), 0)
        happens(app, state, "A001")

        answer = await Wire(app, "/live/board/HRSS/all/now").done()

        assert state.taken == 2 and answer.json()["data"] == {"calls": ["A001"]}

    run(watch())


# ---- who may follow ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path",
    [
        "/live/unknown/HRSS/all",
        "/live/board/NOHALL/all",
        "/live/board/HRSS/nobody",
        "/live/board/HRSS",
        "/live/board/HRSS/all/later",
        "/live/board/HRSS/" + "x" * 200,
        "/live/",
    ],
)
def test_a_stream_that_does_not_exist_is_a_sentence(state: State, path: str) -> None:
    async def ask() -> Wire:
        return await Wire(house(), path).done()

    answer = run(ask())

    assert answer.status == 404 and answer.json()["code"] == "nothing-here"


def grant_for(key: str = "w1", *, by: Actor | None = None, at: datetime = NINE) -> str:
    return grants.grant(by or wang_min(), HALL, "desk", key, at)


async def knock(app: Application, token: str, path: str = "/live/desk/HRSS/w1", **more: Any) -> Wire:
    wire, events = follow(app, path, query=f"grant={token}", **more)
    with contextlib.suppress(StopAsyncIteration, TimeoutError):
        await wire.next(events, 2)
    wire.hang_up()
    return await wire.done()


def test_a_desk_follows_with_its_grant(state: State) -> None:
    with clock.frozen(NINE + timedelta(minutes=9)):
        assert run(knock(house(), grant_for())).status == 200


@pytest.mark.parametrize(
    "forged",
    [
        lambda: "",
        lambda: "nonsense",
        lambda: "a.b",
        lambda: grant_for()[:-2] + "xx",
        lambda: grant_for("w2"),
        lambda: grants.grant(wang_min(), HALL, "board", "w1", NINE),
        lambda: grants.grant(wang_min(OTHER_HALL), OTHER_HALL, "desk", "w1", NINE),
        lambda: grant_for(at=NINE - timedelta(minutes=11)),
        lambda: "张三." + grant_for().split(".")[1],
    ],
)
def test_without_the_right_grant_a_desk_is_refused(state: State, forged: Any) -> None:
    with clock.frozen(NINE):
        answer = run(knock(house(), forged()))

    assert answer.status == 403 and answer.json()["code"] == "no-grant"
    assert state.taken == 0


def test_a_grant_for_another_hall_is_not_given() -> None:
    with pytest.raises(NoGrant):
        grants.grant(wang_min(), OTHER_HALL, "desk", "w1", NINE)


def test_a_grant_is_asked_for_again_at_a_replay(state: State) -> None:
    with clock.frozen(NINE + timedelta(hours=1)):
        answer = run(knock(house(), grant_for(), headers={"Last-Event-ID": "0"}))

    assert answer.status == 403


def test_whose_account_was_closed_is_refused_though_the_grant_still_runs(state: State) -> None:
    asked = []

    def closed(kind: ActorKind, holder: UUID, hall_id: UUID) -> bool:
        asked.append((kind, holder, hall_id))
        return False

    with clock.frozen(NINE), grants.STILL_ACTIVE.answered(closed):
        assert run(knock(house(), grant_for())).status == 403
    assert asked == [(ActorKind.PERSON, wang_min().id, HALL)]


def test_an_open_desk_gets_fresh_grants_and_ends_when_its_holder_leaves(
    state: State, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stream, "RECHECK", 0.02)
    monkeypatch.setattr(stream, "PULSE", 0.02)
    active = [True]

    async def watch() -> None:
        app = house()
        wire, events = follow(app, "/live/desk/HRSS/w1", query=f"grant={grant_for()}")
        await wire.next(events)
        kind, _ident, told = await wire.next(events)
        assert kind == "grant"
        assert (await knock(app, told["grant"])).status == 200

        active.clear()

        await wire.done(2)

    here = grants.STILL_ACTIVE.answered(lambda kind, holder, hall_id: bool(active))
    with clock.frozen(NINE + timedelta(minutes=5)), here:
        run(watch())


def test_every_topic_is_a_declared_door(state: State) -> None:
    declared = doors.registry()

    assert declared["live.board"].rule.public
    assert not declared["live.desk"].rule.public and declared["live.desk"].rule.any_person
    with pytest.raises(ValueError, match="board"):
        live.topic("board", public=True, snapshot=state.snapshot)


# ---- the ring ---------------------------------------------------------------------------------------------


def test_the_ring_forgets_the_oldest_and_knows_it() -> None:
    channel = Channel(HALL, "board", "all")
    ring = hub.Ring(0)
    for seq in range(1, RING + 11):
        ring.add(seq, channel, str(seq).encode())

    assert ring.since(channel, 9) is None
    assert ring.since(channel, 10) is not None and len(ring.since(channel, 10) or []) == RING
    assert ring.since(channel, RING + 9) == [(RING + 10, str(RING + 10).encode())]


def test_halls_nobody_follows_are_forgotten_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hub, "QUIET_RINGS", 10)

    async def many() -> Hub:
        here = Hub()
        here.attach(Channel(HALL, "board", "all"), 0)
        for _ in range(50):
            here.publish(uuid4(), 1, 1, [])
        return here

    here = run(many())

    assert HALL in here.rings and len(here.rings) <= 11
