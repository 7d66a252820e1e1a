"""Say which windows open only as they are needed, and how many should be open when."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from yichuang.kernel.clock import local_day
from yichuang.kernel.idempotency import once
from yichuang.kernel.ids import new_id
from yichuang.kernel.journal import selectors as journal
from yichuang.kernel.journal.record import record
from yichuang.kernel.types import Actor, Key
from yichuang.organization import selectors as organization
from yichuang.organization.errors import LastFixedPost
from yichuang.organization.services import hold
from yichuang.posts.errors import PostUnknown
from yichuang.posts.errors.demand import (
    DemandDaysUnfit,
    FlexibleThere,
    NeedUnfit,
    NotFlexible,
)
from yichuang.posts.events.demand import NeedSet, WindowMadeFixed, WindowMadeFlexible
from yichuang.posts.models import Flexible, Need, Post
from yichuang.posts.selectors import demand
from yichuang.posts.selectors import roster as rosters
from yichuang.posts.selectors.fixed_posts import fixed_posts
from yichuang.posts.services.rosters import may_make
from yichuang.posts.types import DaySession, FlexibleCard, NeedCard, NeedReason, NeedWeight

YEAR = timedelta(days=366)


def _from(hall_id: UUID, day: date | None, at: datetime) -> date:
    """Return from when it holds.  Raises: DemandDaysUnfit."""
    today = local_day(at, organization.timezone_of(hall_id))
    day = day or today
    if not today <= day <= today + YEAR:
        raise DemandDaysUnfit
    return day


@transaction.atomic
def make_flexible(
    *, post_id: UUID, from_day: date | None = None, by: Actor, at: datetime, key: Key | None = None
) -> FlexibleCard:
    """Let a window open only as the need asks, from a day (today) on; its department keeps a fixed post.

    Raises: PostUnknown, NotYourRoster, DemandDaysUnfit, FlexibleThere, LastFixedPost (AB-02).
    """
    promise = once(by, "posts.make_flexible", key, at)
    if promise.replay:
        row = Flexible.objects.get(hall_id=by.hall_id, id=journal.subject_of(by.hall_id, promise.entry_id))
        return demand.flexible_card(row)
    post = Post.objects.filter(hall_id=by.hall_id, id=post_id).first()
    if post is None:
        raise PostUnknown
    window = organization.window(by.hall_id, post.window_id)
    may_make(by, window.department_id, at)
    day = _from(by.hall_id, from_day, at)
    # one after the other, so that two acts at once do not leave the department without a fixed post
    hold(by.hall_id)
    if any(one.post_id == post_id for one in demand.flexible(by.hall_id, since=day)):
        raise FlexibleThere(number=window.number)
    if not fixed_posts(by.hall_id, window.department_id, day) - {post_id}:
        raise LastFixedPost(number=window.number)

    row = Flexible.objects.create(
        id=new_id(), hall_id=by.hall_id, post_id=post_id, active_from=day, set_by=by.id, set_at=at
    )
    told = WindowMadeFlexible(post_id=post_id, active_from=day)
    record(told, subject=row.id, by=by, at=at, entry_id=promise.entry_id)
    return demand.flexible_card(row)


@transaction.atomic
def make_fixed(
    *, post_id: UUID, from_day: date | None = None, by: Actor, at: datetime, key: Key | None = None
) -> FlexibleCard:
    """Let a flexible window be a fixed post again, from a day (today) on.

    Raises: PostUnknown, NotYourRoster, DemandDaysUnfit, NotFlexible.
    """
    promise = once(by, "posts.make_fixed", key, at)
    if promise.replay:
        row = Flexible.objects.get(hall_id=by.hall_id, id=journal.subject_of(by.hall_id, promise.entry_id))
        return demand.flexible_card(row)
    post = Post.objects.filter(hall_id=by.hall_id, id=post_id).first()
    if post is None:
        raise PostUnknown
    may_make(by, organization.window(by.hall_id, post.window_id).department_id, at)
    day = _from(by.hall_id, from_day, at)
    found = (
        Flexible.objects.select_for_update()
        .filter(hall_id=by.hall_id, post_id=post_id, active_until__isnull=True)
        .first()
    )
    if found is None:
        raise NotFlexible

    found.active_until = max(day, found.active_from)
    found.save(update_fields=["active_until"])
    told = WindowMadeFixed(post_id=post_id, active_from=found.active_until)
    record(told, subject=found.id, by=by, at=at, entry_id=promise.entry_id)
    return demand.flexible_card(found)


@transaction.atomic
def set_need(
    *,
    department_id: UUID | None,
    weekday: int,
    session: DaySession,
    windows: int,
    reason: NeedReason,
    weight: NeedWeight = NeedWeight.ORDINARY,
    from_day: date | None = None,
    by: Actor,
    at: datetime,
    key: Key | None = None,
) -> NeedCard:
    """Say how many windows should be open in a session of a weekday (1 is Monday), from a day (today) on.

    ``weight`` says where windows open first when there are too few people.  What was said for later days
    stands; the same day said anew takes its place.
    Raises: NotYourRoster, DemandDaysUnfit, NeedUnfit (QUE-09).
    """
    promise = once(by, "posts.set_need", key, at)
    if promise.replay:
        row = Need.objects.get(hall_id=by.hall_id, id=journal.subject_of(by.hall_id, promise.entry_id))
        return demand.need_card(row)
    may_make(by, department_id, at)
    day = _from(by.hall_id, from_day, at)
    most = len(rosters.department_posts(by.hall_id, department_id))
    known = session in list(DaySession) and reason in list(NeedReason) and weight in list(NeedWeight)
    if not known or not 1 <= weekday <= 7 or not 0 <= windows <= most:
        raise NeedUnfit(most=most)

    said = {
        "windows": windows,
        "reason": str(reason),
        "weight": str(weight),
        "set_by": by.id,
        "set_at": at,
    }
    row, _fresh = Need.objects.filter(Q(department_id=department_id)).update_or_create(
        hall_id=by.hall_id,
        weekday=weekday,
        session=str(session),
        active_from=day,
        defaults=said,
        create_defaults=said | {"id": new_id(), "department_id": department_id},
    )
    told = NeedSet(
        department_id=department_id,
        weekday=weekday,
        session=str(session),
        windows=windows,
        active_from=day,
        reason=str(reason),
        weight=str(weight),
    )
    record(told, subject=row.id, by=by, at=at, entry_id=promise.entry_id)
    return demand.need_card(row)
