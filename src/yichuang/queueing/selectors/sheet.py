"""Read record sheets before anything is written: understand every row, name every contradiction."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Q

from yichuang.catalogue import selectors as catalogue
from yichuang.kernel import clock
from yichuang.organization import selectors as organization
from yichuang.organization.types import WindowCard
from yichuang.posts import selectors as posts
from yichuang.posts.types import SignOnCard
from yichuang.queueing.models import Call, LineItem, Ticket
from yichuang.queueing.paper_labels import sentence_of
from yichuang.queueing.rules import paper, references
from yichuang.queueing.rules.order import Capability, Waiting
from yichuang.queueing.selectors.ahead import capabilities_of
from yichuang.queueing.selectors.paper import numbers_of, outages, pack, printed_label
from yichuang.queueing.types import (
    LiveCall,
    OutageCard,
    PackCard,
    PaperEnding,
    PaperRowCard,
    ReadRow,
    SheetCard,
    SheetFault,
    SheetProblem,
    SheetRow,
    TicketState,
)

CALLED = (PaperEnding.SERVED, PaperEnding.MISSED)


def read_sheet(hall_id: UUID, pack_id: UUID, text: str, at: datetime) -> SheetCard:
    """Read what was written on the sheets of a pack in use; nothing is stored.

    A row names a number of the pack, or a ticket that waited when the system went down.

    Raises: UnknownPack.
    """
    card = pack(hall_id, pack_id)
    typed = paper.split(text)
    if card.outage is None or not typed:
        return SheetCard((), typed, (_problem(0, "", SheetFault.EMPTY),))
    if len(typed) > paper.MOST_ROWS or len(text) > paper.MOST_TEXT:
        return SheetCard((), typed, (_problem(0, "", SheetFault.TOO_MANY, str(paper.MOST_ROWS)),))
    reader = Reader(hall_id, card, card.outage, at)
    rows = tuple(row for row in map(reader.read, typed) if row is not None)
    for row, fault, what in paper.contradictions(rows):
        reader.against(row.place, row.label, fault, what)
    for row, fault, what in paper.beside_live(rows, live_calls(hall_id, card.outage)):
        reader.against(row.place, row.label, fault, what)
    firsts = {one.line_id: one.first for one in card.lines}
    prefixes = {one.line_id: one.prefix for one in card.lines}
    for line_id, number in list(paper.gaps(rows, firsts))[: paper.MOST_ROWS]:
        reader.against(0, paper.paper_label(prefixes[line_id], number), SheetFault.GAP)
    problems = sorted(reader.problems, key=lambda one: (one.place, one.label))
    return SheetCard(rows, typed, tuple(problems))


def _problem(place: int, label: str, fault: SheetFault, what: str = "") -> SheetProblem:
    problem = SheetProblem(place, label, fault, what)
    return replace(problem, sentence=sentence_of(problem))


@dataclass(slots=True)
class Reader:
    """What is known of the hall and its day while the rows are read.

    ``again`` is what is known of a row that is read once more, after the pack was merged.
    """

    hall_id: UUID
    pack: PackCard
    outage: OutageCard
    at: datetime
    again: PaperRowCard | None = None
    problems: list[SheetProblem] = field(default_factory=list)
    zone: ZoneInfo = field(init=False)
    began: datetime = field(init=False)
    today: date = field(init=False)
    numbers: dict[str, tuple[UUID, int]] = field(init=False)
    windows: dict[str, WindowCard] = field(init=False)
    able: dict[UUID, tuple[Capability, ...]] = field(init=False)
    items: dict[str, UUID] = field(init=False)
    offered: frozenset[tuple[UUID, UUID]] = field(init=False)
    workers: dict[str, UUID] = field(init=False)
    sign_ons: list[SignOnCard] = field(init=False)
    holders: dict[UUID, frozenset[UUID]] = field(init=False)

    def __post_init__(self) -> None:
        hall_id, day = self.hall_id, self.outage.business_day
        self.zone = ZoneInfo(organization.hall_in_hand(hall_id).timezone)
        self.began = self.outage.began.astimezone(self.zone)
        self.today = clock.local_day(self.at, self.zone.key)
        self.numbers = numbers_of(hall_id, self.pack.id)
        self.windows = {str(one.number): one for one in organization.windows(hall_id)}
        self.able = capabilities_of(hall_id)
        self.items = {one.code.upper(): one.id for one in catalogue.items(hall_id, day)}
        rows = LineItem.objects.filter(hall_id=hall_id).values_list("line_id", "item_id")
        self.offered = frozenset(rows)
        self.workers = {one.worker_number: one.id for one in organization.people(hall_id)}
        self.sign_ons = posts.sign_ons_between(hall_id, self.outage.began, self.outage.ended)
        self.holders = {
            one.window_id: frozenset(holder.person_id for holder in one.holders)
            for one in posts.posts(hall_id, day)
        }

    def against(self, place: int, label: str, fault: SheetFault, what: str = "") -> None:
        """Note a contradiction."""
        self.problems.append(_problem(place, label, fault, what))

    def read(self, typed: SheetRow) -> ReadRow | None:
        """Understand a row; what cannot be understood is noted, and the row left out where it must be."""
        row = self._named(typed)
        if row is None:
            return None
        faults = list(self._read(typed, row))
        self.problems += [_problem(typed.place, typed.label, fault, what) for fault, what in faults]
        return self._row

    _row: ReadRow | None = field(default=None, init=False)

    def _named(self, typed: SheetRow) -> ReadRow | None:
        ending = paper.ENDINGS.get(typed.ending.lower())
        if typed.label in self.numbers:
            line_id, number = self.numbers[typed.label]
            base = ReadRow(typed.place, typed.label, line_id, number, None, PaperEnding.SPOILED)
        else:
            live = self._live(typed)
            if live is None:
                return None
            base = ReadRow(
                typed.place, typed.label, live.line_id, live.number, live.id, PaperEnding.WAITING,
                taken=live.taken_at.astimezone(self.zone), item_id=live.item_id,
            )  # fmt: skip
        if ending is None:
            self.against(typed.place, typed.label, SheetFault.ENDING_UNKNOWN, typed.ending)
            # its times are looked at all the same, so that a row is put right at once
            return replace(base, ending=PaperEnding.MISSED if typed.called else PaperEnding.LEFT)
        return replace(base, ending=ending[0], outcome=ending[1])

    def _live(self, typed: SheetRow) -> Ticket | None:
        """Return the ticket the system had given before it went down and that still waits."""
        found = Ticket.objects.filter(
            hall_id=self.hall_id, business_day=self.outage.business_day, label=typed.label
        ).first()
        if found is None:
            other = printed_label(self.hall_id, typed.label, self.pack.id)
            fault = SheetFault.OTHER_PACK if other else SheetFault.UNKNOWN_NUMBER
            self.against(typed.place, typed.label, fault)
            return None
        if not self._waited(found) or found.taken_at > self.outage.ended:
            self.against(typed.place, typed.label, SheetFault.NOT_WAITING)
            return None
        return found

    def _waited(self, found: Ticket) -> bool:
        """Say whether a ticket of the system waited in the outage, as far as the system knows."""
        if self.again is not None and found.id == self.again.ticket_id:
            return True
        called = found.last_called_at is not None and found.last_called_at > self.outage.ended
        return TicketState.WAITING in (found.state, found.left_in) and not called

    def _read(self, typed: SheetRow, row: ReadRow) -> Iterator[tuple[SheetFault, str]]:
        """Fill the row in and yield what speaks against it."""
        self._row = row
        if row.ending is PaperEnding.SPOILED:
            if row.live is not None:
                yield SheetFault.NOT_PAPER, ""
            return
        if row.live is None:
            yield from self._taken(typed)
            yield from self._item(typed)
        if row.ending is PaperEnding.WAITING and self.outage.business_day < self.today:
            yield SheetFault.DAY_OVER, ""
        if row.ending in CALLED:
            yield from self._called(typed)
            yield from self._window(typed)
        elif typed.called:
            yield SheetFault.NOT_CALLED, ""
        if row.ending is PaperEnding.SERVED and row.outcome is not None:
            reference = references.tidy(typed.reference)
            if references.fault(row.outcome, reference) is not None:
                yield SheetFault.REFERENCE_UNFIT, ""
            self._fill(reference=reference)

    def _fill(self, **what: object) -> None:
        assert self._row is not None
        self._row = replace(self._row, **what)  # type: ignore[arg-type]

    def _taken(self, typed: SheetRow) -> Iterator[tuple[SheetFault, str]]:
        if not typed.taken:
            yield SheetFault.TAKEN_MISSING, ""
            return
        taken = paper.moment(typed.taken, self.began)
        if taken is None:
            yield SheetFault.TIME_UNREADABLE, typed.taken
        elif not self._inside(taken):
            yield SheetFault.OUTSIDE_OUTAGE, f"{taken:%H:%M}"
        else:
            self._fill(taken=taken)

    def _inside(self, moment: datetime) -> bool:
        """Times are written by the minute: the minute in which the outage began belongs to it."""
        return self.began.replace(second=0, microsecond=0) <= moment <= self.outage.ended

    def _item(self, typed: SheetRow) -> Iterator[tuple[SheetFault, str]]:
        assert self._row is not None
        if not typed.item:
            return
        item_id = self.items.get(typed.item.upper())
        if item_id is None or (self._row.line_id, item_id) not in self.offered:
            yield SheetFault.ITEM_UNKNOWN, typed.item
        else:
            self._fill(item_id=item_id)

    def _called(self, typed: SheetRow) -> Iterator[tuple[SheetFault, str]]:
        assert self._row is not None
        if not typed.called:
            yield SheetFault.CALLED_MISSING, ""
            return
        called = paper.moment(typed.called, self.began)
        if called is None:
            yield SheetFault.TIME_UNREADABLE, typed.called
            return
        if not self._inside(called):
            yield SheetFault.OUTSIDE_OUTAGE, f"{called:%H:%M}"
        taken = self._row.taken
        if taken is not None and called < taken.replace(second=0, microsecond=0):
            yield SheetFault.CALLED_BEFORE_TAKEN, f"{taken:%H:%M}"
        # a ticket taken in the minute of its call was taken first
        called = called if taken is None else max(called, taken)
        self._fill(called=called)
        if not typed.ended:
            return
        ended = paper.moment(typed.ended, self.began)
        if ended is None or ended > self.at:
            yield SheetFault.TIME_UNREADABLE, typed.ended
        elif ended < called.replace(second=0, microsecond=0):
            yield SheetFault.ENDED_BEFORE_CALLED, f"{called:%H:%M}"
        else:
            self._fill(ended=max(ended, called))

    def _window(self, typed: SheetRow) -> Iterator[tuple[SheetFault, str]]:
        row = self._row
        assert row is not None
        window = self.windows.get(typed.window.lstrip("0"))
        if window is None:
            yield SheetFault.WINDOW_UNKNOWN, typed.window
            return
        self._fill(window_id=window.id, window_number=window.number)
        seen = Waiting(window.id, row.line_id, row.item_id, 0)
        if not any(one.covers(seen) for one in self.able.get(window.id, ())):
            yield SheetFault.WINDOW_UNFIT, typed.window
        yield from self._person(typed, window)

    def _person(self, typed: SheetRow, window: WindowCard) -> Iterator[tuple[SheetFault, str]]:
        """Who served: signed on there at that time, or one of the window's post, signed on nowhere else."""
        assert self._row is not None
        called = self._row.called or self.began
        there = [one for one in self.sign_ons if _lasted(one, called)]
        if not typed.worker:
            found = next((one.person_id for one in there if one.window_id == window.id), None)
            if found is None:
                yield SheetFault.NOBODY_ON_DUTY, str(window.number)
            self._fill(person_id=found)
            return
        person_id = self.workers.get(typed.worker)
        if person_id is None:
            yield SheetFault.WORKER_UNKNOWN, typed.worker
            return
        own = [one for one in there if one.person_id == person_id]
        here = any(one.window_id == window.id for one in own)
        if not here and (own or person_id not in self.holders.get(window.id, frozenset())):
            yield SheetFault.NOT_ON_DUTY, typed.worker
        self._fill(person_id=person_id)


def _lasted(one: SignOnCard, at: datetime) -> bool:
    """Say whether a sign-on lasted at a moment written down by the minute."""
    began = one.started_at.replace(second=0, microsecond=0)
    return began <= at and (one.ended_at is None or at <= one.ended_at)


def live_calls(hall_id: UUID, outage: OutageCard) -> list[LiveCall]:
    """Return the calls the system made, or saw the end of, while an outage lasted.

    Who was called before it and whose end was told after it may have left the window at any moment of it.
    """
    rows = Call.objects.filter(hall_id=hall_id, ticket__business_day=outage.business_day)
    rows = rows.filter(
        Q(called_at__gte=outage.began, called_at__lte=outage.ended)
        | Q(called_at__lt=outage.began, ended_at__gte=outage.began, ended_at__lte=outage.ended)
    )
    told = rows.order_by("called_at", "id").values_list("window_id", "ticket__label", "called_at", "ended_at")
    return [LiveCall(*one) for one in told]


def outage_at(hall_id: UUID, day: date, moment: datetime) -> OutageCard | None:
    """Return the recorded outage in which a moment of the day lay, or ``None``."""
    return next((one for one in outages(hall_id, day) if one.began <= moment <= one.ended), None)
