"""What the page of the hall's layout shows."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise

from yichuang.facilities import selectors as facilities
from yichuang.facilities.labels import AREA
from yichuang.facilities.types import AreaCard
from yichuang.organization import selectors as organization
from yichuang.organization.types import HallCard, ZoneCard


@dataclass(frozen=True, slots=True)
class AreaRow:
    """An area in words; without a zone it is the whole hall's."""

    card: AreaCard
    kind: str | Promise
    zone: ZoneCard | None


@dataclass(frozen=True, slots=True)
class LayoutPicture:
    """The areas, what is ``missing`` of those every hall has, and whether the reader may enter some."""

    rows: tuple[AreaRow, ...]
    missing: tuple[str | Promise, ...]
    zones: tuple[ZoneCard, ...]
    keeps: bool


def picture_of(hall: HallCard, *, keeps: bool) -> LayoutPicture:
    """Return the layout of the hall."""
    zones = {one.id: one for one in organization.zones(hall.id)}
    return LayoutPicture(
        rows=tuple(
            AreaRow(one, AREA[one.kind], zones.get(one.zone_id) if one.zone_id else None)
            for one in facilities.areas(hall.id)
        ),
        missing=tuple(AREA[kind] for kind in facilities.areas_missing(hall.id)),
        zones=tuple(zones.values()),
        keeps=keeps,
    )
