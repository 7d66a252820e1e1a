"""Look ahead: who waits, which windows are on duty, and when each ticket will likely be called."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from yichuang.posts import selectors as posts
from yichuang.posts.types import OnDutyCard
from yichuang.queueing.models import CAME, Call, Serves, Ticket
from yichuang.queueing.rules.order import Capability, Waiting
from yichuang.queueing.rules.waits import Desk, Forecast, forecast, free_in, typical_service
from yichuang.queueing.types import TicketState

RECENT = 300


@dataclass(frozen=True, slots=True)
class Ahead:
    """The queue of a hall as it stands, and as it will likely go on; ``first`` is who heads each line."""

    forecast: Forecast
    waiting: dict[UUID, int]
    longest_wait_since: datetime | None
    serving_windows: dict[UUID, int]
    on_duty: dict[UUID, OnDutyCard]
    capabilities: dict[UUID, tuple[Capability, ...]]
    first: dict[UUID, str]


def capabilities_of(hall_id: UUID) -> dict[UUID, tuple[Capability, ...]]:
    """Return what every window of the hall may call."""
    found: dict[UUID, list[Capability]] = defaultdict(list)
    rows = Serves.objects.filter(hall_id=hall_id).order_by("id")
    for window_id, line_id, item_id in rows.values_list("window_id", "line_id", "item_id"):
        found[window_id].append(Capability(line_id, item_id))
    return {window_id: tuple(able) for window_id, able in found.items()}


def service_seconds(hall_id: UUID, day: date) -> dict[UUID, float]:
    """Return the typical seconds from call to end of a visit, per line, from the day's latest visits.

    A line with fewer than five of them has ``rules.waits.DEFAULT_SERVICE``, one with none is not in it.
    """
    # when a service ended is often not written on paper
    finished = Ticket.objects.filter(
        hall_id=hall_id, business_day=day, state=TicketState.FINISHED, on_paper=False
    )
    recent: dict[UUID, list[float]] = defaultdict(list)
    rows = finished.order_by("-ended_at").values_list("line_id", "last_called_at", "ended_at")[:RECENT]
    for line_id, called_at, ended_at in rows:
        if called_at is not None and ended_at is not None:
            recent[line_id].append((ended_at - called_at).total_seconds())
    return {line_id: typical_service(seconds) for line_id, seconds in recent.items()}


def ahead_now(hall_id: UUID, day: date, at: datetime) -> Ahead:
    """Return the hall's queue and its forecast at ``at``: five queries, whatever the size of the hall."""
    rows = Ticket.objects.filter(hall_id=hall_id, business_day=day, state=TicketState.WAITING)
    waiting: list[Waiting] = []
    counts: dict[UUID, int] = defaultdict(int)
    first: dict[UUID, str] = {}
    oldest: datetime | None = None
    for ticket_id, line_id, item_id, sort_key, came_at, label in rows.order_by("sort_key", "id").values_list(
        "id", "line_id", "item_id", "sort_key", CAME, "label"
    ):
        waiting.append(Waiting(ticket_id, line_id, item_id, sort_key))
        counts[line_id] += 1
        first.setdefault(line_id, label)
        oldest = came_at if oldest is None else min(oldest, came_at)
    able = capabilities_of(hall_id)
    on_duty = posts.on_duty(hall_id, at)
    service = service_seconds(hall_id, day)
    busy = {
        window_id: (called_at, line_id)
        for window_id, called_at, line_id in Call.objects.filter(
            hall_id=hall_id, ended_at__isnull=True
        ).values_list("window_id", "called_at", "line_id")
    }
    desks: list[Desk] = []
    serving: dict[UUID, int] = defaultdict(int)
    for window_id, duty in on_duty.items():
        if duty.paused_at is not None and window_id not in busy:
            continue
        capabilities = able.get(window_id, ())
        for line_id in {one.line_id for one in capabilities}:
            serving[line_id] += 1
        seconds = 0.0
        if window_id in busy:
            called_at, line_id = busy[window_id]
            seconds = free_in((at - called_at).total_seconds(), service.get(line_id, typical_service(())))
        desks.append(Desk(capabilities, seconds))
    return Ahead(forecast(waiting, desks, service), dict(counts), oldest, dict(serving), on_duty, able, first)
