"""Questions about swaps: who could take a shift and what it would cost, which swaps there are."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from yichuang.organization import selectors as organization
from yichuang.posts.errors.roster import SwapUnfit
from yichuang.posts.labels import HINDRANCES
from yichuang.posts.models.roster import Swap
from yichuang.posts.selectors.roster import swap_card
from yichuang.posts.selectors.roster_problem import shift_id
from yichuang.posts.selectors.roster_published import PublishedMonth
from yichuang.posts.selectors.shifts import holders_by_day
from yichuang.posts.types import DaySession
from yichuang.posts.types.roster import SwapCard, SwapOffer


def cost_of_swap(month: PublishedMonth, name: str, hall_id: UUID, taker_id: UUID) -> int:
    """Return what the month's wishes cost more when somebody takes over a shift; nothing is changed.

    Raises: SwapUnfit (ROT-05): they are on leave, elsewhere, not qualified, or their week is full.
    """
    why = month.hindrance(name, taker_id)
    if why:
        raise SwapUnfit(worker=organization.person(hall_id, taker_id).worker_number, why=str(HINDRANCES[why]))
    return month.price(name, taker_id).cost


def swap_offers(
    hall_id: UUID, post_id: UUID, day: date, session: DaySession, giver_id: UUID
) -> list[SwapOffer]:
    """Return everybody else who holds the post that day: what it would cost, or why they cannot."""
    month, name = PublishedMonth(hall_id, post_id, day), shift_id(post_id, day, session)
    held = holders_by_day(hall_id, since=day, until=day + timedelta(days=1)).get((post_id, day), [])
    found = []
    for who in dict.fromkeys(held):
        if who != giver_id:
            why = month.hindrance(name, who)
            found.append(SwapOffer(who, month.price(name, who) if not why else None, why))
    return sorted(found, key=lambda one: (one.price is None, one.price.cost if one.price else 0))


def swaps(hall_id: UUID, *, since: date) -> list[SwapCard]:
    """Return the swaps of shifts on a day or later, the newest first."""
    rows = Swap.objects.filter(hall_id=hall_id, day__gte=since)
    return [swap_card(row) for row in rows.order_by("-asked_at", "-id")]
