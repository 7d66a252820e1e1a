"""Publish who is A and who is B of the posts, by hand or as a roster found it; change one shift of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext, pgettext

from yichuang.kernel.clock import local_day
from yichuang.kernel.idempotency import once
from yichuang.kernel.ids import new_id
from yichuang.kernel.journal.record import record
from yichuang.kernel.types import Actor, Key
from yichuang.organization import selectors as organization
from yichuang.posts import selectors
from yichuang.posts.errors import (
    ClosedAlready,
    NothingToPublish,
    PostUnknown,
    SessionBegun,
    ShiftConflicts,
    ShiftPast,
    ShiftsOverHours,
    ShiftsUnfit,
    ShiftsWithoutReserve,
)
from yichuang.posts.events import ShiftChanged, ShiftClosed, ShiftsPublished
from yichuang.posts.labels import BROKEN_HOURS, DAY_SESSIONS, SHIFT_FAULTS
from yichuang.posts.models import BentRule, Post, Shift
from yichuang.posts.selectors.roster_published import PublishedMonth, cover_published
from yichuang.posts.selectors.roster_version import over_hours
from yichuang.posts.selectors.shifts import Place, waived
from yichuang.posts.services.reserves import refuse_own_waiver
from yichuang.posts.services.roster_follow import follow_change, lapse_swaps
from yichuang.posts.services.turns import renew_at_posts, take_turn
from yichuang.posts.types import CONFLICTS, DaySession, FaultCard, ShiftCard, ShiftFault, ShiftSpec
from yichuang.posts.types.roster import BrokenHours

#: So many faults are said in the sentence; the rest are counted.
NAMED = 5


@transaction.atomic
def publish_shifts(
    *,
    shifts: Sequence[ShiftSpec],
    first: date,
    until: date,
    post_ids: Sequence[UUID],
    by: Actor,
    at: datetime,
    key: Key | None = None,
) -> list[ShiftCard]:
    """Publish the shifts of these posts for the days from ``first`` on, before ``until``, anew.

    Every session in which a window is open needs an A and a B, two people who hold the post that day; nobody
    is A of two posts at once or planned while on leave (AB-01, AB-10).  What is over stays as it was.
    A session may go without a B where the office allowed it (ROT-01).
    Raises: ShiftsUnfit, ShiftConflicts and ShiftsOverHours (ROT-05), WaivedByOneself (ROT-01), ShiftPast,
    NothingToPublish, PostUnknown.
    """
    promise = once(by, "posts.publish_shifts", key, at)
    if promise.replay:
        return selectors.shifts(by.hall_id, since=first, until=until, post_ids=post_ids)
    refuse_own_waiver(shifts, by=by, at=at)
    return write_shifts(shifts, first, until, post_ids, by=by, at=at, entry_id=promise.entry_id)


def write_shifts(
    shifts: Sequence[ShiftSpec],
    first: date,
    until: date,
    post_ids: Sequence[UUID],
    *,
    by: Actor,
    at: datetime,
    entry_id: UUID | None = None,
) -> list[ShiftCard]:
    """Publish shifts as ``publish_shifts`` does, within the caller's act."""
    if first < local_day(at, organization.timezone_of(by.hall_id)):
        raise ShiftPast
    posts = _locked(by.hall_id, post_ids)
    over = selectors.over_places(by.hall_id, at, posts)
    inside = [
        one for one in shifts if first <= one.day < until and one.post_id in posts and one.place not in over
    ]
    found = selectors.shift_faults(
        by.hall_id, inside, since=first, until=until, post_ids=list(posts), over=over
    )
    if found:
        raise _unfit(by.hall_id, found)
    inside = [one for one in inside if one.a_id is not None]  # a flexible window may stay closed
    if not inside:
        raise NothingToPublish
    there = selectors.shifts(by.hall_id, since=first, until=first + timedelta(days=1), post_ids=list(posts))
    kept = [one for one in there if one.place in over]
    told = [*(ShiftSpec(*one.place, one.a_id, one.b_id) for one in kept), *inside]
    broken = over_hours(by.hall_id, told, since=first, until=until, post_ids=list(posts))
    _refuse_over_hours(by.hall_id, broken)

    old = Shift.objects.filter(hall_id=by.hall_id, post_id__in=posts, day__gte=first, day__lt=until)
    old.exclude(id__in=[one.id for one in kept]).delete()
    days = selectors.open_days(by.hall_id, since=first, until=until, post_ids=list(posts))
    allowed = waived(by.hall_id, days)
    Shift.objects.bulk_create(_row(by.hall_id, one, allowed) for one in inside)
    renew_at_posts(by.hall_id, posts, at)
    lapse_swaps(by.hall_id, posts, by=by, at=at)
    by_post: dict[UUID, list[ShiftSpec]] = defaultdict(list)
    for one in told:
        by_post[one.post_id].append(one)
    for place, (post_id, listed) in enumerate(sorted(by_post.items())):
        record(
            _published(post_id, first, until, listed),
            subject=post_id,
            by=by,
            at=at,
            entry_id=entry_id if place == 0 else None,
        )
    return selectors.shifts(by.hall_id, since=first, until=until, post_ids=list(posts))


