"""Stand in at once, as B, for somebody who is not there."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from yichuang.kernel.idempotency import once
from yichuang.kernel.journal import selectors as journal
from yichuang.kernel.types import Actor, Key
from yichuang.organization import selectors as organization
from yichuang.posts import selectors
from yichuang.posts.errors import CoverUnfit, NobodyToStandInFor, NoPostHere, StandInReasonNeeded
from yichuang.posts.labels import COVER_FAULTS
from yichuang.posts.models import Cover, Post, SignOn
from yichuang.posts.services.covers import at_once, begin, leave_window, write_cover
from yichuang.posts.services.naming import cut_out
from yichuang.posts.services.turns import take_turn
from yichuang.posts.types import CoverCard, CoverKind, StandInReason


@transaction.atomic
def stand_in(
    *, window_id: UUID, reason: StandInReason | None, by: Actor, at: datetime, key: Key | None = None
) -> CoverCard:
    """Take, as B, the post of somebody who is not there and has handed nothing over (AB-04).

    It counts at once, to the end of A's sessions of the day, until A comes or B is A of another post; signing
    for the open work stays due.  Whoever covers and is not there does so no longer until then.
    Raises: StandInReasonNeeded, NobodyToStandInFor (AB-04), NoPostHere (ORG-01), CoverUnfit (AB-10).
    """
    promise = once(by, "posts.stand_in", key, at)
    if promise.replay:
        return selectors.cover(by.hall_id, journal.subject_of(by.hall_id, promise.entry_id))
    window = organization.window(by.hall_id, window_id)
    take_turn(by.hall_id)
    post = Post.objects.filter(hall_id=by.hall_id, window_id=window_id).first()
    if post is None:
        raise NoPostHere(number=window.number)
    if reason is None:
        raise StandInReasonNeeded(number=window.number)
    if not organization.is_open(by.hall_id, at, window_id):
        raise NobodyToStandInFor(number=window.number)  # before the session A is not late
    a_id = selectors.expected_at(by.hall_id, post.id, window_id, at)
    if a_id is None or a_id == by.id or selectors.manned(by.hall_id, window_id, at):
        raise NobodyToStandInFor(number=window.number)
    standing = selectors.covers_now(by.hall_id, at, a_id=a_id, post_id=post.id)
    if any(one.b_id == by.id for one in standing):
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
        leave_window(gone, "covered", by, at)
    leave_id = None
    for before in Cover.objects.select_for_update().filter(id__in=[one.id for one in standing]):
        leave_id = before.leave_id
        cut_out(before, at, ends, by=by, at=at)
    made = at_once(post, a_id, by.id, CoverKind.EMERGENCY, at, ends, reason=reason.value, named_by=by.id)
    made.leave_id = leave_id
    row = write_cover(made, by=by, at=at, entry_id=promise.entry_id)
    begin(row, by, at)
    return selectors.cover_card(row)
