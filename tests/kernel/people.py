"""People and threads of the kernel's tests."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

from django.db import connections

from yichuang.kernel.types import Actor, ActorKind

HALL = UUID(int=0xA11)


def wang_min(hall_id: UUID = HALL) -> Actor:
    """A clerk of the hall."""
    return Actor(ActorKind.PERSON, UUID(int=0x3A9), hall_id)


def somebody(hall_id: UUID = HALL) -> Actor:
    """A person nobody has met before."""
    return Actor(ActorKind.PERSON, uuid4(), hall_id)


def together(work: Callable[[], Any], times: int) -> list[Any]:
    """Do ``work`` on so many threads at once; return what each returned or raised."""
    start, results = threading.Barrier(times), []

    def run() -> None:
        try:
            start.wait(10)
            results.append(work())
        except Exception as error:
            results.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run) for _ in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return results
