"""The lines of a hall, with who waits and how long it takes."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from uuid import UUID

from yichuang.kernel import clock
from yichuang.organization import selectors as organization
from yichuang.queueing.models import Line, LineItem, Serves
from yichuang.queueing.refusals import UnknownLine
from yichuang.queueing.rules.waits import in_minutes
from yichuang.queueing.selectors.ahead import Ahead, ahead_now
from yichuang.queueing.types import LineCard


def lines(hall_id: UUID, at: datetime) -> tuple[LineCard, ...]:
    """Return the active lines of a hall in their order, with the estimate for who joins now."""
    day = clock.local_day(at, organization.hall_in_hand(hall_id).timezone)
    return line_cards(hall_id, ahead_now(hall_id, day, at))


def line(hall_id: UUID, line_id: UUID, at: datetime) -> LineCard:
    """Return one line of a hall.

    Raises: UnknownLine.
    """
    found = next((one for one in lines(hall_id, at) if one.id == line_id), None)
    if found is None:
        raise UnknownLine
    return found


def line_cards(hall_id: UUID, ahead: Ahead) -> tuple[LineCard, ...]:
    """Return the cards of a hall's active lines, from a look ahead already taken."""
    items: dict[UUID, list[UUID]] = defaultdict(list)
    for line_id, item_id in LineItem.objects.filter(hall_id=hall_id).values_list("line_id", "item_id"):
        items[line_id].append(item_id)
    active = Line.objects.filter(hall_id=hall_id, active=True).order_by("place", "prefix")
    return tuple(_card(one, ahead, tuple(items[one.id])) for one in active)


def _card(one: Line, ahead: Ahead, items: tuple[UUID, ...]) -> LineCard:
    seconds = ahead.forecast.newcomers.get(one.id)
    low, high = (None, None) if seconds is None else in_minutes(seconds)
    return LineCard(
        id=one.id,
        prefix=one.prefix,
        name=one.name,
        name_en=one.name_en,
        hint=one.hint,
        hint_en=one.hint_en,
        waiting=ahead.waiting.get(one.id, 0),
        est_low=low,
        est_high=high,
        windows_on_duty=ahead.serving_windows.get(one.id, 0),
        item_ids=items,
        next_label=ahead.first.get(one.id, ""),
    )


def windows_of_line(hall_id: UUID, line_id: UUID) -> tuple[UUID, ...]:
    """Return the windows that may call the line or some of its items."""
    rows = Serves.objects.filter(hall_id=hall_id, line_id=line_id).order_by("window_id")
    return tuple(rows.values_list("window_id", flat=True).distinct())
