"""Boards and desks: a snapshot with its number, then every change, in order, without a gap."""

from __future__ import annotations

import asyncio
from uuid import uuid4

import pytest

from tests.kernel.board import State, follow, happens, house, run
from tests.kernel.people import HALL
from tests.kernel.wire import Wire
from yichuang.kernel.live import hub, stream
from yichuang.kernel.live.hub import QUEUE, RING, Hub
from yichuang.kernel.live.topics import Channel

pytestmark = pytest.mark.django_db(transaction=True)


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
