"""Tags of numbers on paper: which pack lies ready, and when a day was called by paper."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django import template

from yichuang.queueing import selectors
from yichuang.queueing.paper_labels import OUTAGE
from yichuang.queueing.types import PackCard

register = template.Library()


@register.simple_tag
def pack_at_hand(hall_id: UUID) -> PackCard | None:
    """Return the pack to reach for when the line is down, if one was printed."""
    return selectors.pack_at_hand(hall_id)


@register.inclusion_tag("paper/marks.html")
def paper_marks(hall_id: UUID, day: date) -> dict[str, Any]:
    """Mark a day on which the hall called by paper, with the times and the reason."""
    return {"outages": [(one, OUTAGE[one.reason]) for one in selectors.outages(hall_id, day)]}
