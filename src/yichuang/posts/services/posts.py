"""Set up the post behind a window, write down its duties, give it holders."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yichuang.kernel.clock import local_day
from yichuang.kernel.errors import Refusal
from yichuang.kernel.idempotency import once
from yichuang.kernel.ids import new_id
from yichuang.kernel.journal import selectors as journal
from yichuang.kernel.journal.record import record
from yichuang.kernel.texts import plain
from yichuang.kernel.types import Actor, Key
from yichuang.organization import selectors as organization
from yichuang.organization.errors import HasLeft
from yichuang.posts import rules, selectors
from yichuang.posts.errors import (
    DaysUnfit,
    NotCertified,
    NotRecruited,
    NotSelected,
    PartTaken,
    PartUnknown,
    PostThere,
    PostUnknown,
    TooManyDuties,
    Withdrawn,
)
from yichuang.posts.errors.pools import HeldByPool
from yichuang.posts.events import DutiesSet, HolderAdded, HolderEnded, PostAdded, SignOnLapsed
from yichuang.posts.models import Holder, Post, SignOn
from yichuang.posts.selectors.pools import pool
from yichuang.posts.services.bare_shifts import tell_bare_shifts
from yichuang.posts.services.naming import pass_on_for_good
from yichuang.posts.services.pool_parts import give_way, held, settle_post
from yichuang.posts.services.turns import take_turn
from yichuang.posts.types import HolderCard, Part, PostCard
from yichuang.training.types import Unfit

MOST_DUTIES = 40
UNFIT: dict[Unfit, type[Refusal]] = {
    Unfit.UNDER_REVIEW: NotSelected,
    Unfit.RETURNED: NotSelected,
    Unfit.NOT_POSTED: NotSelected,
    Unfit.NO_RECORD: NotRecruited,
    Unfit.WITHDRAWN: Withdrawn,
    Unfit.NO_CERTIFICATE: NotCertified,
}


def _today(hall_id: UUID, at: datetime) -> date:
    return local_day(at, organization.timezone_of(hall_id))


def _duties(duties: Sequence[str]) -> list[str]:
    if len(duties) > MOST_DUTIES:
        raise TooManyDuties(limit=MOST_DUTIES)
    return [plain(one, field=_("Duty"), limit=200) for one in duties]


@transaction.atomic
def add_post(
    *,
    window_id: UUID,
    name: str,
    name_en: str = "",
    duties: Sequence[str] = (),
    by: Actor,
    at: datetime,
    key: Key | None = None,
) -> PostCard:
    """Set up the post behind a window; one without duties is warned about, not refused (ORG-01).

    Raises: PostThere, TooManyDuties, WindowUnknown.
    """
    promise = once(by, "posts.add_post", key, at)
    today = _today(by.hall_id, at)
    if promise.replay:
        return selectors.post(by.hall_id, journal.subject_of(by.hall_id, promise.entry_id), today)
    name, listed = plain(name, field=_("Name"), limit=80), _duties(duties)
    name_en = plain(name_en, field=_("English name"), limit=120, blank=True)
    window = organization.window(by.hall_id, window_id)

    row, fresh = Post.objects.get_or_create(
        hall_id=by.hall_id,
        window_id=window_id,
        defaults={"id": new_id(), "name": name, "name_en": name_en, "duties": listed},
    )
    if not fresh:
        raise PostThere(number=window.number)
    told = PostAdded(window_id=window_id, duties=len(listed))
    record(told, subject=row.id, by=by, at=at, entry_id=promise.entry_id)
    return selectors.post(by.hall_id, row.id, today)


@transaction.atomic
def set_duties(
    *, post_id: UUID, duties: Sequence[str], by: Actor, at: datetime, key: Key | None = None
) -> PostCard:
    """Write the list of a post's duties anew.  Raises: TooManyDuties, PostUnknown."""
    promise = once(by, "posts.set_duties", key, at)
    today = _today(by.hall_id, at)
    if promise.replay:
        return selectors.post(by.hall_id, post_id, today)
    listed = _duties(duties)

    if not Post.objects.filter(hall_id=by.hall_id, id=post_id).update(duties=listed):
        raise PostUnknown
    record(DutiesSet(duties=len(listed)), subject=post_id, by=by, at=at, entry_id=promise.entry_id)
    return selectors.post(by.hall_id, post_id, today)


