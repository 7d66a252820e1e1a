"""Sign on and off at a window, and what the day itself does about it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import NAMESPACE_URL, UUID, uuid5
from zoneinfo import ZoneInfo

from django.db import IntegrityError, transaction
from django.db.models import Q

from yichuang.kernel.clock import local_day
from yichuang.kernel.idempotency import once
from yichuang.kernel.ids import new_id
from yichuang.kernel.journal import selectors as journal
from yichuang.kernel.journal.record import record
from yichuang.kernel.types import Actor, ActorKind, Key
from yichuang.organization import selectors as organization
from yichuang.organization.types import HallCard, WindowCard
from yichuang.posts import rules, selectors
from yichuang.posts.errors import (
    AlreadySignedOn,
    BadgeNotReplaced,
    NoPostHere,
    NotSignedOn,
    OnLeaveNow,
    OnlyPersonsSignOn,
    OutsideHours,
    ServiceNotFinished,
    StandInReasonNeeded,
    WindowNotInService,
    WindowTaken,
)
from yichuang.posts.events import HoursNotKept, SignedOff, SignedOn, SignOnLapsed, WrongPost
from yichuang.posts.models import Breach, Cover, Holder, Post, SignOn
from yichuang.posts.services.bare_shifts import tell_bare_shifts
from yichuang.posts.services.covers import end_cover
from yichuang.posts.services.naming import pass_on_for_good
from yichuang.posts.services.pools import leave_pools
from yichuang.posts.services.posts import lapse, refuse_unfit
from yichuang.posts.services.turns import serves_until, take_turn
from yichuang.posts.types import (
    SERVICE_UNDER_WAY,
    BadgeState,
    CoverCard,
    HolderCard,
    LeaveState,
    Over,
    Part,
    ShiftCard,
    SignOnCard,
)

SWEEP_ID = uuid5(NAMESPACE_URL, "yichuang:posts.day")


@transaction.atomic
def sign_on(*, window_id: UUID, by: Actor, at: datetime, key: Key | None = None) -> SignOnCard:
    """Sign the person on at a window whose post they hold today, as A or B, within its hours.

    Where it was published who is A, everybody else sits there by a cover, and says why first
    (``stand_in``).  Nobody signs on while on leave; an A who comes after all ends what B took over without
    a leave.  Who is planned as A elsewhere is told of as at the wrong post (ATT-04), and gives way to who is
    planned here.
    Raises: NotSelected (STF-04, 07, 08), NotCertified (STF-05), NoPostHere (ORG-01),
    BadgeNotReplaced (BDG-01), OutsideHours (HRS-01), OnLeaveNow (LOC-02),
    StandInReasonNeeded (AB-04), WindowTaken, AlreadySignedOn, WindowNotInService, OnlyPersonsSignOn,
    WindowUnknown, PersonUnknown.
    """
    promise = once(by, "posts.sign_on", key, at)
    if promise.replay:
        return selectors.sign_on(by.hall_id, journal.subject_of(by.hall_id, promise.entry_id))
    hall, window = organization.hall(by.hall_id), organization.window(by.hall_id, window_id)
    _fit(hall, by, at)
    held = _part_of(hall, window, by, at)
    Post.objects.select_for_update(no_key=True).get(hall_id=hall.id, id=held.post_id)
    _with_a_badge(hall, by)
    starts = _within_hours(hall, window, at)
    right = _right_to(hall, window, held, by, starts)
    _end_those_over(hall, window_id, by, at)
    if right.part is Part.A:
        _take_back(hall, held.post_id, by, at)
    if right.planned_at is None:
        _send_away(hall, held.post_id, window_id, by, at)
    _refuse_doubles(window, by)

    row = SignOn(
        id=new_id(),
        hall_id=hall.id,
        window_id=window_id,
        person_id=by.id,
        post_id=held.post_id,
        part=str(right.part),
        started_at=at,
        cover_id=right.cover.id if right.cover else None,
    )
    row.until = serves_until(row, at)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:  # somebody was quicker by a moment
        _refuse_doubles(window, by)
        raise
    if right.cover is not None:
        by = replace(by, window_id=window_id, post_id=held.post_id, on_behalf_of=right.cover.on_behalf_of)
    told = SignedOn(window_id=window_id, post_id=held.post_id, person_id=by.id, part=str(right.part))
    record(told, subject=row.id, by=by, at=at, entry_id=promise.entry_id)
    if right.planned_at is not None:
        wrong = WrongPost(
            window_id=window_id, post_id=held.post_id, person_id=by.id, planned=right.planned_at
        )
        record(wrong, subject=row.id, by=by, at=at)
    return selectors.sign_on_card(row)


@dataclass(frozen=True, slots=True)
class _Right:
    """By what somebody sits at a window: their part, a cover, or neither while they are A elsewhere."""

    part: Part
    cover: CoverCard | None = None
    planned_at: UUID | None = None


def _right_to(hall: HallCard, window: WindowCard, held: HolderCard, by: Actor, starts: datetime) -> _Right:
    """Return by what the person sits here from ``starts`` on.  Raises: OnLeaveNow, StandInReasonNeeded."""
    away = selectors.leave_now(hall.id, by.id, starts)
    if away is not None:
        local = away.ends.astimezone(ZoneInfo(hall.timezone))
        raise OnLeaveNow(until=f"{local:%Y-%m-%d %H:%M}")
    shift = selectors.shift_now(hall.id, held.post_id, window.id, starts)
    if shift is not None and shift.a_id == by.id:
        return _Right(Part.A)
    cover = selectors.seat_cover(hall.id, by.id, held.post_id, window.id, starts)
    if cover is not None:
        return _Right(Part.B, cover)
    if shift is None:
        return _Right(held.part)
    planned_at = _planned_elsewhere(shift, by)
    if planned_at is None:
        raise StandInReasonNeeded(number=window.number)
    return _Right(held.part, planned_at=planned_at)


def _planned_elsewhere(shift: ShiftCard, by: Actor) -> UUID | None:
    """Return the post at which somebody is A in this session; B says why in any case."""
    if shift.b_id == by.id:
        return None
    planned = selectors.shifts_of(by.hall_id, by.id, since=shift.day, until=shift.day + timedelta(days=1))
    return next((one.post_id for one in planned if one.session is shift.session and one.a_id == by.id), None)


def _send_away(hall: HallCard, post_id: UUID, window_id: UUID, by: Actor, at: datetime) -> None:
    """End the sign-on of who sits here though another is A now: who is planned has come.

    With it ends what was taken over at once for somebody whom a mended roster has taken the session from; who
    stands in by a leave does so to its end, only not at the window in another's session.
    """
    shift = selectors.shift_now(hall.id, post_id, window_id, at)
    there = selectors.sign_on_at(hall.id, window_id)
    if shift is None or there is None or there.person_id in (shift.a_id, by.id):
        return
    if SERVICE_UNDER_WAY(hall.id, window_id):
        return
    if there.cover_id is None:
        lapse(hall.id, there.person_id, post_id, Over.SHIFT, by=by, at=at)
        return
    cover = Cover.objects.select_for_update().get(hall_id=hall.id, id=there.cover_id)
    if cover.a_id == shift.a_id or shift.a_id != by.id:
        return
    if cover.leave_id is None:
        end_cover(cover, by=by, at=at)
    else:
        lapse(hall.id, there.person_id, post_id, Over.SHIFT, by=by, at=at)


def _take_back(hall: HallCard, post_id: UUID, by: Actor, at: datetime) -> None:
    """End what others took over from this A without a leave, or with one turned down: A is here (AB-05)."""
    taken = Cover.objects.select_for_update(of=("self",)).filter(
        Q(leave__isnull=True) | Q(leave__state=LeaveState.REFUSED.value),
        hall_id=hall.id,
        post_id=post_id,
        a_id=by.id,
        in_force=True,
        ends__gt=at,
    )
    for row in taken:
        if not SERVICE_UNDER_WAY(hall.id, selectors.post_windows(hall.id)[post_id]):
            end_cover(row, by=by, at=at)


def _part_of(hall: HallCard, window: WindowCard, by: Actor, at: datetime) -> HolderCard:
    """Return the part that lets the person sit here; A before B where, over time, both were given."""
    person = organization.person(hall.id, by.id)
    post = selectors.post_of_window(hall.id, window.id, local_day(at, hall.timezone))
    held = [one for one in post.holders if one.person_id == by.id] if post and person.active else []
    if not held:
        raise NoPostHere(number=window.number)
    return held[0]


def _fit(hall: HallCard, by: Actor, at: datetime) -> None:
    """Refuse who is not posted, was sent back or withdrawn, or whose certificate has ended."""
    if by.kind is not ActorKind.PERSON:
        raise OnlyPersonsSignOn
    refuse_unfit(selectors.unfit(hall.id, by.id, local_day(at, hall.timezone)))


def _with_a_badge(hall: HallCard, by: Actor) -> None:
    badge = selectors.badge_of(hall.id, by.id)
    if badge is not None and badge.state is BadgeState.LOST:
        number = organization.person(hall.id, by.id).worker_number
        raise BadgeNotReplaced(badge=f"{number}-{badge.version}")


def _within_hours(hall: HallCard, window: WindowCard, at: datetime) -> datetime:
    """Return from when on one may serve here: now, or when the session begins for which one gets ready."""
    if not (hall.active and window.active):
        raise WindowNotInService(number=window.number)
    today = local_day(at, hall.timezone)
    sessions = organization.sessions_of(
        organization.day_plan_cached(hall.id, hall.plan_version, today), window.id
    )
    if not rules.may_prepare(sessions, at, selectors.sign_on_lead(hall.id, today)):
        verdict = organization.takes_tickets(hall.id, at)
        hours = "" if verdict.open else organization.taking_sentence(verdict, at=at, timezone=hall.timezone)
        raise OutsideHours(number=window.number, hours=hours)
    running = organization.session_at(
        organization.day_plan_cached(hall.id, hall.plan_version, today), window.id, at
    )
    return at if running else min(one.opens for one in sessions if one.opens > at)


def _end_those_over(hall: HallCard, window_id: UUID, by: Actor, at: datetime) -> None:
    """End sign-ons that are over and would stand in the way, should the sweep not have come yet."""
    today = local_day(at, hall.timezone)
    standing = SignOn.objects.select_for_update().filter(hall_id=hall.id, ended_at__isnull=True)
    for row in (*standing.filter(window_id=window_id), *standing.filter(person_id=by.id)):
        card = selectors.sign_on_card(row)
        if local_day(row.started_at, hall.timezone) < today:
            lapse(hall.id, row.person_id, row.post_id, Over.DAY, by=_system(hall.id), at=at)
        elif card.is_over(at) and not SERVICE_UNDER_WAY(hall.id, row.window_id):
            lapse(hall.id, row.person_id, row.post_id, selectors.why_over(card), by=_system(hall.id), at=at)


def _refuse_doubles(window: WindowCard, by: Actor) -> None:
    mine = selectors.sign_on_of(window.hall_id, by.id)
    if mine is not None:
        there = organization.window(window.hall_id, mine.window_id)
        raise AlreadySignedOn(number=there.number)
    taken = selectors.sign_on_at(window.hall_id, window.id)
    if taken is not None:
        other = organization.person(window.hall_id, taken.person_id)
        raise WindowTaken(worker=other.worker_number, number=window.number)


@transaction.atomic
def sign_off(*, window_id: UUID | None = None, by: Actor, at: datetime, key: Key | None = None) -> SignOnCard:
    """End the person's sign-on (at ``window_id``, where given); the window's screen shows nobody then.

    Raises: NotSignedOn, ServiceNotFinished.
    """
    promise = once(by, "posts.sign_off", key, at)
    if promise.replay:
        return selectors.sign_on(by.hall_id, journal.subject_of(by.hall_id, promise.entry_id))
    row = (
        SignOn.objects.select_for_update()
        .filter(hall_id=by.hall_id, person_id=by.id, ended_at__isnull=True)
        .first()
    )
    if row is None or (window_id is not None and row.window_id != window_id):
        raise NotSignedOn
    if SERVICE_UNDER_WAY(row.hall_id, row.window_id):
        raise ServiceNotFinished

    row.ended_at = at
    row.save(update_fields=["ended_at"])
    told = SignedOff(window_id=row.window_id, person_id=row.person_id)
    record(told, subject=row.id, by=by, at=at, entry_id=promise.entry_id)
    return selectors.sign_on_card(row)


def _system(hall_id: UUID) -> Actor:
    return Actor(ActorKind.SYSTEM, SWEEP_ID, hall_id)


@transaction.atomic
def end_lapsed(*, at: datetime) -> int:
    """End sign-ons left open longer than the hall lets them stand after closing; return how many.

    Whoever still serves somebody stays until that is finished, but not over midnight.
    """
    ended = 0
    for hall in organization.halls():
        standing = list(SignOn.objects.select_for_update().filter(hall_id=hall.id, ended_at__isnull=True))
        over = _those_over(hall, standing, at) if standing else []
        for row in over:
            row.ended_at = at
            row.save(update_fields=["ended_at"])
            told = SignOnLapsed(window_id=row.window_id, person_id=row.person_id, why=Over.DAY)
            record(told, subject=row.id, by=_system(hall.id), at=at)
            ended += 1
    return ended


def _those_over(hall: HallCard, standing: list[SignOn], at: datetime) -> list[SignOn]:
    """Return the sign-ons of earlier days, and those of today whose time is over by today's value."""
    today = local_day(at, hall.timezone)
    plan, after = organization.day_plan(hall.id, today), selectors.sign_on_lapse(hall.id, today)

    def is_over(row: SignOn) -> bool:
        if local_day(row.started_at, hall.timezone) < today:
            return True
        lapses = rules.lapses_at(organization.sessions_of(plan, row.window_id), row.started_at, after)
        return at >= lapses and not SERVICE_UNDER_WAY(hall.id, row.window_id)

    return [row for row in standing if is_over(row)]


