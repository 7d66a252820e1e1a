"""Threads of rooms run beside the requests and are begun again when they stumble."""

from __future__ import annotations

import threading

import pytest

from yichuang.kernel import workers


@pytest.fixture(autouse=True)
def no_other_workers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "_workers", {})
    monkeypatch.setattr(workers, "TROUBLE_SECONDS", 0.01)


def test_a_worker_that_stumbles_begins_again_and_ends_when_told() -> None:
    stop, well, begun = threading.Event(), threading.Event(), []

    @workers.worker("test.stumbles")
    def run(stop: threading.Event) -> None:
        begun.append(1)
        if len(begun) == 1:
            raise ValueError
        well.set()
        stop.wait(10)

    (thread,) = workers.threads(stop)
    thread.start()
    assert well.wait(5)
    stop.set()
    thread.join(5)

    assert len(begun) == 2 and not thread.is_alive()


def test_two_workers_have_two_names() -> None:
    workers.worker("test.one")(lambda _stop: None)

    with pytest.raises(ValueError, match="two workers"):
        workers.worker("test.one")(lambda _stop: None)
