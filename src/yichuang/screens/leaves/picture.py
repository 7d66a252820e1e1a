"""What the page of leave shows to whoever decides it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.utils.functional import Promise

from yichuang.cases import selectors as cases
from yichuang.kernel.clock import local_day
from yichuang.kernel.types import Actor
from yichuang.organization import selectors as organization
from yichuang.organization.types import DepartmentCard, HallCard, PersonCard, WindowCard
from yichuang.posts import selectors
from yichuang.posts.labels import COVER_KINDS, LEAVE_KINDS
from yichuang.posts.selectors import roster as plans
from yichuang.posts.types import (
    AbsenceCard,
    BareShifts,
    CoverCard,
    HolderCard,
    LeavePath,
    LeavePhase,
    LeaveState,
)
from yichuang.screens.rosters.views import at_month
from yichuang.screens.staffroom.picture import LeaveRow, leave_row

LOOKS_BACK = timedelta(days=31)
LOOKS_AHEAD = timedelta(days=62)  # this month's roster and the next one's


@dataclass(frozen=True, slots=True)
class DecideRow:
    """A leave that waits, whether whoever looks may decide it, and whether it was planned and is over."""

    row: LeaveRow
    mine: bool
    over: bool


@dataclass(frozen=True, slots=True)
class DueRow:
    """A cover that began without a handover, with whom it concerns."""

    card: CoverCard
    a: PersonCard
    b: PersonCard
    window: WindowCard | None
    kind: str | Promise


@dataclass(frozen=True, slots=True)
class AbsentRow:
    """A day told as absence."""

    card: AbsenceCard
    person: PersonCard


@dataclass(frozen=True, slots=True)
class LateRow:
    """Somebody not back by the time they said, or a post that stands empty (``person`` None)."""

    window: WindowCard
    person: PersonCard | None
    since: datetime
    back_by: datetime | None


@dataclass(frozen=True, slots=True)
class UnreadRow:
    """A post somebody was given and has not acknowledged in time."""

    card: HolderCard
    person: PersonCard
    window: WindowCard


@dataclass(frozen=True, slots=True)
class RosterLink:
    """The roster of a department from which somebody is gone; None: the windows of no department."""

    department: DepartmentCard | None
    address: str


@dataclass(frozen=True, slots=True)
class BareRow:
    """Somebody gone whose published shifts are not planned anew yet, and the rosters they stand in."""

    card: BareShifts
    person: PersonCard
    rosters: tuple[RosterLink, ...]


@dataclass(frozen=True, slots=True)
class SlippedRow:
    """A case of somebody's own whose time ran out while they covered (AB-07)."""

    person: PersonCard
    slipped: cases.Slipped


@dataclass(frozen=True, slots=True)
class LeavesPicture:
    """What waits, who is away now or soon, what is past, what is due, who was absent, who is gone."""

    waiting: tuple[DecideRow, ...]
    away: tuple[LeaveRow, ...]
    past: tuple[LeaveRow, ...]
    due: tuple[DueRow, ...]
    absent: tuple[AbsentRow, ...]
    late: tuple[LateRow, ...]
    unread: tuple[UnreadRow, ...]
    bare: tuple[BareRow, ...]
    slipped: tuple[SlippedRow, ...]
    people: tuple[PersonCard, ...]
    kinds: tuple[tuple[str, str | Promise], ...]
    today: date
    now: datetime
    closes: str


