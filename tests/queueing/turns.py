"""Short words for the tests of who is called when."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from bench.hall import OpenHall

from yichuang.kernel.journal.events import load
from yichuang.kernel.journal.models import Entry
from yichuang.queueing import events, services
from yichuang.queueing.models import Call, Ticket
from yichuang.queueing.types import PriorityClass, TicketCard, TransferReason

At = Callable[[float], datetime]


def take(
    hall: OpenHall, at: datetime, priority: PriorityClass = PriorityClass.ORDINARY, line: int = 0
) -> TicketCard:
    return services.take_ticket(line_id=hall.lines[line].id, priority=priority, by=hall.kiosks[0], at=at)


def call(hall: OpenHall, at: datetime, window: int = 0) -> TicketCard:
    clerk = hall.clerks[window]
    Call.objects.filter(hall_id=hall.hall_id, window_id=clerk.window_id, ended_at=None).update(ended_at=at)
    return services.call_next(window_id=clerk.window_id, by=clerk.by, at=at)


def send_on(hall: OpenHall, card: TicketCard, at: datetime, window: int = 0) -> None:
    """Let the window send its person on to the second line, where window 2 serves."""
    services.begin(ticket_id=card.id, by=hall.clerks[window].by, at=at)
    services.transfer(
        ticket_id=card.id,
        line_id=hall.lines[1].id,
        reason=TransferReason.WRONG_LINE,
        by=hall.clerks[window].by,
        at=at,
    )


def waiting(hall: OpenHall, line: int) -> list[str]:
    rows = Ticket.objects.filter(hall_id=hall.hall_id, line_id=hall.lines[line].id, state="waiting")
    return list(rows.order_by("sort_key", "id").values_list("label", flat=True))


def called(hall: OpenHall, later: At, count: int, start: float = 600) -> list[str]:
    return [call(hall, later(start + n)).label for n in range(count)]


def told(hall: OpenHall, name: str) -> list[events.Event]:
    rows = Entry.objects.filter(hall_id=hall.hall_id, name=name).order_by("id")
    return [load(one.name, one.version, one.body) for one in rows]
