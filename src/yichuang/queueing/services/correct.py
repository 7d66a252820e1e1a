"""Enter a row of a merged pack once more, for a reason: what was entered first stays told."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db import transaction

from yichuang.kernel import idempotency
from yichuang.kernel.ids import new_id
from yichuang.kernel.types import Actor, Key
from yichuang.queueing import again, events, selectors
from yichuang.queueing.models import Call, PaperNumber, PaperPack, Ticket
from yichuang.queueing.refusals import (
    CorrectionReasonMissing,
    RowMovedOn,
    RowUnchanged,
    RowUnclear,
    SheetContradicts,
)
from yichuang.queueing.rules import paper
from yichuang.queueing.services.common import locked, tell
from yichuang.queueing.services.merge import floors, keep_call, new_ticket
from yichuang.queueing.services.paper import held_pack
from yichuang.queueing.services.place import hold, settle
from yichuang.queueing.types import (
    CorrectionReason,
    OutageCard,
    PackCard,
    PackState,
    PaperEnding,
    PaperRowCard,
    ReadRow,
    TicketState,
)


@transaction.atomic
def correct_paper_row(
    *,
    pack_id: UUID,
    row: str,
    reason: CorrectionReason | None,
    by: Actor,
    at: datetime,
    key: Key | None = None,
) -> PackCard:
    """Enter one row of a merged pack anew: the last word holds, in the queue and in every figure.

    ``row`` is written like a row of the sheet and says all of it.  A number not entered at all is added, one
    that was never used is taken out of the counts.  A ticket that has gone on in the queue since is past it.

    Raises: UnknownPack, PackNotNow, RowUnclear, CorrectionReasonMissing, SheetContradicts, RowMovedOn,
    RowUnchanged, KeyReused.  Sources: A.JOB.8.
    """
    promise = idempotency.once(by, "queueing.correct_paper_row", key, at)
    if promise.replay:
        return selectors.pack(by.hall_id, pack_id)
    pack = held_pack(pack_id, by, PackState.MERGED)
    if len(typed := paper.split(row)) != 1:
        raise RowUnclear
    if reason is None:
        raise CorrectionReasonMissing
    card = selectors.pack(by.hall_id, pack_id)
    assert card.outage is not None
    _hold_lines(typed[0].label, card, card.outage, by)
    read = selectors.read_correction(by.hall_id, pack_id, row, at)
    if read.problems:
        raise SheetContradicts(count=len(read.problems), first=read.problems[0].sentence)
    said = read.rows[0]
    known = {one.label: one for one in selectors.paper_rows(by.hall_id, pack_id)}.get(said.label)
    _may_say(said, known)
    ticket = _ticket(said, known, card, by, promise.entry_id)
    before = known.now if known else None
    _write(ticket, said, before, pack)
    event = _corrected(said, ticket, card.outage, reason, known)
    tell(event, ticket, by=by, at=at, entry_id=promise.entry_id)
    _retell(ticket, said, card.outage)
    return selectors.pack(by.hall_id, pack_id)


def _hold_lines(label: str, card: PackCard, outage: OutageCard, by: Actor) -> None:
    """Hold the line of the row, then its ticket, so that nobody is called while it is told its end."""
    rows = Ticket.objects.filter(hall_id=by.hall_id, business_day=outage.business_day, label=label)
    found = rows.values_list("id", "line_id").first()
    line_id = found[1] if found else selectors.numbers_of(by.hall_id, card.id).get(label, (None, 0))[0]
    if line_id is not None:
        hold(by.hall_id, line_id, outage.business_day)
    if found:
        locked(found[0], by)


def _may_say(said: ReadRow, known: PaperRowCard | None) -> None:
    if known is not None and known.moved_on:
        raise RowMovedOn(label=said.label)
    # what was never entered was never used, or, given by the system, never called by paper
    blank = PaperEnding.SPOILED if said.live is None else PaperEnding.WAITING
    same = said.ending is blank if known is None else _facts(said) == _facts(known.now)
    if same:
        raise RowUnchanged(label=said.label)


def _facts(row: ReadRow) -> ReadRow:
    """Return what a row says by itself: of a ticket of the system it does not say when it was taken."""
    return replace(row, place=0) if row.live is None else replace(row, place=0, taken=None, item_id=None)


def _ticket(said: ReadRow, known: PaperRowCard | None, card: PackCard, by: Actor, entry_id: UUID) -> Ticket:
    """Return the ticket the row is about; a number that had never been used becomes one now."""
    assert card.outage is not None
    ticket_id = said.live or (known.ticket_id if known else None)
    if ticket_id is not None:
        return locked(ticket_id, by)
    assert said.taken is not None
    place = _place(said, card.outage, by.hall_id)
    policy = selectors.policy_in_hand(by.hall_id, card.outage.business_day).version
    ticket = new_ticket(said, card.outage.business_day, place, policy, by.hall_id)
    ticket.save(force_insert=True)
    event = events.TicketTakenOnPaper(
        ticket_id=ticket.id,
        line_id=said.line_id,
        item_id=said.item_id,
        business_day=ticket.business_day,
        number=said.number,
        label=said.label,
        pack_id=card.id,
    )
    tell(event, ticket, by=replace(by, cause=entry_id), at=said.taken, entry_id=new_id())
    return ticket


def _place(said: ReadRow, outage: OutageCard, hall_id: UUID) -> int:
    """Return the place in its line that number and time give, beside the pack's other numbers."""
    others = selectors.paper_rows(hall_id, outage.pack_id)
    rows = [one.now for one in others if one.label != said.label and one.now.line_id == said.line_id]
    return paper.arrivals([*rows, said], floors(hall_id, outage, {said.line_id}))[said.label]


