"""Answer a request that came before: the same ticket, as it stands now."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from yichuang.kernel import idempotency
from yichuang.kernel.journal import selectors as journal
from yichuang.kernel.types import Actor, Key
from yichuang.queueing import selectors
from yichuang.queueing.types import TicketCard


def ticket_of_replay(act: str, *, by: Actor, key: Key | None, at: datetime) -> TicketCard:
    """Return the ticket the key stood for when it first came.

    Raises: KeyReused when it came with another body.
    """
    with transaction.atomic():
        promise = idempotency.once(by, act, key, at)
    return selectors.ticket_card(by.hall_id, journal.subject_of(by.hall_id, promise.entry_id))
