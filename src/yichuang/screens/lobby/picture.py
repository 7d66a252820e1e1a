"""What a board shows, put together from the queue, the posts and the hall's hours."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from yichuang.facilities.types import AreaCard
from yichuang.organization import selectors as organization
from yichuang.organization.types import HallCard, WindowCard, ZoneCard
from yichuang.posts import selectors as posts
from yichuang.posts.types import OnDutyCard
from yichuang.queueing import selectors as queueing
from yichuang.queueing.types import BoardCallCard, LineCard, TicketState
from yichuang.screens.kit.directions import desks_of
from yichuang.screens.kit.hours import Hours, hours_of
from yichuang.screens.lobby.voice import VoicePicture, voice_of

RECENT = 4
MOST_NEXT = 8


@dataclass(frozen=True, slots=True)
class WindowRow:
    """One window: who serves there (None: nobody) and which ticket is at it."""

    window: WindowCard
    duty: OnDutyCard | None
    call: BoardCallCard | None


@dataclass(frozen=True, slots=True)
class BoardPicture:
    """``top`` is the call to read first, ``recent`` those before it, ``windows`` all of the zone.

    ``next`` are the tickets at the heads of the lines, who had better be ready; ``desks`` is where one asks
    and waits.
    """

    hall: HallCard
    zone: ZoneCard | None
    hours: Hours
    top: BoardCallCard | None
    recent: tuple[BoardCallCard, ...]
    lines: tuple[LineCard, ...]
    waiting: int
    next: tuple[str, ...]
    windows: tuple[WindowRow, ...]
    voice: VoicePicture
    desks: tuple[AreaCard, ...]
    live: str


def picture_of(hall: HallCard, zone_code: str | None, at: datetime) -> BoardPicture | None:
    """Return the picture of a hall's board, or of one zone's; None when there is no such zone."""
    hours = hours_of(hall, at)  # first, since it reads the hall anew when something of it has changed
    windows = [
        one
        for one in organization.windows_in_hand(hall.id)
        if one.active and zone_code in (None, one.zone_code)
    ]
    if zone_code is not None and not windows:
        return None
    card = queueing.board(hall.id, zone_code, at)
    duty = posts.on_duty(hall.id, at)
    calls = sorted(card.calls, key=lambda one: (one.state is TicketState.CALLED, one.called_at), reverse=True)
    at_window = {call.window_id: call for call in reversed(calls)}
    zone = None
    if zone_code is not None:
        zone = next((one for one in organization.zones(hall.id) if one.code == zone_code), None)
    return BoardPicture(
        hall=hall,
        zone=zone,
        hours=hours,
        top=calls[0] if calls else None,
        recent=tuple(calls[1 : RECENT + 1]),
        lines=card.lines,
        waiting=card.waiting,
        next=_next(card.lines),
        windows=tuple(
            WindowRow(one, duty.get(one.id), at_window.get(one.id))
            for one in sorted(windows, key=lambda one: one.number)
        ),
        voice=voice_of(hall, zone_code, at),
        desks=desks_of(hall.id, zone.id if zone else None),
        live=f"/live/board/{hall.code}/{zone_code or 'all'}",
    )


def _next(lines: tuple[LineCard, ...]) -> tuple[str, ...]:
    return tuple(one.next_label for one in lines if one.next_label and one.windows_on_duty)[:MOST_NEXT]
