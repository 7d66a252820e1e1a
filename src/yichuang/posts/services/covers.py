"""Stand in at once, let covers begin and end with the hour, cover by itself where nobody else is there."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import NAMESPACE_URL, UUID, uuid5

from django.db import transaction

from yichuang.kernel.idempotency import once
from yichuang.kernel.ids import new_id
from yichuang.kernel.journal import selectors as journal
from yichuang.kernel.journal.record import record
from yichuang.kernel.types import Actor, ActorKind, Key
from yichuang.organization import selectors as organization
from yichuang.organization.types import HallCard
from yichuang.posts import selectors
from yichuang.posts.errors import CoverUnfit, NobodyToStandInFor, NoPostHere, StandInReasonNeeded
from yichuang.posts.events import (
    CoverDropped,
    CoverEnded,
    CoverNamed,
    CoverStarted,
    LeaveEnded,
    LeaveStarted,
    SignOnLapsed,
)
from yichuang.posts.labels import COVER_FAULTS
from yichuang.posts.models import Cover, Leave, Post, SignOn
from yichuang.posts.types import (
    SERVICE_UNDER_WAY,
    CoverCard,
    CoverKind,
    LeaveState,
    StandInReason,
)

SWEEP_ID = uuid5(NAMESPACE_URL, "yichuang:posts.covers")
MINUTE = timedelta(minutes=1)


@transaction.atomic
def stand_in(
    *, window_id: UUID, reason: StandInReason | None, by: Actor, at: datetime, key: Key | None = None
) -> CoverCard:
    """Take, as B, the post of somebody who is not there and has handed nothing over (AB-04).

    It counts at once, to the end of A's sessions of the day, until A comes or B is A of another post; signing
    for the open work stays due.
    Raises: StandInReasonNeeded, NobodyToStandInFor (AB-04), NoPostHere (ORG-01), CoverUnfit (AB-10).
    """
    promise = once(by, "posts.stand_in", key, at)
    if promise.replay:
        return selectors.cover(by.hall_id, journal.subject_of(by.hall_id, promise.entry_id))
    window = organization.window(by.hall_id, window_id)
    post = Post.objects.select_for_update().filter(hall_id=by.hall_id, window_id=window_id).first()
    if post is None:
        raise NoPostHere(number=window.number)
    if reason is None:
        raise StandInReasonNeeded(number=window.number)
    if not organization.is_open(by.hall_id, at, window_id):
        raise NobodyToStandInFor(number=window.number)  # before the session A is not late
    a_id = selectors.expected_at(by.hall_id, post.id, window_id, at)
    if a_id is None or a_id == by.id or selectors.manned(by.hall_id, window_id, at):
        raise NobodyToStandInFor(number=window.number)
    if selectors.covers_now(by.hall_id, at, post_id=post.id):
        raise NobodyToStandInFor(number=window.number)
    ends = selectors.day_of_a_ends(by.hall_id, post.id, window_id, a_id, at)
    ends = selectors.free_until(by.hall_id, by.id, post.id, at, ends)
    why = selectors.unfit_to_cover(by.hall_id, by.id, a_id, post.id, at, ends)
    if why == "not-holder":
        raise NoPostHere(number=window.number)
    if why:
        worker = organization.person(by.hall_id, by.id).worker_number
        raise CoverUnfit(worker=worker, reason=str(COVER_FAULTS[why]))

    for gone in SignOn.objects.select_for_update().filter(
        hall_id=by.hall_id, window_id=window_id, person_id=a_id, ended_at__isnull=True
    ):
        _leave_window(gone, "covered", by, at)
    row = write_cover(
        _at_once(post, a_id, by.id, CoverKind.EMERGENCY, at, ends, reason=reason.value, named_by=by.id),
        by=by,
        at=at,
        entry_id=promise.entry_id,
    )
    _begin(row, by, at)
    return selectors.cover_card(row)


def _at_once(
    post: Post,
    a_id: UUID,
    b_id: UUID,
    kind: CoverKind,
    at: datetime,
    ends: datetime,
    *,
    reason: str,
    named_by: UUID | None,
) -> Cover:
    return Cover(
        id=new_id(),
        hall_id=post.hall_id,
        post_id=post.id,
        a_id=a_id,
        b_id=b_id,
        kind=kind.value,
        begins=at,
        ends=ends,
        in_force=True,
        reason=reason,
        named_by=named_by,
        named_at=at,
    )


def write_cover(row: Cover, *, by: Actor, at: datetime, entry_id: UUID | None = None) -> Cover:
    """Save a new cover and tell of it."""
    row.save(force_insert=True)
    told = CoverNamed(
        leave_id=row.leave_id,
        post_id=row.post_id,
        a_id=row.a_id,
        b_id=row.b_id,
        kind=row.kind,
        begins=row.begins,
        ends=row.ends,
        in_force=row.in_force,
        reason=row.reason,
    )
    record(told, subject=row.id, matter=row.leave_id, by=by, at=at, entry_id=entry_id)
    return row


def drop(row: Cover, *, by: Actor, at: datetime) -> None:
    """Take back who was named to stand in; a cover that has run stays on record until now."""
    if row.in_force and row.begins <= at < row.ends:
        end_cover(row, by=by, at=at)
    row.ends, row.dropped_at = max(row.begins, min(row.ends, at)), at
    row.save(update_fields=["ends", "dropped_at"])
    told = CoverDropped(leave_id=row.leave_id, post_id=row.post_id, b_id=row.b_id)
    record(told, subject=row.id, matter=row.leave_id, by=by, at=at)


def end_cover(row: Cover, *, by: Actor, at: datetime) -> None:
    """End a cover now: B's rights stop at once, and B's sign-on as soon as nobody is being served."""
    row.ends = max(row.begins, min(row.ends, at))
    row.save(update_fields=["ends"])
    if row.in_force:
        _end(row, by, at)


def _begin(row: Cover, by: Actor, at: datetime) -> None:
    """Tell that B holds A's rights from now on; A, should they still sit there, does not any more."""
    row.begun_told_at = at
    row.save(update_fields=["begun_told_at"])
    told = CoverStarted(
        leave_id=row.leave_id, post_id=row.post_id, a_id=row.a_id, b_id=row.b_id, kind=row.kind
    )
    record(told, subject=row.id, matter=row.leave_id, by=by, at=at)


