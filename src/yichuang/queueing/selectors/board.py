"""What the lobby board shows: labels and windows, never a person (QUE-07)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from yichuang.kernel import clock
from yichuang.organization import selectors as organization
from yichuang.queueing.models import Call
from yichuang.queueing.selectors.ahead import ahead_now
from yichuang.queueing.selectors.lines import line_cards
from yichuang.queueing.selectors.windows import window_of
from yichuang.queueing.types import BoardCallCard, BoardCard, TicketState


def open_calls(hall_id: UUID) -> tuple[BoardCallCard, ...]:
    """Return the tickets now asked to a window or served there, the latest call first."""
    rows = Call.objects.filter(hall_id=hall_id, ended_at__isnull=True).select_related("ticket")
    found = []
    for row in rows.order_by("-ticket__last_called_at", "id"):
        window = window_of(hall_id, row.window_id)
        found.append(
            BoardCallCard(
                ticket_id=row.ticket_id,
                label=row.ticket.label,
                window_id=row.window_id,
                window_number=window.number,
                window_name=window.name,
                window_name_en=window.name_en,
                zone_code=window.zone_code,
                state=TicketState(row.ticket.state),
                called_at=row.ticket.last_called_at or row.called_at,
                call_count=row.ticket.call_count,
            )
        )
    return tuple(found)


def board(hall_id: UUID, zone: str | None, at: datetime) -> BoardCard:
    """Return the board of a hall, or of one zone: its windows' calls and the lines they serve."""
    day = clock.local_day(at, organization.hall_in_hand(hall_id).timezone)
    ahead = ahead_now(hall_id, day, at)
    calls, lines = open_calls(hall_id), line_cards(hall_id, ahead)
    if zone is not None:
        here = {window.id for window in organization.windows(hall_id) if window.zone_code == zone}
        served = {one.line_id for window in here for one in ahead.capabilities.get(window, ())}
        calls = tuple(call for call in calls if call.zone_code == zone)
        lines = tuple(line for line in lines if line.id in served)
    return BoardCard(
        hall_id=hall_id,
        zone_code=zone,
        day=day,
        at=at,
        calls=calls,
        lines=lines,
        waiting=sum(line.waiting for line in lines),
    )
