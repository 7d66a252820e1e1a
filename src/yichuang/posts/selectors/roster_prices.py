"""What a wish of the roster costs in a hall: dated parameters, as the engine and the checker count them."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from yichuang.regulations import selectors as regulations
from yichuang.regulations.types import ParameterCard
from yichuang.rostering.types import Weights

PRICES = (
    "rota.price_stand_in",
    "rota.price_stand_in_further",
    "rota.price_change_post",
    "rota.price_morning_and_evening",
    "rota.price_after_evening",
    "rota.price_through_noon",
    "rota.price_unasked",
    "rota.price_free_days",
    "rota.price_evenings",
    "rota.price_stand_ins",
)


def prices(hall_id: UUID, month: date) -> tuple[ParameterCard, ...]:
    """Return what each wish costs in a month: what is in force on its first day."""
    cards = {one.parameter.key: one for one in regulations.parameter_cards(hall_id, month.replace(day=1))}
    return tuple(cards[key] for key in PRICES)


def weights_on(hall_id: UUID, day: date) -> Weights:
    """Return the prices of the month a day lies in, for the engine; nobody in a hall has undesired days."""
    told = regulations.values(hall_id, PRICES, day.replace(day=1))
    return Weights(
        stand_in=(0, told["rota.price_stand_in"], told["rota.price_stand_in_further"]),
        switch_post_same_day=told["rota.price_change_post"],
        split_am_eve=told["rota.price_morning_and_evening"],
        am_after_eve=told["rota.price_after_evening"],
        through_noon=told["rota.price_through_noon"],
        unasked=told["rota.price_unasked"],
        weekend_sq=told["rota.price_free_days"],
        eve_sq=told["rota.price_evenings"],
        stand_in_sq=told["rota.price_stand_ins"],
    )
