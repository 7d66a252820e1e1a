"""How long it will take: an honest range, or nothing where nobody can say."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from heapq import heapify, heappop, heappush
from uuid import UUID

from yichuang.queueing.rules.order import Capability, Waiting

DEFAULT_SERVICE = timedelta(minutes=6)
ENOUGH = 5


def typical_service(recent: Sequence[float], default: timedelta = DEFAULT_SERVICE) -> float:
    """Return the seconds a visit of a line takes: the mean of recent ones, or ``default`` for too few.

    Not the median: a queue drains at the mean, long visits included (``python -m bench.waits``).
    """
    return sum(recent) / len(recent) if len(recent) >= ENOUGH else default.total_seconds()


@dataclass(frozen=True, slots=True)
class Desk:
    """A window on duty: what it may call, and in how many seconds it is free (0: now)."""

    capabilities: tuple[Capability, ...]
    free_in: float = 0.0

    def covers(self, line_id: UUID, item_id: UUID | None) -> bool:
        return any(one.line_id == line_id and one.item_id in (None, item_id) for one in self.capabilities)


@dataclass(frozen=True, slots=True)
class Forecast:
    """Seconds until the call: of each waiting ticket, and of who joins a line now (missing: never)."""

    tickets: dict[UUID, float]
    newcomers: dict[UUID, float]


def forecast(waiting: Sequence[Waiting], desks: Sequence[Desk], service: Mapping[UUID, float]) -> Forecast:
    """Play the queue forward: every desk calls the first it may, and again when it is free.

    ``waiting`` is in the order of calling; ``service`` gives the typical seconds of a visit per line.
    Windows that serve several lines are shared as they really are, since the game calls by the same rule.
    """
    left = list(waiting)
    tickets: dict[UUID, float] = {}
    newcomers: dict[UUID, float] = {}
    free = [(desk.free_in, number) for number, desk in enumerate(desks)]
    heapify(free)
    while free:
        moment, number = heappop(free)
        desk = desks[number]
        place = next((n for n, one in enumerate(left) if desk.covers(one.line_id, one.item_id)), None)
        if place is None:
            for one in desk.capabilities:
                newcomers[one.line_id] = min(moment, newcomers.get(one.line_id, moment))
            continue
        called = left.pop(place)
        tickets[called.id] = moment
        heappush(free, (moment + service.get(called.line_id, DEFAULT_SERVICE.total_seconds()), number))
    return Forecast(tickets, newcomers)


def free_in(busy_seconds: float, typical: float) -> float:
    """Return in how many seconds a window is free that is busy with a visit since ``busy_seconds``.

    A visit that already took longer than usual is given a third of a usual one more.
    """
    return max(typical - busy_seconds, typical / 3)


def in_minutes(seconds: float) -> tuple[int, int]:
    """Return an honest range of minutes around ``seconds``.

    Visits differ: three tenths to both sides and two minutes more held six truths of seven in the played
    days (``python -m bench.waits``).
    """
    return math.floor(seconds * 0.7 / 60), math.ceil(seconds * 1.3 / 60) + 2


def quantile(values: Sequence[float], share: float) -> float:
    """Return the smallest value that at least ``share`` of ``values`` do not exceed (nearest rank)."""
    ranked = sorted(values)
    return ranked[max(0, math.ceil(share * len(ranked)) - 1)]
