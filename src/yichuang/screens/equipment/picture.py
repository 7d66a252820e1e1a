"""What the page of equipment shows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.utils.functional import Promise

from yichuang.facilities import selectors as facilities
from yichuang.facilities.labels import KIND, REASON
from yichuang.facilities.types import EquipmentCard, EquipmentKind, FaultCard
from yichuang.kernel.clock import local_day
from yichuang.organization import selectors as organization
from yichuang.organization.types import HallCard, WindowCard, ZoneCard

MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece in words; ``times`` it was down today and for how many ``minutes`` of today."""

    card: EquipmentCard
    kind: str | Promise
    window: WindowCard | None
    zone: ZoneCard | None
    reason: str | Promise
    times: int
    minutes: int


@dataclass(frozen=True, slots=True)
class Outage:
    """One fault of today in words; ``minutes`` as far as now."""

    card: FaultCard
    piece: EquipmentCard
    reason: str | Promise
    minutes: int


@dataclass(frozen=True, slots=True)
class EquipmentPicture:
    """The hall's equipment, those that are down first, and today's faults, the newest first."""

    hall: HallCard
    pieces: tuple[Piece, ...]
    down: int
    outages: tuple[Outage, ...]
    reasons: tuple[tuple[str, str | Promise], ...]
    keeps: bool
    live: str


def picture_of(hall: HallCard, at: datetime, *, keeps: bool) -> EquipmentPicture:
    """Return the page at ``at``; ``keeps`` says whether the reader enters and retires equipment."""
    windows = {one.id: one for one in organization.windows(hall.id)}
    zones = {one.id: one for one in organization.zones(hall.id)}
    faults = facilities.faults_of_day(hall.id, local_day(at, hall.timezone))
    begins = at.replace(hour=0, minute=0, second=0, microsecond=0)
    cards = facilities.equipment(hall.id)
    pieces = [_piece(one, windows, zones, faults, begins, at) for one in cards]
    known = {one.id: one for one in cards}
    return EquipmentPicture(
        hall=hall,
        pieces=tuple(sorted(pieces, key=lambda one: one.card.up)),
        down=sum(not one.up for one in cards),
        outages=tuple(
            Outage(
                one,
                known.get(one.equipment_id) or facilities.piece(hall.id, one.equipment_id),
                REASON[one.reason],
                _minutes(one.began_at, one.ended_at or at),
            )
            for one in reversed(faults)
        ),
        reasons=tuple((one.value, label) for one, label in REASON.items()),
        keeps=keeps,
        live=f"/live/board/{hall.code}/all",
    )


def _piece(
    card: EquipmentCard,
    windows: dict[UUID, WindowCard],
    zones: dict[UUID, ZoneCard],
    faults: list[FaultCard],
    begins: datetime,
    at: datetime,
) -> Piece:
    own = [one for one in faults if one.equipment_id == card.id]
    return Piece(
        card=card,
        kind=KIND[card.kind],
        window=windows.get(card.window_id) if card.window_id else None,
        zone=zones.get(card.zone_id) if card.zone_id else None,
        reason=REASON[card.fault.reason] if card.fault else "",
        times=len(own),
        minutes=sum(_minutes(max(one.began_at, begins), one.ended_at or at) for one in own),
    )


def _minutes(begins: datetime, ends: datetime) -> int:
    return max(0, int((ends - begins) / MINUTE))


def places_of(hall: HallCard) -> dict[str, object]:
    """Return what the form of a new piece offers."""
    return {
        "kinds": [(one.value, KIND[one]) for one in EquipmentKind],
        "windows": organization.windows(hall.id),
        "zones": organization.zones(hall.id),
    }
