"""How shifts were attended, counted from sign-ons, shifts and leave."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime, timedelta
from uuid import UUID

from yichuang.posts import rules
from yichuang.posts.models import Leave, SignOn
from yichuang.posts.selectors.shifts import open_days, shifts
from yichuang.posts.types import AttendanceCard, LeaveState

COUNTS = (LeaveState.APPROVED.value, LeaveState.RETURNED.value)
NIGHT = timedelta(hours=12)


def attendance(
    hall_id: UUID, *, since: date, until: date, at: datetime, person_id: UUID | None = None
) -> list[AttendanceCard]:
    """Return how each A attended their shifts from ``since`` on, before ``until``, as far as ``at``."""
    spans = open_days(hall_id, since=since, until=until).spans
    listed = [
        one
        for one in shifts(hall_id, since=since, until=until)
        if (one.post_id, one.day, one.session) in spans and person_id in (None, one.a_id)
    ]
    if not listed:
        return []
    first = min(begins for begins, _ends in spans.values())
    last = max(ends for _begins, ends in spans.values())
    sat: dict[UUID, list[SignOn]] = defaultdict(list)
    for row in SignOn.objects.filter(hall_id=hall_id, started_at__gte=first - NIGHT, started_at__lt=last):
        sat[row.person_id].append(row)
    away: dict[UUID, list[tuple[datetime, datetime]]] = defaultdict(list)
    for leave in Leave.objects.filter(hall_id=hall_id, state__in=COUNTS, begins__lt=last, ends__gt=first):
        away[leave.person_id].append((leave.begins, leave.ends))
    found = []
    for one in listed:
        opens, closes = spans[one.post_id, one.day, one.session]
        rows = sat[one.a_id]
        here = [
            rules.Presence(row.person_id, row.started_at, row.ended_at)
            for row in rows
            if row.post_id == one.post_id
        ]
        elsewhere = any(
            row.post_id != one.post_id and row.started_at < closes and (row.ended_at or at) > opens
            for row in rows
        )
        state, minutes = rules.attended(
            opens, closes, here, elsewhere=elsewhere, leaves=away[one.a_id], at=at
        )
        found.append(AttendanceCard(one.a_id, one.post_id, one.day, one.session, state, minutes))
    return found
