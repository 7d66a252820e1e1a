"""A day in figures, counted from the tickets themselves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from yichuang.queueing.models import Ticket
from yichuang.queueing.rules.waits import quantile
from yichuang.queueing.types import DayFigures, Outcome


def day_figures(hall_id: UUID, day: date, *, window_id: UUID | None = None) -> DayFigures:
    """Return the figures of a business day, of the hall or of one window: one query.

    A wait runs from taking the ticket to its first call, a service from beginning to end.
    """
    tickets = Ticket.objects.filter(hall_id=hall_id, business_day=day)
    if window_id is not None:
        tickets = tickets.filter(window_id=window_id)
    states: Counter[str] = Counter()
    outcomes: Counter[Outcome] = Counter()
    waits: list[float] = []
    services: list[float] = []
    for state, outcome, taken_at, called_at, began_at, ended_at in tickets.values_list(
        "state", "outcome", "taken_at", "called_at", "began_at", "ended_at"
    ):
        states[state] += 1
        if outcome:
            outcomes[Outcome(outcome)] += 1
            services.append(_seconds(began_at, ended_at))
        if called_at is not None:
            waits.append(_seconds(taken_at, called_at))
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


_STATES = ("waiting", "called", "serving", "finished", "missed", "cancelled", "voided")


def _seconds(start: datetime | None, end: datetime | None) -> float:
    return (end - start).total_seconds() if start and end else 0.0


def _rank(values: Sequence[float], share: float) -> int | None:
    return round(quantile(values, share)) if values else None
