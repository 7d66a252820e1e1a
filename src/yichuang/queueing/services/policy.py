"""Give a hall its calling rule (叫号规则): the one that ships at first, then versions of its own."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yichuang.kernel import clock, idempotency
from yichuang.kernel.ids import new_id
from yichuang.kernel.journal import selectors as journal
from yichuang.kernel.journal.record import record
from yichuang.kernel.texts import plain
from yichuang.kernel.types import Actor, Key
from yichuang.organization import selectors as organization
from yichuang.queueing import events, labels, selectors
from yichuang.queueing.models import Policy, PolicyClass
from yichuang.queueing.priority_refusals import (
    CriteriaMissing,
    EmergencyMissing,
    PolicyNotAhead,
    PolicyUnfit,
)
from yichuang.queueing.types import ClassCard, PolicyCard, PriorityClass

LONGEST = 240
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


@transaction.atomic
def set_policy(
    *,
    active_from: date,
    classes: tuple[ClassCard, ...],
    by: Actor,
    at: datetime,
    key: Key | None = None,
) -> PolicyCard:
    """Set a new version of the hall's calling rule, in force from a day to come; none is changed back.

    Raises: PolicyNotAhead, CriteriaMissing (PRI-01), PolicyUnfit, EmergencyMissing (PRI-04), TextTooLong,
    TextUnreadable, KeyReused.  Sources: D11.6.2.
    """
    promise = idempotency.once(by, "queueing.set_policy", key, at)
    if promise.replay:
        row = Policy.objects.get(hall_id=by.hall_id, id=journal.subject_of(by.hall_id, promise.entry_id))
        return selectors.policy(by.hall_id, row.active_from)
    # two who set one at once do it one after the other
    list(Policy.objects.select_for_update().filter(hall_id=by.hall_id))
    known = selectors.policies(by.hall_id)
    today = clock.local_day(at, organization.hall_in_hand(by.hall_id).timezone)
    if active_from <= today or any(one.active_from >= active_from for one in known):
        raise PolicyNotAhead
    tidy = tuple(_tidy(one) for one in classes)
    if len({one.priority for one in tidy}) != len(tidy):
        raise PolicyUnfit
    if not any(one.priority is PriorityClass.EMERGENCY for one in tidy):
        raise EmergencyMissing
    version = max((one.version for one in known), default=0) + 1
    return write(version, active_from, tidy, by=by, at=at, entry_id=promise.entry_id)


def _tidy(one: ClassCard) -> ClassCard:
    """Return the class with its texts in order; an emergency waits for no cap and no approval."""
    name = str(labels.PRIORITY[one.priority])
    if not one.criteria.strip() or not one.criteria_en.strip():
        raise CriteriaMissing(priority=name)
    emergency = one.priority is PriorityClass.EMERGENCY
    if one.priority is PriorityClass.ORDINARY or not (emergency or 0 < one.head_start <= LONGEST):
        raise PolicyUnfit
    return replace(
        one,
        criteria=plain(one.criteria, field=_("Criteria"), limit=200),
        criteria_en=plain(one.criteria_en, field=_("Criteria in English"), limit=300),
        head_start=0 if emergency else one.head_start,
        needs_approver=one.needs_approver and not emergency,
        capped=one.capped and not emergency,
    )


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
            policy=version,
            active_from=active_from,
            classes=tuple(one.priority for one in classes),
            head_starts=tuple(one.head_start for one in classes),
            approvals=tuple(one.needs_approver for one in classes),
            caps=tuple(one.capped for one in classes),
        )
        record(event, subject=row.id, by=by, at=at, entry_id=entry_id)
    return PolicyCard(by.hall_id, version, active_from, classes)
