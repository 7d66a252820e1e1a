"""Questions about shifts: who is A and who is B when, what needs somebody, what speaks against a plan."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.conf import settings
from django.db.models import Q

from yichuang.kernel.clock import local_day
from yichuang.organization import selectors as organization
from yichuang.posts import rules
from yichuang.posts.models import BentRule, Cover, Holder, Leave, Post, Shift
from yichuang.posts.selectors.demand import DAY, flexible_days
from yichuang.posts.selectors.fitness import barred, unfit_days
from yichuang.posts.types import (
    DaySession,
    FaultCard,
    LeaveKind,
    LeavePath,
    LeaveState,
    Part,
    ShiftCard,
    ShiftPlace,
    ShiftSpec,
)
from yichuang.posts.types.roster import BentLimit
from yichuang.regulations import selectors as regulations

Place = tuple[UUID, date, DaySession]
#: A leave by which somebody is away: approved, or gone on the emergency path and not yet refused.
AWAY = Q(state=LeaveState.APPROVED) | Q(state=LeaveState.SUBMITTED, path=LeavePath.EMERGENCY)


@dataclass(frozen=True, slots=True)
class OpenDays:
    """Some days of a hall's posts: every session that needs a shift, and from when to when it lasts."""

    places: tuple[ShiftPlace, ...]
    spans: dict[Place, tuple[datetime, datetime]]


def shift_card(row: Shift) -> ShiftCard:
    """Return a shift as a card."""
    return ShiftCard(
        row.id,
        row.hall_id,
        row.post_id,
        row.day,
        DaySession(row.session),
        row.a_id,
        row.b_id,
        row.bent.bent_by if row.bent else None,
    )


def shifts(
    hall_id: UUID, *, since: date, until: date, post_ids: Collection[UUID] | None = None
) -> list[ShiftCard]:
    """Return the published shifts of the days from ``since`` on, before ``until``, in order."""
    rows = Shift.objects.filter(hall_id=hall_id, day__gte=since, day__lt=until).select_related("bent")
    if post_ids is not None:
        rows = rows.filter(post_id__in=list(post_ids))
    order = list(DaySession)
    return sorted(map(shift_card, rows), key=lambda one: (one.day, order.index(one.session), one.post_id))


def shifts_of(hall_id: UUID, person_id: UUID, *, since: date, until: date) -> list[ShiftCard]:
    """Return the shifts in which a person is A or B."""
    return [one for one in shifts(hall_id, since=since, until=until) if person_id in (one.a_id, one.b_id)]


def shift_of(hall_id: UUID, post_id: UUID, day: date, session: DaySession) -> ShiftCard | None:
    """Return the published shift of a post on one session of a day, or None."""
    row = Shift.objects.filter(hall_id=hall_id, post_id=post_id, day=day, session=session.value).first()
    return None if row is None else shift_card(row)


def part_of_day(hall_id: UUID, window_id: UUID, at: datetime) -> DaySession | None:
    """Return the session of the window that runs at ``at`` or is the next of its day; None: there is none."""
    found = day_spans(hall_id, window_id, local_day(at, organization.timezone_of(hall_id)))
    return rules.part_at(found, at)


def day_spans(hall_id: UUID, window_id: UUID, on: date) -> dict[DaySession, tuple[datetime, datetime]]:
    """Return from when to when each part of a window's day lasts."""
    hall = organization.hall(hall_id)
    plan = organization.day_plan_cached(hall_id, hall.plan_version, on)
    return rules.spans(organization.sessions_of(plan, window_id), settings.EVENING_FROM)


def shift_now(hall_id: UUID, post_id: UUID, window_id: UUID, at: datetime) -> ShiftCard | None:
    """Return the shift of a post that runs at ``at`` or is the next of the day; None: none was published."""
    part = part_of_day(hall_id, window_id, at)
    if part is None:
        return None
    return shift_of(hall_id, post_id, local_day(at, organization.timezone_of(hall_id)), part)


