"""How many clocks of a span of time were kept and how many ran out: counted in SQL, each once."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery

from yichuang.deadlines.models import Clock
from yichuang.deadlines.types import ClockState, KeptCount


def kept(
    hall_id: UUID,
    purposes: Collection[str],
    matters: QuerySet[Any],
    settled: QuerySet[Any],
    group: str,
    *,
    since: datetime,
    until: datetime,
) -> list[KeptCount]:
    """Return for each value of the matters' column ``group`` how many clocks were kept and how many ran out.

    A clock counts once: as kept in the span in which it ended in time, if its matter is among ``settled``, or
    as run out in the span in which its time was over, whether it has ended since or not.  ``matters`` and
    ``settled`` are queries of an upper room's rows.
    """
    ended_in_time = Q(stopped_at__gte=since, stopped_at__lt=until, due_at__gt=F("stopped_at"))
    over = Q(due_at__gt=since, due_at__lte=until)  # the last day of a span ends with the span
    late = over & (Q(stopped_at__gte=F("due_at")) | Q(stopped_at__isnull=True) & _ran_out())
    touched = Q(stopped_at__gte=since) | Q(stopped_at__isnull=True, due_at__gt=since, due_at__lte=until)
    rows = (
        Clock.objects.filter(touched, hall_id=hall_id, purpose__in=list(purposes), matter_id__isnull=False)
        .annotate(grouped=Subquery(matters.filter(id=OuterRef("matter_id")).values(group)[:1]))
        .filter(grouped__isnull=False)
        .values("grouped", "purpose")
        .annotate(
            kept=Count("id", filter=ended_in_time & Q(matter_id__in=settled.values("id"))),
            late=Count("id", filter=late),
        )
        .order_by("grouped", "purpose")
    )
    return [KeptCount(one["grouped"], one["purpose"], one["kept"], one["late"]) for one in rows]


def _ran_out() -> Q:
    """Return the condition that an open clock's time is really over: of a paused one, before its pause."""
    return Q(state=ClockState.RUNNING.value) | Q(due_at__lte=F("paused_since"))
