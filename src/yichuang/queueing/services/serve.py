"""What a clerk does with the person at the window: begin, finish; and with the one who does not come."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from yichuang.kernel import idempotency
from yichuang.kernel.types import Actor, Key
from yichuang.queueing import events, selectors
from yichuang.queueing.refusals import (
    OutcomeMissing,
    ReferenceMalformed,
    ReferenceMissing,
    ReferenceNotAllowed,
    ReferencePersonal,
    ReferenceUnknown,
    TooFewCalls,
    TooSoon,
)
from yichuang.queueing.rules import calls, references
from yichuang.queueing.rules.states import Act
from yichuang.queueing.services.common import arrow, close_call, ends_here, here, locked, tell
from yichuang.queueing.types import REFERENCE_KNOWN, Outcome, TicketCard

_FAULTS = {
    references.Fault.MISSING: ReferenceMissing,
    references.Fault.NOT_ALLOWED: ReferenceNotAllowed,
    references.Fault.MALFORMED: ReferenceMalformed,
    references.Fault.PERSONAL: ReferencePersonal,
}


@transaction.atomic
def recall(*, ticket_id: UUID, by: Actor, at: datetime, key: Key | None = None) -> TicketCard:
    """Call the person again who was called to this window and has not come.

    Raises: UnknownTicket, NotAtThisPost, NotAtThisWindow, NotNow, TooSoon (QUE-06), KeyReused.
    """
    promise = idempotency.once(by, "queueing.recall", key, at)
    if promise.replay:
        return selectors.ticket_card(by.hall_id, ticket_id)
    ticket = locked(ticket_id, by)
    by, window_number = here(ticket, by)
    ticket.state = arrow(ticket, Act.RECALL)
    assert ticket.last_called_at is not None and ticket.window_id is not None
    pause = timedelta(seconds=selectors.recall_pause(by.hall_id, ticket.business_day))
    if left := calls.seconds_until_recall(ticket.last_called_at, at, pause):
        raise TooSoon(label=ticket.label, seconds=left)
    ticket.call_count += 1
    ticket.last_called_at = at
    ticket.save(update_fields=["state", "call_count", "last_called_at"])
    event = events.TicketRecalled(
        ticket_id=ticket.id,
        label=ticket.label,
        window_id=ticket.window_id,
        window_number=window_number,
        call_count=ticket.call_count,
    )
    tell(event, ticket, by=by, at=at, entry_id=promise.entry_id)
    return selectors.card_of(ticket)


@transaction.atomic
def begin(*, ticket_id: UUID, by: Actor, at: datetime, key: Key | None = None) -> TicketCard:
    """Begin to serve the person who has come to the window.

    Raises: UnknownTicket, NotAtThisPost, NotAtThisWindow, NotNow, KeyReused.
    """
    promise = idempotency.once(by, "queueing.begin", key, at)
    if promise.replay:
        return selectors.ticket_card(by.hall_id, ticket_id)
    ticket = locked(ticket_id, by)
    by, window_number = here(ticket, by)
    ticket.state = arrow(ticket, Act.BEGIN)
    ticket.began_at = at
    ticket.save(update_fields=["state", "began_at"])
    assert ticket.window_id is not None
    event = events.ServiceBegun(
        ticket_id=ticket.id, label=ticket.label, window_id=ticket.window_id, window_number=window_number
    )
    tell(event, ticket, by=by, at=at, entry_id=promise.entry_id)
    return selectors.card_of(ticket)


@transaction.atomic
def finish(
    *,
    ticket_id: UUID,
    outcome: Outcome | None,
    reference: str = "",
    by: Actor,
    at: datetime,
    key: Key | None = None,
) -> TicketCard:
    """End the visit with its outcome; a case or notice is named by its number (``reference``).

    The number is a code of the office: 4 to 40 letters, digits and ``- . / _``, kept in capitals; what
    looks like an identity or phone number is refused, since the journal keeps it for ever.

    Raises: OutcomeMissing, ReferenceMissing, ReferenceNotAllowed, ReferenceMalformed, ReferencePersonal,
    ReferenceUnknown (TWO-02), UnknownTicket, NotAtThisPost, NotAtThisWindow, NotNow, KeyReused.
    """
    promise = idempotency.once(by, "queueing.finish", key, at)
    if promise.replay:
        return selectors.ticket_card(by.hall_id, ticket_id)
    ticket = locked(ticket_id, by)
    by, window_number = here(ticket, by)
    ticket.state = arrow(ticket, Act.FINISH)
    ends_here(ticket)
    if outcome is None:
        raise OutcomeMissing
    reference = references.tidy(reference)
    if fault := references.fault(outcome, reference):
        raise _FAULTS[fault]
    if reference and not REFERENCE_KNOWN(by.hall_id, outcome, reference):
        raise ReferenceUnknown(reference=reference)
    ticket.outcome, ticket.outcome_ref, ticket.ended_at = outcome, reference, at
    ticket.save(update_fields=["state", "outcome", "outcome_ref", "ended_at"])
    close_call(ticket, at)
    assert ticket.window_id is not None
    event = events.TicketServed(
        ticket_id=ticket.id,
        line_id=ticket.line_id,
        item_id=ticket.item_id,
        label=ticket.label,
        window_id=ticket.window_id,
        window_number=window_number,
        outcome=outcome,
        reference=reference,
    )
    tell(event, ticket, by=by, at=at, entry_id=promise.entry_id)
    return selectors.card_of(ticket)


@transaction.atomic
def miss(*, ticket_id: UUID, by: Actor, at: datetime, key: Key | None = None) -> TicketCard:
    """Mark as missed who was called as often as the rule says and has not come; the window is free.

    The last call, too, must have had its pause.

    Raises: UnknownTicket, NotAtThisPost, NotAtThisWindow, NotNow, TooFewCalls, TooSoon (QUE-06), KeyReused.
    """
    promise = idempotency.once(by, "queueing.miss", key, at)
    if promise.replay:
        return selectors.ticket_card(by.hall_id, ticket_id)
    ticket = locked(ticket_id, by)
    by, window_number = here(ticket, by)
    ticket.state = arrow(ticket, Act.MISS)
    needed = selectors.missed_calls(by.hall_id, ticket.business_day)
    if calls.calls_until_missed(ticket.call_count, needed):
        raise TooFewCalls(label=ticket.label, called=ticket.call_count, needed=needed)
    assert ticket.last_called_at is not None and ticket.window_id is not None
    pause = timedelta(seconds=selectors.recall_pause(by.hall_id, ticket.business_day))
    if left := calls.seconds_until_recall(ticket.last_called_at, at, pause):
        raise TooSoon(label=ticket.label, seconds=left)
    ticket.ended_at = at
    ticket.save(update_fields=["state", "ended_at"])
    close_call(ticket, at)
    event = events.TicketMissed(
        ticket_id=ticket.id,
        line_id=ticket.line_id,
        label=ticket.label,
        window_id=ticket.window_id,
        window_number=window_number,
        call_count=ticket.call_count,
    )
    tell(event, ticket, by=by, at=at, entry_id=promise.entry_id)
    return selectors.card_of(ticket)
