"""How shifts were attended, counted from sign-ons, shifts and leave."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Q

from yichuang.organization import selectors as organization
from yichuang.organization.types import IN_FORCE, ChangeKind
from yichuang.posts import rules
from yichuang.posts.errors import RestatementUnknown
from yichuang.posts.models import Leave, Restatement, SignOn
from yichuang.posts.selectors.leave import post_windows
from yichuang.posts.selectors.shifts import open_days, shifts
from yichuang.posts.types import (
    AttendanceCard,
    Attended,
    DaySession,
    LeaveState,
    RestatementCard,
    RestatementReason,
    RestatementState,
)
from yichuang.regulations import selectors as regulations

COUNTS = (LeaveState.APPROVED.value, LeaveState.RETURNED.value)
NIGHT = timedelta(hours=12)
DAY = timedelta(days=1)
Span = tuple[datetime, datetime]
ShiftOf = tuple[UUID, UUID, date, DaySession]


def attendance(
    hall_id: UUID, *, since: date, until: date, at: datetime, person_id: UUID | None = None
) -> list[AttendanceCard]:
    """Return how each A attended their shifts from ``since`` on, before ``until``, as far as ``at``.

    ``attendance.grace_minutes`` are let pass; what two people have said anew goes before what is counted.
    """
    planned = [one for one in shifts(hall_id, since=since, until=until) if person_id in (None, one.a_id)]
    spans = open_days(hall_id, since=since, until=until).spans if planned else {}
    listed = [one for one in planned if (one.post_id, one.day, one.session) in spans]
    if not listed:
        return []
    first = min(begins for begins, _ends in spans.values())
    last = max(ends for _begins, ends in spans.values())
    sat: dict[UUID, list[SignOn]] = defaultdict(list)
    for row in SignOn.objects.filter(hall_id=hall_id, started_at__gte=first - NIGHT, started_at__lt=last):
        sat[row.person_id].append(row)
    away: dict[UUID, list[Span]] = defaultdict(list)
    for leave in Leave.objects.filter(hall_id=hall_id, state__in=COUNTS, begins__lt=last, ends__gt=first):
        away[leave.person_id].append((leave.begins, leave.ends))
    longer = _extensions(hall_id, since, until)
    anew = _approved(hall_id, since, until)
    grace = {
        day: int(regulations.parameter(hall_id, "attendance.grace_minutes", day))
        for day in {one.day for one in listed}
    }
    found = []
    for one in listed:
        opens, closes = spans[one.post_id, one.day, one.session]
        rows = sat[one.a_id]
        here = [
            rules.Presence(row.person_id, row.started_at, _left(row, at))
            for row in rows
            if row.post_id == one.post_id
        ]
        elsewhere = any(
            row.post_id != one.post_id and row.started_at < closes and (_left(row, at) or at) > opens
            for row in rows
        )
        counted = rules.attended(
            opens,
            closes,
            here,
            elsewhere=elsewhere,
            leaves=_reaching(away[one.a_id], longer.get((one.post_id, one.day), ())),
            at=at,
            grace=grace[one.day],
        )
        said = anew.get((one.a_id, one.post_id, one.day, one.session))
        if counted[0] is Attended.ON_LEAVE:
            said = None  # leave approved afterwards goes before what was said
        state, minutes = said or counted
        found.append(
            AttendanceCard(one.a_id, one.post_id, one.day, one.session, state, minutes, said is not None)
        )
    return found


def _extensions(hall_id: UUID, since: date, until: date) -> dict[tuple[UUID, date], list[Span]]:
    """Return by which extensions a post was open longer on which day, in order."""
    at_window = {window: post for post, window in post_windows(hall_id).items()}
    found: dict[tuple[UUID, date], list[Span]] = defaultdict(list)
    for one in organization.hours_changes(hall_id, since=since, until=until):
        if one.kind is ChangeKind.EXTENSION and one.state in IN_FORCE:
            for window in one.window_ids:
                if window in at_window:
                    found[at_window[window], one.day].append((one.begins, one.ends))
    return {place: sorted(listed) for place, listed in found.items()}


def _reaching(leaves: Iterable[Span], longer: Iterable[Span]) -> list[Span]:
    """Return leaves, those that last to the close of a session also as long as it was extended (EXT-02)."""
    found = list(leaves)
    for opens, closes in longer:
        found = [(begins, max(ends, closes) if begins < opens <= ends else ends) for begins, ends in found]
    return found


def _left(row: SignOn, at: datetime) -> datetime | None:
    """Return when somebody left a window, also where no sweep has ended their sign-on; None: still there."""
    over = row.until is not None and row.until <= at
    return row.ended_at or (row.until if over else None)


def missed_shifts(
    hall_id: UUID, day: date, at: datetime, person_id: UUID | None = None
) -> dict[UUID, list[Span]]:
    """Return who is counted absent from which sessions of a day, wholly and by a minute at least (ATT-02)."""
    found: dict[UUID, list[Span]] = defaultdict(list)
    cards = attendance(hall_id, since=day, until=day + DAY, at=at, person_id=person_id)
    spans = open_days(hall_id, since=day, until=day + DAY).spans if cards else {}
    for one in cards:
        if one.state is Attended.ABSENT and one.minutes:
            found[one.person_id].append(spans[one.post_id, one.day, one.session])
    return dict(found)


def _approved(hall_id: UUID, since: date, until: date) -> dict[ShiftOf, tuple[Attended, int]]:
    """Return what was said anew and approved, the latest last."""
    rows = Restatement.objects.filter(
        hall_id=hall_id, day__gte=since, day__lt=until, state=RestatementState.APPROVED.value
    ).order_by("settled_at", "id")
    return {
        (row.person_id, row.post_id, row.day, DaySession(row.session)): (Attended(row.attended), row.minutes)
        for row in rows
    }


def restatement_card(row: Restatement) -> RestatementCard:
    """Return a restatement as a card."""
    return RestatementCard(
        row.id,
        row.person_id,
        row.post_id,
        row.day,
        DaySession(row.session),
        RestatementState(row.state),
        Attended(row.counted),
        row.counted_minutes,
        Attended(row.attended),
        row.minutes,
        RestatementReason(row.reason),
        row.asked_by,
        row.asked_at,
        row.settled_by,
        row.settled_at,
    )


def restatement(hall_id: UUID, restatement_id: UUID) -> RestatementCard:
    """Return a restatement.  Raises: RestatementUnknown."""
    row = Restatement.objects.filter(hall_id=hall_id, id=restatement_id).first()
    if row is None:
        raise RestatementUnknown
    return restatement_card(row)


def restatements(hall_id: UUID, *, since: date, until: date) -> list[RestatementCard]:
    """Return the restatements of these days' shifts, and every one that waits, the latest first."""
    rows = Restatement.objects.filter(
        Q(day__gte=since, day__lt=until) | Q(state=RestatementState.ASKED.value), hall_id=hall_id
    )
    return [restatement_card(row) for row in rows.order_by("-asked_at", "-id")]
