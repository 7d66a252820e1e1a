"""Questions to the catalogue: which items a hall offers on a day, each in the version in force."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from yichuang.catalogue.errors import ItemUnknown
from yichuang.catalogue.models import ItemVersion, Material, Step
from yichuang.catalogue.types import (
    Fee,
    Flags,
    ItemCard,
    Limit,
    LimitUnit,
    LinkCard,
    MaterialCard,
    StepCard,
)


def items(hall_id: UUID, on: date) -> list[ItemCard]:
    """Return the items a hall offers on ``on``, by code, each in the version in force that day."""
    return sorted(_cards(_in_force(hall_id, on)), key=lambda card: card.code)


def item(hall_id: UUID, item_id: UUID, on: date) -> ItemCard:
    """Return an item in the version in force on ``on`` (RUL-02).  Raises: ItemUnknown."""
    found = find(hall_id, item_id, on)
    if found is None:
        raise ItemUnknown
    return found


def find(hall_id: UUID, item_id: UUID, on: date) -> ItemCard | None:
    """Return an item in the version in force on ``on``, or None when it is not offered that day."""
    return next(iter(_cards(_in_force(hall_id, on, item_id))), None)


def item_by_code(hall_id: UUID, code: str, on: date) -> ItemCard:
    """Return the item of a code in the version in force on ``on``.  Raises: ItemUnknown."""
    found = _in_force(hall_id, on, code=code.strip().upper()) if len(code) <= 40 else []
    card = next(iter(_cards(found)), None)
    if card is None:
        raise ItemUnknown
    return card


def version(hall_id: UUID, version_id: UUID) -> ItemCard:
    """Return one version, also a superseded one: open cases stay on theirs.  Raises: ItemUnknown."""
    found = _cards(_versions(hall_id).filter(id=version_id))
    if not found:
        raise ItemUnknown
    return found[0]


def versions(hall_id: UUID, item_id: UUID) -> list[ItemCard]:
    """Return every version of an item, oldest first."""
    return _cards(_versions(hall_id).filter(item_id=item_id).order_by("number"))


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


def _cards(rows: Iterable[ItemVersion]) -> list[ItemCard]:
    held = list(rows)
    if not held:
        return []
    hall_id, ids = held[0].hall_id, [row.id for row in held]
    materials: dict[UUID, list[MaterialCard]] = defaultdict(list)
    for one in Material.objects.filter(hall_id=hall_id, version_id__in=ids).order_by("position"):
        materials[one.version_id].append(
            MaterialCard(
                one.name,
                one.form,
                one.required,
                one.shareable,
                one.deferrable,
                one.has_sample,
                one.condition,
            )
        )
    steps: dict[UUID, list[StepCard]] = defaultdict(list)
    for step in Step.objects.filter(hall_id=hall_id, version_id__in=ids).order_by("position"):
        limit = _limit(step.limit_value, step.limit_unit)
        steps[step.version_id].append(StepCard(step.name, step.role, limit))
    return [_card(row, materials[row.id], steps[row.id]) for row in held]


def _limit(value: int | None, unit: str | None, citation: str = "") -> Limit:
    return Limit(value, LimitUnit(unit) if unit else None, citation)


def _card(row: ItemVersion, materials: list[MaterialCard], steps: list[StepCard]) -> ItemCard:
    links = tuple(
        LinkCard(one["name"], _limit(one["limit_value"], one["limit_unit"]), one["counted"], one["basis"])
        for one in row.special_links
    )
    return ItemCard(
        id=row.item_id,
        hall_id=row.hall_id,
        version_id=row.id,
        version=row.number,
        active_from=row.active_from,
        code=row.item.code,
        name=row.name,
        name_en=row.name_en,
        department=row.department,
        category=row.category,
        applicant=row.applicant,
        case_type=row.case_type,
        window_type=row.window_type,
        ticket_prefix=row.ticket_prefix,
        avg_minutes=row.avg_minutes,
        materials=tuple(materials),
        steps=tuple(steps),
        special_links=links,
        statutory_limit=_limit(row.statutory_value, row.statutory_unit, row.statutory_citation),
        promised_limit=_limit(row.promised_value, row.promised_unit),
        fee=Fee(row.fee_charged, row.fee_amount, row.fee_note),
        legal_basis=tuple(row.legal_basis),
        result=row.result,
        channels=tuple(row.channels),
        appointment=row.appointment,
        flags=Flags(row.simple, row.needs_id),
        notes=row.notes,
        illustrative=tuple(row.illustrative),
    )
