"""Which hours were asked for, approved or changed in an emergency, and which of them hold on a day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from yichuang.organization.errors import ChangeUnknown
from yichuang.organization.models import HoursChange
from yichuang.organization.types import (
    IN_FORCE,
    ChangeCard,
    ChangeKind,
    ChangeReason,
    ChangeState,
    PlannedChange,
)


def change_card(row: HoursChange) -> ChangeCard:
    """Return a change of hours as a card."""
    return ChangeCard(
        id=row.id,
        hall_id=row.hall_id,
        kind=ChangeKind(row.kind),
        state=ChangeState(row.state),
        day=row.day,
        begins=row.begins,
        ends=row.ends,
        window_ids=tuple(UUID(one) for one in row.window_ids),
        takes_tickets=row.takes_tickets,
        reason=ChangeReason(row.reason),
        note=row.note,
        emergency=row.emergency,
        asked_by=row.asked_by,
        asked_at=row.asked_at,
        decided_by=row.decided_by,
        decided_at=row.decided_at,
        told=tuple(UUID(one) for one in row.told),
        explanation=row.explanation,
        explained_at=row.explained_at,
    )


def change(hall_id: UUID, change_id: UUID) -> ChangeCard:
    """Return one change of hours.  Raises: ChangeUnknown."""
    row = HoursChange.objects.filter(hall_id=hall_id, id=change_id).first()
    if row is None:
        raise ChangeUnknown
    return change_card(row)


def hours_changes(hall_id: UUID, *, since: date, until: date | None = None) -> list[ChangeCard]:
    """Return every change of hours of the days from ``since`` on, before ``until`` where given."""
    rows = HoursChange.objects.filter(hall_id=hall_id, day__gte=since)
    if until is not None:
        rows = rows.filter(day__lt=until)
    return [change_card(row) for row in rows.order_by("begins", "id")]


def unexplained_changes(hall_id: UUID) -> list[ChangeCard]:
    """Return the emergencies that nobody has explained yet, oldest first (HRS-04)."""
    rows = HoursChange.objects.filter(hall_id=hall_id, state=ChangeState.EMERGENCY)
    return [change_card(row) for row in rows.order_by("begins", "id")]


def changes_in_force(hall_id: UUID, on: date) -> tuple[PlannedChange, ...]:
    """Return the changes of hours that hold on ``on``, as the plan of the day takes them in."""
    return changes_by_day(hall_id, [on])[on]


def changes_by_day(hall_id: UUID, days: Sequence[date]) -> dict[date, tuple[PlannedChange, ...]]:
    """Return the changes of hours that hold on each of these days, which follow each other."""
    found: dict[date, list[PlannedChange]] = {day: [] for day in days}
    rows = HoursChange.objects.filter(
        hall_id=hall_id,
        day__gte=min(days),
        day__lte=max(days),
        state__in=[str(one) for one in IN_FORCE],
    )
    for row in rows.order_by("begins", "id"):
        if row.begins < row.ends:
            windows = tuple(UUID(one) for one in row.window_ids)
            found[row.day].append(
                PlannedChange(ChangeKind(row.kind), row.begins, row.ends, windows, row.takes_tickets)
            )
    return {day: tuple(changes) for day, changes in found.items()}
