"""How the hall kept what it promised last month, counted from the cases' clocks (PROM-01)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from yichuang.cases.models import Case
from yichuang.cases.types import KeptCard, Purpose
from yichuang.deadlines import selectors as deadlines
from yichuang.kernel.clock import local_day
from yichuang.organization import selectors as organization
from yichuang.regulations import selectors as regulations


def kept_last_month(hall_id: UUID, measured: Mapping[UUID, Purpose], at: datetime) -> dict[UUID, KeptCard]:
    """Return how the limit of each item was kept in the calendar month before ``at``, by item.

    ``measured`` says by which clock an item is measured: its promise, or the statute where nothing is
    promised.  A case counts as kept in the month it was decided in time, and as late in the month its time
    ran out, also while it is still open; one that was withdrawn in time counts nowhere.  An item with fewer
    cases than ``promise.least_cases`` is left out: a share of two says nothing, and points at people.
    """
    if not measured:
        return {}
    zone = organization.timezone_of(hall_id)
    until = local_day(at, zone).replace(day=1)
    since = (until - timedelta(days=1)).replace(day=1)
    matters = Case.objects.filter(hall_id=hall_id, item_id__in=list(measured))
    counted = deadlines.kept(
        hall_id,
        [Purpose.PROMISED.value, Purpose.STATUTORY.value],
        matters,
        matters.filter(decided_at__isnull=False),
        "item_id",
        since=_midnight(since, zone),
        until=_midnight(until, zone),
    )
    least = int(regulations.parameter(hall_id, "promise.least_cases", until))
    return {
        one.group: KeptCard(one.group, since, one.kept, one.kept + one.late)
        for one in counted
        if measured[one.group] == one.purpose and one.kept + one.late >= least
    }


def _midnight(day: date, zone: str) -> datetime:
    return datetime.combine(day, time(), tzinfo=ZoneInfo(zone))
