"""What has happened to equipment."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from yichuang.facilities.types import EquipmentKind, FaultReason
from yichuang.kernel.journal.events import Event, event


@event("facilities.equipment_added")
class EquipmentAdded(Event):
    """A piece of equipment stands in the hall from now on."""

    kind: EquipmentKind
    zone_id: UUID | None
    window_id: UUID | None
    device_id: UUID | None


@event("facilities.equipment_retired")
class EquipmentRetired(Event):
    """A piece of equipment is no longer in the hall."""

    kind: EquipmentKind


@event("facilities.device_down")
class DeviceDown(Event):
    """A piece of equipment does not work: a fault was opened, by somebody’s report or by itself."""

    fault_id: UUID
    kind: EquipmentKind
    reason: FaultReason
    detected: bool
    since: datetime


@event("facilities.device_back")
class DeviceBack(Event):
    """A piece of equipment works again, and its fault is closed."""

    fault_id: UUID
    kind: EquipmentKind
    minutes: int
