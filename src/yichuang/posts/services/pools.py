"""Make a pool of posts of one department, change it, end it; whoever is in it may stand at each of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from yichuang.kernel.clock import local_day
from yichuang.kernel.idempotency import once
from yichuang.kernel.ids import new_id
from yichuang.kernel.journal import selectors as journal
from yichuang.kernel.journal.record import record
from yichuang.kernel.texts import plain
from yichuang.kernel.types import Actor, Key
from yichuang.organization import selectors as organization
from yichuang.organization.errors import HasLeft
from yichuang.posts import selectors
from yichuang.posts.errors import PostUnknown
from yichuang.posts.errors.pools import (
    PoolDaysUnfit,
    PoolNamed,
    PoolStillNeeded,
    PoolTooSmall,
    PoolUnknown,
    PostElsewhere,
    PostPooled,
)
from yichuang.posts.events.pools import PoolChanged, PoolEnded, PoolMade
from yichuang.posts.models import Holder, Pool
from yichuang.posts.selectors.bare_shifts import named_unheld
from yichuang.posts.selectors.pools import pool, pool_card
from yichuang.posts.services.pool_parts import settle_pool
from yichuang.posts.services.posts import give_up, refuse_unfit
from yichuang.posts.services.rosters import may_make
from yichuang.posts.services.shifts import faults_told
from yichuang.posts.services.turns import take_turn
from yichuang.posts.types import PoolCard, PoolReason
from yichuang.regulations import selectors as regulations

YEAR = timedelta(days=366)


@transaction.atomic
def make_pool(
    *,
    department_id: UUID | None,
    name: str,
    name_en: str = "",
    post_ids: Sequence[UUID],
    person_ids: Sequence[UUID],
    from_day: date | None = None,
    by: Actor,
    at: datetime,
    key: Key | None = None,
) -> PoolCard:
    """Put posts of a department into a pool from a day (today) on; its people in the order of A.

    Each may stand at each post, as long as they are posted and certified; who is A of none is its reserve.
    Raises: NotYourRoster, PoolDaysUnfit, PostElsewhere, PoolTooSmall and PostPooled (AB-01), PoolNamed,
    PostUnknown, PersonUnknown, HasLeft, NotSelected, NotRecruited, Withdrawn, NotCertified.
    """
    promise = once(by, "posts.make_pool", key, at)
    if promise.replay:
        return pool(by.hall_id, journal.subject_of(by.hall_id, promise.entry_id))
    may_make(by, department_id, at)
    name, name_en = _names(name, name_en)
    first = _from(by.hall_id, from_day, None, at)
    take_turn(by.hall_id)
    if Pool.objects.filter(hall_id=by.hall_id, name=name, active_until__isnull=True).exists():
        raise PoolNamed(name=name)

    row = Pool(
        id=new_id(), hall_id=by.hall_id, pool_id=new_id(), department_id=department_id, name=name,
        name_en=name_en, active_from=first, set_by=by.id, set_at=at,
    )  # fmt: skip
    _fill(row, post_ids, person_ids)
    row.save()
    card = pool_card(row)
    told = PoolMade(
        department_id=department_id,
        post_ids=card.post_ids,
        person_ids=card.person_ids,
        active_from=first,
    )
    record(told, subject=row.pool_id, by=by, at=at, entry_id=promise.entry_id)
    settle_pool(row.pool_id, by=by, at=at)
    return card


@transaction.atomic
def change_pool(
    *,
    pool_id: UUID,
    post_ids: Sequence[UUID],
    person_ids: Sequence[UUID],
    reason: PoolReason,
    from_day: date | None = None,
    by: Actor,
    at: datetime,
    key: Key | None = None,
) -> PoolCard:
    """Give a pool other posts, other people or another order from a day (today) on, for a reason.

    Raises: what ``make_pool`` does, PoolUnknown, PoolStillNeeded (AB-01).
    """
    promise = once(by, "posts.change_pool", key, at)
    if promise.replay:
        return pool(by.hall_id, pool_id)
    last = _last(pool_id, by, at)
    first = _from(by.hall_id, from_day, last.active_from, at)

    row = Pool(
        id=new_id(), hall_id=by.hall_id, pool_id=pool_id, department_id=last.department_id, name=last.name,
        name_en=last.name_en, active_from=first, reason=reason, set_by=by.id, set_at=at,
    )  # fmt: skip
    _fill(row, post_ids, person_ids)
    last.active_until = first
    last.save(update_fields=["active_until"])
    row.save()
    card = pool_card(row)
    told = PoolChanged(
        post_ids=card.post_ids,
        person_ids=card.person_ids,
        active_from=first,
        reason=reason,
    )
    record(told, subject=pool_id, by=by, at=at, entry_id=promise.entry_id)
    _settle(pool_id, first, by=by, at=at)
    return card


@transaction.atomic
def end_pool(
    *,
    pool_id: UUID,
    reason: PoolReason,
    until: date | None = None,
    by: Actor,
    at: datetime,
    key: Key | None = None,
) -> PoolCard:
    """End a pool on ``until`` (exclusive; today: at once) for a reason, unless published shifts rest on it.

    Raises: PoolUnknown, NotYourRoster, PoolDaysUnfit, PoolStillNeeded (AB-01).
    """
    promise = once(by, "posts.end_pool", key, at)
    if promise.replay:
        return pool(by.hall_id, pool_id)
    last = _last(pool_id, by, at)
    ends = _from(by.hall_id, until, last.active_from, at)

    last.active_until, last.ended_for = ends, reason
    last.save(update_fields=["active_until", "ended_for"])
    told = PoolEnded(active_until=ends, reason=reason)
    record(told, subject=pool_id, by=by, at=at, entry_id=promise.entry_id)
    _settle(pool_id, ends, by=by, at=at)
    return pool_card(last)


def leave_pools(person_id: UUID, *, by: Actor, at: datetime) -> None:
    """Take who is gone out of every pool from today on, within the caller's act; the others stay in it."""
    today = local_day(at, organization.timezone_of(by.hall_id))
    rows = Pool.objects.select_for_update().filter(
        Q(active_until__isnull=True) | Q(active_until__gt=today), hall_id=by.hall_id
    )
    for row in rows.order_by("active_from", "id"):
        if person_id.hex not in row.person_ids:
            continue
        left = [one for one in row.person_ids if one != person_id.hex]
        until, row.active_until = row.active_until, max(today, row.active_from)
        row.save(update_fields=["active_until"])
        row.id, row.active_from, row.active_until = new_id(), row.active_until, until
        row.person_ids, row.reason, row.set_by, row.set_at = left, PoolReason.PEOPLE, by.id, at
        row.save(force_insert=True)
        card = pool_card(row)
        told = PoolChanged(
            post_ids=card.post_ids,
            person_ids=card.person_ids,
            active_from=card.active_from,
            reason=PoolReason.PEOPLE,
        )
        record(told, subject=row.pool_id, by=by, at=at)


