"""Tags of money: cents as yuan."""

from __future__ import annotations

from django import template

from yichuang.cases import labels

register = template.Library()


@register.filter
def yuan(cents: int | None) -> str:
    """Return cents as yuan with both decimals; a dash for none."""
    return "–" if cents is None else labels.yuan(cents)
