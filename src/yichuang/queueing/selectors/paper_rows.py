"""The rows of a merged pack, with all that was ever said of each, and a correction read before it is made."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from yichuang.kernel.journal.events import Event, load
from yichuang.kernel.journal.models import Entry
from yichuang.queueing import events
from yichuang.queueing.models import PaperNumber, PaperPack, Ticket
from yichuang.queueing.rules import paper
from yichuang.queueing.selectors.paper import numbers_of, pack
from yichuang.queueing.selectors.sheet import Reader, live_calls
from yichuang.queueing.types import (
    LiveCall,
    OutageCard,
    PackCard,
    PackState,
    PaperEnding,
    PaperRowCard,
    PaperWordCard,
    ReadRow,
    SheetCard,
    SheetFault,
)

_PAPER = (events.TicketTakenOnPaper, events.TicketCalledOnPaper, events.PaperRowCorrected)
# the sweep of the night is no word about the row, and a class changes nothing that paper says
_NO_MOVE = (
    events.TicketVoided,
    events.PriorityRequested,
    events.PriorityGranted,
    events.PriorityRefused,
    events.PriorityWithdrawn,
)


def paper_rows(hall_id: UUID, pack_id: UUID) -> tuple[PaperRowCard, ...]:
    """Return the rows that were entered from a merged pack's sheets, or added since, by label.

    They are told by the journal, so nothing that was ever entered is lost to a later word.

    Raises: UnknownPack.
    """
    card = pack(hall_id, pack_id)
    if card.outage is None or card.state is not PackState.MERGED:
        return ()
    numbers = numbers_of(hall_id, pack_id)
    own = Ticket.objects.filter(hall_id=hall_id, business_day=card.outage.business_day, label__in=numbers)
    tickets = dict(own.values_list("id", "label"))
    tickets |= _live(hall_id, card.outage, pack_id)
    told = _told(hall_id, tickets)
    found = [_row(told[one], label, numbers, one, card) for one, label in tickets.items()]
    never = {one.now.label for one in found}
    found += [one for one in _unused(hall_id, card, numbers) if one.label not in never]
    return tuple(sorted(found, key=lambda one: (one.now.live is None, one.now.line_id, one.now.number)))


def read_correction(hall_id: UUID, pack_id: UUID, text: str, at: datetime) -> SheetCard:
    """Read one row again as it should have been entered, beside all the others; nothing is stored.

    Raises: UnknownPack.
    """
    card = pack(hall_id, pack_id)
    typed = paper.split(text)[:1]
    if card.outage is None or not typed:
        return SheetCard((), typed, ())
    known = {one.label: one for one in paper_rows(hall_id, pack_id)}
    reader = Reader(hall_id, card, card.outage, at, again=known.get(typed[0].label))
    row = reader.read(typed[0])
    if row is None:
        return SheetCard((), typed, tuple(reader.problems))
    others = [one.now for label, one in known.items() if label != row.label]
    rows = [replace(one, place=place) for place, one in enumerate(others, 2)] + [row]
    for one, fault, what in _against(rows, row, live_calls(hall_id, card.outage)):
        reader.against(1, row.label, fault, what if one is row else one.label)
    firsts = {one.line_id: one.first for one in card.lines}
    prefixes = {one.line_id: one.prefix for one in card.lines}
    for line_id, number in paper.gaps([row, *others], firsts):
        reader.against(0, paper.paper_label(prefixes[line_id], number), SheetFault.GAP)
    return SheetCard((row,), typed, tuple(reader.problems))


def last_words(hall_id: UUID, day: date) -> dict[UUID, tuple[events.PaperRowCorrected, datetime]]:
    """Return the last correction of a day's tickets whose row was entered again, and when it was made."""
    packs = PaperPack.objects.filter(hall_id=hall_id, business_day=day, state=PackState.MERGED)
    merged = {one.id: one.merged_at for one in packs if one.merged_at is not None}
    if not merged:
        return {}
    rows = Entry.objects.filter(
        hall_id=hall_id, name=events.PaperRowCorrected.stored_name, at__gte=min(merged.values())
    )
    found: dict[UUID, tuple[events.PaperRowCorrected, datetime]] = {}
    for entry in rows.order_by("recorded_at", "id"):
        told = load(entry.name, entry.version, entry.body)
        if isinstance(told, events.PaperRowCorrected) and told.pack_id in merged:
            found[entry.subject_id] = (told, entry.at)
    return found


def _against(
    rows: list[ReadRow], row: ReadRow, live: Iterable[LiveCall]
) -> Iterator[tuple[ReadRow, SheetFault, str]]:
    """Yield what cannot be true of the row beside the others and beside the system's own calls."""
    for one, fault, what in paper.contradictions(rows):
        if row.label in (one.label, what):
            yield one, fault, what
    by_paper = {(one.label, one.called) for one in rows}
    calls = [one for one in live if (one.label, one.called) not in by_paper and one.label != row.label]
    yield from paper.beside_live([row], calls)


