"""Prices in words: a difference with its sign, and what it is for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.translation import pgettext

from yichuang.posts.labels import COST_TERMS, WINDOWS_SHORT
from yichuang.posts.selectors.roster_prices import prices
from yichuang.posts.types import Price
from yichuang.regulations import selectors as regulations


@dataclass(frozen=True, slots=True)
class PriceRow:
    """What a wish costs in a month; ``own`` where the hall has set it."""

    key: str
    name: str
    value: int
    own: bool


def price_rows(hall_id: UUID, month: date) -> tuple[PriceRow, ...]:
    """Return what each wish costs in a month."""
    return tuple(
        PriceRow(
            one.parameter.key,
            regulations.told(one.parameter.name),
            int(one.value),
            one.hall_value is not None,
        )
        for one in prices(hall_id, month)
    )


def signed(cost: int) -> str:
    """Return a difference with its sign."""
    return f"+{cost}" if cost > 0 else f"−{-cost}" if cost else "±0"


def parts_of(price: Price) -> str:
    """Return what the wishes cost more, by what it is for."""
    return pgettext("between reasons", "; ").join(
        f"{COST_TERMS[term]} {signed(cost)}" for term, cost in price.terms
    )


def short_told(price: Price) -> str:
    """Return how many windows more are short of the need, each as it weighs; empty where nobody asks."""
    return "" if price.short is None else f"{WINDOWS_SHORT} {signed(price.short)}"
