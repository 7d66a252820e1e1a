"""Questions to the catalogue: which items a hall offers on a day, each in the version in force."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from yichuang.catalogue import hand
from yichuang.catalogue.errors import ItemUnknown
from yichuang.catalogue.models import ItemVersion
from yichuang.catalogue.selectors.cards import cards
from yichuang.catalogue.types import ItemCard


def items(hall_id: UUID, on: date) -> list[ItemCard]:
    """Return the items a hall offers on ``on``, by code, each in the version in force that day."""
    return sorted(cards(_in_force(hall_id, on)), key=lambda card: card.code)


def item(hall_id: UUID, item_id: UUID, on: date) -> ItemCard:
    """Return an item in the version in force on ``on`` (RUL-02).  Raises: ItemUnknown."""
    found = find(hall_id, item_id, on)
    if found is None:
        raise ItemUnknown
    return found


def find(hall_id: UUID, item_id: UUID, on: date) -> ItemCard | None:
    """Return an item in the version in force on ``on``, or None when it is not offered that day."""
    return next(iter(cards(_in_force(hall_id, on, item_id))), None)


def last_offered(hall_id: UUID, item_id: UUID, on: date) -> ItemCard | None:
    """Return an item as it is offered on ``on``, or as it was last: matters under way outlive their item."""
    rows = _versions(hall_id).filter(item_id=item_id, active_from__lte=on, withdrawn=False)
    return next(iter(cards(rows.order_by("-active_from", "-number")[:1])), None)


def item_by_code(hall_id: UUID, code: str, on: date) -> ItemCard:
    """Return the item of a code in the version in force on ``on``.  Raises: ItemUnknown."""
    found = _in_force(hall_id, on, code=code.strip().upper()) if len(code) <= 40 else []
    card = next(iter(cards(found)), None)
    if card is None:
        raise ItemUnknown
    return card


def version(hall_id: UUID, version_id: UUID) -> ItemCard:
    """Return one version, also a superseded one: open cases stay on theirs.  Raises: ItemUnknown."""
    at_hand = hand.held(hall_id, version_id)
    if at_hand is not None:
        return at_hand
    found = cards(_versions(hall_id).filter(id=version_id))
    if not found:
        raise ItemUnknown
    return found[0]


def versions_among(hall_id: UUID, version_ids: Collection[UUID]) -> dict[UUID, ItemCard]:
    """Return the versions of these ids, for a list of cases on many."""
    return {card.version_id: card for card in cards(_versions(hall_id).filter(id__in=version_ids))}


def versions(hall_id: UUID, item_id: UUID) -> list[ItemCard]:
    """Return every version of an item, oldest first."""
    return cards(_versions(hall_id).filter(item_id=item_id).order_by("number"))


def _versions(hall_id: UUID) -> QuerySet[ItemVersion]:
    return ItemVersion.objects.filter(hall_id=hall_id).select_related("item")


def _in_force(
    hall_id: UUID, on: date, item_id: UUID | None = None, code: str | None = None
) -> list[ItemVersion]:
    """Return per item the version that began last on or before ``on``, less those that withdraw it."""
    rows = _versions(hall_id).filter(active_from__lte=on)
    if item_id is not None:
        rows = rows.filter(item_id=item_id)
    if code is not None:
        rows = rows.filter(item__hall_id=hall_id, item__code=code)
    latest: dict[UUID, ItemVersion] = {}
    for row in rows.order_by("active_from", "number"):
        latest[row.item_id] = row
    return [row for row in latest.values() if not row.withdrawn]
