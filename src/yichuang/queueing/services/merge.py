"""Enter what was written on paper: one act makes the tickets, in order, and marks them."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from yichuang.kernel import idempotency
from yichuang.kernel.ids import new_id
from yichuang.kernel.journal.events import Event
from yichuang.kernel.journal.record import record
from yichuang.kernel.types import Actor, Key
from yichuang.queueing import events, selectors
from yichuang.queueing.models import Call, PaperNumber, PaperPack, Ticket
from yichuang.queueing.refusals import SheetContradicts
from yichuang.queueing.rules import paper
from yichuang.queueing.services.common import class_used, tell
from yichuang.queueing.services.paper import held_pack
from yichuang.queueing.services.place import hold, settle
from yichuang.queueing.types import (
    OutageCard,
    PackCard,
    PackState,
    PaperEnding,
    PriorityClass,
    ReadRow,
    TicketState,
)

_STATES = {
    PaperEnding.SERVED: TicketState.FINISHED,
    PaperEnding.MISSED: TicketState.MISSED,
    PaperEnding.LEFT: TicketState.CANCELLED,
    PaperEnding.WAITING: TicketState.WAITING,
}


@transaction.atomic
def merge_paper(*, pack_id: UUID, sheet: str, by: Actor, at: datetime, key: Key | None = None) -> PackCard:
    """Make tickets of the numbers of a pack as its record sheets tell (``selectors.read_sheet``), or nothing.

    Who still waits stands where the number and its time say: behind who came before the system went down and
    before who took a ticket afterwards.  A ticket the system had given and that was called by paper meanwhile
    is told its end.  Times in the journal are those of the sheets.  A pack is entered once.

    Raises: UnknownPack, PackNotNow, SheetContradicts, KeyReused.
    """
    promise = idempotency.once(by, "queueing.merge_paper", key, at)
    if promise.replay:
        return selectors.pack(by.hall_id, pack_id)
    pack = held_pack(pack_id, by, PackState.IN_USE)
    card = selectors.pack(by.hall_id, pack_id)
    assert card.outage is not None
    for line_id in sorted(one.line_id for one in card.lines):
        hold(by.hall_id, line_id, card.outage.business_day)
    _lock_live(by.hall_id, card.outage.business_day, sheet)
    read = selectors.read_sheet(by.hall_id, pack_id, sheet, at)
    if read.problems:
        raise SheetContradicts(count=len(read.problems), first=read.problems[0].sentence)
    made = _tickets(pack, card.outage, read.rows, by.hall_id)
    _tell_all(made, pack, card.outage, by)
    for line_id in {row.line_id for row, _ticket in made}:
        settle(by.hall_id, line_id, card.outage.business_day)
    pack.state, pack.merged_at, pack.merged_by = PackState.MERGED, at, by.id
    pack.save(update_fields=["state", "merged_at", "merged_by"])
    event = events.PaperMerged(
        pack=pack.number,
        business_day=card.outage.business_day,
        began=card.outage.began,
        ended=card.outage.ended,
        tickets=sum(row.live is None for row, _ticket in made),
        waiting=sum(row.ending is PaperEnding.WAITING for row, _ticket in made),
        live=sum(row.live is not None for row, _ticket in made),
        spoiled=sum(row.ending is PaperEnding.SPOILED for row in read.rows),
        handed_in_by=card.outage.handed_in_by,
    )
    record(event, subject=pack.id, by=by, at=at, entry_id=promise.entry_id)
    return selectors.pack(by.hall_id, pack_id)


def _lock_live(hall_id: UUID, day: date, sheet: str) -> None:
    """Lock the tickets the sheet names, so that nobody is called while they are told their end."""
    labels = {row.label for row in paper.split(sheet)}
    rows = Ticket.objects.select_for_update().filter(hall_id=hall_id, business_day=day, label__in=labels)
    list(rows.order_by("id").values_list("id"))


def _tickets(
    pack: PaperPack, outage: OutageCard, rows: Sequence[ReadRow], hall_id: UUID
) -> list[tuple[ReadRow, Ticket]]:
    """Store the tickets and their calls in the order of the numbers; return what there is to tell."""
    places = paper.arrivals(rows, floors(hall_id, outage, {row.line_id for row in rows}))
    live = Ticket.objects.in_bulk([row.live for row in rows if row.live is not None])
    numbers = {
        (one.line_id, one.number): one for one in PaperNumber.objects.filter(hall_id=hall_id, pack=pack)
    }
    policy = selectors.policy_in_hand(hall_id, outage.business_day).version
    made: list[tuple[ReadRow, Ticket]] = []
    for row in sorted(rows, key=lambda one: (one.taken or outage.began, one.number)):
        slip = numbers.get((row.line_id, row.number)) if row.live is None else None
        if row.ending is PaperEnding.SPOILED:
            assert slip is not None
            slip.spoiled = True
            slip.save(update_fields=["spoiled"])
            continue
        if row.live is None:
            ticket = new_ticket(row, outage.business_day, places[row.label], policy, hall_id)
        else:
            ticket = live[row.live]
        _end(ticket, row, outage)
        ticket.save(force_insert=row.live is None)
        if slip is not None:
            slip.ticket = ticket
            slip.save(update_fields=["ticket"])
        keep_call(ticket, row, policy)
        made.append((row, ticket))
    return made


def new_ticket(row: ReadRow, day: date, place: int, policy: int, hall_id: UUID) -> Ticket:
    """Return the ticket, not stored yet, that a number given on paper becomes."""
    assert row.taken is not None
    return Ticket(
        hall_id=hall_id,
        line_id=row.line_id,
        item_id=row.item_id,
        business_day=day,
        number=row.number,
        label=row.label,
        token=secrets.token_urlsafe(16),
        priority=PriorityClass.ORDINARY,
        arrival=place,
        sort_key=place,
        policy=policy,
        state=TicketState.WAITING,
        taken_at=row.taken,
        on_paper=True,
    )


def _end(ticket: Ticket, row: ReadRow, outage: OutageCard) -> None:
    """Bring the ticket where the sheet says it went; when somebody left was not written: by the end of it."""
    ticket.state = _STATES[row.ending]
    if row.called is not None:
        ticket.on_paper = True
        ticket.window_id, ticket.call_count = row.window_id, ticket.call_count + 1
        ticket.called_at = ticket.called_at or row.called
        ticket.last_called_at = row.called
        ticket.ended_at = row.ended or row.called
        ticket.outcome, ticket.outcome_ref = row.outcome or "", row.reference
    elif row.ending is PaperEnding.LEFT:
        ticket.ended_at = outage.ended


def keep_call(ticket: Ticket, row: ReadRow, policy: int) -> None:
    """Store the call of a row, if there was one."""
    if row.called is None or row.window_id is None or row.person_id is None:
        return
    Call.objects.create(
        hall_id=ticket.hall_id,
        ticket=ticket,
        line_id=ticket.line_id,
        window_id=row.window_id,
        person_id=row.person_id,
        priority=class_used(ticket),
        policy=policy,
        called_at=row.called,
        ended_at=row.ended or row.called,
    )


def floors(hall_id: UUID, outage: OutageCard, lines: Iterable[UUID]) -> dict[UUID, int]:
    """Return per line the place of the last who took a ticket before the system went down.

    The outage's first minute is written without seconds, and who took a ticket in it came before.
    """
    before = outage.began.replace(second=0, microsecond=0) + timedelta(minutes=1)
    rows = Ticket.objects.filter(
        hall_id=hall_id,
        line_id__in=list(lines),
        business_day=outage.business_day,
        taken_at__lt=before,
        on_paper=False,
    )
    return dict(rows.values_list("line_id").annotate(last=Max("arrival")))


def _tell_all(made: Sequence[tuple[ReadRow, Ticket]], pack: PaperPack, outage: OutageCard, by: Actor) -> None:
    """Write the entries in the order in which it happened in the hall."""
    told: list[tuple[datetime, int, Event, Ticket]] = []
    for row, ticket in made:
        if row.live is None:
            assert row.taken is not None
            told.append((row.taken, 0, _taken(row, ticket, pack), ticket))
        if row.called is not None:
            told.append((row.called, 1, _called(row, ticket, pack), ticket))
        elif row.ending is PaperEnding.LEFT:
            left = events.TicketLeft(ticket_id=ticket.id, line_id=ticket.line_id, label=ticket.label)
            told.append((outage.ended, 2, left, ticket))
    for moment, _order, event, ticket in sorted(told, key=lambda one: (one[0], one[1])):
        tell(event, ticket, by=by, at=moment, entry_id=new_id())


def _taken(row: ReadRow, ticket: Ticket, pack: PaperPack) -> events.TicketTakenOnPaper:
    return events.TicketTakenOnPaper(
        ticket_id=ticket.id,
        line_id=row.line_id,
        item_id=row.item_id,
        business_day=ticket.business_day,
        number=row.number,
        label=row.label,
        pack_id=pack.id,
    )


def _called(row: ReadRow, ticket: Ticket, pack: PaperPack) -> events.TicketCalledOnPaper:
    assert row.window_id is not None and row.window_number is not None and row.person_id is not None
    return events.TicketCalledOnPaper(
        ticket_id=ticket.id,
        line_id=ticket.line_id,
        item_id=ticket.item_id,
        label=ticket.label,
        window_id=row.window_id,
        window_number=row.window_number,
        person_id=row.person_id,
        ending=row.ending,
        outcome=row.outcome,
        reference=row.reference,
        ended_at=row.ended,
        pack_id=pack.id,
    )
