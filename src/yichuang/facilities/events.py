"""What has happened to equipment and to the layout of the hall."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from yichuang.facilities.types import (
    AreaKind,
    Chinese,
    EquipmentKind,
    FaultReason,
    PaperWidth,
    Reach,
    SlipKind,
    SlipState,
    SlipTrouble,
)
from yichuang.kernel.journal.events import Event, event

_MACHINES_ONLY = {"zone_ids": [], "guide_desk": False}


@event("facilities.area_added")
class AreaAdded(Event):
    """An area of the hall was entered, with the directions to it."""

    kind: AreaKind
    zone_id: UUID | None


@event("facilities.area_changed")
class AreaChanged(Event):
    """An area of the hall is called otherwise, or is somewhere else."""

    kind: AreaKind


@event("facilities.area_removed")
class AreaRemoved(Event):
    """An area is no longer part of the hall."""

    kind: AreaKind


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


@event("facilities.printer_set", version=2, upcasts={1: lambda old: old | _MACHINES_ONLY})
class PrinterSet(Event):
    """It was set how a printer prints, how it is reached, and whose slips it prints.

    Those are machines, the desks of zones, and the guide desk.
    """

    equipment_id: UUID
    paper: PaperWidth
    chinese: Chinese
    reach: Reach
    device_ids: tuple[UUID, ...]
    zone_ids: tuple[UUID, ...]
    guide_desk: bool


@event("facilities.slip_asked")
class SlipAsked(Event):
    """A slip was given to a printer; ``copy`` counts how often it was, the first being 1."""

    job_id: UUID
    printer_id: UUID
    kind: SlipKind
    copy: int


@event("facilities.slip_printed")
class SlipPrinted(Event):
    """A slip came out of its printer, as far as the printer tells."""

    job_id: UUID
    printer_id: UUID
    kind: SlipKind
    copy: int


@event("facilities.slip_not_printed")
class SlipNotPrinted(Event):
    """A slip was not printed, or nobody knows (``state`` is uncertain); it is never sent again by itself."""

    job_id: UUID
    printer_id: UUID
    kind: SlipKind
    copy: int
    state: SlipState
    trouble: SlipTrouble
