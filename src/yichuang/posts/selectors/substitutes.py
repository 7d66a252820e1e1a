"""Questions about who may stand in: for which part of a leave, until when, and what is left bare."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from uuid import UUID

from django.db.models import Q

from yichuang.kernel.clock import local_day
from yichuang.organization import selectors as organization
from yichuang.organization.types import PersonCard
from yichuang.posts import rules
from yichuang.posts.models import Cover, Holder, Leave
from yichuang.posts.selectors.fitness import unfit_days
from yichuang.posts.selectors.leave import (
    ASession,
    cover_card,
    days_of,
    open_work,
    places_of_a,
    sessions_of_a,
)
from yichuang.posts.selectors.shifts import AWAY, holders_by_day, shifts
from yichuang.posts.types import CoverCard, LeaveState

DAY = timedelta(days=1)
Stretch = tuple[UUID, datetime, datetime]


@dataclass(frozen=True, slots=True)
class Bare:
    """A stretch of a leave in which nobody stands in at a post (None: in the open work)."""

    post_id: UUID | None
    begins: datetime
    ends: datetime


def uncovered(
    hall_id: UUID,
    person_id: UUID,
    begins: datetime,
    ends: datetime,
    covers: Sequence[CoverCard],
    at: datetime,
    *,
    post_id: UUID | None = None,
) -> Bare | None:
    """Return the first stretch of a leave these covers leave bare, at one post or at any.

    Who stood in already when the leave was asked for goes on.  None: all that is needed is covered.
    """
    covers = [*covers, *stand_ins(hall_id, person_id, begins, ends)]
    needed = [
        (one.post_id, max(one.opens, begins), min(one.closes, ends))
        for one in sessions_of_a(hall_id, person_id, begins, ends)
    ]
    if not needed and open_work(hall_id, person_id, at):
        return _bare(None, begins, ends, covers)
    wanted = [one for one in needed if post_id in (None, one[0])]
    found = (_bare(post, opens, closes, covers) for post, opens, closes in wanted)
    return next((one for one in found if one is not None), None)


def stand_ins(hall_id: UUID, person_id: UUID, begins: datetime, ends: datetime) -> list[CoverCard]:
    """Return the covers by which others stand in for somebody then without a leave, those who are there."""
    rows = Cover.objects.filter(
        hall_id=hall_id, a_id=person_id, leave__isnull=True, in_force=True, begins__lt=ends, ends__gt=begins
    )
    away = Leave.objects.filter(AWAY, hall_id=hall_id, begins__lte=begins, ends__gt=begins)
    return [cover_card(row) for row in rows.exclude(b_id__in=away.values("person_id"))]


def _bare(post_id: UUID | None, begins: datetime, ends: datetime, covers: Iterable[CoverCard]) -> Bare | None:
    there = [(one.begins, one.ends) for one in covers if one.post_id == post_id]
    gap = rules.first_gap(begins, ends, there)
    return None if gap is None else Bare(post_id, *gap)


def candidates(
    hall_id: UUID, person_id: UUID, post_id: UUID | None, begins: datetime, ends: datetime
) -> list[PersonCard]:
    """Return who could stand in for a person, whom the shifts name as B first, then by worker number."""
    able = able_to_cover(hall_id, person_id, post_id)
    first = named_b(hall_id, person_id, post_id, begins, ends)
    free = [one for one in able if not unfit_to_cover(hall_id, one.id, person_id, post_id, begins, ends)]
    return sorted(free, key=lambda one: (first.index(one.id) if one.id in first else 999, one.worker_number))


def able_to_cover(hall_id: UUID, person_id: UUID, post_id: UUID | None) -> list[PersonCard]:
    """Return who has ever held the post, or for open work alone who is of the same department."""
    everybody = [one for one in organization.people(hall_id) if one.id != person_id]
    if post_id is None:
        home = organization.person(hall_id, person_id).department_id
        return [one for one in everybody if one.department_id == home]
    held = set(Holder.objects.filter(hall_id=hall_id, post_id=post_id).values_list("person_id", flat=True))
    return [one for one in everybody if one.id in held]


def named_b(
    hall_id: UUID, person_id: UUID, post_id: UUID | None, begins: datetime, ends: datetime
) -> list[UUID]:
    """Return whom the published shifts of these days name as B beside this A, the earliest first."""
    if post_id is None:
        return []
    first, last = days_of(hall_id, begins, ends)
    listed = shifts(hall_id, since=first, until=last, post_ids=[post_id])
    return list(dict.fromkeys(one.b_id for one in listed if one.a_id == person_id and one.b_id is not None))


def unfit_to_cover(
    hall_id: UUID,
    b_id: UUID,
    a_id: UUID,
    post_id: UUID | None,
    begins: datetime,
    ends: datetime,
    *,
    beside: UUID | None = None,
) -> str:
    """Return why somebody cannot stand in then, as a code; empty when they can (AB-10).

    ``beside`` is a leave whose own covers do not count: they are about to be changed.
    """
    if b_id == a_id:
        return "oneself"
    first, last = days_of(hall_id, begins, ends)
    if post_id is not None and not _holds_all_days(hall_id, post_id, b_id, first, last, ends):
        return "not-holder"
    if post_id is not None and unfit_days(hall_id, [b_id], since=first, until=last):
        return "not-fit"
    if Leave.objects.filter(AWAY, hall_id=hall_id, person_id=b_id, begins__lt=ends, ends__gt=begins).exists():
        return "away"
    busy = Cover.objects.filter(
        Q(in_force=True) | Q(leave__state=LeaveState.SUBMITTED.value),
        hall_id=hall_id,
        b_id=b_id,
        dropped_at__isnull=True,
        begins__lt=ends,
        ends__gt=begins,
    )
    others = [cover_card(row) for row in (busy if beside is None else busy.exclude(leave_id=beside))]
    if rules.clash([one for one in others if one.post_id != post_id], begins, ends, post_id):
        return "covers-elsewhere"
    if post_id is not None and _is_a_elsewhere(hall_id, b_id, post_id, begins, ends):
        return "a-elsewhere"
    return ""


def _holds_all_days(
    hall_id: UUID, post_id: UUID, person_id: UUID, first: date, last: date, ends: datetime
) -> bool:
    if local_day(ends - timedelta(microseconds=1), organization.timezone_of(hall_id)) < last - DAY:
        last -= DAY  # it ends at midnight: that day is not part of it
    held = holders_by_day(hall_id, since=first, until=last)
    day = first
    while day < last:
        if person_id not in held.get((post_id, day), ()):
            return False
        day += DAY
    return True


def _is_a_elsewhere(hall_id: UUID, person_id: UUID, post_id: UUID, begins: datetime, ends: datetime) -> bool:
    elsewhere = places_of_a(hall_id, person_id, begins, ends)
    return any(one != post_id for one in elsewhere)


def never_free(
    hall_id: UUID, person_id: UUID, post_id: UUID, begins: datetime, ends: datetime
) -> dict[UUID, str]:
    """Return who holds the post but can stand in at none of A's sessions of this time, each with a code why.

    They are away, stand in at another post or are A of one (AB-10).
    """
    zone = organization.timezone_of(hall_id)
    first, last = days_of(hall_id, begins, ends)
    held = holders_by_day(hall_id, since=first, until=last)
    sessions = [
        (local_day(one.opens, zone), max(one.opens, begins), min(one.closes, ends))
        for one in sessions_of_a(hall_id, person_id, begins, ends)
        if one.post_id == post_id
    ]
    found = {}
    for b_id in dict.fromkeys(one for day, *_span in sessions for one in held.get((post_id, day), ())):
        if b_id == person_id:
            continue
        busy = _busy(hall_id, b_id, post_id, begins, ends)
        reasons = [
            next((why for why, since, until in busy if rules.overlap(opens, closes, since, until)), "")
            for day, opens, closes in sessions
            if b_id in held.get((post_id, day), ())
        ]
        if "" not in reasons:
            found[b_id] = reasons[0]
    return found


def _busy(
    hall_id: UUID, person_id: UUID, post_id: UUID, begins: datetime, ends: datetime
) -> list[tuple[str, datetime, datetime]]:
    """Return when somebody cannot stand in at a post, each stretch with a code why."""
    leaves = Leave.objects.filter(
        AWAY, hall_id=hall_id, person_id=person_id, begins__lt=ends, ends__gt=begins
    )
    covers = Cover.objects.filter(
        hall_id=hall_id, b_id=person_id, in_force=True, begins__lt=ends, ends__gt=begins, post__isnull=False
    ).exclude(post_id=post_id)
    planned = sessions_of_a(hall_id, person_id, begins, ends)
    return [
        *(("away", row.begins, row.ends) for row in leaves),
        *(("covers-elsewhere", row.begins, row.ends) for row in covers),
        *(("a-elsewhere", one.opens, one.closes) for one in planned if one.post_id != post_id),
    ]


def gone_while_covering(cover: CoverCard, at: datetime) -> tuple[datetime, datetime] | None:
    """Return when in what is left of a cover its B is on leave themselves (AB-05); None: at no time."""
    begins = max(cover.begins, at)
    row = Leave.objects.filter(
        AWAY, hall_id=cover.hall_id, person_id=cover.b_id, begins__lt=cover.ends, ends__gt=begins
    )
    first = row.order_by("begins").first()
    return None if first is None else (max(first.begins, begins), min(first.ends, cover.ends))


# --- for which part, until when -------------------------------------------------------------------------


def who_could(
    hall_id: UUID,
    person_id: UUID,
    post_id: UUID | None,
    begins: datetime,
    ends: datetime,
    *,
    anybody: bool,
) -> list[Stretch]:
    """Return who could stand in from when until when: whom the shifts name as B, each for their own sessions.

    Where that one is not free another whom they name is asked or, with ``anybody``, everybody who could.  A
    stretch nobody is free for is left out.
    """
    if post_id is None:
        free = candidates(hall_id, person_id, None, begins, ends) if anybody else []
        return [(free[0].id, begins, ends)] if free else []
    sessions = [one for one in sessions_of_a(hall_id, person_id, begins, ends) if one.post_id == post_id]
    runs = [list(run) for _b, run in groupby(sessions, key=lambda one: one.b_id)]
    found: list[Stretch] = []
    named = [one for one in dict.fromkeys(one.b_id for one in sessions) if one is not None]
    for place, run in enumerate(runs):
        since = begins if place == 0 else run[0].opens
        until = ends if place + 1 == len(runs) else runs[place + 1][0].opens
        found += _fill(hall_id, person_id, run, since, until, named, anybody=anybody)
    return _joined(found)


def _fill(
    hall_id: UUID,
    a_id: UUID,
    run: list[ASession],
    since: datetime,
    until: datetime,
    named: list[UUID],
    *,
    anybody: bool,
) -> list[Stretch]:
    """Return who could stand in for a run of sessions: one for all of it, else one for each."""
    post_id, own = run[0].post_id, run[0].b_id
    asked = [*([own] if own else []), *(one for one in named if one != own)]
    if anybody:
        asked += [one.id for one in able_to_cover(hall_id, a_id, post_id) if one.id not in asked]
    spans = [(since, until)] if len(run) > 1 else [(since, until), (run[0].opens, run[0].closes)]
    for first, last in spans:
        first, last = max(first, since), min(last, until)
        for b_id in asked:
            if not unfit_to_cover(hall_id, b_id, a_id, post_id, first, last):
                return [(b_id, first, last)]
    if len(run) == 1:
        return []
    found = []
    for place, one in enumerate(run):
        begins = since if place == 0 else one.opens
        ends = until if place + 1 == len(run) else run[place + 1].opens
        found += _fill(hall_id, a_id, [one], begins, ends, named, anybody=anybody)
    return found


def _joined(found: list[Stretch]) -> list[Stretch]:
    joined: list[Stretch] = []
    for b_id, begins, ends in found:
        if joined and joined[-1][0] == b_id and joined[-1][2] == begins:
            joined[-1] = (b_id, joined[-1][1], ends)
        else:
            joined.append((b_id, begins, ends))
    return joined


def free_now(
    hall_id: UUID, a_id: UUID, post_id: UUID, at: datetime, ends: datetime
) -> tuple[UUID, datetime] | None:
    """Return who could stand in from now, and until when: the shifts’ B, else who is free longest."""
    named = named_b(hall_id, a_id, post_id, at, ends)
    found = []
    for one in able_to_cover(hall_id, a_id, post_id):
        until = free_until(hall_id, one.id, post_id, at, ends)
        if at < until and not unfit_to_cover(hall_id, one.id, a_id, post_id, at, until):
            rank = named.index(one.id) if one.id in named else len(named)
            found.append((rank, -until.timestamp(), one.worker_number, one.id, until))
    return min(found)[-2:] if found else None


def free_until(hall_id: UUID, person_id: UUID, post_id: UUID, at: datetime, ends: datetime) -> datetime:
    """Return until when somebody may stand in at a post: ``ends``, or before, when they are due elsewhere.

    They are A of another post from then on, on leave, or stand in at another.
    """
    due = [
        one.opens
        for one in sessions_of_a(hall_id, person_id, at, ends)
        if one.post_id != post_id and one.opens > at
    ]
    leaves = Leave.objects.filter(AWAY, hall_id=hall_id, person_id=person_id)
    due += leaves.filter(begins__gt=at, begins__lt=ends).values_list("begins", flat=True)
    covers = Cover.objects.filter(hall_id=hall_id, b_id=person_id, in_force=True, dropped_at__isnull=True)
    elsewhere = covers.filter(begins__gt=at, begins__lt=ends).exclude(post_id=post_id)
    due += elsewhere.filter(post__isnull=False).values_list("begins", flat=True)
    return min(due, default=ends)
