"""Which reasons a class is given for, and whose giving is looked at again (PRI-03)."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from yichuang.queueing.types import GrantReason as R
from yichuang.queueing.types import PriorityClass as P

_SEEN = (R.DECLARED, R.DOCUMENT_SHOWN, R.EVIDENT)
REASONS: dict[P, tuple[R, ...]] = {
    P.ELDERLY: _SEEN,
    P.DISABLED: _SEEN,
    P.PREGNANT: _SEEN,
    P.MILITARY: _SEEN,
    P.URGENT: (R.DEADLINE_TODAY, R.OUR_MISTAKE, R.HARDSHIP),
    P.APPOINTMENT: (R.BOOKED,),
    P.EMERGENCY: (R.SUDDEN_ILLNESS, R.DANGER),
}


def unusual(given: Mapping[UUID, int], *, times: int, few: int) -> tuple[UUID, ...]:
    """Return who gave a class at least ``times`` as often as the others on average, most first.

    ``given`` counts the grants of everybody who worked, also of those who gave none; fewer than ``few``
    are too few to mean anything.
    """
    found = []
    for person, count in given.items():
        others = [other for one, other in given.items() if one != person]
        average = sum(others) / len(others) if others else 0.0
        if count >= few and count >= times * average:
            found.append(person)
    return tuple(sorted(found, key=lambda one: (-given[one], one)))
