"""What equipment the hall has and what of it is down."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Q

from yichuang.facilities import hand
from yichuang.facilities.models import Equipment, Fault
from yichuang.facilities.refusals import EquipmentUnknown
from yichuang.facilities.types import EquipmentCard, EquipmentKind, FaultCard, FaultReason
from yichuang.organization import selectors as organization


def equipment(hall_id: UUID, kind: EquipmentKind | None = None) -> list[EquipmentCard]:
    """Return the pieces that stand in the hall (of one kind), by kind and name, with their open faults."""
    rows = Equipment.objects.filter(hall_id=hall_id, retired_at__isnull=True)
    if kind is not None:
        rows = rows.filter(kind=kind.value)
    faults = {one.equipment_id: one for one in Fault.objects.filter(hall_id=hall_id, ended_at__isnull=True)}
    order = list(EquipmentKind)
    cards = [piece_card(row, faults.get(row.id)) for row in rows]
    return sorted(cards, key=lambda one: (order.index(one.kind), one.name, one.id))


def piece(hall_id: UUID, equipment_id: UUID) -> EquipmentCard:
    """Return one piece of the hall, retired or not.  Raises: EquipmentUnknown."""
    row = Equipment.objects.filter(hall_id=hall_id, id=equipment_id).first()
    if row is None:
        raise EquipmentUnknown
    return piece_card(row, _open_fault(row))


def equipment_of_device(hall_id: UUID, device_id: UUID) -> EquipmentCard | None:
    """Return the piece that an enrolled device is, if it stands in the hall."""
    row = Equipment.objects.filter(hall_id=hall_id, device_id=device_id, retired_at__isnull=True).first()
    return piece_card(row, _open_fault(row)) if row else None


def down(hall_id: UUID) -> list[EquipmentCard]:
    """Return the pieces that are down, the longest first."""
    found = [(one.fault.began_at, one) for one in equipment(hall_id) if one.fault]
    return [one for _since, one in sorted(found, key=lambda pair: pair[0])]


def rests_in_hand(hall_id: UUID, device_id: UUID) -> bool:
    """Tell whether somebody has reported the enrolled device down; what a machine noticed does not count.

    Answered from what this process read within the last second.
    """
    return device_id in hand.resting(hall_id, _resting)


def _resting(hall_id: UUID) -> frozenset[UUID]:
    rows = Fault.objects.filter(
        hall_id=hall_id, ended_at__isnull=True, detected=False, equipment__device__isnull=False
    )
    return frozenset(rows.values_list("equipment__device_id", flat=True))


def faults_of_day(hall_id: UUID, day: date) -> list[FaultCard]:
    """Return the faults of a day of the hall, those that reach into it too, oldest first."""
    zone = ZoneInfo(organization.hall(hall_id).timezone)
    begins = datetime.combine(day, time(), zone)
    rows = (
        Fault.objects.filter(Q(ended_at__isnull=True) | Q(ended_at__gt=begins), hall_id=hall_id)
        .filter(began_at__lt=begins + timedelta(days=1))
        .order_by("began_at", "id")
    )
    return [fault_card(row) for row in rows]


def _open_fault(row: Equipment) -> Fault | None:
    return Fault.objects.filter(hall_id=row.hall_id, equipment_id=row.id, ended_at__isnull=True).first()


def piece_card(row: Equipment, fault: Fault | None = None) -> EquipmentCard:
    """Return a row of this room as its card."""
    return EquipmentCard(
        id=row.id,
        hall_id=row.hall_id,
        kind=EquipmentKind(row.kind),
        name=row.name,
        name_en=row.name_en,
        place=row.place,
        zone_id=row.zone_id,
        window_id=row.window_id,
        device_id=row.device_id,
        active=row.retired_at is None,
        fault=fault_card(fault) if fault else None,
    )


def fault_card(row: Fault) -> FaultCard:
    """Return a row of this room as its card."""
    return FaultCard(
        id=row.id,
        hall_id=row.hall_id,
        equipment_id=row.equipment_id,
        reason=FaultReason(row.reason),
        detected=row.detected,
        began_at=row.began_at,
        told_at=row.told_at,
        ended_at=row.ended_at,
    )
