"""What the catalogue decides from values alone: the lint, which materials apply, what a fee comes to."""

from yichuang.catalogue.rules.burdens import burdens
from yichuang.catalogue.rules.difference import asks_more, difference
from yichuang.catalogue.rules.lint import (
    Excess,
    Flaw,
    FlawKind,
    compare,
    excess,
    is_catch_all,
    lint,
)
from yichuang.catalogue.rules.needs import requirements
from yichuang.catalogue.rules.tariff import charges, price

__all__ = [
    "Excess",
    "Flaw",
    "FlawKind",
    "asks_more",
    "burdens",
    "charges",
    "compare",
    "difference",
    "excess",
    "is_catch_all",
    "lint",
    "price",
    "requirements",
]
