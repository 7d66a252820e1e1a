"""A day in figures, counted from the tickets themselves."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from yichuang.organization import selectors as organization
from yichuang.queueing.models import CAME, NEVER_USED, Ticket
from yichuang.queueing.rules.waits import quantile
from yichuang.queueing.types import DayFigures, Outcome, TicketState, WaitsCard


def day_figures(hall_id: UUID, day: date, *, window_id: UUID | None = None) -> DayFigures:
    """Return the figures of a business day, of the hall or of one window: one query.

    A wait runs from taking the ticket to its first call, a service from beginning to end.
    """
    tickets = Ticket.objects.filter(hall_id=hall_id, business_day=day).exclude(NEVER_USED)
    if window_id is not None:
        tickets = tickets.filter(window_id=window_id)
    states: Counter[str] = Counter()
    outcomes: Counter[Outcome] = Counter()
    waits: list[float] = []
    services: list[float] = []
    for state, outcome, came_at, called_at, began_at, ended_at in tickets.values_list(
        "state", "outcome", CAME, "called_at", "began_at", "ended_at"
    ):
        states[state] += 1
        if outcome:
            outcomes[Outcome(outcome)] += 1
            if began_at is not None:  # paper does not say it
                services.append(_seconds(began_at, ended_at))
        if called_at is not None:
            waits.append(_seconds(came_at, called_at))
    return DayFigures(
        day=day,
        taken=sum(states.values()),
        **{str(state): states[state] for state in _STATES},
        outcomes=dict(outcomes),
        wait_p50=_rank(waits, 0.5),
        wait_p90=_rank(waits, 0.9),
        service_p50=_rank(services, 0.5),
        service_p90=_rank(services, 0.9),
    )


def waits(hall_id: UUID, day: date) -> tuple[WaitsCard, ...]:
    """Return waits and services of a business day per line, item and hour of the hall (QUE-04).

    What it says follows from the journal alone: a test counts it again from the entries.
    """
    tz = ZoneInfo(organization.hall_in_hand(hall_id).timezone)
    waited: dict[tuple[UUID, UUID | None, int], list[float]] = defaultdict(list)
    served: dict[tuple[UUID, UUID | None, int], list[float]] = defaultdict(list)
    rows = Ticket.objects.filter(hall_id=hall_id, business_day=day, called_at__isnull=False)
    for line_id, item_id, came_at, called_at, began_at, ended_at, state in rows.values_list(
        "line_id", "item_id", CAME, "called_at", "began_at", "ended_at", "state"
    ):
        waited[line_id, item_id, came_at.astimezone(tz).hour].append(_seconds(came_at, called_at))
        if state == TicketState.FINISHED and began_at is not None:
            served[line_id, item_id, began_at.astimezone(tz).hour].append(_seconds(began_at, ended_at))
    keys = sorted({*waited, *served}, key=lambda key: (key[0], str(key[1] or ""), key[2]))
    return tuple(
        WaitsCard(
            *key,
            waits=len(waited[key]),
            wait_p50=_rank(waited[key], 0.5),
            wait_p90=_rank(waited[key], 0.9),
            services=len(served[key]),
            service_p50=_rank(served[key], 0.5),
            service_p90=_rank(served[key], 0.9),
        )
        for key in keys
    )


_STATES = ("expected", "waiting", "called", "serving", "parked", "finished", "missed", "cancelled", "voided")


def _seconds(start: datetime | None, end: datetime | None) -> float:
    return (end - start).total_seconds() if start and end else 0.0


def _rank(values: Sequence[float], share: float) -> int | None:
    return round(quantile(values, share)) if values else None
