"""Tell that equipment is down and back: by somebody's report, or because a machine has noticed."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction

from yichuang.facilities import hand, selectors
from yichuang.facilities.events import DeviceBack, DeviceDown
from yichuang.facilities.models import Equipment, Fault
from yichuang.facilities.refusals import DownAlready, EquipmentUnknown, NotDown
from yichuang.facilities.types import EquipmentCard, EquipmentKind, FaultReason
from yichuang.kernel.idempotency import once
from yichuang.kernel.ids import new_id
from yichuang.kernel.journal.record import record
from yichuang.kernel.types import Actor, Key
from yichuang.organization import selectors as organization

MINUTE = timedelta(minutes=1)


@transaction.atomic
def report_down(
    *, equipment_id: UUID, reason: FaultReason, by: Actor, at: datetime, key: Key | None = None
) -> EquipmentCard:
    """Report that a piece is down and open its fault.  Raises: EquipmentUnknown, DownAlready."""
    promise = once(by, "facilities.report_down", key, at)
    if promise.replay:
        return selectors.piece(by.hall_id, equipment_id)
    row = _locked(equipment_id, by)
    standing = _standing(row)
    if standing is not None:
        zone = ZoneInfo(organization.hall(by.hall_id).timezone)
        raise DownAlready(name=row.name, time=f"{standing.began_at.astimezone(zone):%H:%M}")

    fault = _open(row, reason, detected=False, since=at, by=by, at=at, entry_id=promise.entry_id)
    return selectors.piece_card(row, fault)


@transaction.atomic
def report_back(*, equipment_id: UUID, by: Actor, at: datetime, key: Key | None = None) -> EquipmentCard:
    """Report that a piece works again and close its fault.  Raises: EquipmentUnknown, NotDown."""
    promise = once(by, "facilities.report_back", key, at)
    if promise.replay:
        return selectors.piece(by.hall_id, equipment_id)
    row = _locked(equipment_id, by)
    fault = _standing(row)
    if fault is None:
        raise NotDown(name=row.name)

    close_fault(row, fault, by=by, at=at, entry_id=promise.entry_id)
    return selectors.piece_card(row)


@transaction.atomic
def notice_down(
    *, equipment_id: UUID, reason: FaultReason, since: datetime, by: Actor, at: datetime
) -> EquipmentCard:
    """Open the fault of a piece a machine has found down ``since``; while one stands nothing is added.

    Safe to call again and again.  Raises: EquipmentUnknown.
    """
    row = _locked(equipment_id, by)
    fault = _standing(row) or _open(row, reason, detected=True, since=min(since, at), by=by, at=at)
    return selectors.piece_card(row, fault)


@transaction.atomic
def notice_back(*, equipment_id: UUID, by: Actor, at: datetime) -> EquipmentCard:
    """Close the fault of a piece a machine has found working again.

    What somebody reported stays until somebody reports it back.  Safe to call again and again.
    Raises: EquipmentUnknown.
    """
    row = _locked(equipment_id, by)
    fault = _standing(row)
    if fault is not None and fault.detected:
        close_fault(row, fault, by=by, at=at)
        fault = None
    return selectors.piece_card(row, fault)


def _locked(equipment_id: UUID, by: Actor) -> Equipment:
    """Return the piece, locked: two reports of one outage wait for each other."""
    row = (
        Equipment.objects.select_for_update()
        .filter(hall_id=by.hall_id, id=equipment_id, retired_at__isnull=True)
        .first()
    )
    if row is None:
        raise EquipmentUnknown
    return row


def _standing(row: Equipment) -> Fault | None:
    return Fault.objects.filter(hall_id=row.hall_id, equipment_id=row.id, ended_at__isnull=True).first()


def _open(
    row: Equipment,
    reason: FaultReason,
    *,
    detected: bool,
    since: datetime,
    by: Actor,
    at: datetime,
    entry_id: UUID | None = None,
) -> Fault:
    fault = Fault.objects.create(
        id=new_id(),
        hall_id=row.hall_id,
        equipment_id=row.id,
        reason=reason.value,
        detected=detected,
        began_at=since,
        told_at=at,
    )
    told = DeviceDown(
        fault_id=fault.id, kind=EquipmentKind(row.kind), reason=reason, detected=detected, since=since
    )
    record(told, subject=row.id, by=by, at=at, entry_id=entry_id)
    _moved(row.hall_id)
    return fault


def _moved(hall_id: UUID) -> None:
    """Let this process look again: at once, and once more when others can see it too."""
    hand.drop(hall_id)
    transaction.on_commit(lambda: hand.drop(hall_id))


def close_fault(
    row: Equipment, fault: Fault, *, by: Actor, at: datetime, entry_id: UUID | None = None
) -> None:
    """Close the fault of a locked piece and tell it."""
    fault.ended_at = max(at, fault.began_at)
    fault.save(update_fields=["ended_at"])
    minutes = int((fault.ended_at - fault.began_at) / MINUTE)
    told = DeviceBack(fault_id=fault.id, kind=EquipmentKind(row.kind), minutes=minutes)
    record(told, subject=row.id, by=by, at=at, entry_id=entry_id)
    _moved(row.hall_id)