def _names(name: str, name_en: str) -> tuple[str, str]:
    return (
        plain(name, field=_("Name"), limit=40),
        plain(name_en, field=_("English name"), limit=80, blank=True),
    )


def _from(hall_id: UUID, day: date | None, after: date | None, at: datetime) -> date:
    today = local_day(at, organization.timezone_of(hall_id))
    day = day or max(today, after or today)
    if not max(today, after or today) <= day <= today + YEAR:
        raise PoolDaysUnfit
    return day


def _last(pool_id: UUID, by: Actor, at: datetime) -> Pool:
    """Return what a pool was said to be last, with the turn taken.  Raises: PoolUnknown, NotYourRoster."""
    take_turn(by.hall_id)
    rows = Pool.objects.select_for_update(of=("self",)).filter(hall_id=by.hall_id, pool_id=pool_id)
    row = rows.filter(active_until__isnull=True).first()
    if row is None:
        raise PoolUnknown
    may_make(by, row.department_id, at)
    return row


def _fill(row: Pool, post_ids: Sequence[UUID], person_ids: Sequence[UUID]) -> None:
    """Write posts and people into a pool, or refuse those that cannot be in it (AB-01)."""
    posts, people = list(dict.fromkeys(post_ids)), list(dict.fromkeys(person_ids))
    windows = selectors.post_windows(row.hall_id)
    if set(posts) - set(windows):
        raise PostUnknown
    if any(
        organization.window(row.hall_id, windows[one]).department_id != row.department_id for one in posts
    ):
        raise PostElsewhere
    least = regulations.parameter(row.hall_id, "ab.handlers_per_post", row.active_from)
    if len(posts) < 2 or len(people) < least:
        raise PoolTooSmall(least=least)
    _refuse_pooled(row, posts)
    for one in people:
        if not organization.person(row.hall_id, one).active:
            raise HasLeft
        refuse_unfit(selectors.unfit(row.hall_id, one, row.active_from))
    row.post_ids, row.person_ids = [one.hex for one in posts], [one.hex for one in people]


def _refuse_pooled(row: Pool, posts: list[UUID]) -> None:
    others = Pool.objects.filter(
        Q(active_until__isnull=True) | Q(active_until__gt=row.active_from), hall_id=row.hall_id
    ).exclude(pool_id=row.pool_id)
    for other in others:
        both = [one for one in posts if one.hex in other.post_ids]
        if both:
            window = organization.window(row.hall_id, selectors.post_windows(row.hall_id)[both[0]])
            raise PostPooled(number=window.number, name=other.name)


def _settle(pool_id: UUID, since: date, *, by: Actor, at: datetime) -> None:
    """Let the parts follow a pool, unless published shifts rest on what it gave.  Raises: PoolStillNeeded."""
    parts = Holder.objects.filter(hall_id=by.hall_id, pool_id=pool_id)
    posts = sorted(set(parts.values_list("post_id", flat=True)))
    before = named_unheld(by.hall_id, posts, since=since)
    ended = settle_pool(pool_id, by=by, at=at)
    resting = [one for one in named_unheld(by.hall_id, posts, since=since) if one not in before]
    if resting:
        raise PoolStillNeeded(faults=faults_told(by.hall_id, resting))
    for (post_id, person_id), until in ended:
        give_up(by.hall_id, post_id, person_id, until, by=by, at=at)
