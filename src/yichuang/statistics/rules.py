"""How a ticket's entries become a visit and its turns, and how seconds become figures."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from yichuang.kernel.journal.cards import EntryCard
from yichuang.queueing import events
from yichuang.queueing.types import PaperEnding
from yichuang.statistics.types import Ending

# that a service began changes no figure until it ends, and is then read with the rest
HEARD = (
    events.TicketTaken,
    events.TicketCalled,
    events.TicketServed,
    events.TicketMissed,
    events.TicketRejoined,
    events.TicketCheckedIn,
    events.TicketLapsed,
    events.TicketLeft,
    events.TicketVoided,
    events.TicketParked,
    events.TicketResumed,
    events.TicketTransferred,
    events.TicketTakenOnPaper,
    events.TicketCalledOnPaper,
    events.PaperRowCorrected,
)
TAKEN = (events.TicketTaken, events.TicketTakenOnPaper)


@dataclass(slots=True)
class ToldTurn:
    """What the journal tells of one call to a window."""

    id: UUID
    line_id: UUID
    item_id: UUID | None
    window_id: UUID
    person_id: UUID
    called_at: datetime
    wait_seconds: int | None
    began_at: datetime | None = None
    ending: Ending = Ending.OPEN
    outcome: str = ""
    service_seconds: int | None = None
    until_service_seconds: int | None = None
    counter_seconds: int | None = None
    on_paper: bool = False


@dataclass(slots=True)
class ToldVisit:
    """What the journal tells of one ticket; ``came_at`` is when its holder was in the hall.

    ``corrected``: a row of a paper sheet was entered again, ``unused``: as a number that was never given.
    """

    id: UUID
    business_day: date
    label: str
    line_id: UUID
    item_id: UUID | None
    taken_at: datetime
    came_at: datetime
    ending: Ending = Ending.OPEN
    on_paper: bool = False
    corrected: bool = False
    unused: bool = False
    turns: list[ToldTurn] = field(default_factory=list)


def visit_of(entries: Iterable[EntryCard]) -> ToldVisit | None:
    """Tell a ticket's entries, in their order, as one visit; ``None`` where no ticket was taken."""
    visit: ToldVisit | None = None
    for entry in entries:
        event = entry.event
        if isinstance(event, TAKEN):
            visit = ToldVisit(
                id=event.ticket_id,
                business_day=event.business_day,
                label=event.label,
                line_id=event.line_id,
                item_id=event.item_id,
                taken_at=entry.at,
                on_paper=isinstance(event, events.TicketTakenOnPaper),
                came_at=entry.at,
            )
        elif visit is not None:
            _apply(visit, entry)
    return visit


def _apply(visit: ToldVisit, entry: EntryCard) -> None:
    match entry.event:
        case events.TicketCalled() as called:
            wait = None if visit.turns else seconds(visit.came_at, entry.at)
            visit.turns.append(_turn(called, called.item_id, entry, wait))
        case events.TicketResumed() as resumed:
            # back from another window's step: the item is the one of its own line
            own = [one for one in visit.turns if one.line_id == resumed.line_id] or visit.turns
            before = own[-1] if own else None
            item_id = before.item_id if before else visit.item_id
            visit.turns.append(_turn(resumed, item_id, entry, None))
        case events.TicketCalledOnPaper() as paper:
            visit.on_paper = True
            visit.turns.append(_turn_on_paper(visit, paper, entry.at, entry.id))
            visit.ending = visit.turns[-1].ending
        case events.PaperRowCorrected() as row:
            _correct(visit, row, entry.id)
        case events.ServiceBegun() if visit.turns:
            _begin(visit, visit.turns[-1], entry.at)
        case events.TicketServed() as served:
            visit.ending = Ending.SERVED
            if visit.turns:
                turn = visit.turns[-1]
                turn.ending, turn.outcome = Ending.SERVED, served.outcome
                if turn.began_at is None:  # finished at once
                    _begin(visit, turn, entry.at)
                turn.service_seconds = seconds(turn.began_at or entry.at, entry.at)
                turn.counter_seconds = seconds(turn.called_at, entry.at)
        case events.TicketMissed():
            visit.ending = Ending.MISSED
            _end_turn(visit, Ending.MISSED)
        case events.TicketParked():
            _end_turn(visit, Ending.PARKED)
        case events.TicketTransferred():
            _end_turn(visit, Ending.TRANSFERRED)
        case events.TicketRejoined():
            visit.ending = Ending.OPEN
        case events.TicketCheckedIn():
            visit.came_at = entry.at
        case events.TicketLeft():
            visit.ending = Ending.LEFT
        case events.TicketVoided() | events.TicketLapsed():
            visit.ending = Ending.VOIDED
            _end_turn(visit, Ending.VOIDED)


