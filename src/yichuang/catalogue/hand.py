"""The versions this process has read, as cards: a wording that was in force is never changed.

Every act on a case asks for the version it is pinned to.  The journal's guard holds these tables, so a card
once read stays true; which version is in force on a day is asked of the tables each time.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterable
from uuid import UUID

from yichuang.catalogue.types import ItemCard

MOST = 4000

_cards: OrderedDict[UUID, ItemCard] = OrderedDict()
_lock = threading.Lock()


def held(hall_id: UUID, version_id: UUID) -> ItemCard | None:
    """Return the hall's card of a version, None where it was not read yet."""
    card = _cards.get(version_id)
    return card if card is not None and card.hall_id == hall_id else None


def keep(cards: Iterable[ItemCard]) -> None:
    """Have these cards at hand from now on; the oldest go where there are too many."""
    with _lock:
        for card in cards:
            _cards[card.version_id] = card
        while len(_cards) > MOST:
            _cards.popitem(last=False)


def forget() -> None:
    """Let the next question read everything anew."""
    with _lock:
        _cards.clear()