def _live(hall_id: UUID, outage: OutageCard, pack_id: UUID) -> dict[UUID, str]:
    """Return the tickets of the system of which the pack's sheets told something, now or then."""
    names = [events.TicketCalledOnPaper.stored_name, events.TicketLeft.stored_name]
    since = outage.began.replace(second=0, microsecond=0)
    rows = Entry.objects.filter(hall_id=hall_id, at__gte=since, at__lte=outage.ended, name__in=names)
    found: dict[UUID, str] = {}
    left: dict[UUID, str] = {}
    for entry in rows:
        told = load(entry.name, entry.version, entry.body)
        if isinstance(told, events.TicketCalledOnPaper) and told.pack_id == pack_id:
            found[entry.subject_id] = told.label
        elif isinstance(told, events.TicketLeft) and entry.at == outage.ended:
            left[entry.subject_id] = told.label
    of_the_system = Ticket.objects.filter(hall_id=hall_id, id__in=list(left), on_paper=False)
    found |= {one: left[one] for one in of_the_system.values_list("id", flat=True)}
    corrected = Entry.objects.filter(
        hall_id=hall_id, name=events.PaperRowCorrected.stored_name, at__gte=outage.ended
    )
    for entry in corrected:
        told = load(entry.name, entry.version, entry.body)
        if isinstance(told, events.PaperRowCorrected) and told.pack_id == pack_id:
            found[entry.subject_id] = told.label
    return found


def _told(hall_id: UUID, tickets: Iterable[UUID]) -> dict[UUID, list[tuple[Entry, Event]]]:
    """Return what happened to each ticket, in the order in which it was written."""
    told: dict[UUID, list[tuple[Entry, Event]]] = defaultdict(list)
    rows = Entry.objects.filter(hall_id=hall_id, subject_id__in=list(tickets))
    for entry in rows.order_by("recorded_at", "id"):
        told[entry.subject_id].append((entry, load(entry.name, entry.version, entry.body)))
    return told


def _row(
    told: list[tuple[Entry, Event]],
    label: str,
    numbers: dict[str, tuple[UUID, int]],
    ticket_id: UUID,
    card: PackCard,
) -> PaperRowCard:
    assert card.outage is not None
    words = list(_words(told, label, numbers.get(label), ticket_id, card))
    ended = card.outage.ended
    first = next(n for n, (entry, one) in enumerate(told) if _is_word(one, entry, ended))
    later = told[first + 1 :]
    moved = any(not isinstance(one, _NO_MOVE) and not _is_word(one, entry, ended) for entry, one in later)
    return PaperRowCard(label, ticket_id, tuple(words), moved)


def _is_word(one: Event, entry: Entry, ended: datetime) -> bool:
    """Say whether an entry is a word of paper; who left on paper left, as far as is known, by its end."""
    return isinstance(one, _PAPER) or (isinstance(one, events.TicketLeft) and entry.at == ended)


def _words(
    told: list[tuple[Entry, Event]],
    label: str,
    number: tuple[UUID, int] | None,
    ticket_id: UUID,
    card: PackCard,
) -> Iterator[PaperWordCard]:
    """Yield what was said of a row: what the merge wrote is one word, each correction another."""
    assert card.outage is not None and card.merged_by is not None and card.merged_at is not None
    line_id, count = number or (None, 0)
    live = None if number else ticket_id
    first: ReadRow | None = None
    rest: list[PaperWordCard] = []
    taken: datetime | None = None
    for entry, one in told:
        match one:
            case events.TicketTaken() if live is not None:
                line_id, count, taken = one.line_id, one.number, entry.at
            case events.TicketTakenOnPaper() if entry.at <= card.outage.ended:
                first = ReadRow(1, label, one.line_id, one.number, None, PaperEnding.WAITING, entry.at,
                                item_id=one.item_id)  # fmt: skip
            case events.TicketCalledOnPaper() if one.pack_id == card.id:
                base = first or ReadRow(1, label, one.line_id, count, live, one.ending, taken)
                first = replace(
                    base, ending=one.ending, called=entry.at, ended=one.ended_at, window_id=one.window_id,
                    window_number=one.window_number, outcome=one.outcome, reference=one.reference,
                    person_id=one.person_id,
                )  # fmt: skip
            case events.TicketLeft() if entry.at == card.outage.ended:
                first = first or ReadRow(1, label, one.line_id, count, live, PaperEnding.LEFT, taken)
                first = replace(first, ending=PaperEnding.LEFT)
            case events.PaperRowCorrected() if one.pack_id == card.id:
                row = ReadRow(
                    1, label, one.line_id, count, live, one.ending, one.taken_at or taken, one.called_at,
                    one.ended_at if one.called_at else None, one.window_id, one.window_number,
                    None if live else one.item_id, one.outcome, one.reference, one.person_id,
                )  # fmt: skip
                rest.append(PaperWordCard(row, entry.at, entry.actor_id, one.reason))
    if first is None or _made_by(told):
        assert line_id is not None
        ending = PaperEnding.SPOILED if number else PaperEnding.WAITING
        first = ReadRow(1, label, line_id, count, live, ending, taken)
    yield PaperWordCard(first, card.merged_at, card.merged_by, None)
    yield from rest


def _made_by(told: list[tuple[Entry, Event]]) -> bool:
    """Say whether the ticket was made by a correction: it was given and corrected in one act."""
    taken = next((entry for entry, one in told if isinstance(one, events.TicketTakenOnPaper)), None)
    corrected = next((entry for entry, one in told if isinstance(one, events.PaperRowCorrected)), None)
    return taken is not None and corrected is not None and taken.cause_id == corrected.id


def _unused(hall_id: UUID, card: PackCard, numbers: dict[str, tuple[UUID, int]]) -> Iterator[PaperRowCard]:
    """Yield the numbers entered as not used."""
    assert card.merged_at is not None and card.merged_by is not None
    rows = PaperNumber.objects.filter(hall_id=hall_id, pack_id=card.id, spoiled=True)
    spoiled = set(rows.values_list("line_id", "number"))
    for label, (line_id, number) in numbers.items():
        if (line_id, number) in spoiled:
            row = ReadRow(1, label, line_id, number, None, PaperEnding.SPOILED)
            yield PaperRowCard(
                label, None, (PaperWordCard(row, card.merged_at, card.merged_by, None),), False
            )
