"""What the display of a window's keypad shows."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from yichuang.kernel import clock
from yichuang.organization import selectors as organization
from yichuang.posts import selectors as posts
from yichuang.queueing.models import Call, Ticket
from yichuang.queueing.selectors.desk import callable_at
from yichuang.queueing.selectors.windows import window_of
from yichuang.queueing.types import KeypadCard, KeypadState, TicketState


def keypad(hall_id: UUID, window_id: UUID, at: datetime) -> KeypadCard:
    """Return what the keypad of a window shows at ``at``.

    Raises: WindowUnknown.
    """
    window = window_of(hall_id, window_id)
    day = clock.local_day(at, organization.hall_in_hand(hall_id).timezone)
    on = posts.sign_on_now(hall_id, at, window_id=window_id)
    now = open_ticket(hall_id, window_id)
    if now is not None:
        serving = now.state == TicketState.SERVING
        state = KeypadState.SERVING if serving else KeypadState.CALLED
        since = now.began_at if serving else now.last_called_at
    elif on is None:
        state, since = KeypadState.OFF, None
    else:
        state = KeypadState.PAUSED if on.paused_at else KeypadState.IDLE
        since = on.paused_at
    return KeypadCard(
        window_id=window.id,
        window_number=window.number,
        state=state,
        label=now.label if now else None,
        waiting=callable_at(hall_id, window_id, day).count(),
        parked=Ticket.objects.filter(
            hall_id=hall_id, business_day=day, window_id=window_id, state=TicketState.PARKED
        ).count(),
        elapsed_seconds=None if since is None else max(0, int((at - since).total_seconds())),
    )


def open_ticket(hall_id: UUID, window_id: UUID) -> Ticket | None:
    """Return the ticket that is called to the window or served there."""
    rows = Call.objects.filter(hall_id=hall_id, window_id=window_id, ended_at__isnull=True)
    found = rows.select_related("ticket").first()
    return found.ticket if found else None