def unplanned(hall_id: UUID, on: date) -> set[tuple[UUID, DaySession]]:
    """Return the posts at which nobody is planned in a session of a day, though their department planned it.

    Such a window is not open and nobody is missing there, unless it was opened beside the week (EXT-01); at a
    flexible one nobody ever is unless somebody is planned.  Where a department has no shift published for the
    session, its fixed posts have their holders as before.
    """
    told = Shift.objects.filter(hall_id=hall_id, day=on).values_list("post_id", "session")
    planned = {(post_id, DaySession(session)) for post_id, session in told}
    loose = {post_id for post_id, _day in flexible_days(hall_id, since=on, until=on + DAY)}
    if not planned and not loose:
        return set()
    homes = {one.id: one.department_id for one in organization.windows(hall_id)}
    windows = dict(Post.objects.filter(hall_id=hall_id).values_list("id", "window_id"))
    at_work = {(homes.get(windows[post_id]), part) for post_id, part in planned}
    plan = organization.day_plan_cached(hall_id, organization.hall(hall_id).plan_version, on)
    opened = {
        (window_id, part)
        for one in plan.changes
        if one.kind.opens
        for window_id in one.window_ids
        for card, part in rules.parts(organization.sessions_of(plan, window_id), settings.EVENING_FROM)
        if card.opens == one.opens
    }
    return {
        (post_id, part)
        for post_id, window_id in windows.items()
        for part in DaySession
        if ((homes.get(window_id), part) in at_work or post_id in loose)
        and (post_id, part) not in planned
        and (window_id, part) not in opened
    }


def open_days(
    hall_id: UUID, *, since: date, until: date, post_ids: Collection[UUID] | None = None
) -> OpenDays:
    """Return every session of these days in which a window with a post is open, and how long it lasts."""
    active = {one.id for one in organization.windows(hall_id) if one.active}
    rows = [row for row in Post.objects.filter(hall_id=hall_id) if row.window_id in active]
    if post_ids is not None:
        rows = [row for row in rows if row.id in post_ids]
    places, spans = [], {}
    for plan in organization.day_plans(hall_id, since=since, until=until):
        for row in rows:
            lasts = rules.spans(organization.sessions_of(plan, row.window_id), settings.EVENING_FROM)
            for part in DaySession:
                if part in lasts:
                    places.append(ShiftPlace(row.id, row.window_id, plan.day, part))
                    spans[row.id, plan.day, part] = lasts[part]
    return OpenDays(tuple(places), spans)


def holders_by_day(
    hall_id: UUID, *, since: date, until: date, part: Part | None = None
) -> dict[tuple[UUID, date], list[UUID]]:
    """Return who may hold which post on each of these days, as A or B or only as ``part``, A first.

    Those of a pool come after who was given the post itself, in the pool's order.

    Who is not posted any more, or has no valid certificate that day where one is asked for, does not.
    """
    rows = Holder.objects.filter(
        Q(active_until__isnull=True) | Q(active_until__gt=since), hall_id=hall_id, active_from__lt=until
    ).order_by("part", "rank", "active_from", "id")
    here = {one.id for one in organization.people(hall_id)}
    kept_away = unfit_days(hall_id, here, since=since, until=until)
    found: dict[tuple[UUID, date], list[UUID]] = defaultdict(list)
    for row in rows:
        if row.person_id not in here or part not in (None, Part(row.part)):
            continue
        day = max(since, row.active_from)
        last = min(until, row.active_until or until)
        while day < last:
            if (row.person_id, day) not in kept_away:
                found[row.post_id, day].append(row.person_id)
            day += DAY
    return dict(found)


def over_places(hall_id: UUID, at: datetime, post_ids: Collection[UUID] | None = None) -> set[Place]:
    """Return the sessions of the day that are over at ``at`` (post, day, session); they stay as they are."""
    today = local_day(at, organization.timezone_of(hall_id))
    days = open_days(hall_id, since=today, until=today + DAY, post_ids=post_ids)
    return {place for place, (_begins, ends) in days.spans.items() if ends <= at}


def away_places(hall_id: UUID, days: OpenDays, kind: LeaveKind | None = None) -> set[Place]:
    """Return who is on leave (of a kind) in which session (person, day, session), even for a part of it."""
    if not days.spans:
        return set()
    first = min(begins for begins, _ends in days.spans.values())
    last = max(ends for _begins, ends in days.spans.values())
    rows = Leave.objects.filter(AWAY, hall_id=hall_id, begins__lt=last, ends__gt=first)
    gone = list(rows if kind is None else rows.filter(kind=kind))
    return {
        (row.person_id, day, part)
        for row in gone
        for (_post, day, part), (begins, ends) in days.spans.items()
        if row.begins < ends and begins < row.ends
    }


