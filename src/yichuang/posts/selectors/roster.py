"""Questions about rosters: versions of a month, runs of the engine, swaps, who may make a roster."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q

from yichuang.kernel.access import selectors as access
from yichuang.kernel.access.types import Role
from yichuang.organization import selectors as organization
from yichuang.posts.errors.roster import RosterUnknown, RunUnknown
from yichuang.posts.models import Post
from yichuang.posts.models.roster import Roster, RosterRun, Swap
from yichuang.posts.selectors.demand import flexible_days
from yichuang.posts.types import DaySession
from yichuang.posts.types.roster import (
    RosterCard,
    RosterCell,
    RosterState,
    RunCard,
    RunKind,
    RunState,
    SwapCard,
    SwapState,
)
from yichuang.regulations import selectors as regulations

OPEN_RUN = (RunState.WAITING, RunState.RUNNING)


def month_until(month: date) -> date:
    """Return the first day of the month after."""
    return (month.replace(day=28) + timedelta(days=4)).replace(day=1)


def told_cells(cells: Iterable[RosterCell]) -> list[list[Any]]:
    """Return cells as the column keeps them."""
    return [
        [
            one.post_id.hex,
            one.day.day,
            str(one.session),
            one.a_id.hex if one.a_id else "",
            one.b_id.hex if one.b_id else "",
            one.pinned,
        ]
        for one in cells
    ]


def _cells(row: Roster) -> tuple[RosterCell, ...]:
    loose = flexible_days(row.hall_id, since=row.month, until=month_until(row.month))
    return tuple(
        RosterCell(
            post_id := UUID(hex=post),
            on := row.month.replace(day=day),
            DaySession(session),
            UUID(hex=a) if a else None,
            UUID(hex=b) if b else None,
            bool(pinned),
            (post_id, on) in loose,
        )
        for post, day, session, a, b, pinned in row.cells
    )


def roster_card(row: Roster) -> RosterCard:
    """Return a version as a card."""
    return RosterCard(
        id=row.id,
        hall_id=row.hall_id,
        department_id=row.department_id,
        month=row.month,
        version=row.version,
        state=RosterState(row.state),
        cells=_cells(row),
        made_by=row.made_by,
        made_at=row.made_at,
        filed_at=row.filed_at,
        returned_at=row.returned_at,
        published_at=row.published_at,
        run_id=row.run_id,
    )


def roster(hall_id: UUID, roster_id: UUID) -> RosterCard:
    """Return one version.  Raises: RosterUnknown."""
    row = Roster.objects.filter(hall_id=hall_id, id=roster_id).first()
    if row is None:
        raise RosterUnknown
    return roster_card(row)


def of_department(department_id: UUID | None) -> Q:
    """Return the condition for a department's rows, or for those of the hall's own windows."""
    return Q(department_id=department_id)


def rosters(hall_id: UUID, department_id: UUID | None, month: date) -> list[RosterCard]:
    """Return the versions of a department's month, the newest first."""
    rows = Roster.objects.filter(of_department(department_id), hall_id=hall_id, month=month)
    return [roster_card(row) for row in rows.order_by("-version")]


def run_card(row: RosterRun) -> RunCard:
    """Return a run as a card."""
    return RunCard(
        id=row.id,
        hall_id=row.hall_id,
        roster_id=row.roster_id,
        kind=RunKind(row.kind),
        state=RunState(row.state),
        seconds=row.seconds,
        asked_at=row.asked_at,
        started_at=row.started_at,
        ended_at=row.ended_at,
        made_roster_id=row.made_roster_id,
        progress=row.progress,
        answer=row.answer,
    )


def run(hall_id: UUID, run_id: UUID) -> RunCard:
    """Return one run of the engine.  Raises: RunUnknown."""
    row = RosterRun.objects.filter(hall_id=hall_id, id=run_id).first()
    if row is None:
        raise RunUnknown
    return run_card(row)


def runs(hall_id: UUID, roster_id: UUID) -> list[RunCard]:
    """Return the runs on a version, the newest first."""
    rows = RosterRun.objects.filter(hall_id=hall_id, roster_id=roster_id).order_by("-asked_at", "-id")
    return [run_card(row) for row in rows]


def open_runs_on(hall_id: UUID, roster_id: UUID) -> list[RunCard]:
    """Return the runs on a version that wait or work."""
    return [one for one in open_runs(hall_id) if one.roster_id == roster_id]


def open_runs(hall_id: UUID) -> list[RunCard]:
    """Return the runs of a hall that wait or work, the earliest first."""
    rows = RosterRun.objects.filter(hall_id=hall_id, state__in=OPEN_RUN).order_by("asked_at", "id")
    return [run_card(row) for row in rows]


def swap_card(row: Swap) -> SwapCard:
    """Return a swap as a card."""
    return SwapCard(
        row.id,
        row.hall_id,
        row.post_id,
        row.day,
        DaySession(row.session),
        row.giver_id,
        row.taker_id,
        SwapState(row.state),
        row.cost,
        row.asked_at,
    )


def open_swaps(hall_id: UUID) -> list[SwapCard]:
    """Return the swaps that wait for somebody, by day."""
    rows = Swap.objects.filter(hall_id=hall_id, state__in=[SwapState.ASKED, SwapState.AGREED])
    return [swap_card(row) for row in rows.order_by("day", "asked_at")]


def department_posts(hall_id: UUID, department_id: UUID | None) -> list[UUID]:
    """Return the posts behind a department's windows in service."""
    windows = {
        one.id for one in organization.windows(hall_id) if one.active and one.department_id == department_id
    }
    return sorted(Post.objects.filter(hall_id=hall_id, window_id__in=windows).values_list("id", flat=True))


def due(hall_id: UUID, month: date) -> date:
    """Return the last day on which a month's roster is handed in on time (ROT-02)."""
    early = int(regulations.parameter(hall_id, "rota.filing_deadline", month))
    return month - timedelta(days=1 + early)


def reminded(hall_id: UUID, month: date) -> date:
    """Return from when on a month's roster is reminded of."""
    last = due(hall_id, month)
    return last - timedelta(days=int(regulations.parameter(hall_id, "rota.reminder_days", last)))


def rostered_departments(hall_id: UUID) -> list[UUID | None]:
    """Return the departments that have a post behind a window in service; None: windows of no department."""
    staffed = set(Post.objects.filter(hall_id=hall_id).values_list("window_id", flat=True))
    windows = [one for one in organization.windows(hall_id) if one.active and one.id in staffed]
    return sorted({one.department_id for one in windows}, key=lambda one: one.hex if one else "")


def may_make_roster(hall_id: UUID, person_id: UUID, department_id: UUID | None, at: datetime) -> bool:
    """Say whether somebody makes a department's roster: its head, the office or the hall's management.

    A role held for one department reaches no roster of another.
    """
    return bool(access.roles_in(hall_id, person_id, department_id, at) & {Role.OFF, Role.UH, Role.SEC})
