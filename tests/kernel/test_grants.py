"""Who may follow a stream: everybody a public one, the holder of a grant every other."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from tests.kernel.board import NINE, OTHER_HALL, State, follow, house, knock, run
from tests.kernel.people import HALL, wang_min
from tests.kernel.wire import Wire
from yichuang.kernel import clock, live
from yichuang.kernel.access import doors
from yichuang.kernel.access.types import Rule
from yichuang.kernel.live import grants, stream
from yichuang.kernel.live.grants import NoGrant
from yichuang.kernel.types import Actor, ActorKind

pytestmark = pytest.mark.django_db(transaction=True)


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

    def closed(kind: ActorKind, holder: UUID, hall_id: UUID, rule: Rule, at: datetime) -> bool:
        asked.append((kind, holder, hall_id, rule, at))
        return False

    with clock.frozen(NINE), grants.STILL_ACTIVE.answered(closed):
        assert run(knock(house(), grant_for())).status == 403
    rule = doors.registry()["live.desk"].rule
    assert asked == [(ActorKind.PERSON, wang_min().id, HALL, rule, NINE)]


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

    here = grants.STILL_ACTIVE.answered(lambda kind, holder, hall_id, rule, at: bool(active))
    with clock.frozen(NINE + timedelta(minutes=5)), here:
        run(watch())


def test_every_topic_is_a_declared_door(state: State) -> None:
    declared = doors.registry()

    assert declared["live.board"].rule.public
    assert not declared["live.desk"].rule.public and declared["live.desk"].rule.any_person
    with pytest.raises(ValueError, match="board"):
        live.topic("board", public=True, snapshot=state.snapshot)
