"""How many clocks of a span of time were kept and how many ran out: counted in SQL, each once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery

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

    Three questions, each along an index: what ended in the span, what ended too late, what is open and over.
    """
    clocks = Clock.objects.filter(hall_id=hall_id, purpose__in=list(purposes))
    of_matter = OuterRef("matter_id")
    ended = clocks.filter(stopped_at__gte=since, stopped_at__lt=until, due_at__gt=F("stopped_at"))
    over = Q(due_at__gt=since, due_at__lte=until)  # the last day of a span ends with the span
    too_late = clocks.filter(over, stopped_at__gte=since, due_at__lte=F("stopped_at"))
    # of a paused clock only what was over before its pause
    ran_out = Q(state=ClockState.RUNNING.value) | Q(due_at__lte=F("paused_since"))
    still_open = clocks.filter(over, ran_out, stopped_at__isnull=True)
    in_time = _counted(ended.filter(Exists(settled.filter(id=of_matter))), matters, group)
    late = _counted(too_late, matters, group) + _counted(still_open, matters, group)
    return [KeptCount(*one, in_time[one], late[one]) for one in sorted(in_time.keys() | late.keys(), key=str)]


def _counted(clocks: QuerySet[Clock], matters: QuerySet[Any], group: str) -> Counter[tuple[UUID, str]]:
    """Return how many of these clocks there are by their matter's group and their purpose."""
    rows = (
        clocks.annotate(grouped=Subquery(matters.filter(id=OuterRef("matter_id")).values(group)[:1]))
        .filter(grouped__isnull=False)
        .values_list("grouped", "purpose")
        .annotate(count=Count("id"))
        .order_by()
    )
    return Counter({(grouped, purpose): count for grouped, purpose, count in rows})
