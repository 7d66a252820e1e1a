"""Walks through an open hall that several tests take."""

from __future__ import annotations

from datetime import datetime, timedelta

from bench.hall import MORNING, OpenHall

from yichuang.queueing import selectors, services
from yichuang.queueing.types import Outcome, TicketCard


def moment(seconds: float) -> datetime:
    """Return the moment so many seconds after half past nine."""
    return MORNING + timedelta(seconds=seconds)


def take(hall: OpenHall, line: int = 0, at: float = 0) -> TicketCard:
    """Take a ticket at the first kiosk."""
    return services.take_ticket(line_id=hall.lines[line].id, by=hall.kiosks[0], at=moment(at))


def call(hall: OpenHall, window: int = 0, at: float = 0) -> TicketCard:
    """Call the next person to a window."""
    clerk = hall.clerks[window]
    return services.call_next(window_id=clerk.window_id, by=clerk.by, at=moment(at))


def a_busy_morning(hall: OpenHall) -> None:
    """Let everything happen once: served, missed, back in the line, given up; some still wait."""
    tickets = [take(hall, line=n % 2, at=n) for n in range(12)]
    for n in range(6):
        window, by = n % 3, hall.clerks[n % 3].by
        card = call(hall, window, at=30 + 40 * n)
        services.begin(ticket_id=card.id, by=by, at=moment(40 + 40 * n))
        case = {"outcome": Outcome.CASE, "reference": f"RS-2026-{n:04d}"}
        info = {"outcome": Outcome.INFORMATION}
        services.finish(ticket_id=card.id, by=by, at=moment(60 + 47 * n), **(case if n % 2 else info))
    absent, by = call(hall, 3, at=300), hall.clerks[3].by
    for seconds in (320, 340):
        services.recall(ticket_id=absent.id, by=by, at=moment(seconds))
    services.miss(ticket_id=absent.id, by=by, at=moment(360))
    services.rejoin(ticket_id=absent.id, by=by, at=moment(400))
    last = tickets[-1]
    services.give_up(ticket_id=last.id, by=selectors.citizen_at(last.token), at=moment(420))
    call(hall, 0, at=500)
    serving = call(hall, 1, at=510)
    services.begin(ticket_id=serving.id, by=hall.clerks[1].by, at=moment(530))
