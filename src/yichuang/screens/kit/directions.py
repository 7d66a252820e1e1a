"""Where people go: the windows of a ticket, the waiting area, the desks where one asks (INT-03)."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from yichuang.facilities import selectors as facilities
from yichuang.facilities.types import AreaCard, AreaKind
from yichuang.organization import selectors as organization
from yichuang.organization.types import ZoneCard
from yichuang.queueing import selectors as queueing

DESKS = (AreaKind.CONSULTATION, AreaKind.RECEPTION)


@dataclass(frozen=True, slots=True)
class WindowsThere:
    """Some windows of one zone: ``numbers`` in order, and the area that says where they are, if one does."""

    numbers: tuple[int, ...]
    zone: ZoneCard
    area: AreaCard | None


@dataclass(frozen=True, slots=True)
class Directions:
    """Where to sit and which windows to go to; empty where the office has entered nothing."""

    waiting: tuple[AreaCard, ...]
    windows: tuple[WindowsThere, ...]


def directions_of(hall_id: UUID, line_id: UUID, window_id: UUID | None = None) -> Directions:
    """Return the way for somebody in a line, or called to a window."""
    wanted = {window_id} if window_id else set(queueing.windows_of_line(hall_id, line_id))
    windows = [one for one in organization.windows(hall_id) if one.id in wanted and one.active]
    of_zone: dict[UUID, list[int]] = {}
    for one in sorted(windows, key=lambda window: window.number):
        of_zone.setdefault(one.zone_id, []).append(one.number)
    zones = {one.id: one for one in organization.zones(hall_id)}
    entered = facilities.areas(hall_id)
    return Directions(
        waiting=_nearest(entered, AreaKind.WAITING, _most(of_zone)),
        windows=tuple(
            WindowsThere(tuple(numbers), zones[zone_id], _first(entered, AreaKind.WINDOWS, zone_id))
            for zone_id, numbers in of_zone.items()
        ),
    )


def _most(of_zone: dict[UUID, list[int]]) -> set[UUID]:
    """Return the zone with most of the windows: one sits near where one is probably called."""
    return {max(of_zone, key=lambda zone: len(of_zone[zone]))} if of_zone else set()


def desks_of(hall_id: UUID, zone_id: UUID | None = None) -> tuple[AreaCard, ...]:
    """Return what a board points to: where one asks, and where one waits (in its zone)."""
    entered = facilities.areas(hall_id)
    desks = tuple(one for one in entered if one.kind in DESKS)
    return desks + _nearest(entered, AreaKind.WAITING, {zone_id} if zone_id else set())


def _nearest(entered: list[AreaCard], kind: AreaKind, zones: set[UUID]) -> tuple[AreaCard, ...]:
    """Return the areas of a kind in these zones, else the whole hall's; where no zone is named, all."""
    of_kind = [one for one in entered if one.kind is kind]
    near = [one for one in of_kind if one.zone_id in zones]
    return tuple(near or [one for one in of_kind if one.zone_id is None or not zones])


def _first(entered: list[AreaCard], kind: AreaKind, zone_id: UUID) -> AreaCard | None:
    return next(iter(_nearest(entered, kind, {zone_id})), None)
