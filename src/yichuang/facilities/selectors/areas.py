"""Which areas the hall has, where they are, and which it lacks (INT-03)."""

from __future__ import annotations

from uuid import UUID

from yichuang.facilities.models import Area
from yichuang.facilities.types import EVERY_HALL_HAS, AreaCard, AreaKind


def areas(hall_id: UUID) -> list[AreaCard]:
    """Return the areas of the hall, those every hall has first."""
    order = list(AreaKind)
    rows = Area.objects.filter(hall_id=hall_id, removed_at__isnull=True).order_by("name", "id")
    return sorted((area_card(row) for row in rows), key=lambda one: order.index(one.kind))


def areas_missing(hall_id: UUID) -> tuple[AreaKind, ...]:
    """Return which of the areas every hall has are not entered: a warning of the hall's set-up."""
    there = {one.kind for one in areas(hall_id)}
    return tuple(kind for kind in EVERY_HALL_HAS if kind not in there)


def area(hall_id: UUID, area_id: UUID) -> AreaCard | None:
    """Return one area, also one that was removed; None: there is none."""
    row = Area.objects.filter(hall_id=hall_id, id=area_id).first()
    return None if row is None else area_card(row)


def area_card(row: Area) -> AreaCard:
    """Return the card of a row."""
    return AreaCard(
        id=row.id,
        hall_id=row.hall_id,
        kind=AreaKind(row.kind),
        zone_id=row.zone_id,
        name=row.name,
        name_en=row.name_en,
        place=row.place,
        place_en=row.place_en,
        removed_at=row.removed_at,
    )
