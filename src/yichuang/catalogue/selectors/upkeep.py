"""What the office should look after: items not reviewed for long, and bases that are no longer law."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from yichuang.catalogue.models import BasisRepeal
from yichuang.catalogue.selectors.items import find, items
from yichuang.catalogue.types import DueReview, ItemCard
from yichuang.regulations import periods
from yichuang.regulations import selectors as regulations


def due_for_review(hall_id: UUID, on: date) -> list[DueReview]:
    """Return the items whose last review is longer ago than ``process_review.interval`` (JOB-13, PUB-06).

    One that was never reviewed counts from the day its version came into force.  The longest due first.
    """
    interval = str(regulations.parameter(hall_id, "process_review.interval", on))
    found = []
    for card in items(hall_id, on):
        since = card.terms.reviewed_on or card.active_from
        due = periods.after(interval, since)
        if due <= on:
            found.append(DueReview(card.id, card.code, card.name, since, due))
    return sorted(found, key=lambda one: (one.due, one.code))


def repealed_bases(hall_id: UUID, on: date) -> dict[str, date]:
    """Return the bases that are no longer law on ``on``, each with the day it ended."""
    rows = BasisRepeal.objects.filter(hall_id=hall_id, ends_on__lte=on)
    return dict(rows.values_list("basis", "ends_on"))


def repealed(card: ItemCard, on: date) -> tuple[str, ...]:
    """Return which of an item's bases are no longer law on ``on``: nothing is decided by them (JOB-01)."""
    ended = repealed_bases(card.hall_id, on)
    return tuple(one for one in card.legal_basis if one in ended)


def standing_on(card: ItemCard, on: date) -> tuple[str, ...]:
    """Return the texts a decision about an item stands on, none where it would stand on nothing (JOB-01).

    They are those of its version; where one of them is no longer law, those of the version in force then.
    """
    if not repealed(card, on):
        return card.legal_basis
    now = find(card.hall_id, card.id, on)
    return now.legal_basis if now and not repealed(now, on) else ()
