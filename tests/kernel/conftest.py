"""Fixtures of the kernel's tests."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

from tests.kernel.board import OTHER_HALL, POOLS, State
from tests.kernel.people import HALL


@pytest.fixture
def state(monkeypatch: pytest.MonkeyPatch) -> Iterator[State]:
    """Two topics, a hall and a journal of the test's own; every thread ended afterwards."""
    from yichuang.kernel import live
    from yichuang.kernel.access import doors
    from yichuang.kernel.live import grants, stream, topics

    here = State()
    for registry in ("_topics", "_publishers", "_codes"):
        monkeypatch.setattr(topics, registry, {})
    monkeypatch.setattr(topics.HALL_BY_CODE, "provider", {"HRSS": HALL, "OTHER": OTHER_HALL}.get)
    monkeypatch.setattr(grants.STILL_ACTIVE, "provider", lambda kind, holder, hall_id, rule, at: True)
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
    while POOLS:
        POOLS.pop().close(5)
    gc.collect()
