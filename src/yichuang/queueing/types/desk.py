"""The queue as a clerk at a window sees it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from yichuang.queueing.types.floor import ClerkNoteCard, LineWaitingCard, VisitServiceCard
from yichuang.queueing.types.hall import DayFigures
from yichuang.queueing.types.need import Need
from yichuang.queueing.types.order import PriorityClass
from yichuang.queueing.types.queue import TicketCard


@dataclass(frozen=True, slots=True)
class WaitingCard:
    """A waiting ticket in the order in which it will be called."""

    ticket_id: UUID
    label: str
    line_name: str
    line_name_en: str
    item_id: UUID | None
    priority: PriorityClass
    taken_at: datetime
    waited_seconds: int
    remote: bool = False
    needs: tuple[Need, ...] = ()


@dataclass(frozen=True, slots=True)
class DeskCard:
    """What a clerk at a window sees: who is here, who comes next, and which verbs are open now.

    ``may_recall_from`` is when the next recall is allowed, ``calls_until_missed`` how many calls are still
    due before the ticket may be marked missed (0: it may).  ``parked`` are those who wait in the lounge and
    may be resumed here, ``services``, ``notes`` and ``needs`` belong to the present visit.
    """

    hall_id: UUID
    window_id: UUID
    window_number: int
    window_name: str
    window_name_en: str
    at: datetime
    now: TicketCard | None
    waiting: int
    next: tuple[WaitingCard, ...]
    may_recall_from: datetime | None
    calls_until_missed: int | None
    missed: tuple[TicketCard, ...]
    today: DayFigures
    parked: tuple[TicketCard, ...] = ()
    lines: tuple[LineWaitingCard, ...] = ()
    services: tuple[VisitServiceCard, ...] = ()
    notes: tuple[ClerkNoteCard, ...] = ()
    needs: tuple[Need, ...] = ()