def picture_of(hall: HallCard, by: Actor, at: datetime) -> LeavesPicture:
    """Return what somebody who decides leave sees: their section's, or everybody's."""
    people = {one.id: one for one in organization.people(hall.id, include_left=True)}
    theirs = {
        one.id
        for one in people.values()
        if one.id != by.id and selectors.may_arrange_leave(hall.id, by.id, one.id, at)
    }
    cards = [
        one
        for one in selectors.leaves(hall.id, since=at - LOOKS_BACK)
        if one.person_id in theirs and one.state is not LeaveState.DRAFT
    ]
    waiting = [one for one in cards if one.state is LeaveState.SUBMITTED]
    away = [one for one in cards if one.phase(at) in (LeavePhase.COMING, LeavePhase.RUNNING)]
    past = [one for one in cards if one.phase(at) in (LeavePhase.OVER, LeavePhase.OFF)]
    windows = {one.id: one for one in organization.windows(hall.id)}
    at_window = selectors.post_windows(hall.id)
    today = local_day(at, hall.timezone)
    plan = organization.day_plan(hall.id, today)
    return LeavesPicture(
        waiting=tuple(
            DecideRow(
                leave_row(hall, one, people, at),
                selectors.may_decide_leave(hall.id, by.id, one.person_id, at),
                one.path is LeavePath.PLANNED and one.ends <= at,
            )
            for one in sorted(waiting, key=lambda one: one.begins)
        ),
        away=tuple(leave_row(hall, one, people, at) for one in sorted(away, key=lambda one: one.begins)),
        past=tuple(leave_row(hall, one, people, at) for one in past[:30]),
        due=tuple(
            DueRow(
                one,
                people[one.a_id],
                people[one.b_id],
                windows.get(at_window[one.post_id]) if one.post_id else None,
                COVER_KINDS[one.kind],
            )
            for one in selectors.handovers_due(hall.id)
            if one.a_id in theirs or one.b_id in theirs
        ),
        absent=_absent(hall, theirs, people, today),
        late=_late(hall, by, theirs, people, windows, at),
        unread=tuple(
            UnreadRow(one, people[one.person_id], windows[at_window[one.post_id]])
            for one in selectors.overdue_postings(hall.id, at)
            if one.person_id in theirs
        ),
        bare=_bare(hall, by, theirs, people, at),
        slipped=_slipped(hall, by, theirs, people, at),
        people=tuple(one for one in people.values() if one.id in theirs and one.active),
        kinds=tuple((one.value, label) for one, label in LEAVE_KINDS.items()),
        today=today,
        now=at,
        closes=f"{plan.hall_sessions[-1].closes:%H:%M}" if plan.hall_sessions else "17:00",
    )


def _bare(
    hall: HallCard, by: Actor, theirs: set[UUID], people: dict[UUID, PersonCard], at: datetime
) -> tuple[BareRow, ...]:
    posts, today = selectors.post_windows(hall.id), local_day(at, hall.timezone)
    found = selectors.bare_shifts(hall.id, posts, since=today, until=today + LOOKS_AHEAD)
    return tuple(
        BareRow(one, people[one.person_id], _rosters_of(hall, by, one, posts, at))
        for one in found
        if one.person_id in theirs
    )


def _rosters_of(
    hall: HallCard, by: Actor, card: BareShifts, posts: Mapping[UUID, UUID], at: datetime
) -> tuple[RosterLink, ...]:
    """Return the rosters a person's shifts stand in, of the departments whoever looks plans."""
    windows = {one.id: one.department_id for one in organization.windows(hall.id)}
    departments = {one.id: one for one in organization.departments(hall.id)}
    months: dict[UUID | None, date] = {}
    for post_id, day in card.posts:
        months.setdefault(windows[posts[post_id]], day)
    return tuple(
        RosterLink(departments[one] if one else None, at_month(one, day))
        for one, day in months.items()
        if plans.may_make_roster(hall.id, by.id, one, at)
    )


def _absent(
    hall: HallCard, theirs: set[UUID], people: dict[UUID, PersonCard], today: date
) -> tuple[AbsentRow, ...]:
    listed = selectors.absences(hall.id, since=today - LOOKS_BACK)
    return tuple(AbsentRow(one, people[one.person_id]) for one in listed if one.person_id in theirs)


def _slipped(
    hall: HallCard, by: Actor, theirs: set[UUID], people: dict[UUID, PersonCard], at: datetime
) -> tuple[SlippedRow, ...]:
    """Return what ran out while people covered, of what whoever looks may see."""
    seen, found = cases.eyes(hall.id, by.id, at), {}
    for cover in selectors.covers_between(hall.id, at - LOOKS_BACK, at):
        if cover.b_id in theirs:
            for one in cases.slipped(hall.id, cover.b_id, cover.begins, cover.ends, at):
                if cases.may_see(one.case, by.id, seen):
                    found[one.case.id] = SlippedRow(people[cover.b_id], one)
    return tuple(found.values())


def _late(
    hall: HallCard,
    by: Actor,
    theirs: set[UUID],
    people: dict[UUID, PersonCard],
    windows: dict[UUID, WindowCard],
    at: datetime,
) -> tuple[LateRow, ...]:
    """Return the empty posts somebody has been told of (AB-02) and who is overdue (LOC-03)."""
    empty = [
        LateRow(windows[one.window_id], None, one.since, None)
        for one in selectors.vacant_posts(hall.id, at)
        if by.id in one.told
    ]
    overdue = [
        LateRow(windows[one.window_id], people[one.person_id], one.since, one.back_by)
        for one in selectors.overdue_returns(hall.id, at)
        if one.person_id in theirs
    ]
    return tuple(empty + overdue)