def covering_places(hall_id: UUID, days: OpenDays) -> dict[Place, set[UUID]]:
    """Return at which posts somebody stands in for another in which session, even for a part of it."""
    found: dict[Place, set[UUID]] = defaultdict(set)
    if not days.spans:
        return found
    first = min(begins for begins, _ends in days.spans.values())
    last = max(ends for _begins, ends in days.spans.values())
    covers = Cover.objects.filter(
        hall_id=hall_id, in_force=True, post__isnull=False, begins__lt=last, ends__gt=first
    )
    for row in covers:
        for (_post, day, part), (begins, ends) in days.spans.items():
            if row.post_id is not None and row.begins < ends and begins < row.ends:
                found[row.b_id, day, part].add(row.post_id)
    return found


def waived(hall_id: UUID, days: OpenDays) -> dict[Place, BentRule]:
    """Return which of these sessions may go without a reserve, while the absence lasts it is for (ROT-01)."""
    if not days.places:
        return {}
    rows = BentRule.objects.filter(
        hall_id=hall_id,
        limit=BentLimit.NO_RESERVE,
        withdrawn_at__isnull=True,
        day__gte=min(one.day for one in days.places),
        day__lte=max(one.day for one in days.places),
    )
    found = {}
    for row in rows.select_related("leave").order_by("bent_at", "id"):
        place = (row.post_id, row.day, DaySession(row.session))
        if place in days.spans and row.leave is not None and lasts(row.leave, days.spans[place]):
            found[place] = row
    return found


def lasts(leave: Leave, span: tuple[datetime, datetime]) -> bool:
    """Say whether somebody is away without notice in a session; a planned leave is none."""
    gone = leave.state in (LeaveState.APPROVED, LeaveState.SUBMITTED) and leave.path == LeavePath.EMERGENCY
    return gone and leave.begins < span[1] and span[0] < leave.ends


def shift_faults(
    hall_id: UUID,
    specs: Sequence[ShiftSpec],
    *,
    since: date,
    until: date,
    post_ids: Collection[UUID],
    over: Collection[Place] = (),
) -> list[FaultCard]:
    """Return all that speaks against publishing these shifts for these posts and days (AB-01, ROT-05).

    A flexible window nobody is planned at is closed and needs no shift; what is ``over`` is not asked about.
    """
    days = open_days(hall_id, since=since, until=until, post_ids=post_ids)
    loose = flexible_days(hall_id, since=since, until=until)
    specs = [one for one in specs if one.a_id or one.b_id or (one.post_id, one.day) not in loose]
    specs = [one for one in specs if one.place not in over]
    asked = {one.place for one in specs}
    others = [one for one in shifts(hall_id, since=since, until=until) if one.post_id not in set(post_ids)]
    planned = {who for one in specs for who in (one.a_id, one.b_id) if who is not None}
    return rules.shift_faults(
        specs,
        [
            one
            for one in days.places
            if one.place not in over and ((one.post_id, one.day) not in loose or one.place in asked)
        ],
        qualified=holders_by_day(hall_id, since=since, until=until),
        elsewhere=[(one.a_id, one.day, one.session) for one in others],
        away=away_places(hall_id, days),
        barred=barred(unfit_days(hall_id, planned, since=since, until=until)),
        covering=covering_places(hall_id, days),
        least=regulations.parameter(hall_id, "ab.handlers_per_post", since),
        waived=waived(hall_id, days),
    )


def proposed_shifts(
    hall_id: UUID, *, since: date, until: date, post_ids: Collection[UUID] | None = None
) -> list[ShiftSpec]:
    """Return a first plan for sessions without a published shift, from the posts' holders.

    A flexible window stays closed in it: how many open is a question of the need.
    """
    days = open_days(hall_id, since=since, until=until, post_ids=post_ids)
    there = shifts(hall_id, since=since, until=until)
    known = {(one.post_id, one.day, one.session) for one in there}
    loose = flexible_days(hall_id, since=since, until=until)
    return rules.proposal(
        [
            one
            for one in days.places
            if (one.post_id, one.day, one.session) not in known and (one.post_id, one.day) not in loose
        ],
        regular=holders_by_day(hall_id, since=since, until=until, part=Part.A),
        substitutes=holders_by_day(hall_id, since=since, until=until, part=Part.B),
        elsewhere=[(one.a_id, one.day, one.session) for one in there],
        away=away_places(hall_id, days),
    )
