"""Tell those who follow the chain live: each sealed entry once, in the order of the chain.

``seal`` tells what it sealed itself; ``catch_up`` tells what another process has sealed since.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any
from uuid import UUID

from yichuang.kernel.journal.cards import EntryCard, between, card_of_row
from yichuang.kernel.journal.models import Chain

log = logging.getLogger(__name__)

Listener = Callable[[list[EntryCard]], None]
listeners: list[Listener] = []

SLICE = 500
_told: dict[UUID, int] = {}
_primed = False
_order = threading.Lock()


def tell(hall_id: UUID, first_seq: int, last_seq: int, entries: Sequence[Sequence[Any]]) -> None:
    """Tell the listeners what was committed here, and before it what others have sealed meanwhile.

    ``entries`` are the rows from ``first_seq`` to ``last_seq`` as the sealer has them in its hands.
    """
    with _order:
        after = min(_told.get(hall_id, first_seq - 1), first_seq - 1)
        if listeners:
            _told[hall_id] = after  # where the database fails here, ``catch_up`` goes on from there
            _tell(hall_id, after, first_seq - 1)
            _say(hall_id, lambda: [card_of_row(row, seq) for seq, row in enumerate(entries, start=first_seq)])
        _told[hall_id] = last_seq


def catch_up() -> int:
    """Tell what others have sealed since the last time; return how many entries.

    The first time nothing is told: a listener starts with a snapshot of what is.
    """
    global _primed
    told = 0
    with _order:
        for hall_id, last_seq in Chain.objects.values_list("hall_id", "last_seq"):
            after = _told.get(hall_id, 0 if _primed else last_seq)
            if after < last_seq and listeners:
                told += _tell(hall_id, after, last_seq)
            _told[hall_id] = last_seq
        _primed = True
    return told


def _tell(hall_id: UUID, after: int, upto: int) -> int:
    for start in range(after, upto, SLICE):
        _say(hall_id, partial(between, hall_id, start, min(start + SLICE, upto), limit=SLICE))
    return max(upto - after, 0)


def _say(hall_id: UUID, read: Callable[[], list[EntryCard]]) -> None:
    try:
        cards = read()
    except (LookupError, TypeError, ValueError):
        # an event of a newer version, say: whoever follows sees the gap in the numbers and looks again
        log.exception("entries of hall %s cannot be read and are not told", hall_id)
        return
    for listener in list(listeners):
        try:
            listener(cards)
        except Exception:
            log.exception("a listener failed at %s of hall %s", cards[-1].seq if cards else 0, hall_id)
