"""Find the line for what one came for: items by name, grouped by the line that takes them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from yichuang.catalogue import selectors as catalogue
from yichuang.catalogue.types import ItemCard
from yichuang.kernel.clock import local_day
from yichuang.organization.types import HallCard
from yichuang.queueing import selectors as queueing
from yichuang.queueing.types import LineCard


@dataclass(frozen=True, slots=True)
class FoundItem:
    """An item and the line that takes it (None: the guide desk knows)."""

    item: ItemCard
    line: LineCard | None


@dataclass(frozen=True, slots=True)
class Finding:
    """What was asked for and what there is."""

    asked: str
    line_id: UUID | None
    lines: tuple[LineCard, ...]
    items: tuple[FoundItem, ...]


def find_items(hall: HallCard, at: datetime, *, asked: str = "", line: UUID | None = None) -> Finding:
    """Return the hall's items of today that ``asked`` means, by name or by what people call them."""
    lines = tuple(queueing.lines(hall.id, at))
    by_item = {item_id: one for one in lines for item_id in one.item_ids}
    today = local_day(at, hall.timezone)
    found = [FoundItem(item, by_item.get(item.id)) for item in catalogue.search(hall.id, today, asked)]
    if asked:
        return Finding(asked, line, lines, tuple(found))  # the best come first
    if line is not None:
        found = [one for one in found if one.line is not None and one.line.id == line]
    order = {one.id: place for place, one in enumerate(lines)}
    found.sort(key=lambda one: (order.get(one.line.id, 99) if one.line else 99, one.item.code))
    return Finding(asked, line, lines, tuple(found))