@transaction.atomic
def end_those_who_left(*, person_id: UUID, by: Actor, at: datetime) -> None:
    """End the parts and the sign-on of who has left the hall, and tell of their shifts that are left bare."""
    _end_parts(person_id, "person_left", by=by, at=at)


@transaction.atomic
def end_those_withdrawn(*, person_id: UUID | None, by: Actor, at: datetime) -> None:
    """End the parts and the sign-on of who was withdrawn (STF-08); a candidate nobody knows has none."""
    if person_id is not None:
        _end_parts(person_id, "withdrawn", by=by, at=at)


def _end_parts(person_id: UUID, why: str, *, by: Actor, at: datetime) -> None:
    today = local_day(at, organization.hall(by.hall_id).timezone)
    take_turn(by.hall_id)
    parts = Holder.objects.filter(hall_id=by.hall_id, person_id=person_id)
    parts = parts.filter(Q(active_until__isnull=True) | Q(active_until__gt=today))
    ended = parts.update(active_until=today)
    leave_pools(person_id, by=by, at=at)
    lapse(by.hall_id, person_id, None, why, by=by, at=at)
    pass_on_for_good(by.hall_id, person_id, at, post_id=None, by=by, at=at)
    if ended:
        tell_bare_shifts(person_id, today, by=by, at=at)


@transaction.atomic
def tell_breaches(*, at: datetime) -> int:
    """Tell the journal, once each, of windows that did not keep today's hours (HRS-03); return how many."""
    told = 0
    for hall in organization.halls():
        if not hall.active:
            continue
        today = local_day(at, hall.timezone)
        for day in (today - timedelta(days=1), today):
            told += _tell_breaches_of(hall, day, at)
    return told


def _tell_breaches_of(hall: HallCard, day: date, at: datetime) -> int:
    told = 0
    for one in selectors.hours_breaches(hall.id, day, at):
        if not rules.is_final(one, at):
            continue
        _row, fresh = Breach.objects.get_or_create(
            hall_id=hall.id,
            window_id=one.window_id,
            kind=str(one.kind),
            due=one.due,
            defaults={"id": new_id()},
        )
        if fresh:
            event = HoursNotKept(
                window_id=one.window_id,
                person_id=one.person_id,
                kind=str(one.kind),
                due=one.due,
                minutes=one.minutes,
            )
            record(event, subject=one.window_id, by=_system(hall.id), at=at)
            told += 1
    return told
