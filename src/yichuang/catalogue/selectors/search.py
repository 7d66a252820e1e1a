"""Find items by what people call them."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from uuid import UUID

import yaml

from yichuang.catalogue.rules import search as finding
from yichuang.catalogue.selectors.items import items
from yichuang.catalogue.types import ItemCard

SYNONYMS = Path(__file__).parents[1] / "data" / "synonyms.yaml"


def search(hall_id: UUID, on: date, asked: str) -> list[ItemCard]:
    """Return the items of a day that what was typed means, by name, code or what people call them (INT-02).

    The best come first, else by code; nothing typed finds all.
    """
    cards = items(hall_id, on)
    said = finding.read(asked, tongue())
    names = [f"{one.name} {one.name_en} {one.code}" for one in cards]
    return [cards[place] for place in finding.found(names, said)]


@cache
def tongue() -> finding.Tongue:
    """Return what people call things, as it ships."""
    told = yaml.safe_load(SYNONYMS.read_text("utf-8"))
    return finding.Tongue(tuple(map(tuple, told["groups"])), tuple(told["fillers"]))
