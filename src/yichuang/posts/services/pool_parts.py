"""Write what pools say into the parts of the posts: there is one truth of who may hold a post."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q

from yichuang.kernel.clock import local_day
from yichuang.kernel.ids import new_id
from yichuang.kernel.journal.record import record
from yichuang.kernel.types import Actor
from yichuang.organization import selectors as organization
from yichuang.posts.events import HolderAdded, HolderEnded
from yichuang.posts.models import Holder, Pool
from yichuang.posts.rules.pools import Span, joined, without
from yichuang.posts.types import Part

Place = tuple[UUID, UUID]  # post and person


def settle_pool(pool_id: UUID, *, by: Actor, at: datetime) -> list[tuple[Place, date]]:
    """Let the pool's parts be what it says, within the caller's act.

    Returns who holds a post no longer (post and person), and from which day on.
    Whoever is in it is B of each of its posts, in its order, from its day on; who was given the post itself
    holds it by that, and by the pool before and after.
    """
    today = local_day(at, organization.timezone_of(by.hall_id))
    wanted, ranks = _wanted(by.hall_id, pool_id, today)
    taken: dict[Place, list[Span]] = defaultdict(list)
    ended = []
    for row in _open(by.hall_id, today).select_for_update().filter(pool_id=pool_id).order_by("id"):
        place = (row.post_id, row.person_id)
        begins = max(row.active_from, today)
        until = _end_of(wanted.get(place, []), begins)
        if until is not None and (row.active_until is None or until < row.active_until):
            _end(row, until, by=by, at=at)
            ended.append((place, until))
        elif place in ranks and row.rank != ranks[place]:
            row.rank = ranks[place]
            row.save(update_fields=["rank"])
        taken[place].append((row.active_from, row.active_until))
    for place, spans in wanted.items():
        for first, last in without(spans, taken[place]):
            _begin(place, pool_id, ranks[place], (first, last), by=by, at=at)
    return [(place, until) for place, until in ended if not held(by.hall_id, place, until)]


def settle_post(post_id: UUID, *, by: Actor, at: datetime) -> None:
    """Let the pools a post is in say anew who holds it: somebody was given it, or gave it back."""
    today = local_day(at, organization.timezone_of(by.hall_id))
    rows = Pool.objects.filter(Q(active_until__isnull=True) | Q(active_until__gt=today), hall_id=by.hall_id)
    for pool_id in sorted({row.pool_id for row in rows if post_id.hex in row.post_ids}):
        settle_pool(pool_id, by=by, at=at)


def give_way(post_id: UUID, person_id: UUID, first: date, *, by: Actor, at: datetime) -> None:
    """End what somebody holds by a pool from a day on, where they are given the post itself."""
    rows = _open(by.hall_id, first).filter(post_id=post_id, person_id=person_id, pool_id__isnull=False)
    for row in rows.order_by("id"):
        _end(row, max(first, row.active_from), by=by, at=at)


def _wanted(hall_id: UUID, pool_id: UUID, today: date) -> tuple[dict[Place, list[Span]], dict[Place, int]]:
    """Return who is to hold which post by a pool from today on, and as which of its people."""
    said: dict[Place, list[Span]] = defaultdict(list)
    ranks: dict[Place, int] = {}
    here = {one.id for one in organization.people(hall_id)}
    rows = Pool.objects.filter(hall_id=hall_id, pool_id=pool_id).order_by("active_from", "set_at")
    for row in rows.filter(Q(active_until__isnull=True) | Q(active_until__gt=today)):
        span = (max(row.active_from, today), row.active_until)
        for post in row.post_ids:
            for rank, person in enumerate(row.person_ids, start=1):
                place = (UUID(hex=post), UUID(hex=person))
                if place[1] in here and joined([span]):
                    said[place].append(span)
                    ranks[place] = rank
    own: dict[Place, list[Span]] = defaultdict(list)
    for one in _open(hall_id, today).filter(pool_id__isnull=True):
        own[one.post_id, one.person_id].append((one.active_from, one.active_until))
    return {place: without(spans, own[place]) for place, spans in said.items()}, ranks


def _open(hall_id: UUID, since: date):  # type: ignore[no-untyped-def]
    return Holder.objects.filter(Q(active_until__isnull=True) | Q(active_until__gt=since), hall_id=hall_id)


def held(hall_id: UUID, place: Place, on: date) -> bool:
    """Say whether a part gives somebody a post on a day."""
    rows = _open(hall_id, on).filter(post_id=place[0], person_id=place[1], active_from__lte=on)
    return bool(rows.exists())


def _end_of(spans: list[Span], begins: date) -> date | None:
    """Return until when a part that begins then may last: its beginning itself, where it is not wanted."""
    for first, until in spans:
        if first <= begins and (until is None or begins < until):
            return until
    return begins


def _begin(place: Place, pool_id: UUID, rank: int, span: Span, *, by: Actor, at: datetime) -> None:
    post_id, person_id = place
    row = Holder.objects.create(
        id=new_id(),
        hall_id=by.hall_id,
        post_id=post_id,
        person_id=person_id,
        part=Part.B.value,
        active_from=span[0],
        active_until=span[1],
        given_at=at,
        pool_id=pool_id,
        rank=rank,
    )
    told = HolderAdded(
        post_id=post_id,
        person_id=person_id,
        part=Part.B.value,
        active_from=span[0],
        active_until=span[1],
    )
    record(told, subject=row.id, by=by, at=at)


def _end(row: Holder, until: date, *, by: Actor, at: datetime) -> None:
    """Give a part an end; one that would never begin is taken away."""
    told = HolderEnded(post_id=row.post_id, person_id=row.person_id, active_until=until)
    record(told, subject=row.id, by=by, at=at)
    row.active_until = until
    if until <= row.active_from:
        row.delete()
    else:
        row.save(update_fields=["active_until"])
