"""Choose, when a line closes with people waiting, between an extension and another day."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from yichuang.kernel import clock, idempotency
from yichuang.kernel.ids import new_id
from yichuang.kernel.journal.record import record
from yichuang.kernel.types import Actor, Key
from yichuang.organization import selectors as organization
from yichuang.queueing.events import ClosingChosen
from yichuang.queueing.models import Closing, Line
from yichuang.queueing.refusals import NothingToChoose, UnknownLine
from yichuang.queueing.selectors.closing import closing_questions
from yichuang.queueing.types import ClosingChoice


@transaction.atomic
def decide_closing(
    *,
    line_id: UUID,
    choice: ClosingChoice,
    by: Actor,
    at: datetime,
    key: Key | None = None,
) -> tuple[UUID, ...]:
    """Record whether who waits for a closing line is served today or comes another day; return the tickets.

    Chosen again, the later choice holds.  To extend takes hours that somebody approves
    (``organization.services.request_change``); who is deferred reads it on the ticket's page, and the
    ticket is void when the day ends.  Raises: UnknownLine, NothingToChoose, KeyReused.  Source: A.PROM.2.6.
    """
    promise = idempotency.once(by, "queueing.decide_closing", key, at)
    if not Line.objects.select_for_update().filter(hall_id=by.hall_id, id=line_id).exists():
        raise UnknownLine
    if promise.replay:
        return ()
    asked = next((one for one in closing_questions(by.hall_id, at) if one.line_id == line_id), None)
    if asked is None:
        raise NothingToChoose

    Closing.objects.create(
        id=new_id(),
        hall_id=by.hall_id,
        line_id=line_id,
        business_day=clock.local_day(at, organization.hall_in_hand(by.hall_id).timezone),
        closes=asked.closes,
        choice=str(choice),
        ticket_ids=[one.hex for one in asked.ticket_ids],
        person_id=by.id,
        at=at,
    )
    told = ClosingChosen(
        line_id=line_id,
        closes=asked.closes,
        choice=str(choice),
        ticket_ids=asked.ticket_ids,
        labels=asked.labels,
    )
    record(told, subject=line_id, by=by, at=at, entry_id=promise.entry_id)
    return asked.ticket_ids
