"""Let a department into the hall, and note which of its matters stay outside (CHF-01, CHF-05)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yichuang.kernel.idempotency import once
from yichuang.kernel.ids import new_id
from yichuang.kernel.journal import selectors as journal
from yichuang.kernel.journal.record import record
from yichuang.kernel.texts import plain
from yichuang.kernel.types import Actor, Key
from yichuang.organization import selectors as organization
from yichuang.organization.errors import PlaceUnknown
from yichuang.organization.types import DepartmentCard
from yichuang.posts import selectors
from yichuang.posts.errors import ChiefNotNamed, NobodyStationed, OneWithoutTwoParts, OutsideItemUnknown
from yichuang.posts.events import DepartmentStationed, OutsideItemMovedIn, OutsideItemNoted
from yichuang.posts.models import OutsideItem, Stationing
from yichuang.posts.types.stationing import OutsideCard, StationingCard, StationingFlaw


@transaction.atomic
def station_department(
    *, department_id: UUID, by: Actor, at: datetime, key: Key | None = None
) -> StationingCard:
    """Let a department serve in the hall; done twice it is done once.

    Raises: PlaceUnknown, NobodyStationed, ChiefNotNamed, OneWithoutTwoParts (CHF-01).
    """
    promise = once(by, "posts.station_department", key, at)
    department = _department(by.hall_id, department_id)
    card = selectors.stationing(by.hall_id, department_id, at)
    if promise.replay or card.activated_at is not None:
        return card
    match card.flaw:
        case StationingFlaw.NOBODY:
            raise NobodyStationed(department=department.name)
        case StationingFlaw.NO_CHIEF:
            raise ChiefNotNamed(department=department.name, staff=len(card.staff))
        case StationingFlaw.NO_TWO_PARTS:
            raise OneWithoutTwoParts(department=department.name)
        case None:
            pass
    Stationing.objects.create(
        id=new_id(), hall_id=by.hall_id, department_id=department_id, activated_by=by.id, activated_at=at
    )
    told = DepartmentStationed(staff=len(card.staff))
    record(told, subject=department_id, by=by, at=at, entry_id=promise.entry_id)
    return selectors.stationing(by.hall_id, department_id, at)


@transaction.atomic
def note_outside_item(
    *,
    department_id: UUID,
    name: str,
    reason: str = "",
    by: Actor,
    at: datetime,
    key: Key | None = None,
) -> OutsideCard:
    """Note a department's matter that is not handled in the hall; noted again, its reason is the new one.

    Raises: PlaceUnknown, TextMissing, TextTooLong, KeyReused.
    """
    promise = once(by, "posts.note_outside_item", key, at)
    if promise.replay:
        return selectors.outside_item(by.hall_id, journal.subject_of(by.hall_id, promise.entry_id))
    _department(by.hall_id, department_id)
    clean = plain(name, field=_("Matter"), limit=120)
    why = plain(reason, field=_("Reason"), limit=200, blank=True)
    row, made = OutsideItem.objects.get_or_create(
        hall_id=by.hall_id,
        department_id=department_id,
        name=clean,
        moved_in_at=None,
        defaults={"id": new_id(), "reason": why, "noted_by": by.id, "noted_at": at},
    )
    if not made:
        row.reason = why
        row.save(update_fields=["reason"])
    told = OutsideItemNoted(department_id=department_id, excused=bool(why))
    record(told, subject=row.id, by=by, at=at, entry_id=promise.entry_id)
    return selectors.outside_item(by.hall_id, row.id)


@transaction.atomic
def move_item_in(*, item_id: UUID, by: Actor, at: datetime, key: Key | None = None) -> OutsideCard:
    """Say that a matter is handled in the hall now.  Raises: OutsideItemUnknown."""
    promise = once(by, "posts.move_item_in", key, at)
    if promise.replay:
        return selectors.outside_item(by.hall_id, item_id)
    rows = OutsideItem.objects.select_for_update()
    row = rows.filter(hall_id=by.hall_id, id=item_id, moved_in_at=None).first()
    if row is None:
        raise OutsideItemUnknown
    row.moved_in_at = at
    row.save(update_fields=["moved_in_at"])
    told = OutsideItemMovedIn(department_id=row.department_id)
    record(told, subject=row.id, by=by, at=at, entry_id=promise.entry_id)
    return selectors.outside_item(by.hall_id, row.id)


def _department(hall_id: UUID, department_id: UUID) -> DepartmentCard:
    found = next((one for one in organization.departments(hall_id) if one.id == department_id), None)
    if found is None:
        raise PlaceUnknown
    return found
