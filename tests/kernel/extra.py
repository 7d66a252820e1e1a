"""The tests' own app: one hall, one board, one act that the board shows, one slow page."""

from __future__ import annotations

import time
from uuid import UUID, uuid4

from django.apps import AppConfig

HALL = UUID(int=0xB0A2D)


class ExtraConfig(AppConfig):
    """Declares its topic, event and lanes when the house is set up."""

    name = "tests.kernel.extra"
    label = "kernel_tests"
    path = __file__.rsplit("/", 1)[0] + "/extra"

    def ready(self) -> None:
        from django.db import transaction

        from yichuang.kernel import clock, live
        from yichuang.kernel.journal import record, selectors
        from yichuang.kernel.journal.events import Event, event
        from yichuang.kernel.live import topics
        from yichuang.kernel.serve.lanes import LaneAnswer, LaneRequest, lane
        from yichuang.kernel.types import Actor, ActorKind

        @event("kernel_tests.called")
        class Called(Event):
            """Somebody was called, for a test."""

            label: str

        def call(request: LaneRequest) -> LaneAnswer:
            by = Actor(ActorKind.SYSTEM, HALL, HALL)
            with transaction.atomic():
                record.record(Called(request.params["label"]), subject=uuid4(), by=by, at=clock.now())
            return 201, [], b""

        def slow(request: LaneRequest) -> LaneAnswer:
            time.sleep(1.5)
            return 200, [], b"slow and done"

        known = topics.HALL_BY_CODE.provider or (lambda code: None)
        topics.HALL_BY_CODE.provider = lambda code: HALL if code == "TEST" else known(code)
        live.topic("test", public=True, snapshot=lambda hall, key: {"seq": selectors.head(hall).seq})
        live.publishes(Called, lambda entry: [("test", "all", {"label": entry.event.label})])  # type: ignore[attr-defined]
        lane("GET", "/test/call/{label}", call)

        def stuck(request: LaneRequest) -> LaneAnswer:
            time.sleep(30)
            return 200, [], b""

        def stuck_writing(request: LaneRequest) -> LaneAnswer:
            by = Actor(ActorKind.SYSTEM, HALL, HALL)
            with transaction.atomic():
                record.record(Called("stuck"), subject=uuid4(), by=by, at=clock.now())
                time.sleep(30)
            return 200, [], b""

        lane("GET", "/test/slow", slow)
        lane("GET", "/test/stuck-writing", stuck_writing)
        lane("GET", "/test/stuck", stuck)
