"""Pause a window for a reason, and go on."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from yichuang.kernel.idempotency import once
from yichuang.kernel.journal.record import record
from yichuang.kernel.types import Actor, Key
from yichuang.posts import selectors
from yichuang.posts.errors import FinishBeforePausing, NotPaused, NotSignedOn, PausedAlready
from yichuang.posts.events import WindowPaused, WindowResumed
from yichuang.posts.models import SignOn
from yichuang.posts.types import SERVICE_UNDER_WAY, PauseReason, SignOnCard

MINUTE = timedelta(minutes=1)


@transaction.atomic
def pause_window(
    *, window_id: UUID, reason: PauseReason, by: Actor, at: datetime, key: Key | None = None
) -> SignOnCard:
    """Pause the window one is signed on at: nobody is called to it, and the public sees that it pauses.

    Raises: NotSignedOn, FinishBeforePausing, PausedAlready.
    """
    promise = once(by, "posts.pause_window", key, at)
    row = _mine(window_id, by)
    if promise.replay:
        return selectors.sign_on_card(row)
    if row.paused_at is not None:
        raise PausedAlready
    if SERVICE_UNDER_WAY(row.hall_id, row.window_id):
        raise FinishBeforePausing

    row.paused_at, row.pause_reason = at, str(reason)
    row.save(update_fields=["paused_at", "pause_reason"])
    told = WindowPaused(window_id=row.window_id, person_id=row.person_id, reason=str(reason))
    record(told, subject=row.id, by=by, at=at, entry_id=promise.entry_id)
    return selectors.sign_on_card(row)


@transaction.atomic
def resume_window(*, window_id: UUID, by: Actor, at: datetime, key: Key | None = None) -> SignOnCard:
    """Let the window one is signed on at serve again.  Raises: NotSignedOn, NotPaused."""
    promise = once(by, "posts.resume_window", key, at)
    row = _mine(window_id, by)
    if promise.replay:
        return selectors.sign_on_card(row)
    if row.paused_at is None:
        raise NotPaused

    minutes = int((at - row.paused_at) / MINUTE)
    row.paused_at, row.pause_reason = None, ""
    row.save(update_fields=["paused_at", "pause_reason"])
    told = WindowResumed(window_id=row.window_id, person_id=row.person_id, minutes=minutes)
    record(told, subject=row.id, by=by, at=at, entry_id=promise.entry_id)
    return selectors.sign_on_card(row)


def _mine(window_id: UUID, by: Actor) -> SignOn:
    """Return the actor's open sign-on at the window, locked: a call and a pause never pass each other."""
    row = (
        SignOn.objects.select_for_update()
        .filter(hall_id=by.hall_id, window_id=window_id, person_id=by.id, ended_at__isnull=True)
        .first()
    )
    if row is None:
        raise NotSignedOn
    return row
