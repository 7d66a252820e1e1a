"""Enter an area of the hall, say anew where it is, remove it (INT-03)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yichuang.facilities import selectors
from yichuang.facilities.events import AreaAdded, AreaChanged, AreaRemoved
from yichuang.facilities.models import Area
from yichuang.facilities.refusals import AreaUnknown
from yichuang.facilities.types import AreaCard, AreaKind
from yichuang.kernel.idempotency import once
from yichuang.kernel.ids import new_id
from yichuang.kernel.journal import selectors as journal
from yichuang.kernel.journal.record import record
from yichuang.kernel.texts import plain
from yichuang.kernel.types import Actor, Key
from yichuang.organization import selectors as organization
from yichuang.organization.errors import PlaceUnknown


@transaction.atomic
def add_area(
    *,
    kind: AreaKind,
    name: str,
    place: str,
    by: Actor,
    at: datetime,
    name_en: str = "",
    place_en: str = "",
    zone_id: UUID | None = None,
    key: Key | None = None,
) -> AreaCard:
    """Enter an area with the directions to it; without a zone it is the whole hall's.

    Raises: PlaceUnknown, TextMissing, TextTooLong, TextUnreadable.
    """
    promise = once(by, "facilities.add_area", key, at)
    if promise.replay:
        row = Area.objects.get(hall_id=by.hall_id, id=journal.subject_of(by.hall_id, promise.entry_id))
        return selectors.area_card(row)
    said = _said(name, name_en, place, place_en)
    if zone_id and zone_id not in {one.id for one in organization.zones(by.hall_id)}:
        raise PlaceUnknown

    row = Area.objects.create(
        id=new_id(), hall_id=by.hall_id, kind=kind.value, zone_id=zone_id, added_at=at, **said
    )
    told = AreaAdded(kind=kind, zone_id=zone_id)
    record(told, subject=row.id, by=by, at=at, entry_id=promise.entry_id)
    return selectors.area_card(row)


@transaction.atomic
def change_area(
    *,
    area_id: UUID,
    name: str,
    place: str,
    by: Actor,
    at: datetime,
    name_en: str = "",
    place_en: str = "",
    key: Key | None = None,
) -> AreaCard:
    """Call an area otherwise or say anew where it is.

    Raises: AreaUnknown, TextMissing, TextTooLong, TextUnreadable.
    """
    promise = once(by, "facilities.change_area", key, at)
    row = _standing(by.hall_id, area_id)
    if promise.replay:
        return selectors.area_card(row)
    said = _said(name, name_en, place, place_en)

    for field, text in said.items():
        setattr(row, field, text)
    row.save(update_fields=list(said))
    told = AreaChanged(kind=AreaKind(row.kind))
    record(told, subject=row.id, by=by, at=at, entry_id=promise.entry_id)
    return selectors.area_card(row)


@transaction.atomic
def remove_area(*, area_id: UUID, by: Actor, at: datetime, key: Key | None = None) -> None:
    """Take an area out of the hall's layout.  Raises: AreaUnknown."""
    promise = once(by, "facilities.remove_area", key, at)
    if promise.replay:
        return
    row = _standing(by.hall_id, area_id)

    row.removed_at = at
    row.save(update_fields=["removed_at"])
    told = AreaRemoved(kind=AreaKind(row.kind))
    record(told, subject=row.id, by=by, at=at, entry_id=promise.entry_id)


def _said(name: str, name_en: str, place: str, place_en: str) -> dict[str, str]:
    return {
        "name": plain(name, field=_("Name"), limit=80),
        "name_en": plain(name_en, field=_("English name"), limit=120, blank=True),
        "place": plain(place, field=_("Directions"), limit=120),
        "place_en": plain(place_en, field=_("Directions in English"), limit=160, blank=True),
    }


def _standing(hall_id: UUID, area_id: UUID) -> Area:
    row = (
        Area.objects.select_for_update().filter(hall_id=hall_id, id=area_id, removed_at__isnull=True).first()
    )
    if row is None:
        raise AreaUnknown
    return row
