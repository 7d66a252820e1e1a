"""Name who stands in while somebody is on leave: one B for all of it, or several, each for their own part."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet

from yichuang.kernel.idempotency import once
from yichuang.kernel.ids import new_id
from yichuang.kernel.journal import selectors as journal
from yichuang.kernel.types import Actor, Key
from yichuang.organization import selectors as organization
from yichuang.organization.errors import HasLeft
from yichuang.posts import selectors
from yichuang.posts.errors import CoverDaysUnfit, CoverUnfit, LeaveSettled, LeaveUnknown, NotYourLeave
from yichuang.posts.labels import COVER_FAULTS, LEAVE_STATES
from yichuang.posts.models import Cover, Leave
from yichuang.posts.services.covers import drop, shorten, write_cover
from yichuang.posts.services.turns import take_turn
from yichuang.posts.types import CoverCard, CoverKind, LeavePath, LeaveState

MOMENT = timedelta(microseconds=1)


def locked_leave(leave_id: UUID, by: Actor) -> Leave:
    """Return the hall's leave, locked until the act is over; it is its turn.  Raises: LeaveUnknown."""
    take_turn(by.hall_id)
    row = Leave.objects.select_for_update().filter(hall_id=by.hall_id, id=leave_id).first()
    if row is None:
        raise LeaveUnknown
    return row


