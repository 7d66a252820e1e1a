"""Pause a window for a reason, and go on."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import NAMESPACE_URL, UUID, uuid5

from django.db import transaction

from yichuang.kernel.idempotency import once
from yichuang.kernel.ids import new_id
from yichuang.kernel.journal.record import record
from yichuang.kernel.types import Actor, ActorKind, Key
from yichuang.organization import selectors as organization
from yichuang.posts import selectors
from yichuang.posts.errors import BackByUnfit, FinishBeforePausing, NotPaused, NotSignedOn, PausedAlready
from yichuang.posts.events import LeftPost, ReturnOverdue, WindowPaused, WindowResumed
from yichuang.posts.models import Away, SignOn
from yichuang.posts.types import LEAVES_THE_POST, SERVICE_UNDER_WAY, PauseReason, SignOnCard

SWEEP_ID = uuid5(NAMESPACE_URL, "yichuang:posts.overdue_returns")
MINUTE = timedelta(minutes=1)
LONGEST = 24 * 60


@transaction.atomic
def pause_window(
    *,
    window_id: UUID,
    reason: PauseReason,
    minutes: int | None = None,
    by: Actor,
    at: datetime,
    key: Key | None = None,
) -> SignOnCard:
    """Pause the window one is signed on at: nobody is called to it, and the public sees that it pauses.

    Who leaves the post for it is back after ``minutes``, at most and by default as many as a short absence
    may last (``att.short_absence_minutes``); a meeting may last as long as one says, up to a day.
    Raises: NotSignedOn, FinishBeforePausing, PausedAlready, BackByUnfit (ATT-04).
    """
    promise = once(by, "posts.pause_window", key, at)
    row = _mine(window_id, by, at)
    if promise.replay:
        return selectors.sign_on_card(row)
    if row.paused_at is not None:
        raise PausedAlready
    if SERVICE_UNDER_WAY(row.hall_id, row.window_id):
        raise FinishBeforePausing

    back_by = _back_by(row.hall_id, reason, minutes, at)
    row.paused_at, row.pause_reason = at, str(reason)
    row.save(update_fields=["paused_at", "pause_reason"])
    told = WindowPaused(window_id=row.window_id, person_id=row.person_id, reason=str(reason))
    record(told, subject=row.id, by=by, at=at, entry_id=promise.entry_id)
    if back_by is not None:
        _close(row, at)
        Away.objects.create(
            id=new_id(),
            hall_id=row.hall_id,
            person_id=row.person_id,
            sign_on_id=row.id,
            since=at,
            back_by=back_by,
        )
        left = LeftPost(window_id=row.window_id, person_id=row.person_id, back_by=back_by)
        record(left, subject=row.id, by=by, at=at)
    return selectors.sign_on_card(row)


@transaction.atomic
def resume_window(*, window_id: UUID, by: Actor, at: datetime, key: Key | None = None) -> SignOnCard:
    """Let the window one is signed on at serve again.  Raises: NotSignedOn, NotPaused."""
    promise = once(by, "posts.resume_window", key, at)
    row = _mine(window_id, by, at)
    if promise.replay:
        return selectors.sign_on_card(row)
    if row.paused_at is None:
        raise NotPaused

    minutes = int((at - row.paused_at) / MINUTE)
    row.paused_at, row.pause_reason = None, ""
    row.save(update_fields=["paused_at", "pause_reason"])
    _close(row, at)
    told = WindowResumed(window_id=row.window_id, person_id=row.person_id, minutes=minutes)
    record(told, subject=row.id, by=by, at=at, entry_id=promise.entry_id)
    return selectors.sign_on_card(row)


def _back_by(hall_id: UUID, reason: PauseReason, minutes: int | None, at: datetime) -> datetime | None:
    """Return when who pauses for this reason is back at the post; None: they do not leave it."""
    if reason not in LEAVES_THE_POST:
        return None
    limit = selectors.short_absence(hall_id, at)
    most = limit if reason is PauseReason.SHORT_ABSENCE else LONGEST
    minutes = limit if minutes is None else minutes
    if not 1 <= minutes <= most:
        raise BackByUnfit(limit=most)
    return at + minutes * MINUTE


def _close(row: SignOn, at: datetime) -> None:
    Away.objects.filter(hall_id=row.hall_id, person_id=row.person_id, back_at__isnull=True).update(back_at=at)


@transaction.atomic
def tell_overdue_returns(*, at: datetime) -> int:
    """Tell once of each person not back by the time they said, with nobody at the window (ATT-04, LOC-03)."""
    told = 0
    for hall in organization.halls():
        by = Actor(ActorKind.SYSTEM, SWEEP_ID, hall.id)
        standing = Away.objects.select_for_update(of=("self",)).select_related("sign_on")
        for row in standing.filter(hall_id=hall.id, back_at__isnull=True, told_at__isnull=True):
            if row.sign_on.ended_at is not None:  # B has taken over, or the day is over
                row.back_at = row.sign_on.ended_at
                row.save(update_fields=["back_at"])
            elif row.back_by < at:
                row.told_at = at
                row.save(update_fields=["told_at"])
                late = ReturnOverdue(
                    window_id=row.sign_on.window_id,
                    person_id=row.person_id,
                    minutes=int((at - row.since) / MINUTE),
                )
                record(late, subject=row.id, by=by, at=at)
                told += 1
    return told


def _mine(window_id: UUID, by: Actor, at: datetime) -> SignOn:
    """Return the actor's sign-on at the window, locked: a call and a pause never pass each other."""
    row = (
        SignOn.objects.select_for_update()
        .filter(hall_id=by.hall_id, window_id=window_id, person_id=by.id, ended_at__isnull=True)
        .first()
    )
    if row is None or selectors.sign_on_card(row).is_over(at):
        raise NotSignedOn
    return row
