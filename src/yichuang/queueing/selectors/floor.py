"""The hall at a glance, for the office."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime
from uuid import UUID

from yichuang.kernel import clock
from yichuang.organization import selectors as organization
from yichuang.organization.types import WindowCard
from yichuang.posts.types import OnDutyCard
from yichuang.queueing.models import Ticket
from yichuang.queueing.selectors.ahead import ahead_now
from yichuang.queueing.selectors.board import open_calls
from yichuang.queueing.selectors.figures import day_figures
from yichuang.queueing.selectors.lines import line_cards
from yichuang.queueing.types import BoardCallCard, FloorCard, FloorWindowCard, TicketState, WindowState


def floor(hall_id: UUID, at: datetime) -> FloorCard:
    """Return every window with who serves whom there, the lines, and today's figures."""
    day = clock.local_day(at, organization.hall_in_hand(hall_id).timezone)
    ahead = ahead_now(hall_id, day, at)
    calls = {call.window_id: call for call in open_calls(hall_id)}
    served, ended = _served(hall_id, day)
    oldest = ahead.longest_wait_since
    return FloorCard(
        hall_id=hall_id,
        day=day,
        at=at,
        waiting=sum(ahead.waiting.values()),
        longest_wait_seconds=None if oldest is None else max(0, int((at - oldest).total_seconds())),
        lines=line_cards(hall_id, ahead),
        windows=tuple(
            _window(
                window,
                ahead.on_duty.get(window.id),
                calls.get(window.id),
                served[window.id],
                ended.get(window.id),
            )
            for window in sorted(organization.windows(hall_id), key=lambda one: one.number)
        ),
        today=day_figures(hall_id, day),
    )


def _served(hall_id: UUID, day: date) -> tuple[Counter[UUID], dict[UUID, datetime]]:
    """Return how many each window has served, and when somebody last left it, served or missed."""
    served: Counter[UUID] = Counter()
    ended: dict[UUID, datetime] = {}
    over = Ticket.objects.filter(
        hall_id=hall_id, business_day=day, state__in=(TicketState.FINISHED, TicketState.MISSED)
    )
    for window_id, state, ended_at in over.values_list("window_id", "state", "ended_at"):
        if window_id is None or ended_at is None:
            continue
        served[window_id] += state == TicketState.FINISHED
        ended[window_id] = max(ended_at, ended.get(window_id, ended_at))
    return served, ended


def _window(
    window: WindowCard,
    duty: OnDutyCard | None,
    call: BoardCallCard | None,
    served: int,
    ended: datetime | None,
) -> FloorWindowCard:
    state = WindowState.IDLE if duty else WindowState.CLOSED
    if call is not None:
        state = WindowState.SERVING if call.state is TicketState.SERVING else WindowState.CALLING
    free = max(duty.since, ended or duty.since) if duty else None
    since = call.called_at if call else free
    return FloorWindowCard(
        window_id=window.id,
        number=window.number,
        name=window.name,
        name_en=window.name_en,
        zone_code=window.zone_code,
        state=state,
        ticket_label=call.label if call else None,
        since=since,
        worker_number=duty.worker_number if duty else None,
        display_name=duty.display_name if duty else None,
        served=served,
        paused_at=duty.paused_at if duty else None,
        pause_reason=duty.pause_reason if duty else None,
    )