def _turn(
    event: events.TicketCalled | events.TicketResumed,
    item_id: UUID | None,
    entry: EntryCard,
    wait: int | None,
) -> ToldTurn:
    return ToldTurn(
        id=entry.id,
        line_id=event.line_id,
        item_id=item_id,
        window_id=event.window_id,
        person_id=entry.actor.id,
        called_at=entry.at,
        wait_seconds=wait,
    )


def _correct(visit: ToldVisit, row: events.PaperRowCorrected, entry_id: UUID) -> None:
    """Let the last word about a row of paper hold, as if paper had said nothing else of the visit."""
    told = next((one.id for one in visit.turns if one.on_paper), entry_id)
    visit.turns = [one for one in visit.turns if not one.on_paper]
    visit.corrected, visit.unused = True, row.ending is PaperEnding.SPOILED
    if row.taken_at is not None:
        visit.taken_at = visit.came_at = row.taken_at
        visit.item_id = row.item_id
    visit.on_paper = row.taken_at is not None or row.called_at is not None or visit.unused
    visit.ending = Ending.LEFT if row.ending is PaperEnding.LEFT else Ending.OPEN
    if row.called_at is not None:
        visit.turns.append(_turn_on_paper(visit, row, row.called_at, told))
        visit.ending = visit.turns[-1].ending


def _turn_on_paper(
    visit: ToldVisit,
    paper: events.TicketCalledOnPaper | events.PaperRowCorrected,
    called_at: datetime,
    turn_id: UUID,
) -> ToldTurn:
    """Tell a call by paper: the wait is known to the minute; when service began was not written down."""
    assert paper.window_id is not None and paper.person_id is not None
    return ToldTurn(
        id=turn_id,
        line_id=paper.line_id,
        item_id=paper.item_id,
        window_id=paper.window_id,
        person_id=paper.person_id,
        called_at=called_at,
        wait_seconds=None if visit.turns else seconds(visit.taken_at, called_at),
        on_paper=True,
        ending=Ending.SERVED if paper.ending is PaperEnding.SERVED else Ending.MISSED,
        outcome=paper.outcome or "",
    )


def _begin(visit: ToldVisit, turn: ToldTurn, at: datetime) -> None:
    """Note the beginning of a service; the first of a visit ends the wait of those who count until then."""
    if all(one.until_service_seconds is None for one in visit.turns):
        turn.until_service_seconds = seconds(visit.came_at, at)
    turn.began_at = at


def _end_turn(visit: ToldVisit, ending: Ending) -> None:
    """End the turn that is still open, if there is one."""
    if visit.turns and visit.turns[-1].ending is Ending.OPEN:
        visit.turns[-1].ending = ending


def seconds(start: datetime, end: datetime) -> int:
    """Return the whole seconds from one moment to another, never less than none."""
    return max(0, round((end - start).total_seconds()))


def rank(histogram: Mapping[int, int], share: float) -> int | None:
    """Return the smallest value that at least ``share`` of all do not exceed (nearest rank).

    ``histogram`` says how often each value occurs, so nothing is estimated; ``None`` of nothing.
    """
    needed = math.ceil(share * sum(histogram.values()))
    reached = 0
    for value in sorted(histogram):
        reached += histogram[value]
        if reached >= needed:
            return value
    return None
