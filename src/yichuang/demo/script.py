"""Draw a day from a seed: who comes when, for what, and how long it takes.  Values only.

The shape of the day (two peaks, a thin noon) follows what halls report; the numbers are invented.
"""

from __future__ import annotations

import math
import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from yichuang.queueing.types import PriorityClass

# relative weight of arrivals by half hour since opening, morning and afternoon
MORNING = (1.0, 1.6, 2.4, 2.9, 2.8, 2.2, 1.5, 0.8)
AFTERNOON = (1.5, 2.2, 2.3, 1.9, 1.5, 1.0, 0.5)
DECLARED_AS = (PriorityClass.ELDERLY,) * 6 + (
    PriorityClass.PREGNANT,
    PriorityClass.PREGNANT,
    PriorityClass.DISABLED,
    PriorityClass.MILITARY,
)
LATEST_ARRIVAL = timedelta(minutes=25)  # before tickets stop, so that the hall can serve who came


@dataclass(frozen=True)
class Shape:
    """How a day's arrivals lie: weights by half hour, how long before tickets stop the last one comes.

    ``leaving``, ``deaf`` and ``declaring`` are the shares of who gives up, of who does not hear a call and of
    who asks for a priority class at the kiosk.
    """

    morning: tuple[float, ...] = MORNING
    afternoon: tuple[float, ...] = AFTERNOON
    latest: timedelta = LATEST_ARRIVAL
    leaving: float = 0.05
    deaf: float = 0.03
    declaring: float = 0.04


ORDINARY = Shape()


@dataclass(frozen=True)
class Errand:
    """What one line offers in the play: its items with their usual minutes, and its share of arrivals."""

    line_id: UUID
    share: float
    items: tuple[tuple[UUID, float], ...]


@dataclass(frozen=True)
class Arrival:
    """One citizen: when, to which line, for which item (or none named), and their patience."""

    at: datetime
    line_id: UUID
    item_id: UUID | None
    leaves_after: timedelta | None
    deaf: bool
    priority: PriorityClass = PriorityClass.ORDINARY


def arrivals(
    draw: random.Random,
    sessions: list[tuple[datetime, datetime]],
    errands: list[Errand],
    tickets: int,
    shape: Shape = ORDINARY,
) -> list[Arrival]:
    """Return about ``tickets`` arrivals over the day's ticket-taking ``sessions``, in order of time."""
    slots: list[tuple[datetime, datetime, float]] = []
    for index, (opens, until) in enumerate(sessions):
        curve = shape.morning if index == 0 else shape.afternoon
        ends = until - shape.latest if index == len(sessions) - 1 else until
        width = (ends - opens) / len(curve)
        slots += [(opens + width * n, opens + width * (n + 1), weight) for n, weight in enumerate(curve)]
    total = sum(weight for _, _, weight in slots)
    shares = [errand.share for errand in errands]
    came: list[Arrival] = []
    for starts, ends, weight in slots:
        for _ in range(_poisson(draw, tickets * weight / total)):
            at = starts + (ends - starts) * draw.random()
            errand = draw.choices(errands, shares)[0]
            item = draw.choice(errand.items)[0] if errand.items and draw.random() < 0.4 else None
            leaves = timedelta(minutes=draw.uniform(18, 50)) if draw.random() < shape.leaving else None
            deaf = draw.random() < shape.deaf
            priority = PriorityClass.ORDINARY
            if shape.declaring and draw.random() < shape.declaring:
                priority = draw.choice(DECLARED_AS)
            came.append(Arrival(at, errand.line_id, item, leaves, deaf, priority))
    return sorted(came, key=lambda arrival: arrival.at)


def service_time(draw: random.Random, usual_minutes: float) -> timedelta:
    """Return how long one service takes: log-normal around the item's usual minutes, one to forty minutes."""
    minutes = draw.lognormvariate(math.log(max(usual_minutes, 1.5) * 0.5), 0.45)
    return timedelta(minutes=min(max(minutes, 1.0), 40.0))


def _poisson(draw: random.Random, mean: float) -> int:
    """Knuth's method (The Art of Computer Programming, 3.4.1); means here are below 200."""
    limit, count, product = math.exp(-mean), 0, draw.random()
    while product > limit:
        count += 1
        product *= draw.random()
    return count
