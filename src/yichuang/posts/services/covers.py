"""Let covers begin and end, with the hour or before, and cover by itself where nobody else is there."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import NAMESPACE_URL, UUID, uuid5

from django.db import transaction

from yichuang.kernel.ids import new_id
from yichuang.kernel.journal.record import record
from yichuang.kernel.types import Actor, ActorKind
from yichuang.organization import selectors as organization
from yichuang.organization.types import HallCard
from yichuang.posts import selectors
from yichuang.posts.events import (
    CoverDropped,
    CoverEnded,
    CoverNamed,
    CoverShortened,
    CoverStarted,
    LeaveEnded,
    LeaveStarted,
    SignOnLapsed,
)
from yichuang.posts.models import Cover, Leave, Post, SignOn
from yichuang.posts.services.turns import renew_until, take_turn
from yichuang.posts.types import (
    SERVICE_UNDER_WAY,
    CoverKind,
    LeaveState,
    LonePlace,
    Over,
    StandInReason,
)

SWEEP_ID = uuid5(NAMESPACE_URL, "yichuang:posts.covers")
MINUTE = timedelta(minutes=1)


def at_once(
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
    row.save(update_fields=["ends", "dropped_at"])  # a dropped cover ends: that needs no telling of its own
    for early in _seated(row):  # got ready for it before it began
        renew_until(row.hall_id, early.person_id, at)
        leave_window(early, Over.COVER, by, at)
    told = CoverDropped(leave_id=row.leave_id, post_id=row.post_id, b_id=row.b_id)
    record(told, subject=row.id, matter=row.leave_id, by=by, at=at)


def end_cover(row: Cover, *, by: Actor, at: datetime) -> None:
    """End a cover now: B's rights stop at once, and B's sign-on as soon as nobody is being served."""
    shorten(row, at, by=by, at=at)
    if row.in_force:
        _end(row, by, at)


def shorten(row: Cover, ends: datetime, *, by: Actor, at: datetime) -> None:
    """Let a cover end at a moment, should it last longer; one that has not begun by then never does."""
    ends = max(row.begins, min(row.ends, ends))
    if ends == row.ends:
        return
    row.ends = ends
    row.save(update_fields=["ends"])
    told = CoverShortened(leave_id=row.leave_id, post_id=row.post_id, b_id=row.b_id, ends=ends)
    record(told, subject=row.id, matter=row.leave_id, by=by, at=at)
    for one in _seated(row):
        renew_until(row.hall_id, one.person_id, at)


def begin(row: Cover, by: Actor, at: datetime) -> None:
    """Tell that B holds A's rights from now on; A, should they still sit there, does not any more."""
    row.begun_told_at = at
    row.save(update_fields=["begun_told_at"])
    told = CoverStarted(
        leave_id=row.leave_id, post_id=row.post_id, a_id=row.a_id, b_id=row.b_id, kind=row.kind
    )
    record(told, subject=row.id, matter=row.leave_id, by=by, at=at)


def _end(row: Cover, by: Actor, at: datetime) -> None:
    if row.begun_told_at is None and row.begins < row.ends:
        begin(row, by, row.begins)  # it ran, and the sweep had not come by
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
    for sign_on in _seated(row):
        leave_window(sign_on, Over.COVER, by, at)


def _seated(row: Cover) -> list[SignOn]:
    """Return who sits at a window by this cover, locked."""
    standing = SignOn.objects.select_for_update().filter(hall_id=row.hall_id, cover_id=row.id)
    return list(standing.filter(ended_at__isnull=True))


def leave_window(row: SignOn, why: str, by: Actor, at: datetime) -> None:
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
        by, lone = _system(hall.id), selectors.lone_vacancies(hall.id, at)
        if lone:
            take_turn(hall.id)  # before anything else is locked
        told += _begin_and_end_leaves(hall, by, at)
        due = Cover.objects.select_for_update().filter(hall_id=hall.id, in_force=True)
        for row in due.filter(begins__lte=at, begun_told_at__isnull=True, ends__gt=at):
            begin(row, by, at)
            told += 1
        for row in due.filter(ends__lte=at, ended_told_at__isnull=True, dropped_at__isnull=True):
            _end(row, by, at)
            told += 1
        _clear_windows(hall, by, at)
        told += _cover_by_itself(lone, by, at)
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
        row.state, row.returned_at = LeaveState.RETURNED.value, row.ends
        row.save(update_fields=["state", "returned_at"])
        record(LeaveEnded(person_id=row.person_id, early=False), subject=row.id, matter=row.id, by=by, at=at)
        told += 1
    return told


def _clear_windows(hall: HallCard, by: Actor, at: datetime) -> None:
    """Let nobody sit at a window who is on leave, or whose cover or session is over."""
    standing = list(SignOn.objects.select_for_update().filter(hall_id=hall.id, ended_at__isnull=True))
    if not standing:
        return
    gone = set(
        Leave.objects.filter(selectors.AWAY, hall_id=hall.id, begins__lte=at, ends__gt=at).values_list(
            "person_id", flat=True
        )
    )
    for row in standing:
        if row.person_id in gone:
            leave_window(row, Over.LEAVE, by, at)
        elif row.until is not None and row.until <= at:
            leave_window(row, selectors.why_over(selectors.sign_on_card(row)), by, at)


def _cover_by_itself(lone: list[LonePlace], by: Actor, at: datetime) -> int:
    """Let B cover where a department has one person here and that one has not come (AB-09).

    Who is due elsewhere later covers until then, and the next from there.
    """
    told = 0
    for place in lone:
        post = Post.objects.get(hall_id=by.hall_id, id=place.post_id)
        if selectors.covers_now(post.hall_id, at, a_id=place.a_id, post_id=post.id):
            continue
        ends = selectors.day_of_a_ends(post.hall_id, post.id, post.window_id, place.a_id, at)
        free = selectors.free_now(post.hall_id, place.a_id, post.id, at, ends)
        if free is None:
            continue
        b_id, ends = free
        made = at_once(
            post,
            place.a_id,
            b_id,
            CoverKind.AUTOMATIC,
            at,
            ends,
            reason=StandInReason.NOT_COME.value,
            named_by=None,
        )
        begin(write_cover(made, by=by, at=at), by, at)
        told += 1
    return told


def _system(hall_id: UUID) -> Actor:
    return Actor(ActorKind.SYSTEM, SWEEP_ID, hall_id)
