"""The same questions answered without a query, from what this process last read of the hall.

A hot act reads ``organization_hall.plan_version`` in its own statement, compares it with
``plan_version_in_hand`` and, when it has moved, calls ``reread`` and judges again.
"""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.conf import settings

from yichuang.kernel.clock import local_day
from yichuang.organization import hand, rules
from yichuang.organization.errors import HallUnknown, WindowUnknown
from yichuang.organization.selectors.hours import plan_of, taking
from yichuang.organization.selectors.register import hall, windows
from yichuang.organization.types import DayPlan, HallCard, TakingVerdict, WindowCard


def _read_hand(hall_id: UUID) -> hand.Hand:
    # the mark first: what is read after it can only be newer, and then the mark has moved
    card = hall(hall_id)
    return hand.Hand(card, {one.id: one for one in windows(hall_id)})


def _read_plan(hall_id: UUID, on: date) -> DayPlan:
    return plan_of(hall_id, on, hall_in_hand(hall_id).timezone)


def hall_in_hand(hall_id: UUID) -> HallCard:
    """Return the hall as this process last read it.  Raises: HallUnknown."""
    return hand.of(hall_id, _read_hand).hall


def timezone_of(hall_id: UUID) -> str:
    """Return the time zone in which a hall's days begin and end; an unknown hall's is the installation's."""
    try:
        return hall_in_hand(hall_id).timezone
    except HallUnknown:
        return str(settings.TIME_ZONE)


def plan_version_in_hand(hall_id: UUID) -> int:
    """Return the mark of what this process holds; compare it with ``organization_hall.plan_version``."""
    return hall_in_hand(hall_id).plan_version


def window_in_hand(hall_id: UUID, window_id: UUID) -> WindowCard:
    """Return a window as this process last read it.  Raises: WindowUnknown."""
    found = hand.of(hall_id, _read_hand).windows.get(window_id)
    if found is None:
        raise WindowUnknown
    return found


def windows_in_hand(hall_id: UUID) -> list[WindowCard]:
    """Return the windows as this process last read them, by number."""
    return list(hand.of(hall_id, _read_hand).windows.values())


def plan_in_hand(hall_id: UUID, on: date) -> DayPlan:
    """Return the plan of ``on`` as this process last read it; the first question of a day queries."""
    return hand.plan(hand.of(hall_id, _read_hand), on, _read_plan)


def day_plan_cached(hall_id: UUID, plan_version: int, on: date) -> DayPlan:
    """Return the plan of ``on`` under the mark the caller has just read, reading anew when it moved."""
    if plan_version_in_hand(hall_id) != plan_version:
        reread(hall_id)
    return plan_in_hand(hall_id, on)


def taking_in_hand(hall_id: UUID, at: datetime) -> TakingVerdict:
    """Say whether the hall gives tickets, from what is at hand."""
    return taking(hall_in_hand(hall_id), at, lambda on: plan_in_hand(hall_id, on))


def is_open_in_hand(hall_id: UUID, at: datetime, window_id: UUID | None = None) -> bool:
    """Say whether the hall or a window is in session, from what is at hand."""
    card = hall_in_hand(hall_id)
    plan = plan_in_hand(hall_id, local_day(at, card.timezone))
    return card.active and rules.session_at(plan, window_id, at) is not None


def reread(hall_id: UUID) -> None:
    """Let the next question about the hall read everything anew."""
    hand.drop(hall_id)
