"""Whose an item is: the departments a catalogue names in words of its own."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from yichuang.catalogue.models import DepartmentWording
from yichuang.catalogue.selectors.items import find
from yichuang.organization import selectors as organization


def department_of(hall_id: UUID, item_id: UUID, on: date) -> UUID | None:
    """Return the hall's department whose item it is on ``on``; None while nobody has said.

    Catalogues name departments in words of their own: what the office has said of a wording comes first,
    else a department of that very name or code.
    """
    card = find(hall_id, item_id, on)
    return None if card is None else departments_by_wording(hall_id, [card.department])[card.department]


def departments_by_wording(hall_id: UUID, wordings: Iterable[str]) -> dict[str, UUID | None]:
    """Return which department each wording of a catalogue means, None for those nobody has explained."""
    asked = set(wordings)
    named: dict[str, UUID] = {}
    for one in organization.departments(hall_id):
        named |= {one.code: one.id, one.name: one.id}
    said = DepartmentWording.objects.filter(hall_id=hall_id, wording__in=asked)
    named |= dict(said.values_list("wording", "department_id"))
    return {wording: named.get(wording) for wording in asked}
