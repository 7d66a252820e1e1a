"""Who comes on a busy day: what is particular about one visitor in three, dealt out like a pack of cards.

Values only; shares are of all who take a ticket, and each kind comes at least once.
"""

from __future__ import annotations

import random
from datetime import timedelta
from enum import StrEnum

from yichuang.demo.script import Shape

# two peaks, the second of who comes in the noon hour; tickets are taken until the last minute
BUSY = Shape(
    morning=(1.0, 1.7, 2.6, 2.9, 2.3, 1.9, 2.6, 3.0),
    afternoon=(2.5, 2.2, 1.7, 1.4, 1.2, 1.0, 0.9),
    latest=timedelta(0),
    leaving=0.0,  # who leaves and who does not hear is dealt with the rest
    deaf=0.0,
    declaring=0.0,
)
# clerks make haste: the part of an ordinary day's minutes that a visit takes, by line
HASTE = {"A": 0.78, "C": 0.5, "D": 0.57, "E": 0.54, "F": 0.4, "G": 0.4, "H": 0.4, "K": 0.54, "Z": 0.9}


class Trait(StrEnum):
    """What is particular about a visitor."""

    DECLARED = "declared"
    UNFIT = "unfit"
    SHOWN = "shown"
    URGENT = "urgent"
    NOT_URGENT = "not_urgent"
    EMERGENCY = "emergency"
    REJOINS = "rejoins"
    STAYS_AWAY = "stays_away"
    LEAVES = "leaves"
    DELAYS = "delays"
    PARKS = "parks"
    SENT_ON = "sent_on"
    SHIRKED = "shirked"
    SEVERAL = "several"
    NOTED = "noted"
    LONG = "long"


SHARES = {
    Trait.DECLARED: 0.065,
    Trait.UNFIT: 0.004,
    Trait.SHOWN: 0.012,
    Trait.URGENT: 0.006,
    Trait.NOT_URGENT: 0.002,
    Trait.EMERGENCY: 0.0,
    Trait.REJOINS: 0.028,
    Trait.STAYS_AWAY: 0.02,
    Trait.LEAVES: 0.035,
    Trait.DELAYS: 0.012,
    Trait.PARKS: 0.02,
    Trait.SENT_ON: 0.03,
    Trait.SHIRKED: 0.0,
    Trait.SEVERAL: 0.12,
    Trait.NOTED: 0.01,
    Trait.LONG: 0.02,
}


def dealt(draw: random.Random, visitors: int) -> list[Trait | None]:
    """Deal the traits out to so many visitors, in the order in which they come; the rare ones come early."""
    cards: list[Trait | None] = []
    rare: list[Trait] = []
    for trait, share in SHARES.items():
        times = round(share * visitors)
        cards += [trait] * times
        rare += [] if times else [trait]
    cards += [None] * (visitors - len(cards) - len(rare))
    draw.shuffle(cards)
    for trait in rare:
        cards.insert(draw.randrange(visitors // 8, visitors // 2), trait)
    return cards[:visitors]
