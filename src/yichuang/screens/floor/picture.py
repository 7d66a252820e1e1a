"""What the page of order and the day's end shows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.utils.functional import Promise

from yichuang.kernel.clock import local_day
from yichuang.organization import selectors as organization
from yichuang.organization.types import HallCard, ZoneCard
from yichuang.queueing import selectors as queueing
from yichuang.queueing.labels import ACTION, DISTURBANCE, LEFT_WHY, STATE
from yichuang.queueing.types import CrowdingCard, DisturbanceCard, LeftOverCard

SHOWN_DAYS = 7


@dataclass(frozen=True, slots=True)
class ZoneLine:
    """A zone with how many wait there, and since when it is crowded, if it is."""

    zone: ZoneCard
    waiting: int
    crowded: CrowdingCard | None


@dataclass(frozen=True, slots=True)
class DisturbanceLine:
    """An entry of the register in words."""

    card: DisturbanceCard
    zone: ZoneCard
    kind: str | Promise
    action: str | Promise
    by: str


@dataclass(frozen=True, slots=True)
class LeftLine:
    """A ticket a day left, in words."""

    card: LeftOverCard
    state: str | Promise
    why: str | Promise


@dataclass(frozen=True, slots=True)
class FloorPicture:
    """Zones, the register of the last days, and what ``day`` left open."""

    hall: HallCard
    today: date
    zones: tuple[ZoneLine, ...]
    threshold: int
    clear: int
    kinds: tuple[tuple[str, str | Promise], ...]
    actions: tuple[tuple[str, str | Promise], ...]
    disturbances: tuple[DisturbanceLine, ...]
    suggests: ZoneCard | None
    days: tuple[date, ...]
    day: date | None
    left: tuple[LeftLine, ...]


def picture_of(hall: HallCard, at: datetime, wanted: str = "") -> FloorPicture:
    """Return the page at ``at``; ``wanted`` is one of the days that left something, else the latest."""
    today = local_day(at, hall.timezone)
    zones = {one.id: one for one in organization.zones(hall.id)}
    crowded = {one.zone_id: one for one in queueing.crowdings(hall.id)}
    waiting = queueing.waiting_by_zone(hall.id, today)
    threshold, clear = queueing.crowd_limits(hall.id, today)
    entries = _register(hall, zones, at)
    fresh = [one for one in entries if one.card.suggests_incident and one.card.at > at - timedelta(hours=1)]
    days = queueing.days_left_over(hall.id, today)
    day = next((one for one in days if one.isoformat() == wanted), days[0] if days else None)
    return FloorPicture(
        hall=hall,
        today=today,
        zones=tuple(ZoneLine(one, waiting[one.id], crowded.get(one.id)) for one in zones.values()),
        threshold=threshold,
        clear=clear,
        kinds=tuple((one.value, label) for one, label in DISTURBANCE.items()),
        actions=tuple((one.value, label) for one, label in ACTION.items()),
        disturbances=entries,
        suggests=fresh[0].zone if fresh else None,
        days=days,
        day=day,
        left=tuple(
            LeftLine(one, STATE[one.state], LEFT_WHY[one.why]) for one in queueing.left_over(hall.id, day)
        )
        if day
        else (),
    )


def _register(hall: HallCard, zones: dict[UUID, ZoneCard], at: datetime) -> tuple[DisturbanceLine, ...]:
    found = queueing.disturbances(hall.id, at - timedelta(days=SHOWN_DAYS))
    if not found:
        return ()
    people = {one.id: one for one in organization.people(hall.id, include_left=True)}
    return tuple(
        DisturbanceLine(
            one,
            zones[one.zone_id],
            DISTURBANCE[one.kind],
            ACTION[one.action],
            f"{people[one.person_id].display_name} {people[one.person_id].worker_number}",
        )
        for one in found
    )
