"""An account of the hall kept from the journal alone, to hold against what the boards show."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import connection

from yichuang.kernel.journal.cards import EntryCard, card_of_row
from yichuang.kernel.journal.record import COLUMNS
from yichuang.posts import events as duty
from yichuang.queueing import events

NEW = (
    f"SELECT u.id, {', '.join('e.' + one for one in COLUMNS)} FROM journal_unsealed u"
    " JOIN journal_entry e ON e.id = u.entry_id WHERE u.id > %s ORDER BY u.id"
)


@dataclass
class Account:
    """Who waits where, who was called to which window, who stands there and pauses."""

    waiting: dict[UUID, UUID] = field(default_factory=dict)
    labels: dict[UUID, str] = field(default_factory=dict)
    at_window: dict[UUID, UUID] = field(default_factory=dict)
    state: dict[UUID, str] = field(default_factory=dict)
    on_duty: dict[UUID, UUID] = field(default_factory=dict)
    paused: set[UUID] = field(default_factory=set)
    seen: int = 0

    def go_on(self) -> list[EntryCard]:
        """Hear what has been written since and not yet been sealed."""
        with connection.cursor() as cursor:
            cursor.execute(NEW, [self.seen])
            rows = cursor.fetchall()
        found = []
        for number, *values in rows:
            self.seen = number
            entry = card_of_row(values, 0)
            self.hear(entry.event)
            found.append(entry)
        return found

    def hear(self, event: Any) -> None:
        """Enter one event."""
        match event:
            case events.TicketTaken():
                self.labels[event.ticket_id] = event.label
                self.waiting[event.ticket_id] = event.line_id
            case events.TicketTakenOnPaper():
                self.labels[event.ticket_id] = event.label
                self.waiting[event.ticket_id] = event.line_id
            case events.TicketCalledOnPaper():
                del self.waiting[event.ticket_id]
            case events.TicketRejoined():
                self.waiting[event.ticket_id] = event.line_id
            case events.TicketCalled() | events.TicketResumed():
                self.waiting.pop(event.ticket_id, None)
                self.at_window[event.window_id] = event.ticket_id
                self.state[event.ticket_id] = "called"
            case events.ServiceBegun():
                self.state[event.ticket_id] = "serving"
            case events.TicketServed() | events.TicketMissed() | events.TicketParked():
                del self.at_window[event.window_id]
            case events.TicketTransferred():
                del self.at_window[event.window_id]
                self.waiting[event.ticket_id] = event.line_id
            case events.TicketLeft():
                del self.waiting[event.ticket_id]
            case events.TicketVoided():
                self.waiting.pop(event.ticket_id, None)
                self.at_window = {
                    window: ticket for window, ticket in self.at_window.items() if ticket != event.ticket_id
                }
            case duty.SignedOn():
                self.on_duty[event.window_id] = event.person_id
            case duty.SignedOff() | duty.SignOnLapsed():
                self.on_duty.pop(event.window_id, None)
                self.paused.discard(event.window_id)
            case duty.WindowPaused():
                self.paused.add(event.window_id)
            case duty.WindowResumed():
                self.paused.discard(event.window_id)

    def calls(self) -> dict[UUID, tuple[str, str]]:
        """Return label and state of the ticket at each window."""
        return {
            window: (self.labels[ticket], self.state[ticket]) for window, ticket in self.at_window.items()
        }

    def in_line(self) -> dict[UUID, int]:
        """Return how many wait in each line where somebody does."""
        counts: dict[UUID, int] = {}
        for line_id in self.waiting.values():
            counts[line_id] = counts.get(line_id, 0) + 1
        return counts