@transaction.atomic
def set_shift(
    *,
    post_id: UUID,
    day: date,
    session: DaySession,
    a_id: UUID | None,
    b_id: UUID | None,
    by: Actor,
    at: datetime,
    key: Key | None = None,
) -> ShiftCard | None:
    """Say anew who is A and who is B of a post on one session of one day, today or later.

    With nobody as both a flexible window is closed until its session begins, and None returned; a fixed post
    is refused.  What the need then lacks is told (QUE-09).
    Raises: SessionBegun, ClosedAlready, ShiftsUnfit (AB-01), ShiftConflicts and ShiftsOverHours (ROT-05),
    WaivedByOneself (ROT-01),
    ShiftPast, NothingToPublish, PostUnknown.
    """
    promise = once(by, "posts.set_shift", key, at)
    if promise.replay:
        return selectors.shift_of(by.hall_id, post_id, day, session)
    _locked(by.hall_id, [post_id])
    if a_id is None and b_id is None and selectors.is_flexible(by.hall_id, post_id, day):
        _close(post_id, day, session, by=by, at=at, entry_id=promise.entry_id)
        return None
    spec, month = ShiftSpec(post_id, day, session, a_id, b_id), PublishedMonth(by.hall_id, post_id, day)
    refuse_own_waiver([spec], by=by, at=at)
    return change_shift(spec, month, by=by, at=at, entry_id=promise.entry_id)


def change_shift(
    spec: ShiftSpec, month: PublishedMonth, *, by: Actor, at: datetime, entry_id: UUID | None = None
) -> ShiftCard:
    """Change one shift of a published month within the caller's act, which has its turn and read the month.

    Raises: ShiftsUnfit (AB-01), ShiftConflicts and ShiftsOverHours (ROT-05), ShiftPast, NothingToPublish.
    """
    post_id, day, session = spec.post_id, spec.day, spec.session
    refuse_past(by.hall_id, spec.place, at)
    until = day + timedelta(days=1)
    days = selectors.open_days(by.hall_id, since=day, until=until, post_ids=[post_id])
    if all(one.session is not session for one in days.places):
        raise NothingToPublish
    found = [
        one
        for one in selectors.shift_faults(by.hall_id, [spec], since=day, until=until, post_ids=[post_id])
        if one.shift.session is session
    ]
    if found:
        raise _unfit(by.hall_id, found)
    assert spec.a_id is not None  # else there were faults
    _refuse_over_hours(by.hall_id, month.hours_broken_by(spec))

    bent = None if spec.b_id else waived(by.hall_id, days)[spec.place]
    named = {"a_id": spec.a_id, "b_id": spec.b_id, "bent": bent}
    held = selectors.shift_of(by.hall_id, post_id, day, session)
    row, _fresh = Shift.objects.update_or_create(
        hall_id=by.hall_id,
        post_id=post_id,
        day=day,
        session=session.value,
        defaults=named,
        create_defaults={"id": new_id()} | named,
    )
    renew_at_posts(by.hall_id, [post_id], at)
    lapse_swaps(by.hall_id, [post_id], by=by, at=at)
    if held is not None:
        follow_change(held, spec)
    told = ShiftChanged(post_id=post_id, day=day, session=session.value, a_id=spec.a_id, b_id=spec.b_id)
    record(told, subject=row.id, by=by, at=at, entry_id=entry_id)
    return selectors.shift_card(row)


def _close(post_id: UUID, day: date, session: DaySession, *, by: Actor, at: datetime, entry_id: UUID) -> None:
    """Let nobody be planned at a flexible window in a session any more."""
    refuse_past(by.hall_id, (post_id, day, session), at)
    row = Shift.objects.filter(hall_id=by.hall_id, post_id=post_id, day=day, session=session.value).first()
    if row is None:
        raise ClosedAlready
    if at >= _begins(by.hall_id, post_id, day, session, at):
        raise SessionBegun

    held = selectors.shift_card(row)
    row.delete()
    renew_at_posts(by.hall_id, [post_id], at)
    lapse_swaps(by.hall_id, [post_id], by=by, at=at)
    follow_change(held, ShiftSpec(post_id, day, session, None, None))
    covered = cover_published(by.hall_id, post_id, day).get(session)
    told = ShiftClosed(post_id=post_id, day=day, session=session.value, short=covered.short if covered else 0)
    record(told, subject=held.id, by=by, at=at, entry_id=entry_id)


