"""What an item asks of an applicant, what it costs, and how two of its versions differ."""

from __future__ import annotations

from decimal import Decimal

from yichuang.catalogue import rules
from yichuang.catalogue.types import Burden, Difference, FeeLine, ItemCard, Requirements


def requirements(card: ItemCard, answers: dict[str, bool]) -> Requirements:
    """Return which materials of an item apply under these answers, and the questions still to ask.

    ``answers`` is by the question's code.  (JOB-03: every material that applies, and none besides.)
    """
    return rules.requirements(card.materials, card.fees, card.questions, answers)


def charges(card: ItemCard, answers: dict[str, bool]) -> tuple[FeeLine, ...]:
    """Return the lines of the tariff that apply under these answers, optional ones included (FEE-05)."""
    return rules.charges(card.fees, answers)


def price(line: FeeLine, value: Decimal | None = None) -> Decimal | None:
    """Return what a line comes to in yuan, to the cent; None for a graded one without its ``value``."""
    return rules.price(line, value)


def difference(old: ItemCard, new: ItemCard) -> Difference:
    """Return how a version differs from an older one, and whether it asks more of the applicant.

    A case stays on the version it was received under; who moves it to a newer one asks this first, since a
    citizen's list never grows on the way.
    """
    return rules.difference(old, new)


def burdens(old: ItemCard, new: ItemCard, answers: dict[str, bool]) -> tuple[Burden, ...]:
    """Return all in which the newer version is harder for who gave these answers; none: they may pass."""
    return rules.burdens(old, new, answers)