def _write(ticket: Ticket, said: ReadRow, before: ReadRow | None, pack: PaperPack) -> None:
    """Let the number and the call say what the row says."""
    if said.live is None:
        spoiled = said.ending is PaperEnding.SPOILED
        PaperNumber.objects.filter(
            hall_id=ticket.hall_id, pack=pack, line_id=said.line_id, number=said.number
        ).update(spoiled=spoiled, ticket=None if spoiled else ticket.id)
    if before is not None and before.called is not None:
        calls = Call.objects.filter(hall_id=ticket.hall_id, ticket=ticket, called_at=before.called)
        calls.delete()
    keep_call(ticket, said, ticket.policy)


def _corrected(
    said: ReadRow, ticket: Ticket, outage: OutageCard, reason: CorrectionReason, known: PaperRowCard | None
) -> events.PaperRowCorrected:
    return events.PaperRowCorrected(
        ticket_id=ticket.id,
        pack_id=outage.pack_id,
        label=said.label,
        line_id=said.line_id,
        item_id=said.item_id if said.live is None else ticket.item_id,
        correction=len(known.words) if known else 1,
        reason=reason,
        taken_at=said.taken if said.live is None else None,
        called_at=said.called,
        window_id=said.window_id,
        window_number=said.window_number,
        person_id=said.person_id,
        ending=said.ending,
        outcome=said.outcome,
        reference=said.reference,
        ended_at=outage.ended if said.ending is PaperEnding.LEFT else said.ended,
    )


def _retell(ticket: Ticket, said: ReadRow, outage: OutageCard) -> None:
    """Bring the ticket where the journal now says it went, and lay its line out again."""
    told = again.told_of(ticket.hall_id, ticket.id)
    for name in again.COLUMNS:
        setattr(ticket, name, getattr(told, name))
    if said.live is None and ticket.state == TicketState.WAITING:
        ticket.arrival = ticket.sort_key = _place(said, outage, ticket.hall_id)
    ticket.save()
    settle(ticket.hall_id, ticket.line_id, ticket.business_day)
