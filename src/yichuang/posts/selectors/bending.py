"""Questions about bent rules: what a run proposes, what was bent in a month."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Q

from yichuang.posts.models.roster import BentRule, RosterRun
from yichuang.posts.types import DaySession
from yichuang.posts.types.roster import BendReason, BentCard, BentLimit, Proposed, RunCard
from yichuang.rostering.types import Limit, Relaxation

WEEK = timedelta(days=6)
OF_WEEK = (BentLimit.DAYS_WEEK, BentLimit.SESSIONS_WEEK)


def proposed(run: RunCard, month: date) -> list[Proposed]:
    """Return what a run would bend so that fewest posts are vacant; nothing where planning with it failed."""
    way_out = run.answer.get("way_out") or {}
    if not way_out.get("checked"):
        return []
    return [
        Proposed(
            UUID(hex=person),
            None if limit == Limit.LEAVE else BentLimit(limit),
            _day(limit, when, month),
            int(more),
        )
        for limit, person, when, more in way_out.get("relaxations", ())
    ]


def _day(limit: str, when: int, month: date) -> date:
    if limit in OF_WEEK:
        return date.fromisocalendar(when // 100, when % 100, 1)
    return month + timedelta(days=when)


def last_day_of(one: Proposed | BentRule) -> date:
    """Return the last day a bent rule is about."""
    return one.day + WEEK if one.limit in OF_WEEK else one.day


def bent_rules(hall_id: UUID, *, since: date, until: date, withdrawn: bool = False) -> list[BentCard]:
    """Return what is bent from ``since`` on, before ``until``, and in weeks that reach into these days.

    ``withdrawn``: what was withdrawn meanwhile too.
    """
    rows = BentRule.objects.filter(hall_id=hall_id, day__gt=since - WEEK - timedelta(days=1), day__lt=until)
    if not withdrawn:
        rows = rows.filter(withdrawn_at__isnull=True)
    cards = [
        BentCard(
            row.id,
            row.person_id,
            BentLimit(row.limit),
            row.day,
            row.more,
            BendReason(row.reason),
            row.run_id,
            row.bent_by,
            row.bent_at,
            row.withdrawn_at,
            row.post_id,
            DaySession(row.session) if row.session else None,
        )
        for row in rows.order_by("day", "bent_at", "id")
    ]
    return [one for one in cards if one.limit in OF_WEEK or one.day >= since]


def is_applied(hall_id: UUID, run_id: UUID) -> bool:
    """Say whether what a run proposed was applied."""
    return BentRule.objects.filter(hall_id=hall_id, run_id=run_id).exists()


def is_overtaken(hall_id: UUID, run_id: UUID) -> bool:
    """Say whether something was bent or withdrawn since a run was asked for, which it does not know of."""
    run = RosterRun.objects.get(hall_id=hall_id, id=run_id)
    since = Q(bent_at__gte=run.asked_at) | Q(withdrawn_at__gte=run.asked_at)
    return (
        BentRule.objects.filter(since, hall_id=hall_id, roster=run.roster_id)
        .exclude(limit=BentLimit.NO_RESERVE)
        .exists()
    )


def relaxations_of(
    hall_id: UUID, people: Collection[UUID], *, first: date, until: date
) -> tuple[Relaxation, ...]:
    """Return what was bent as the engine's relaxations of a month."""
    return tuple(
        Relaxation(Limit(one.limit), one.person_id.hex, _when(one, first), one.more)
        for one in bent_rules(hall_id, since=first, until=until)
        if one.person_id in people and one.limit is not BentLimit.NO_RESERVE
    )


def _when(one: BentCard, first: date) -> int:
    if one.limit in OF_WEEK:
        week = one.day.isocalendar()
        return week.year * 100 + week.week
    return (one.day - first).days