@transaction.atomic
def add_holder(
    *,
    post_id: UUID,
    person_id: UUID,
    part: Part = Part.A,
    from_day: date | None = None,
    until: date | None = None,
    by: Actor,
    at: datetime,
    key: Key | None = None,
) -> HolderCard:
    """Give a person a post as A or B, from a day (today) until a day (exclusive; none: for good).

    Only who was reviewed and posted, where the hall has chosen so, gets one (STF-04, STF-07).
    Raises: NotSelected, PartTaken, PartUnknown, DaysUnfit, PostUnknown, PersonUnknown, HasLeft.
    """
    promise = once(by, "posts.add_holder", key, at)
    if promise.replay:
        held = journal.subject_of(by.hall_id, promise.entry_id)
        return selectors.holder_card(Holder.objects.get(hall_id=by.hall_id, id=held))
    if part not in list(Part):
        raise PartUnknown
    today = _today(by.hall_id, at)
    first = from_day or today
    if first < today or (until is not None and until <= first):
        raise DaysUnfit

    take_turn(by.hall_id)
    post = Post.objects.filter(hall_id=by.hall_id, id=post_id).first()
    if post is None:
        raise PostUnknown
    if not organization.person(by.hall_id, person_id).active:
        raise HasLeft
    why = selectors.unfit(by.hall_id, person_id, first)
    if why is not Unfit.NO_CERTIFICATE:  # that can still be got before they sign on
        refuse_unfit(why)
    given = Holder.objects.filter(hall_id=by.hall_id, post_id=post_id, pool_id__isnull=True)
    if rules.clashes(list(map(selectors.holder_card, given)), person_id, Part(part), first, until):
        raise PartTaken

    give_way(post_id, person_id, first, by=by, at=at)
    row = Holder.objects.create(
        id=new_id(),
        hall_id=by.hall_id,
        post_id=post_id,
        person_id=person_id,
        part=str(part),
        active_from=first,
        active_until=until,
        given_at=at,
    )
    told = HolderAdded(
        post_id=post_id, person_id=person_id, part=str(part), active_from=first, active_until=until
    )
    record(told, subject=row.id, by=by, at=at, entry_id=promise.entry_id)
    settle_post(post_id, by=by, at=at)
    return selectors.holder_card(row)


@transaction.atomic
def end_holder(
    *, holder_id: UUID, until: date | None = None, by: Actor, at: datetime, key: Key | None = None
) -> HolderCard:
    """End a person's part on ``until`` (exclusive; today: at once, and the sign-on with it).

    Published shifts it leaves without their A or B are told to head and office; where they were to stand in
    from then on, others do.  Whoever is in a pool of the post holds it by that from then on.
    Raises: PostUnknown, DaysUnfit, HeldByPool.
    """
    promise = once(by, "posts.end_holder", key, at)
    take_turn(by.hall_id)
    row = Holder.objects.select_for_update().filter(hall_id=by.hall_id, id=holder_id).first()
    if row is None:
        raise PostUnknown
    if promise.replay:
        return selectors.holder_card(row)
    if row.pool_id is not None:
        raise HeldByPool(name=pool(by.hall_id, row.pool_id).name)
    today = _today(by.hall_id, at)
    until = until or today
    if until < today or (row.active_until is not None and row.active_until <= today):
        raise DaysUnfit

    row.active_until = until
    row.save(update_fields=["active_until"])
    told = HolderEnded(post_id=row.post_id, person_id=row.person_id, active_until=until)
    record(told, subject=row.id, by=by, at=at, entry_id=promise.entry_id)
    settle_post(row.post_id, by=by, at=at)
    if not held(row.hall_id, (row.post_id, row.person_id), until):
        give_up(row.hall_id, row.post_id, row.person_id, until, by=by, at=at)
    tell_bare_shifts(row.person_id, until, by=by, at=at)
    return selectors.holder_card(row)


def give_up(hall_id: UUID, post_id: UUID, person_id: UUID, until: date, *, by: Actor, at: datetime) -> None:
    """Let who holds a post no longer from a day on leave its window, and others cover where they were to."""
    if until <= _today(hall_id, at):
        lapse(hall_id, person_id, post_id, "part_ended", by=by, at=at)
    ends = max(at, datetime.combine(until, time.min, ZoneInfo(organization.timezone_of(hall_id))))
    pass_on_for_good(hall_id, person_id, ends, post_id=post_id, by=by, at=at)


def refuse_unfit(why: Unfit | None) -> None:
    """Refuse who may not be at a window, each with its rule.  Raises: NotSelected, NotCertified."""
    if why is not None:
        raise UNFIT[why]


def lapse(hall_id: UUID, person_id: UUID, post_id: UUID | None, why: str, *, by: Actor, at: datetime) -> None:
    """End the person's open sign-on (at the post, if one is named) within the caller's act."""
    rows = SignOn.objects.select_for_update().filter(
        hall_id=hall_id, person_id=person_id, ended_at__isnull=True
    )
    for row in rows if post_id is None else rows.filter(post_id=post_id):
        row.ended_at = at
        row.save(update_fields=["ended_at"])
        told = SignOnLapsed(window_id=row.window_id, person_id=person_id, why=why)
        record(told, subject=row.id, by=by, at=at)
