"""Give a hall its calling rule (叫号规则): the one that ships at first, then versions of its own."""

from __future__ import annotations

import json
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from uuid import UUID

from django.db import transaction

from yichuang.kernel import clock
from yichuang.kernel.ids import new_id
from yichuang.kernel.journal.record import record
from yichuang.kernel.types import Actor
from yichuang.organization import selectors as organization
from yichuang.queueing import events
from yichuang.queueing.models import Policy, PolicyClass
from yichuang.queueing.types import ClassCard, PolicyCard, PriorityClass

SHIPPED = Path(__file__).parent.parent / "data" / "policy.json"


@lru_cache(maxsize=1)
def shipped() -> tuple[ClassCard, ...]:
    """Return the classes that come with this version."""
    found = json.loads(SHIPPED.read_text(encoding="utf-8"))["classes"]
    return tuple(
        ClassCard(
            priority=PriorityClass(one["class"]),
            head_start=one["head_start"],
            criteria=one["criteria"],
            criteria_en=one["criteria_en"],
            needs_approver=one["needs_approver"],
            capped=one["capped"],
        )
        for one in found
    )


def give_shipped(*, by: Actor, at: datetime) -> None:
    """Give a hall that has no calling rule the one that ships, from today on; its first line asks for it."""
    if Policy.objects.filter(hall_id=by.hall_id).exists():
        return
    day = clock.local_day(at, organization.hall_in_hand(by.hall_id).timezone)
    write(1, day, shipped(), by=by, at=at, entry_id=new_id())


def write(
    version: int,
    active_from: date,
    classes: tuple[ClassCard, ...],
    *,
    by: Actor,
    at: datetime,
    entry_id: UUID,
) -> PolicyCard:
    """Write a version with its classes, and tell it."""
    with transaction.atomic():
        row = Policy.objects.create(hall_id=by.hall_id, version=version, active_from=active_from)
        for one in classes:
            PolicyClass.objects.create(
                hall_id=by.hall_id,
                policy=row,
                priority=one.priority,
                head_start=one.head_start,
                criteria=one.criteria,
                criteria_en=one.criteria_en,
                needs_approver=one.needs_approver,
                capped=one.capped,
            )
        event = events.PolicySet(
            version=version,
            active_from=active_from,
            classes=tuple(one.priority for one in classes),
            head_starts=tuple(one.head_start for one in classes),
            approvals=tuple(one.needs_approver for one in classes),
            caps=tuple(one.capped for one in classes),
        )
        record(event, subject=row.id, by=by, at=at, entry_id=entry_id)
    return PolicyCard(by.hall_id, version, active_from, classes)
