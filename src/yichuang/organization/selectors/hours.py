"""What a day looks like in a hall, and whether it gives tickets now."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Q

from yichuang.kernel.clock import local_day
from yichuang.organization import rules
from yichuang.organization.models import Closure, OpeningSession
from yichuang.organization.selectors.calendar import state_calendar
from yichuang.organization.selectors.changes import changes_by_day, changes_in_force
from yichuang.organization.selectors.register import hall
from yichuang.organization.types import (
    ClosureCard,
    DayPlan,
    HallCard,
    SessionCard,
    SessionKind,
    SessionSpec,
    TakingReason,
    TakingVerdict,
)


def in_force(on: date) -> Q:
    """Return the condition that a dated row (``active_from``, exclusive ``active_until``) holds on ``on``."""
    return Q(active_from__lte=on) & (Q(active_until__isnull=True) | Q(active_until__gt=on))


def sessions_in_force(hall_id: UUID, on: date) -> list[tuple[UUID | None, SessionSpec]]:
    """Return the sessions in force on ``on``, each with its window (None: the hall's own)."""
    rows = OpeningSession.objects.filter(in_force(on), hall_id=hall_id).order_by("weekday", "opens")
    return [_session(row) for row in rows]


def _session(row: OpeningSession) -> tuple[UUID | None, SessionSpec]:
    spec = SessionSpec((row.weekday,), row.opens, row.closes, row.takes_until, SessionKind(row.kind))
    return row.window_id, spec


def closures(hall_id: UUID, *, since: date, until: date | None = None) -> list[ClosureCard]:
    """Return the closures from ``since`` on, before ``until`` where given, that were not withdrawn."""
    rows = Closure.objects.filter(hall_id=hall_id, day__gte=since, withdrawn_at__isnull=True)
    if until is not None:
        rows = rows.filter(day__lt=until)
    return [
        ClosureCard(row.id, row.hall_id, row.day, row.begins, row.ends, row.reason)
        for row in rows.order_by("day", "begins")
    ]


def day_plan(hall_id: UUID, on: date) -> DayPlan:
    """Return what ``on`` looks like in the hall, its sessions as moments.  Raises: HallUnknown."""
    return plan_of(hall_id, on, hall(hall_id).timezone)


def plan_of(hall_id: UUID, on: date, timezone: str) -> DayPlan:
    """Return the plan of ``on`` for callers that hold the hall's time zone already."""
    return rules.day_plan(
        on,
        calendar=state_calendar(),
        sessions=sessions_in_force(hall_id, on),
        closures=closures(hall_id, since=on, until=on + timedelta(days=1)),
        tz=ZoneInfo(timezone),
        changes=changes_in_force(hall_id, on),
    )


def day_plans(hall_id: UUID, *, since: date, until: date) -> list[DayPlan]:
    """Return the plans of the days from ``since`` on, before ``until``, in as many queries as for one day.

    Raises: HallUnknown.
    """
    calendar, tz = state_calendar(), ZoneInfo(hall(hall_id).timezone)
    rows = list(
        OpeningSession.objects.filter(
            Q(active_until__isnull=True) | Q(active_until__gt=since), hall_id=hall_id, active_from__lt=until
        ).order_by("weekday", "opens")
    )
    shut = closures(hall_id, since=since, until=until)
    days = [since + timedelta(days=step) for step in range((until - since).days)]
    return [
        rules.day_plan(
            day,
            calendar=calendar,
            sessions=[
                _session(row)
                for row in rows
                if row.active_from <= day and (row.active_until is None or day < row.active_until)
            ],
            closures=[one for one in shut if one.day == day],
            tz=tz,
            changes=changes,
        )
        for day, changes in changes_by_day(hall_id, days).items()
    ]


def sessions_of(plan: DayPlan, window_id: UUID | None) -> tuple[SessionCard, ...]:
    """Return when a window is open on the planned day, lunch duty included (HRS-06)."""
    return rules.sessions_of(plan, window_id)


def session_at(plan: DayPlan, window_id: UUID | None, at: datetime) -> SessionCard | None:
    """Return the session of the window (None: of the hall) that runs at ``at``."""
    return rules.session_at(plan, window_id, at)


def is_lunch(plan: DayPlan, at: datetime) -> bool:
    """Say whether ``at`` lies in the hall's lunch break."""
    return rules.is_lunch(plan, at)


def is_open(hall_id: UUID, at: datetime, window_id: UUID | None = None) -> bool:
    """Say whether the hall, or one window of it, is in session at ``at``."""
    card = hall(hall_id)
    if not card.active:
        return False
    plan = plan_of(hall_id, local_day(at, card.timezone), card.timezone)
    return rules.session_at(plan, window_id, at) is not None


def takes_tickets(hall_id: UUID, at: datetime) -> TakingVerdict:
    """Say whether the hall gives tickets at ``at``, why not, and when it does again (HRS-01).

    ``taking_sentence`` turns the verdict into what the kiosk, the board and a refusal say.
    """
    card = hall(hall_id)
    return taking(card, at, lambda on: plan_of(hall_id, on, card.timezone))


def taking(card: HallCard, at: datetime, plan_on: Callable[[date], DayPlan]) -> TakingVerdict:
    """Judge with the plans ``plan_on`` gives, looking on for the next opening when today has none left."""
    if not card.active:
        return TakingVerdict(False, TakingReason.NOT_YET_ACTIVE)
    today = local_day(at, card.timezone)
    verdict = rules.taking(plan_on(today), at)
    if verdict.open or verdict.reopens_at is not None:
        return verdict
    for step in range(1, rules.LONGEST_SEARCH):
        opens = rules.first_opening(plan_on(today + timedelta(days=step)))
        if opens is not None:
            return replace(verdict, reopens_at=opens)
    return verdict