def _begins(hall_id: UUID, post_id: UUID, day: date, session: DaySession, at: datetime) -> datetime:
    until = day + timedelta(days=1)
    spans = selectors.open_days(hall_id, since=day, until=until, post_ids=[post_id]).spans
    return spans.get((post_id, day, session), (at, at))[0]


def refuse_past(hall_id: UUID, place: Place, at: datetime) -> None:
    """Refuse to plan a session anew that is over.  Raises: ShiftPast."""
    post_id, day, _session = place
    today = local_day(at, organization.timezone_of(hall_id))
    if day < today or (day == today and place in selectors.over_places(hall_id, at, [post_id])):
        raise ShiftPast


def _locked(hall_id: UUID, post_ids: Sequence[UUID]) -> dict[UUID, Post]:
    """Return the posts; two who plan do so one after the other."""
    take_turn(hall_id)
    rows = Post.objects.filter(hall_id=hall_id, id__in=list(post_ids)).order_by("id")
    found = {row.id: row for row in rows}
    if len(found) < len(set(post_ids)):
        raise PostUnknown
    return found


def _row(hall_id: UUID, one: ShiftSpec, allowed: Mapping[Place, BentRule]) -> Shift:
    assert one.a_id is not None  # else there were faults
    return Shift(
        id=new_id(),
        hall_id=hall_id,
        post_id=one.post_id,
        day=one.day,
        session=one.session.value,
        a_id=one.a_id,
        b_id=one.b_id,
        bent=None if one.b_id else allowed[one.post_id, one.day, one.session],
    )


def _published(post_id: UUID, first: date, until: date, listed: list[ShiftSpec]) -> ShiftsPublished:
    return ShiftsPublished(
        post_id=post_id,
        first=first,
        until=until,
        days=tuple(one.day for one in listed),
        sessions=tuple(one.session.value for one in listed),
        a_ids=tuple(one.a_id for one in listed if one.a_id is not None),
        b_ids=tuple(one.b_id for one in listed),
    )


def _refuse_over_hours(hall_id: UUID, broken: Sequence[BrokenHours]) -> None:
    if broken:
        raise ShiftsOverHours(faults=hours_told(hall_id, broken), found=())


def _worker(workers: dict[UUID, str], one: FaultCard) -> str:
    return workers.get(one.person_id, "–") if one.person_id else "–"


def _unfit(hall_id: UUID, found: list[FaultCard]) -> ShiftsUnfit:
    named = {one.fault for one in found}
    gaps = named & {ShiftFault.NO_A, ShiftFault.NO_B}
    refusal = ShiftConflicts if named & CONFLICTS and not gaps else ShiftsUnfit
    if named == {ShiftFault.NO_B}:
        refusal = ShiftsWithoutReserve
    return refusal(faults=faults_told(hall_id, found), found=tuple(found))


def faults_told(hall_id: UUID, found: Sequence[FaultCard]) -> str:
    """Return a sentence that names post, day and session of what is wrong, and whom it is about."""
    return _joined(each_fault_told(hall_id, found[:NAMED]), len(found))


def each_fault_told(hall_id: UUID, found: Sequence[FaultCard]) -> list[str]:
    """Return what is wrong, one by one."""
    windows = {one.id: one.number for one in organization.windows(hall_id)}
    numbers = {row.id: windows[row.window_id] for row in Post.objects.filter(hall_id=hall_id)}
    workers = {one.id: one.worker_number for one in organization.people(hall_id, include_left=True)}
    return [
        gettext("Window %(number)s on %(day)s, %(session)s: %(fault)s")
        % {
            "number": numbers[one.shift.post_id],
            "day": one.shift.day.isoformat(),
            "session": DAY_SESSIONS[one.shift.session],
            "fault": str(SHIFT_FAULTS[one.fault]) % {"worker": _worker(workers, one)},
        }
        for one in found
    ]


def _joined(said: list[str], count: int) -> str:
    if count > len(said):
        said = [*said, gettext("and %(count)s more") % {"count": count - len(said)}]
    return pgettext("between faults", "; ").join(said)


def hours_told(hall_id: UUID, broken: Sequence[BrokenHours]) -> str:
    """Return a sentence that names whose shifts break which limit, and from which day on."""
    return _joined(each_hours_told(hall_id, broken[:NAMED]), len(broken))


def each_hours_told(hall_id: UUID, broken: Sequence[BrokenHours]) -> list[str]:
    """Return whose shifts break which limit, one by one."""
    people = {one.id: one for one in organization.people(hall_id, include_left=True)}
    return [
        gettext("%(worker)s %(name)s, %(day)s: %(rule)s")
        % {
            "worker": people[one.person_id].worker_number,
            "name": people[one.person_id].display_name,
            "day": one.day.isoformat(),
            "rule": str(BROKEN_HOURS[one.rule]),
        }
        for one in broken
    ]
