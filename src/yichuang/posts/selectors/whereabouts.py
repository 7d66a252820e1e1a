"""Where people are: derived from sign-ons, leave, covers and what was said at leaving, typed in nowhere."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from yichuang.kernel.access import selectors as access
from yichuang.kernel.access.types import Role
from yichuang.kernel.clock import local_day
from yichuang.organization import selectors as organization
from yichuang.posts.models import Away, Post, SignOn, Vacancy
from yichuang.posts.selectors.cover import expected_at
from yichuang.posts.selectors.leave import covers_now, leave_now
from yichuang.posts.selectors.mandate import section_head_of
from yichuang.posts.selectors.shifts import holders_by_day, part_of_day, shift_now, unplanned
from yichuang.posts.types import (
    OverdueReturn,
    Part,
    PauseReason,
    Rung,
    VacantPost,
    Where,
    WhereCard,
)
from yichuang.regulations import selectors as regulations

MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)


def short_absence(hall_id: UUID, at: datetime) -> int:
    """Return how many minutes somebody may leave the post without a B (``att.short_absence_minutes``)."""
    day = local_day(at, organization.timezone_of(hall_id))
    return int(regulations.parameter(hall_id, "att.short_absence_minutes", day))


def whereabouts(hall_id: UUID, at: datetime) -> list[WhereCard]:
    """Return where the A of every post is who is expected now or next today, by window (LOC-01, LOC-02).

    A window that is closed while the hall is open, or at which nobody is planned (``unplanned``), is told as
    shut: nobody is missing there.
    """
    windows = {one.id: one for one in organization.windows(hall_id) if one.active}
    rows = [row for row in Post.objects.filter(hall_id=hall_id) if row.window_id in windows]
    there = {
        row.window_id: row
        for row in SignOn.objects.filter(hall_id=hall_id, ended_at__isnull=True)
        if row.until is None or row.until > at
    }
    gone = {row.sign_on_id: row for row in Away.objects.filter(hall_id=hall_id, back_at__isnull=True)}
    hall = organization.hall(hall_id)
    plan = organization.day_plan_cached(hall_id, hall.plan_version, local_day(at, hall.timezone))
    in_session = organization.session_at(plan, None, at) is not None
    without = unplanned(hall_id, plan.day)
    found = []
    for row in sorted(rows, key=lambda one: windows[one.window_id].number):
        on = there.get(row.window_id)
        part = part_of_day(hall_id, row.window_id, at)
        unstaffed = part is not None and (row.id, part) in without
        closed = organization.session_at(plan, row.window_id, at) is None
        if on is None and in_session and (closed or unstaffed):
            sessions = [] if unstaffed else organization.sessions_of(plan, row.window_id)
            opens = next((one.opens for one in sessions if one.opens > at), None)
            found.append(WhereCard(row.id, row.window_id, None, Where.SHUT, opens, None, None, None))
            continue
        # who opens a window nobody was planned at is there for nobody else
        a_id = on.person_id if on and unstaffed else expected_at(hall_id, row.id, row.window_id, at)
        if a_id is not None:
            found.append(_card(row, a_id, on, gone.get(on.id) if on else None, at))
    return found


def _card(row: Post, a_id: UUID, on: SignOn | None, away: Away | None, at: datetime) -> WhereCard:
    leave = leave_now(row.hall_id, a_id, at)
    here = on is not None and on.person_id == a_id
    if leave is not None:
        where, back_at = Where.AWAY, leave.ends
    elif here and away is None:
        where, back_at = Where.AT_POST, None
    elif here and away is not None:
        where, back_at = Where.AWAY, away.back_by
    else:
        where, back_at = (Where.AWAY if _open(row, at) else Where.OFF), None
    covered_by = on.person_id if on is not None and not here else None
    if covered_by is None and where is Where.AWAY:
        covers = covers_now(row.hall_id, at, a_id=a_id, post_id=row.id)
        there = (one.b_id for one in covers if leave_now(row.hall_id, one.b_id, at) is None)
        covered_by = next(there, None)
    reason = PauseReason(on.pause_reason) if here and on is not None and on.pause_reason else None
    return WhereCard(
        row.id, row.window_id, a_id, where, back_at, covered_by, leave.kind if leave else None, reason
    )


def _open(row: Post, at: datetime) -> bool:
    return organization.is_open(row.hall_id, at, row.window_id)


def back_by(hall_id: UUID, person_id: UUID) -> datetime | None:
    """Return by when somebody who left the post for a while said to be back; None: they have not left it."""
    away = Away.objects.filter(
        hall_id=hall_id, person_id=person_id, back_at__isnull=True, sign_on__ended_at__isnull=True
    ).first()
    return None if away is None else away.back_by


def overdue_returns(hall_id: UUID, at: datetime) -> list[OverdueReturn]:
    """Return who is not back at the post by the time they said (LOC-03)."""
    rows = Away.objects.filter(
        hall_id=hall_id, back_at__isnull=True, back_by__lt=at, sign_on__ended_at__isnull=True
    ).select_related("sign_on")
    return [
        OverdueReturn(
            row.person_id, row.sign_on.window_id, row.since, row.back_by, int((at - row.since) / MINUTE)
        )
        for row in rows.order_by("back_by")
    ]


def vacant_posts(hall_id: UUID, at: datetime) -> list[VacantPost]:
    """Return the posts told as vacant and not manned again, with how far it was told (AB-02)."""
    rows = Vacancy.objects.filter(hall_id=hall_id, ended_at__isnull=True).order_by("since", "id")
    return [
        VacantPost(
            row.window_id, row.since, Rung(row.rung), told_at_rung(hall_id, row.window_id, row.rung, at)
        )
        for row in rows
    ]


def told_at_rung(hall_id: UUID, window_id: UUID, rung: str, at: datetime) -> tuple[UUID, ...]:
    """Return everybody who has been told of a vacant post that was told up to this rung."""
    order = list(Rung)
    told: dict[UUID, None] = {}
    for one in order[: order.index(Rung(rung)) + 1]:
        told.update(dict.fromkeys(tells(hall_id, window_id, one, at)))
    return tuple(told)


def tells(hall_id: UUID, window_id: UUID, rung: Rung, at: datetime) -> tuple[UUID, ...]:
    """Return who is told of a vacant post at one rung: its B, the head of its section, the office.

    Its B is who stands in there, else whom the shifts name, else who else holds the post as B.  Who is on
    leave is passed over; only where all of the office are, they are told all the same.
    """
    if rung is Rung.OFFICE:
        office = sorted(access.holders(hall_id, Role.OFF, at))
        return _here(hall_id, office, at) or tuple(office)
    if rung is Rung.HEAD:
        home = organization.window(hall_id, window_id).department_id
        return _here(hall_id, section_head_of(hall_id, home, at), at) if home else ()
    post = Post.objects.filter(hall_id=hall_id, window_id=window_id).first()
    if post is None:
        return ()
    shift = shift_now(hall_id, post.id, window_id, at)
    on = local_day(at, organization.timezone_of(hall_id))
    holders = holders_by_day(hall_id, since=on, until=on + DAY, part=Part.B)
    covers = covers_now(hall_id, at, a_id=shift.a_id if shift else None, post_id=post.id)
    covering = [one.b_id for one in covers]
    for asked in (covering, [shift.b_id] if shift and shift.b_id else [], holders.get((post.id, on), [])):
        there = _here(hall_id, asked, at)
        if there:
            return there
    return ()


def _here(hall_id: UUID, people: Iterable[UUID], at: datetime) -> tuple[UUID, ...]:
    """Return those of these people who are not on leave."""
    return tuple(one for one in people if leave_now(hall_id, one, at) is None)
