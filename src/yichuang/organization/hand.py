"""What this process has at hand of each hall, so that a hot act judges hours without a query.

All of it belongs to one ``plan_version``, the mark on the hall's row that moves with every change of
hours, closures, calendar or windows.  A hot act reads the mark in its own statement; if it is another
one, it calls ``reread`` and judges again.  Marks are random: one that was rolled back never comes back.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from yichuang.organization.types import DayPlan, HallCard, WindowCard

MOST_HALLS = 2000
MOST_DAYS = 16


@dataclass(slots=True)
class Hand:
    """One hall as last read: its card, its windows, and the plans of the days asked for."""

    hall: HallCard
    windows: dict[UUID, WindowCard]
    plans: dict[date, DayPlan] = field(default_factory=dict)


_hands: OrderedDict[UUID, Hand] = OrderedDict()
_lock = threading.Lock()


def of(hall_id: UUID, read: Callable[[UUID], Hand]) -> Hand:
    """Return what is at hand of the hall, reading it first if nothing is."""
    found = _hands.get(hall_id)
    if found is not None:
        return found
    fresh = read(hall_id)
    with _lock:
        _hands[hall_id] = fresh
        while len(_hands) > MOST_HALLS:
            _hands.popitem(last=False)
    return fresh


def plan(hand: Hand, on: date, read: Callable[[UUID, date], DayPlan]) -> DayPlan:
    """Return the plan of ``on`` from the hand, reading it first if it is not there."""
    found = hand.plans.get(on)
    if found is None:
        found = read(hand.hall.id, on)
        with _lock:
            if len(hand.plans) >= MOST_DAYS:
                hand.plans.clear()
            hand.plans[on] = found
    return found


def drop(hall_id: UUID) -> None:
    """Forget the hall; the next question reads it again."""
    with _lock:
        _hands.pop(hall_id, None)
