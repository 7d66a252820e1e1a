"""The calling rule (叫号规则) of a hall: which version holds on a day, and what it says."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from uuid import UUID

from yichuang.queueing.models import Policy, PolicyClass
from yichuang.queueing.types import ClassCard, PolicyCard, PriorityClass
from yichuang.regulations.selectors import parameter

MOST_DAYS = 1000
_SHOWN = list(PriorityClass)

# a version begins on a day to come and is never changed, so what holds on a day that has begun holds for good
_in_hand: dict[tuple[UUID, date], PolicyCard] = {}


def policies(hall_id: UUID) -> tuple[PolicyCard, ...]:
    """Return every version of the hall's calling rule, the first one first."""
    return _cards(Policy.objects.filter(hall_id=hall_id))


def policy(hall_id: UUID, day: date) -> PolicyCard:
    """Return the version that holds on ``day``: the latest begun by then, or the very first.

    A hall without one calls everybody in turn, under a version 0 without classes.
    """
    rows = Policy.objects.filter(hall_id=hall_id)
    begun = rows.filter(active_from__lte=day).order_by("-active_from")[:1]
    found = _cards(begun) or _cards(rows.order_by("active_from")[:1])
    return found[0] if found else PolicyCard(hall_id, 0, day, ())


def policy_in_hand(hall_id: UUID, day: date) -> PolicyCard:
    """Return ``policy`` of a day that has begun, from memory where it was asked before."""
    found = _in_hand.get((hall_id, day))
    if found is None:
        found = policy(hall_id, day)
        if found.version:
            if len(_in_hand) >= MOST_DAYS:
                _in_hand.clear()
            _in_hand[hall_id, day] = found
    return found


def priority_ratio(hall_id: UUID, day: date) -> int:
    """Return N: of N calls of a line at most one is of a capped class (``queue.priority_ratio``)."""
    return int(parameter(hall_id, "queue.priority_ratio", day))


def _cards(rows: Iterable[Policy]) -> tuple[PolicyCard, ...]:
    found = sorted(rows, key=lambda one: one.version)
    classes: dict[UUID, list[ClassCard]] = defaultdict(list)
    halls = {one.hall_id for one in found}
    for row in PolicyClass.objects.filter(hall_id__in=halls, policy_id__in=[one.id for one in found]):
        classes[row.policy_id].append(_class_card(row))
    return tuple(
        PolicyCard(
            one.hall_id,
            one.version,
            one.active_from,
            tuple(sorted(classes[one.id], key=lambda card: _SHOWN.index(card.priority))),
        )
        for one in found
    )


def _class_card(row: PolicyClass) -> ClassCard:
    return ClassCard(
        priority=PriorityClass(row.priority),
        head_start=row.head_start,
        criteria=row.criteria,
        criteria_en=row.criteria_en,
        needs_approver=row.needs_approver,
        capped=row.capped,
    )
