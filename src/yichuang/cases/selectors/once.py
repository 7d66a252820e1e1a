"""How soon and with how many visits matters are done; every figure can be asked for its cases."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Case as Choice
from django.db.models import Count, DateTimeField, F, IntegerField, Max, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import Coalesce, TruncDate

from yichuang.cases import events
from yichuang.cases.models import Case, Visit
from yichuang.cases.rules import visits as rules
from yichuang.cases.rules.sight import Seen
from yichuang.cases.selectors.cases import card_of, visit_card
from yichuang.cases.selectors.sight import visible
from yichuang.cases.types import CaseState, VisitCause, VisitReason
from yichuang.cases.types.once import (
    OnceFigure,
    OnceFigures,
    OnceReport,
    OnceRow,
    Retold,
    TooManyPage,
    TooManyRow,
)
from yichuang.catalogue import selectors as catalogue
from yichuang.deadlines import selectors as deadlines
from yichuang.kernel.clock import local_day
from yichuang.kernel.journal import selectors as journal
from yichuang.notices import selectors as notices
from yichuang.organization import selectors as organization
from yichuang.regulations import selectors as regulations

DAY = timedelta(days=1)
MOST_VISITS = "two.visits_max"
#: A case deemed accepted is so from its receipt; how much later that may be written down at most.
DEEMED_WITHIN = timedelta(days=60)
OVER = (CaseState.WITHDRAWN, CaseState.NOT_ACCEPTED)
#: On which day a figure is counted.
COUNTED_ON = {
    OnceFigure.ACCEPTED: "accepted_on",
    OnceFigure.ON_SITE: "accepted_on",
    OnceFigure.INSTANT: "accepted_on",
    OnceFigure.INSTANT_CLOSED: "accepted_on",
    OnceFigure.LEFT_OPEN: "ready_on",
    OnceFigure.DONE: "closed_on",
    OnceFigure.ONE_VISIT: "closed_on",
    OnceFigure.TOO_MANY: "closed_on",
}
_MOMENT = {"accepted_on": "accepted_at", "ready_on": "ready_at", "closed_on": "closed_at"}


def once_report(
    hall_id: UUID, person_id: UUID, seen: Seen, since: date, until: date, at: datetime
) -> OnceReport:
    """Return the figures of a period, both days counted in, of the cases these eyes see.

    A confidential case is neither shown nor counted for who may not see it (CRT-02).  Whether a day has
    ended is asked at ``at``: before that nothing of it is left open.
    """
    days: dict[date, Counter[OnceFigure]] = {}
    departments: dict[UUID | None, Counter[OnceFigure]] = {}
    items: dict[UUID, Counter[OnceFigure]] = {}
    total: Counter[OnceFigure] = Counter()
    over = over_until(hall_id, at)
    rows = _rows(hall_id, person_id, seen)
    conditions = _conditions(hall_id, since, until, over, at)
    for column in _MOMENT:
        figures = {one.value: one for one, on in COUNTED_ON.items() if on == column}
        found = _within(rows, column, since, until, hall_id).values(column, "department_id", "item_id")
        counted = found.annotate(
            **{f"n_{name}": Count("id", filter=conditions[one]) for name, one in figures.items()}
        ).order_by()
        for row in counted:
            said = Counter({one: row[f"n_{name}"] for name, one in figures.items()})
            total.update(said)
            days.setdefault(row[column], Counter()).update(said)
            departments.setdefault(row["department_id"], Counter()).update(said)
            items.setdefault(row["item_id"], Counter()).update(said)
    return OnceReport(
        since=since,
        until=until,
        over_until=over,
        total=_told(total),
        days={day: _told(days[day]) for day in sorted(days)},
        departments={key: _told(one) for key, one in departments.items()},
        items={key: _told(one) for key, one in items.items()},
    )


def once_rows(
    hall_id: UUID,
    person_id: UUID,
    seen: Seen,
    figure: OnceFigure,
    since: date,
    until: date,
    at: datetime,
    *,
    department: tuple[UUID | None] | None = None,
    item_id: UUID | None = None,
    start: int = 0,
    size: int = 100,
) -> tuple[int, tuple[OnceRow, ...]]:
    """Return how many cases a figure counts, and ``size`` of them from ``start`` on, by the day they count.

    ``department`` in a tuple, since a case may be of none.
    """
    column = COUNTED_ON[figure]
    rows = _within(_rows(hall_id, person_id, seen), column, since, until, hall_id)
    rows = rows.filter(_conditions(hall_id, since, until, over_until(hall_id, at), at)[figure])
    if department is not None:
        rows = rows.filter(department_id=department[0])
    if item_id is not None:
        rows = rows.filter(item_id=item_id)
    found = rows.order_by(_MOMENT[column], "id")
    return found.count(), tuple(
        OnceRow(card_of(row), getattr(row, column), row.visits, row.ended_on)
        for row in found[start : start + size]
    )


def left_open(hall_id: UUID, since: date, until: date, at: datetime) -> QuerySet[Any]:
    """Return the instant matters of a period that were not done when their day ended (ONE-05)."""
    rows = _annotated(Case.objects.filter(hall_id=hall_id), hall_id)
    conditions = _conditions(hall_id, since, until, over_until(hall_id, at), at)
    return _within(rows, "ready_on", since, until, hall_id).filter(conditions[OnceFigure.LEFT_OPEN])


def over_until(hall_id: UUID, at: datetime) -> date:
    """Return the last day whose opening hours have ended in the hall."""
    today = local_day(at, organization.timezone_of(hall_id))
    sessions = organization.day_plan(hall_id, today).hall_sessions
    return today if sessions and at >= sessions[-1].closes else today - DAY


def retold(hall_id: UUID, person_id: UUID, seen: Seen, since: date, until: date) -> Retold:
    """Count acceptances and same-day closings of a period again, from the raw events alone (CHF-06)."""
    zone = organization.timezone_of(hall_id)
    begins, ends = _bounds(since, until, zone)
    accepted: dict[UUID, date] = {}
    for told in journal.told_between(hall_id, events.CaseAccepted.stored_name, begins, ends + DEEMED_WITHIN):
        assert isinstance(told.event, events.CaseAccepted)
        day = local_day(told.event.since, zone)
        if since <= day <= until:
            accepted[told.subject_id] = day
    ended = journal.told_between(hall_id, events.CaseClosed.stored_name, begins, ends)
    closed = {told.subject_id: local_day(told.at, zone) for told in ended}
    mine = _mine(hall_id, person_id, seen, list(accepted))
    return Retold(
        accepted=len(mine),
        on_site=sum(closed.get(case_id) == accepted[case_id] for case_id in mine),
    )


def _mine(hall_id: UUID, person_id: UUID, seen: Seen, ids: list[UUID]) -> list[UUID]:
    """Return those of the cases that these eyes see."""
    found: list[UUID] = []
    for start in range(0, len(ids), 500):
        rows = Case.objects.filter(visible(person_id, seen), hall_id=hall_id, id__in=ids[start : start + 500])
        found += rows.values_list("id", flat=True)
    return found


def _rows(hall_id: UUID, person_id: UUID, seen: Seen) -> QuerySet[Any]:
    return _annotated(Case.objects.filter(visible(person_id, seen), hall_id=hall_id), hall_id)


def _annotated(rows: QuerySet[Any], hall_id: UUID) -> QuerySet[Any]:
    """Say of each case on which days it was accepted, complete and ended, and how many visits it took."""
    zone = ZoneInfo(organization.timezone_of(hall_id))
    taken = Visit.objects.filter(hall_id=hall_id, case_id=OuterRef("id")).order_by()
    most = Subquery(taken.values("case_id").annotate(n=Max("number")).values("n")[:1])
    told: QuerySet[Any] = rows.annotate(
        ready_at=Coalesce("complete_at", "accepted_at"),
        over_at=Choice(When(state__in=OVER, then=F("changed_at")), output_field=DateTimeField()),
    ).annotate(
        accepted_on=TruncDate("accepted_at", tzinfo=zone),
        closed_on=TruncDate("closed_at", tzinfo=zone),
        ready_on=TruncDate("ready_at", tzinfo=zone),
        ended_on=TruncDate(Coalesce("closed_at", "over_at"), tzinfo=zone),
        visits=Coalesce(most, 0, output_field=IntegerField()),
    )
    return told


def _within(rows: QuerySet[Any], column: str, since: date, until: date, hall_id: UUID) -> QuerySet[Any]:
    """Return the rows whose moment lies in the period."""
    begins, ends = _bounds(since, until, organization.timezone_of(hall_id))
    found: QuerySet[Any] = rows.filter(**{f"{_MOMENT[column]}__gte": begins, f"{_MOMENT[column]}__lt": ends})
    return found


def _bounds(since: date, until: date, timezone: str) -> tuple[datetime, datetime]:
    zone = ZoneInfo(timezone)
    return datetime.combine(since, time(), tzinfo=zone), datetime.combine(until + DAY, time(), tzinfo=zone)


def _conditions(hall_id: UUID, since: date, until: date, over: date, at: datetime) -> dict[OnceFigure, Q]:
    """Return what makes a case count under each figure, on the day that figure is counted on."""
    used = set(Case.objects.filter(hall_id=hall_id).values_list("item_version_id", flat=True).distinct())
    known = catalogue.versions_among(hall_id, used)
    instant = Q(item_version_id__in=[one.version_id for one in known.values() if one.flags.instant])
    same_day = Q(closed_on=F("accepted_on"))
    not_done = Q(ready_on__lte=over) & (Q(ended_on__isnull=True) | Q(ended_on__gt=F("ready_on")))
    every = _within(
        _annotated(Case.objects.filter(hall_id=hall_id), hall_id), "ready_on", since, until, hall_id
    )
    still = stood_still(hall_id, every.filter(instant & not_done), over, at)
    return {
        OnceFigure.ACCEPTED: Q(accepted_at__isnull=False),
        OnceFigure.ON_SITE: same_day,
        OnceFigure.INSTANT: instant,
        OnceFigure.INSTANT_CLOSED: instant & same_day,
        OnceFigure.LEFT_OPEN: instant & not_done & ~Q(id__in=still),
        OnceFigure.DONE: Q(closed_at__isnull=False),
        OnceFigure.ONE_VISIT: Q(visits__lte=rules.AT_ONCE),
        OnceFigure.TOO_MANY: _beyond(hall_id, since, until),
    }


def stood_still(hall_id: UUID, rows: QuerySet[Any], over: date, at: datetime) -> list[UUID]:
    """Return those that were not done on their day because they stood still by law when it ended (ONE-05).

    What runs again is to be done on that day; if it was not, and the day has ended, it is not among them.
    """
    days = {one: (ready, ended) for one, ready, ended in rows.values_list("id", "ready_on", "ended_on")}
    zone, found = ZoneInfo(organization.timezone_of(hall_id)), []
    for case_id, clocks in deadlines.clocks_of_matters(hall_id, days, at).items():
        ready, ended = days[case_id]
        pauses = {(one.since, one.until) for clock in clocks for one in clock.pauses}
        day = rules.day_to_do_it(ready, [_on_days(one, zone) for one in pauses])
        if day != ready and (day is None or day > over or (ended is not None and ended <= day)):
            found.append(case_id)
    return found


def _on_days(span: tuple[datetime, datetime | None], zone: ZoneInfo) -> tuple[date, date | None]:
    since, until = span
    return since.astimezone(zone).date(), until.astimezone(zone).date() if until else None


def _beyond(hall_id: UUID, since: date, until: date) -> Q:
    """Return that a matter took more visits than the rule of the day it was closed allows (TWO-01)."""
    found = Q(pk__in=[])
    for first, last, most in _spans(hall_id, since, until):
        found |= Q(visits__gt=most, closed_on__gte=first, closed_on__lte=last)
    return found


def _spans(hall_id: UUID, since: date, until: date) -> list[tuple[date, date, int]]:
    """Return how many visits a matter may take, span by span of a period with first and last day."""
    own, general = regulations.history(hall_id, MOST_VISITS), regulations.parameter_of(MOST_VISITS).general
    changes = {one.active_from for one in own} | {one.active_until for one in own}
    changes |= {one.active_from for one in general}
    begins = [since, *sorted(one for one in changes if one and since < one <= until)]
    ends = [*(one - DAY for one in begins[1:]), until]
    return [
        (first, last, regulations.parameter(hall_id, MOST_VISITS, first))
        for first, last in zip(begins, ends, strict=True)
    ]


def too_many(
    hall_id: UUID,
    person_id: UUID,
    seen: Seen,
    since: date,
    until: date,
    *,
    cause: VisitCause | None = None,
    unsettled: bool = False,
    start: int = 0,
    size: int = 50,
) -> TooManyPage:
    """Return the visits of a period that were beyond the limit of their day, of the cases these eyes see.

    ``cause``: only those settled so; ``unsettled``: only those nobody has settled yet.
    """
    mine = Case.objects.filter(visible(person_id, seen), hall_id=hall_id).values("id")
    zone, over = organization.timezone_of(hall_id), Q(pk__in=[])
    for first, last, most in _spans(hall_id, since, until):
        begins, ends = _bounds(first, last, zone)
        over |= Q(number__gt=most, at__gte=begins, at__lt=ends)
    rows = Visit.objects.filter(over, hall_id=hall_id, case_id__in=mine).exclude(reason=VisitReason.COLLECT)
    told = rows.values_list("cause").annotate(n=Count("id")).order_by()
    counts = {VisitCause(one) if one else None: n for one, n in told}
    if cause is not None or unsettled:
        rows = rows.filter(cause=cause.value if cause else "")
    shown = rows.select_related("case").order_by("-at", "-id")[start : start + size]
    return TooManyPage(
        tuple(
            TooManyRow(
                card_of(row.case),
                visit_card(row),
                tuple(one for one in notices.notices_of(hall_id, row.case_id) if one.issued_at <= row.at),
            )
            for row in shown
        ),
        counts,
    )


def _told(counts: Counter[OnceFigure]) -> OnceFigures:
    return OnceFigures({one: counts[one] for one in OnceFigure if counts[one]})
