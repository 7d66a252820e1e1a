"""Which clocks are open, come near their end, are over or stand still: a page at a time, chosen in SQL."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from yichuang.deadlines.models import Clock, ClockRung
from yichuang.deadlines.selectors.clocks import cards
from yichuang.deadlines.types import Among, Audience, ClockCard, ClockState, Which

MOST = 500


def open_clocks(
    hall_id: UUID,
    at: datetime,
    *,
    purposes: Collection[str] | None = None,
    department_id: UUID | None = None,
    owner_id: UUID | None = None,
    told: Audience | None = None,
    state: Among | str = Among.ALL,
    limit: int = 50,
    after: UUID | None = None,
) -> list[ClockCard]:
    """Return open clocks, the earliest due first, ``limit`` of them from behind ``after`` on.

    ``told``: only those of which this audience was told that they are near or over (the office's list).
    """
    rows = _open(hall_id, purposes, department_id, owner_id).filter(_among(Among(state), at))
    if told is not None:
        rungs = ClockRung.objects.filter(
            hall_id=hall_id, clock_id=OuterRef("id"), tells__contains=Audience(told).value
        )
        rows = rows.filter(Exists(rungs))
    if after is not None:
        last = Clock.objects.filter(hall_id=hall_id, id=after).values_list("due_at", flat=True).first()
        if last is not None:
            rows = rows.filter(Q(due_at__gt=last) | Q(due_at=last, id__gt=after))
    return cards(hall_id, list(rows.order_by("due_at", "id")[: max(0, min(limit, MOST))]), at)


def counts(
    hall_id: UUID,
    at: datetime,
    *,
    purposes: Collection[str] | None = None,
    department_id: UUID | None = None,
    owner_id: UUID | None = None,
) -> dict[Among, int]:
    """Return how many open clocks there are of each kind, in one query."""
    found = _open(hall_id, purposes, department_id, owner_id).aggregate(
        **{one.value: Count("id", filter=_among(one, at)) for one in Among}
    )
    return {one: found[one.value] for one in Among}


def listed(
    hall_id: UUID,
    at: datetime,
    which: Which,
    matters: QuerySet[Any],
    *,
    state: Among = Among.ALL,
    start: int = 0,
    limit: int = 50,
) -> list[ClockCard]:
    """Return open clocks of these ``matters``, the earliest due first, ``limit`` from place ``start`` on.

    ``matters`` is a query of ids that an upper room asks along, so that both are one question.
    """
    rows = _which(hall_id, which, matters).filter(_among(state, at)).order_by("due_at", "id")
    return cards(hall_id, list(rows[start : start + max(0, limit)]), at)


def listed_counts(hall_id: UUID, at: datetime, which: Which, matters: QuerySet[Any]) -> dict[Among, int]:
    """Return how many clocks of these matters there are of each kind, in one query."""
    found = _which(hall_id, which, matters).aggregate(
        **{one.value: Count("id", filter=_among(one, at)) for one in Among}
    )
    return {one: found[one.value] for one in Among}


def _which(hall_id: UUID, which: Which, matters: QuerySet[Any]) -> QuerySet[Clock]:
    rows = _open(hall_id, which.purposes, which.department_id, which.owner_id).filter(matter_id__in=matters)
    if which.due_from is not None:
        rows = rows.filter(due_at__gt=which.due_from)
    if which.due_until is not None:
        rows = rows.filter(due_at__lte=which.due_until)
    if not which.leading:
        return rows
    sooner = Clock.objects.filter(
        hall_id=hall_id,
        matter_id=OuterRef("matter_id"),
        purpose__in=which.purposes,
        stopped_at__isnull=True,
    ).filter(Q(due_at__lt=OuterRef("due_at")) | Q(due_at=OuterRef("due_at"), id__lt=OuterRef("id")))
    return rows.filter(~Exists(sooner))


def _open(
    hall_id: UUID, purposes: Collection[str] | None, department_id: UUID | None, owner_id: UUID | None
) -> QuerySet[Clock]:
    rows = Clock.objects.filter(hall_id=hall_id, stopped_at__isnull=True)
    if purposes is not None:
        rows = rows.filter(purpose__in=list(purposes))
    if department_id is not None:
        rows = rows.filter(department_id=department_id)
    if owner_id is not None:
        rows = rows.filter(owner_id=owner_id)
    return rows


def _among(state: Among, at: datetime) -> Q:
    """Return the condition on the row's projections; of a paused clock they are those of its pause."""
    runs = Q(state=ClockState.RUNNING.value)
    match state:
        case Among.NEAR:
            return runs & Q(near_at__lte=at, due_at__gt=at)
        case Among.OVERDUE:
            return runs & Q(due_at__lte=at) | Q(state=ClockState.PAUSED.value, due_at__lte=F("paused_since"))
        case Among.PAUSED:
            return Q(state=ClockState.PAUSED.value)
        case Among.RUNNING:
            return runs
        case Among.STILL:
            return Q(state=ClockState.PAUSED.value, due_at__gt=F("paused_since"))
        case Among.OK:
            return runs & Q(due_at__gt=at) & (Q(near_at__isnull=True) | Q(near_at__gt=at))
        case Among.IDLE:
            return runs & Q(due_at__lte=at)
        case _:
            return Q()
