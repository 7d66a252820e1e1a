"""Give out a badge, hear that it is lost, replace it by a new version (BDG-01)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from yichuang.kernel.idempotency import once
from yichuang.kernel.ids import new_id
from yichuang.kernel.journal import selectors as journal
from yichuang.kernel.journal.record import record
from yichuang.kernel.types import Actor, Key
from yichuang.organization import selectors as organization
from yichuang.organization.errors import HasLeft
from yichuang.posts import selectors
from yichuang.posts.errors import BadgeLostAlready, BadgeThere, NoBadge
from yichuang.posts.events import BadgeIssued, BadgeLost, BadgeReplaced
from yichuang.posts.models import Badge
from yichuang.posts.types import BadgeCard


@transaction.atomic
def issue_badge(*, person_id: UUID, by: Actor, at: datetime, key: Key | None = None) -> BadgeCard:
    """Give a person their first badge, version 1.

    Raises: BadgeThere (a later version replaces it), PersonUnknown, HasLeft.
    """
    promise = once(by, "posts.issue_badge", key, at)
    if promise.replay:
        return _told(by, promise.entry_id)
    _of_the_hall(by.hall_id, person_id)

    try:
        with transaction.atomic():
            row = _give_out(by, person_id, 1, at)
    except IntegrityError:  # one was given out before, perhaps a moment ago
        raise BadgeThere from None
    told = BadgeIssued(person_id=person_id, badge_version=1)
    record(told, subject=row.id, by=by, at=at, entry_id=promise.entry_id)
    return selectors.badge_card(row)


@transaction.atomic
def report_badge_lost(*, person_id: UUID, by: Actor, at: datetime, key: Key | None = None) -> BadgeCard:
    """Note that the badge a person wears is lost: they sign on at no window until it is replaced.

    Raises: NoBadge, BadgeLostAlready.
    """
    promise = once(by, "posts.report_badge_lost", key, at)
    if promise.replay:
        return _told(by, promise.entry_id)
    row = _in_hand(by.hall_id, person_id)
    if row.lost_at is not None:
        raise BadgeLostAlready

    row.lost_at, row.lost_told_by = at, by.id
    row.save(update_fields=["lost_at", "lost_told_by"])
    told = BadgeLost(person_id=person_id, badge_version=row.version)
    record(told, subject=row.id, by=by, at=at, entry_id=promise.entry_id)
    return selectors.badge_card(row)


@transaction.atomic
def replace_badge(*, person_id: UUID, by: Actor, at: datetime, key: Key | None = None) -> BadgeCard:
    """Give out the next version of a badge, lost or worn out; the earlier version holds no longer.

    Raises: NoBadge, PersonUnknown, HasLeft.
    """
    promise = once(by, "posts.replace_badge", key, at)
    if promise.replay:
        return _told(by, promise.entry_id)
    _of_the_hall(by.hall_id, person_id)
    before = _in_hand(by.hall_id, person_id)

    before.replaced_at = at
    before.save(update_fields=["replaced_at"])
    row = _give_out(by, person_id, before.version + 1, at)
    told = BadgeReplaced(person_id=person_id, badge_version=row.version, was_lost=before.lost_at is not None)
    record(told, subject=row.id, by=by, at=at, entry_id=promise.entry_id)
    return selectors.badge_card(row)


def _of_the_hall(hall_id: UUID, person_id: UUID) -> None:
    if not organization.person(hall_id, person_id).active:
        raise HasLeft


def _in_hand(hall_id: UUID, person_id: UUID) -> Badge:
    """Return, locked, the version that is not replaced."""
    held = Badge.objects.select_for_update().filter(hall_id=hall_id, person_id=person_id)
    row = held.filter(replaced_at__isnull=True).first()
    if row is None:
        raise NoBadge
    return row


def _give_out(by: Actor, person_id: UUID, version: int, at: datetime) -> Badge:
    return Badge.objects.create(
        id=new_id(), hall_id=by.hall_id, person_id=person_id, version=version, issued_by=by.id, issued_at=at
    )


def _told(by: Actor, entry_id: UUID) -> BadgeCard:
    badge_id = journal.subject_of(by.hall_id, entry_id)
    return selectors.badge_card(Badge.objects.get(hall_id=by.hall_id, id=badge_id))
