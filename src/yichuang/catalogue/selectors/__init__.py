"""Questions to the catalogue: what a hall offers on a day, what it asks, what it costs, whose it is."""

from yichuang.catalogue.selectors.departments import department_of, departments_by_wording
from yichuang.catalogue.selectors.items import (
    find,
    item,
    item_by_code,
    items,
    last_offered,
    version,
    versions,
    versions_among,
)
from yichuang.catalogue.selectors.needs import burdens, charges, difference, price, requirements
from yichuang.catalogue.selectors.search import search, tongue
from yichuang.catalogue.selectors.upkeep import due_for_review, repealed, repealed_bases, standing_on

__all__ = [
    "burdens",
    "charges",
    "department_of",
    "departments_by_wording",
    "difference",
    "due_for_review",
    "find",
    "item",
    "item_by_code",
    "items",
    "last_offered",
    "price",
    "repealed",
    "repealed_bases",
    "requirements",
    "search",
    "standing_on",
    "tongue",
    "version",
    "versions",
    "versions_among",
]
