"""What a line of the tariff comes to, to the cent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal

from yichuang.catalogue.rules.needs import applies
from yichuang.catalogue.types import FeeLine

CENT = Decimal("0.01")


def charges(lines: Sequence[FeeLine], answers: Mapping[str, bool]) -> tuple[FeeLine, ...]:
    """Return the lines that apply under some answers, in their order."""
    return tuple(one for one in lines if applies(one.condition, answers))


def price(line: FeeLine, value: Decimal | None = None) -> Decimal | None:
    """Return the fee in yuan; None when a graded line is asked without the ``value`` in dispute (yuan).

    Each bracket takes its per cent of the part of ``value`` above it and up to the next; with the ``base`` it
    is at most ``most``, and a part in ``divisor`` of that is charged.
    """
    if line.amount is not None:
        return line.amount
    if value is None:
        return None
    due = line.base
    for place, one in enumerate(line.brackets):
        top = line.brackets[place + 1].above if place + 1 < len(line.brackets) else value
        due += max(Decimal(0), min(value, top) - one.above) * one.percent / 100
    if line.most is not None:
        due = min(due, line.most)
    return (due / line.divisor).quantize(CENT, ROUND_HALF_UP)