def _end(row: Cover, by: Actor, at: datetime) -> None:
    if row.begun_told_at is None and row.begins < row.ends:
        _begin(row, by, row.begins)  # it ran, and the sweep had not come by
    if row.begun_told_at is not None and row.ended_told_at is None:
        row.ended_told_at = at
        row.save(update_fields=["ended_told_at"])
        told = CoverEnded(
            leave_id=row.leave_id,
            post_id=row.post_id,
            a_id=row.a_id,
            b_id=row.b_id,
            minutes=int((row.ends - row.begins) / MINUTE),
        )
        record(told, subject=row.id, matter=row.leave_id, by=by, at=at)
    standing = SignOn.objects.select_for_update().filter(
        hall_id=row.hall_id, cover_id=row.id, ended_at__isnull=True
    )
    for sign_on in standing:
        sign_on.until = row.ends
        sign_on.save(update_fields=["until"])
        _leave_window(sign_on, "cover_over", by, at)


def _leave_window(row: SignOn, why: str, by: Actor, at: datetime) -> None:
    """End a sign-on, unless somebody sits at the window just now: who was called is served."""
    if SERVICE_UNDER_WAY(row.hall_id, row.window_id):
        return
    row.ended_at = at
    row.save(update_fields=["ended_at"])
    told = SignOnLapsed(window_id=row.window_id, person_id=row.person_id, why=why)
    record(told, subject=row.id, by=by, at=at)


# --- what the hour brings -----------------------------------------------------------------------------


@transaction.atomic
def tell_covers(*, at: datetime) -> int:
    """Tell of covers and leaves that begin and end, and let nobody sit where they no longer may.

    Authority does not wait for it: it asks the dated rows.  Returns how much was told.
    """
    told = 0
    for hall in organization.halls():
        by = _system(hall.id)
        told += _begin_and_end_leaves(hall, by, at)
        due = Cover.objects.select_for_update().filter(hall_id=hall.id, in_force=True)
        for row in due.filter(begins__lte=at, begun_told_at__isnull=True, ends__gt=at):
            _begin(row, by, at)
            told += 1
        for row in due.filter(ends__lte=at, ended_told_at__isnull=True, dropped_at__isnull=True):
            _end(row, by, at)
            told += 1
        _clear_windows(hall, by, at)
        told += _cover_by_itself(hall, by, at)
    return told


def _begin_and_end_leaves(hall: HallCard, by: Actor, at: datetime) -> int:
    told = 0
    due = Leave.objects.select_for_update().filter(hall_id=hall.id, begins__lte=at).filter(selectors.AWAY)
    for row in due.filter(started_at__isnull=True):
        row.started_at = row.begins
        row.save(update_fields=["started_at"])
        record(LeaveStarted(person_id=row.person_id), subject=row.id, matter=row.id, by=by, at=at)
        told += 1
    for row in due.filter(ends__lte=at, state=LeaveState.APPROVED.value):
        back = row.returned_at is not None  # early, and told; only the decision came later
        row.state, row.returned_at = LeaveState.RETURNED.value, row.returned_at or row.ends
        row.save(update_fields=["state", "returned_at"])
        if back:
            continue
        record(LeaveEnded(person_id=row.person_id, early=False), subject=row.id, matter=row.id, by=by, at=at)
        told += 1
    return told


def _clear_windows(hall: HallCard, by: Actor, at: datetime) -> None:
    """Let nobody sit at a window who is on leave, or whose cover is over."""
    standing = list(SignOn.objects.select_for_update().filter(hall_id=hall.id, ended_at__isnull=True))
    if not standing:
        return
    gone = set(
        Leave.objects.filter(selectors.AWAY, hall_id=hall.id, begins__lte=at, ends__gt=at).values_list(
            "person_id", flat=True
        )
    )
    for row in standing:
        if row.until is not None and row.until <= at:
            _leave_window(row, "cover_over", by, at)
        elif row.person_id in gone:
            _leave_window(row, "on_leave", by, at)


def _cover_by_itself(hall: HallCard, by: Actor, at: datetime) -> int:
    """Let B cover where a department has one person here and that one has not come (AB-09)."""
    told = 0
    for place in selectors.lone_vacancies(hall.id, at):
        post = Post.objects.select_for_update().get(hall_id=hall.id, id=place.post_id)
        if selectors.covers_now(hall.id, at, post_id=post.id):
            continue
        ends = selectors.day_of_a_ends(hall.id, post.id, post.window_id, place.a_id, at)
        free = selectors.candidates(hall.id, place.a_id, post.id, at, ends)
        if not free:
            continue
        made = _at_once(
            post,
            place.a_id,
            free[0].id,
            CoverKind.AUTOMATIC,
            at,
            ends,
            reason=StandInReason.NOT_COME.value,
            named_by=None,
        )
        _begin(write_cover(made, by=by, at=at), by, at)
        told += 1
    return told


def _system(hall_id: UUID) -> Actor:
    return Actor(ActorKind.SYSTEM, SWEEP_ID, hall_id)
