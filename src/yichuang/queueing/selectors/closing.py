"""Who still waits when a line is about to close, and what was chosen for them (EXT-01)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from uuid import UUID

from yichuang.kernel import clock
from yichuang.organization import selectors as organization
from yichuang.organization.types import DayPlan
from yichuang.queueing.models import Closing, Line, Serves, Ticket
from yichuang.queueing.types import ClosingChoice, ClosingQuestion, TicketState
from yichuang.regulations.selectors import parameter


def closing_questions(
    hall_id: UUID, at: datetime, window_id: UUID | None = None
) -> tuple[ClosingQuestion, ...]:
    """Return the lines that close within ``hours.closing_lead`` minutes, or have closed, with people waiting.

    With ``window_id`` only the lines that window serves.  A line closes when the last of its windows does,
    approved extensions included; ``choice`` is what was chosen for that very closing time, if anything was.
    """
    hall = organization.hall(hall_id)
    today = clock.local_day(at, hall.timezone)
    lead = timedelta(minutes=parameter(hall_id, "hours.closing_lead", today))
    plan = organization.day_plan_cached(hall_id, hall.plan_version, today)
    if any(begins <= at < ends for begins, ends, _why in plan.closed_between):
        return ()  # who waits hears of the closure itself
    ends = [_closes(plan, [one.id]) for one in organization.windows_in_hand(hall_id)]
    if all(one is None or at < one - lead for one in ends):
        return ()  # most of the day nothing closes, and nobody is counted
    waiting = _waiting(hall_id, today)
    if not waiting:
        return ()
    windows = _windows(hall_id)
    chosen = _chosen(hall_id, today)
    found = []
    for line in Line.objects.filter(hall_id=hall_id, id__in=list(waiting)).order_by("place", "prefix"):
        closes = _closes(plan, windows[line.id])
        if closes is None or at < closes - lead or (window_id and window_id not in windows[line.id]):
            continue
        row = chosen.get((line.id, closes))
        found.append(
            ClosingQuestion(
                line_id=line.id,
                prefix=line.prefix,
                name=line.name,
                name_en=line.name_en,
                closes=closes,
                labels=tuple(label for _ticket_id, label in waiting[line.id]),
                ticket_ids=tuple(ticket_id for ticket_id, _label in waiting[line.id]),
                window_ids=tuple(sorted(windows[line.id])),
                choice=ClosingChoice(row.choice) if row else None,
                chosen_at=row.at if row else None,
            )
        )
    return tuple(found)


def deferred_tickets(hall_id: UUID, day: date) -> frozenset[UUID]:
    """Return the tickets of a day that were deferred at closing, by the last choice for each line."""
    hall = organization.hall(hall_id)
    plan = organization.day_plan_cached(hall_id, hall.plan_version, day)
    windows = _windows(hall_id)
    return frozenset(
        UUID(one)
        for (line_id, closes), row in _chosen(hall_id, day).items()
        # a line that was extended after all has another closing time, and is asked about anew
        if row.choice == ClosingChoice.DEFER and _closes(plan, windows[line_id]) == closes
        for one in row.ticket_ids
    )


def is_deferred(hall_id: UUID, ticket_id: UUID, day: date) -> bool:
    """Say whether a ticket of ``day`` was deferred at closing; it asks little on a day without a choice."""
    if not Closing.objects.filter(hall_id=hall_id, business_day=day, choice=ClosingChoice.DEFER).exists():
        return False
    return ticket_id in deferred_tickets(hall_id, day)


def _waiting(hall_id: UUID, day: date) -> dict[UUID, list[tuple[UUID, str]]]:
    found: dict[UUID, list[tuple[UUID, str]]] = defaultdict(list)
    rows = Ticket.objects.filter(hall_id=hall_id, business_day=day, state=TicketState.WAITING)
    for line_id, ticket_id, label in rows.order_by("sort_key", "id").values_list("line_id", "id", "label"):
        found[line_id].append((ticket_id, label))
    return found


def _windows(hall_id: UUID) -> dict[UUID, set[UUID]]:
    found: dict[UUID, set[UUID]] = defaultdict(set)
    for line_id, window_id in Serves.objects.filter(hall_id=hall_id).values_list("line_id", "window_id"):
        found[line_id].add(window_id)
    return found


def _chosen(hall_id: UUID, day: date) -> dict[tuple[UUID, datetime], Closing]:
    """Return the last choice for each line and closing time of a day."""
    rows = Closing.objects.filter(hall_id=hall_id, business_day=day).order_by("at", "id")
    return {(row.line_id, row.closes): row for row in rows}


def _closes(plan: DayPlan, window_ids: Iterable[UUID]) -> datetime | None:
    return max(
        (session.closes for one in window_ids for session in organization.sessions_of(plan, one)),
        default=None,
    )
