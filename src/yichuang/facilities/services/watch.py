"""Look whether enrolled devices are still there: who falls silent in the hall's hours is down, once."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import NAMESPACE_URL, UUID, uuid5

from django.db import transaction

from yichuang.facilities import rules, selectors
from yichuang.facilities.services.faults import notice_back, notice_down
from yichuang.facilities.types import EquipmentCard, FaultReason
from yichuang.kernel.access import selectors as access
from yichuang.kernel.clock import local_day
from yichuang.kernel.types import Actor, ActorKind
from yichuang.organization import selectors as organization
from yichuang.organization.types import HallCard
from yichuang.regulations import selectors as regulations

WATCH_ID = uuid5(NAMESPACE_URL, "yichuang:facilities.watch")


@transaction.atomic
def watch_devices(*, at: datetime) -> int:
    """Open a fault for each device seen today and silent longer than ``facilities.silent_minutes``.

    A silent one that is seen again is back.  Safe to run again and again; returns how many fell silent.
    Sources: D12.8, D8.11 (SSD-01, FAC-01).
    """
    return sum(_watch(hall, at) for hall in organization.halls() if hall.active)


def _watch(hall: HallCard, at: datetime) -> int:
    silences = access.silences(hall.id)
    pieces = [one for one in selectors.equipment(hall.id) if one.device_id in silences]
    if not pieces:
        return 0
    by = Actor(ActorKind.SYSTEM, WATCH_ID, hall.id)
    today = local_day(at, hall.timezone)
    grace = timedelta(minutes=regulations.parameter(hall.id, "facilities.silent_minutes", today))
    session = organization.session_at(organization.day_plan(hall.id, today), None, at)
    fallen = 0
    for piece in pieces:
        assert piece.device_id is not None
        silence = silences[piece.device_id]
        if silence < grace:
            _seen_again(piece, by, at)
        elif (
            piece.up
            and session is not None
            and local_day(at - silence, hall.timezone) == today
            and rules.silent(seen=at - silence, opened=session.opens, at=at, grace=grace)
        ):
            _fell_silent(piece.id, at - silence, by, at)
            fallen += 1
    return fallen


def _seen_again(piece: EquipmentCard, by: Actor, at: datetime) -> None:
    if piece.fault and piece.fault.detected and piece.fault.reason is FaultReason.SILENT:
        notice_back(equipment_id=piece.id, by=by, at=at)


def _fell_silent(equipment_id: UUID, since: datetime, by: Actor, at: datetime) -> None:
    notice_down(equipment_id=equipment_id, reason=FaultReason.SILENT, since=since, by=by, at=at)