@transaction.atomic
def name_cover(
    *,
    leave_id: UUID,
    b_id: UUID,
    post_id: UUID | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
    by: Actor,
    at: datetime,
    key: Key | None = None,
) -> CoverCard:
    """Name who stands in at a post (None: in the open work alone) while somebody is on leave.

    For all of the leave, or from a moment until a moment (exclusive) of it.  Whoever was named before does so
    no longer in that time; what is left of theirs after it is a sheet of its own, to be signed for.
    B holds the post on every day of it, is not away, covers nobody else and is A of no other post meanwhile
    (AB-10).  On a leave that is approved already B stands in without a handover a day ahead, which stays due
    (AB-04).
    Raises: LeaveUnknown, NotYourLeave, LeaveSettled, CoverDaysUnfit, CoverUnfit (AB-10), PersonUnknown.
    """
    promise = once(by, "posts.name_cover", key, at)
    row = locked_leave(leave_id, by)
    if promise.replay:
        return selectors.cover(by.hall_id, journal.subject_of(by.hall_id, promise.entry_id))
    if not selectors.may_arrange_leave(by.hall_id, by.id, row.person_id, at):
        raise NotYourLeave
    state = LeaveState(row.state)
    if state not in (LeaveState.DRAFT, LeaveState.SUBMITTED, LeaveState.APPROVED) or at >= row.ends:
        raise LeaveSettled(state=str(LEAVE_STATES[state]))
    standing = state is LeaveState.APPROVED or row.path == LeavePath.EMERGENCY
    begins = max(row.begins, since or row.begins, at if standing else row.begins)
    ends = min(row.ends, until or row.ends)
    if begins >= ends:
        raise CoverDaysUnfit
    refuse_unfit(by.hall_id, b_id, row.person_id, post_id, begins, ends, beside=row.id)

    named = Cover.objects.select_for_update().filter(
        Q(post__isnull=True) if post_id is None else Q(post_id=post_id),
        hall_id=by.hall_id,
        leave_id=row.id,
        dropped_at__isnull=True,
    )
    for before in named.filter(begins__lt=ends, ends__gt=begins).order_by("begins"):
        cut_out(before, begins, ends, by=by, at=at)
    place = _Place(by.hall_id, row.id, post_id, row.person_id)
    made = _name(place, b_id, begins, ends, by=by, at=at, in_force=standing, entry_id=promise.entry_id)
    return selectors.cover_card(made)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where somebody is stood in for: by which leave (None: without one), at which post, and who is away."""

    hall_id: UUID
    leave_id: UUID | None
    post_id: UUID | None
    a_id: UUID


def cut_out(before: Cover, begins: datetime, ends: datetime, *, by: Actor, at: datetime) -> None:
    """Let somebody no longer stand in from one moment to the other; what is left after it is named anew."""
    after = before.ends
    if before.begins < begins and (at < begins or not before.in_force):
        shorten(before, begins, by=by, at=at)
    else:
        drop(before, by=by, at=at)
    if ends < after:
        place = _Place(before.hall_id, before.leave_id, before.post_id, before.a_id)
        _name(place, before.b_id, ends, after, by=by, at=at, in_force=before.in_force)


def refuse_unfit(
    hall_id: UUID,
    b_id: UUID,
    a_id: UUID,
    post_id: UUID | None,
    begins: datetime,
    ends: datetime,
    *,
    beside: UUID | None = None,
) -> None:
    """Refuse somebody who cannot stand in then.  Raises: CoverUnfit (AB-10), HasLeft, PersonUnknown."""
    person = organization.person(hall_id, b_id)
    if not person.active:
        raise HasLeft
    why = selectors.unfit_to_cover(hall_id, b_id, a_id, post_id, begins, ends, beside=beside)
    if why:
        raise CoverUnfit(worker=person.worker_number, reason=str(COVER_FAULTS[why]))


def suggest_covers(row: Leave, by: Actor, at: datetime) -> None:
    """Name whom the shifts name as B, each for their sessions; on the emergency path anybody, and at once.

    Who stands in at a post already goes on, and is followed by who is named.  A stretch for which nobody is
    free stays open, and the asker sees it.
    """
    emergency = row.path == LeavePath.EMERGENCY
    begins = max(row.begins, at) if emergency else row.begins
    if begins >= row.ends:
        return  # filed afterwards: there is nothing left to cover
    there = selectors.stand_ins(row.hall_id, row.person_id, begins, begins + MOMENT)
    for post_id in selectors.places_to_cover(row.hall_id, row.person_id, begins, row.ends, at):
        place = _Place(row.hall_id, row.id, post_id, row.person_id)
        first = max((one.ends for one in there if one.post_id == post_id), default=begins)
        if first >= row.ends:
            continue
        for b_id, since, until in selectors.who_could(
            row.hall_id, row.person_id, post_id, first, row.ends, anybody=emergency
        ):
            _name(place, b_id, since, until, by=by, at=at, in_force=emergency)
    if emergency:
        _pass_on(row, begins, by, at)


def _pass_on(row: Leave, begins: datetime, by: Actor, at: datetime) -> None:
    """Let somebody else go on where who is suddenly away stood in; where nobody can, the vacancy is told."""
    for before in list(_standing(row.hall_id, row.person_id).filter(begins__lt=row.ends, ends__gt=begins)):
        _hand_on(before, max(before.begins, begins), min(before.ends, row.ends), by, at)


def pass_on_for_good(
    hall_id: UUID, person_id: UUID, begins: datetime, *, post_id: UUID | None, by: Actor, at: datetime
) -> None:
    """Let others go on where somebody stood in who may not from a moment on, at one post or (None) anywhere.

    Where nobody can, nobody is said to stand in any more: the leave is bare again and its page says so.
    """
    standing = _standing(hall_id, person_id).filter(ends__gt=begins)
    for before in list(standing if post_id is None else standing.filter(post_id=post_id)):
        first, last = max(before.begins, begins), before.ends
        _hand_on(before, first, last, by, at)
        before.refresh_from_db()
        if before.dropped_at is None and before.ends > first:
            cut_out(before, first, last, by=by, at=at)


def _standing(hall_id: UUID, person_id: UUID) -> QuerySet[Cover]:
    """Return the covers by which somebody stands in or will, locked."""
    rows = Cover.objects.select_for_update().filter(
        hall_id=hall_id, b_id=person_id, in_force=True, dropped_at__isnull=True
    )
    return rows.order_by("begins", "id")


def _hand_on(before: Cover, first: datetime, last: datetime, by: Actor, at: datetime) -> None:
    """Let whoever is free go on with a cover from one moment to the other."""
    free = selectors.who_could(before.hall_id, before.a_id, before.post_id, first, last, anybody=True)
    place = _Place(before.hall_id, before.leave_id, before.post_id, before.a_id)
    for b_id, since, until in free:
        if before.ends > since:
            cut_out(before, since, last, by=by, at=at)
        _name(place, b_id, since, until, by=by, at=at, in_force=True)


def _name(
    place: _Place,
    b_id: UUID,
    begins: datetime,
    ends: datetime,
    *,
    by: Actor,
    at: datetime,
    in_force: bool,
    entry_id: UUID | None = None,
) -> Cover:
    """Write down who stands in; what counts at once was not handed over a day ahead."""
    return write_cover(
        Cover(
            id=new_id(),
            hall_id=place.hall_id,
            leave_id=place.leave_id,
            post_id=place.post_id,
            a_id=place.a_id,
            b_id=b_id,
            kind=(CoverKind.EMERGENCY if in_force else CoverKind.PLANNED).value,
            begins=begins,
            ends=ends,
            in_force=in_force,
            named_by=by.id,
            named_at=at,
        ),
        by=by,
        at=at,
        entry_id=entry_id,
    )
