"""What is done in one visit: several services, a quick one, and notes for the clerks only."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction

from yichuang.catalogue import selectors as catalogue
from yichuang.catalogue.types import ItemCard
from yichuang.deadlines.types import Unit
from yichuang.kernel import idempotency
from yichuang.kernel.types import Actor, Key
from yichuang.kernel.vault import services as vault
from yichuang.kernel.vault.types import Kind, Reason, ReasonCode
from yichuang.organization import selectors as organization
from yichuang.queueing import events, selectors
from yichuang.queueing.labels import STATE
from yichuang.queueing.models import ClerkNote, VisitService
from yichuang.queueing.refusals import NoteUnfit, NotNow, NotQuick, QuantityUnfit, UnknownItem, UnknownTicket
from yichuang.queueing.rules.states import Act, target
from yichuang.queueing.services.common import here, locked, tell
from yichuang.queueing.services.serve import begin, finish
from yichuang.queueing.types import Outcome, TicketCard, TicketState

NOTE_PURPOSE = "queueing.clerk_note"
NOTE_LENGTH = 200
MOST_TIMES = 99


@transaction.atomic
def note_service(
    *, ticket_id: UUID, item_id: UUID, quantity: int = 1, by: Actor, at: datetime, key: Key | None = None
) -> TicketCard:
    """Note that an item was done ``quantity`` times in the present visit; a visit may have several.

    Raises: UnknownTicket, NotAtThisPost, NotAtThisWindow, NotNow, UnknownItem, QuantityUnfit, KeyReused.
    """
    promise = idempotency.once(by, "queueing.note_service", key, at)
    if promise.replay:
        return selectors.ticket_card(by.hall_id, ticket_id)
    ticket = locked(ticket_id, by)
    by, _number = here(ticket, by)
    if ticket.state != TicketState.SERVING:
        raise NotNow(label=ticket.label, state=str(STATE[TicketState(ticket.state)]))
    if not 1 <= quantity <= MOST_TIMES:
        raise QuantityUnfit(most=MOST_TIMES)
    if catalogue.find(by.hall_id, item_id, ticket.business_day) is None:
        raise UnknownItem
    assert ticket.window_id is not None
    VisitService.objects.create(
        hall_id=by.hall_id,
        ticket=ticket,
        item_id=item_id,
        quantity=quantity,
        window_id=ticket.window_id,
        person_id=by.id,
        at=at,
    )
    ticket.passed_on = 0
    ticket.save(update_fields=["passed_on"])
    event = events.ServiceNoted(
        ticket_id=ticket.id,
        label=ticket.label,
        item_id=item_id,
        quantity=quantity,
        window_id=ticket.window_id,
    )
    tell(event, ticket, by=by, at=at, entry_id=promise.entry_id)
    return selectors.card_of(ticket)


def is_quick(item: ItemCard | None) -> bool:
    """Say whether a visit may be finished with information in one press: no item, or one done on the spot."""
    return item is None or item.promised_limit.unit is Unit.IMMEDIATE or item.flags.simple is True


@transaction.atomic
def finish_quickly(*, ticket_id: UUID, by: Actor, at: datetime, key: Key | None = None) -> TicketCard:
    """Begin, if that has not been done, and finish with information given: one press for a short question.

    Raises: NotQuick, UnknownTicket, NotAtThisPost, NotAtThisWindow, NotNow, KeyReused.
    """
    ticket = locked(ticket_id, by)
    item = ticket.item_id and catalogue.find(by.hall_id, ticket.item_id, ticket.business_day)
    if not is_quick(item or None):
        raise NotQuick(label=ticket.label)
    if target(TicketState(ticket.state), Act.BEGIN) is not None:
        begin(ticket_id=ticket_id, by=by, at=at)
    return finish(ticket_id=ticket_id, outcome=Outcome.INFORMATION, by=by, at=at, key=key)


@transaction.atomic
def keep_note(*, ticket_id: UUID, text: str, by: Actor, at: datetime, key: Key | None = None) -> TicketCard:
    """Keep a note on the present visit for the clerks; its text lies in the vault until midnight.

    Raises: UnknownTicket, NotAtThisPost, NotAtThisWindow, NoteUnfit, KeyReused.
    """
    promise = idempotency.once(by, "queueing.keep_note", key, at)
    if promise.replay:
        return selectors.ticket_card(by.hall_id, ticket_id)
    ticket = locked(ticket_id, by)
    by, _number = here(ticket, by)
    text = text.strip()
    if not text or len(text) > NOTE_LENGTH:
        raise NoteUnfit(most=NOTE_LENGTH)
    zone = ZoneInfo(organization.hall_in_hand(by.hall_id).timezone)
    midnight = datetime.combine(ticket.business_day + timedelta(days=1), time.min, tzinfo=zone)
    entry = vault.keep(
        hall_id=by.hall_id,
        kind=Kind.TEXT,
        value=text,
        purpose=NOTE_PURPOSE,
        expires_at=midnight,
        by=by,
        at=at,
    )
    note = ClerkNote.objects.create(
        hall_id=by.hall_id, ticket=ticket, vault_entry=entry, person_id=by.id, at=at
    )
    event = events.NoteKept(ticket_id=ticket.id, label=ticket.label, note_id=note.id, vault_entry_id=entry)
    tell(event, ticket, by=by, at=at, entry_id=promise.entry_id)
    return selectors.card_of(ticket)


@transaction.atomic
def read_note(*, note_id: UUID, by: Actor, at: datetime) -> str:
    """Return what a note on the present visit says; who looked is journaled by the vault.

    Raises: UnknownTicket, NotAtThisPost, NotAtThisWindow, EntryShredded.
    """
    note = ClerkNote.objects.filter(hall_id=by.hall_id, id=note_id).select_related("ticket").first()
    if note is None:
        raise UnknownTicket
    by, _number = here(note.ticket, by)
    reason = Reason(ReasonCode.HANDLING, NOTE_PURPOSE, matter=note.ticket_id)
    return vault.reveal(note.vault_entry, reason=reason, by=by, at=at)
