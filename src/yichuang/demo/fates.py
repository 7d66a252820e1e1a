"""What can become of an application in the played month, how often, and of which items."""

from __future__ import annotations

from enum import StrEnum

from yichuang.catalogue.types import ItemCard
from yichuang.deadlines.types import Unit


class Fate(StrEnum):
    """What is to become of an application, as it is drawn."""

    STRAIGHT = "straight"
    GAP = "gap"  # told once, brought, accepted
    NEVER = "never"  # told once and never brought
    TOLERANT = "tolerant"  # one paper follows by its day
    NOT_ACCEPTED = "not_accepted"
    WITHDRAWN = "withdrawn"
    REFUSED = "refused"
    PAUSED = "paused"
    PAUSE_APPROVED = "pause_approved"  # asked for, and time stands still once another has approved it
    PAUSE_DECLINED = "pause_declined"
    EXTENDED = "extended"
    OVERDUE = "overdue"
    CORRECTED = "corrected"


#: In how many of a hundred applications each is meant to happen, beside the straight ones.
SHARES = {
    Fate.GAP: 14,
    Fate.NEVER: 2,
    Fate.TOLERANT: 3,
    Fate.NOT_ACCEPTED: 2,
    Fate.WITHDRAWN: 4,
    Fate.REFUSED: 5,
    Fate.PAUSED: 5,
    Fate.PAUSE_APPROVED: 1,
    Fate.PAUSE_DECLINED: 1,
    Fate.EXTENDED: 3,
    Fate.OVERDUE: 4,
    Fate.CORRECTED: 2,
}
SHORT = 10  # days of a promise that can be overrun within the month
UNHURRIED = 8.0  # days of a promise that leaves everybody their usual time
DAYS_IN = {
    Unit.WORKING_DAY: 1.0,
    Unit.CALENDAR_DAY: 0.7,
    Unit.MONTH: 20.0,
    Unit.WORKING_HOUR: 0.1,
    Unit.HOUR: 0.01,
}
LASTING = 4  # days of a promise that is sure to run still when the case has been in hand for some hours


def fits(item: ItemCard, fate: Fate) -> bool:
    """Say whether this can become of an application for the item."""
    flags, days = item.flags, item.promised_limit.budget
    lasts = days is None or days.value >= LASTING
    match fate:
        case Fate.REFUSED | Fate.NOT_ACCEPTED:
            return not flags.uncertain_needs_query and not flags.instant
        case Fate.TOLERANT:
            deferrable = any(one.deferrable and one.required for one in item.materials)
            return flags.tolerance_allowed and deferrable and not flags.instant and lasts
        case Fate.EXTENDED:
            return bool(item.extension.times) and not flags.instant and lasts
        case Fate.OVERDUE:
            return not flags.instant and days is not None and days.value <= SHORT
        case Fate.PAUSED | Fate.CORRECTED | Fate.WITHDRAWN:
            return not flags.instant
        case Fate.PAUSE_APPROVED | Fate.PAUSE_DECLINED:
            return not flags.instant and lasts
        case _:
            return any(one.required for one in item.materials) or fate is Fate.STRAIGHT
