"""Enter a piece of equipment in the hall's list, and take it out."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yichuang.facilities import selectors
from yichuang.facilities.events import EquipmentAdded, EquipmentRetired
from yichuang.facilities.models import Equipment, Fault
from yichuang.facilities.refusals import EquipmentUnknown
from yichuang.facilities.services.faults import close_fault
from yichuang.facilities.types import EquipmentCard, EquipmentKind
from yichuang.kernel.access import selectors as access
from yichuang.kernel.idempotency import once
from yichuang.kernel.ids import new_id
from yichuang.kernel.journal import selectors as journal
from yichuang.kernel.journal.record import record
from yichuang.kernel.texts import plain
from yichuang.kernel.types import Actor, Key
from yichuang.organization import selectors as organization
from yichuang.organization.errors import PlaceUnknown


@transaction.atomic
def add_equipment(
    *,
    kind: EquipmentKind,
    name: str,
    by: Actor,
    at: datetime,
    name_en: str = "",
    place: str = "",
    zone_id: UUID | None = None,
    window_id: UUID | None = None,
    device_id: UUID | None = None,
    key: Key | None = None,
) -> EquipmentCard:
    """Enter a piece of equipment; ``device_id`` names the enrolled device it is, if it is one.

    Raises: PlaceUnknown, WindowUnknown, DeviceUnknown, TextMissing, TextTooLong, TextUnreadable.
    """
    promise = once(by, "facilities.add_equipment", key, at)
    if promise.replay:
        return selectors.piece(by.hall_id, journal.subject_of(by.hall_id, promise.entry_id))
    name = plain(name, field=_("Name"), limit=80)
    name_en = plain(name_en, field=_("English name"), limit=120, blank=True)
    place = plain(place, field=_("Place"), limit=120, blank=True)
    if zone_id and zone_id not in {one.id for one in organization.zones(by.hall_id)}:
        raise PlaceUnknown
    if window_id:
        organization.window(by.hall_id, window_id)
    if device_id:
        access.device(by.hall_id, device_id)

    row = Equipment.objects.create(
        id=new_id(),
        hall_id=by.hall_id,
        kind=kind.value,
        name=name,
        name_en=name_en,
        place=place,
        zone_id=zone_id,
        window_id=window_id,
        device_id=device_id,
        added_at=at,
    )
    told = EquipmentAdded(kind=kind, zone_id=zone_id, window_id=window_id, device_id=device_id)
    record(told, subject=row.id, by=by, at=at, entry_id=promise.entry_id)
    return selectors.piece_card(row)


@transaction.atomic
def add_enrolled(*, device_id: UUID, by: Actor, at: datetime) -> EquipmentCard | None:
    """Enter a device that has just been enrolled, unless somebody did so already."""
    card = access.device(by.hall_id, device_id)
    if not card.active or Equipment.objects.filter(hall_id=by.hall_id, device_id=device_id).exists():
        return selectors.equipment_of_device(by.hall_id, device_id)
    return add_equipment(
        kind=EquipmentKind(card.kind.value),
        name=card.name,
        zone_id=card.zone_id,
        window_id=card.window_id,
        device_id=device_id,
        by=by,
        at=at,
    )


@transaction.atomic
def retire_equipment(*, equipment_id: UUID, by: Actor, at: datetime, key: Key | None = None) -> EquipmentCard:
    """Take a piece out of the hall's list; a fault it has is closed with it.  Raises: EquipmentUnknown."""
    promise = once(by, "facilities.retire_equipment", key, at)
    if promise.replay:
        return selectors.piece(by.hall_id, equipment_id)
    row = (
        Equipment.objects.select_for_update()
        .filter(hall_id=by.hall_id, id=equipment_id, retired_at__isnull=True)
        .first()
    )
    if row is None:
        raise EquipmentUnknown

    fault = Fault.objects.filter(hall_id=by.hall_id, equipment_id=row.id, ended_at__isnull=True).first()
    if fault is not None:
        close_fault(row, fault, by=by, at=at)
    row.retired_at = at
    row.save(update_fields=["retired_at"])
    told = EquipmentRetired(kind=EquipmentKind(row.kind))
    record(told, subject=row.id, by=by, at=at, entry_id=promise.entry_id)
    return selectors.piece_card(row)


@transaction.atomic
def retire_revoked(*, device_id: UUID, by: Actor, at: datetime) -> EquipmentCard | None:
    """Take the piece a revoked device was out of the list, if it is there."""
    known = selectors.equipment_of_device(by.hall_id, device_id)
    return retire_equipment(equipment_id=known.id, by=by, at=at) if known else None
