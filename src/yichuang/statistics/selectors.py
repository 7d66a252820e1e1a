"""Questions to the figures; every figure can be asked for its rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet, Sum

from yichuang.queueing.types import Outcome
from yichuang.statistics import rules
from yichuang.statistics.models import Definition, Recount, Turn, Visit
from yichuang.statistics.types import (
    METHODS,
    DefinitionCard,
    Dimension,
    Ending,
    Figure,
    Figures,
    HourLoad,
    Method,
    Metric,
    RecountCard,
    ReportCard,
    VisitCard,
)

_OF_VISITS = {Figure.TAKEN: None, Figure.LEFT: Ending.LEFT, Figure.VOIDED: Ending.VOIDED}
_OF_TURNS = {
    Figure.CALLED: None,
    Figure.SERVED: Ending.SERVED,
    Figure.MISSED: Ending.MISSED,
    Figure.PARKED: Ending.PARKED,
    Figure.TRANSFERRED: Ending.TRANSFERRED,
}


@dataclass(slots=True)
class Tally:
    """Counts of one part of a period, before they are told as figures."""

    visits: Counter[str] = field(default_factory=Counter)
    turns: Counter[str] = field(default_factory=Counter)
    outcomes: Counter[Outcome] = field(default_factory=Counter)
    waits: Counter[int] = field(default_factory=Counter)
    services: Counter[int] = field(default_factory=Counter)

    def add(self, other: Tally) -> None:
        for name in ("visits", "turns", "outcomes", "waits", "services"):
            getattr(self, name).update(getattr(other, name))

    def times(self, metric: Metric) -> Counter[int]:
        return self.waits if metric is Metric.WAIT else self.services

    def figures(self) -> Figures:
        return Figures(
            taken=self.visits.total(),
            called=self.turns.total(),
            served=self.turns[Ending.SERVED],
            outcomes=dict(self.outcomes),
            missed=self.turns[Ending.MISSED],
            parked=self.turns[Ending.PARKED],
            transferred=self.turns[Ending.TRANSFERRED],
            left=self.visits[Ending.LEFT],
            voided=self.visits[Ending.VOIDED],
            waits=self.waits.total(),
            wait_seconds=_seconds(self.waits),
            wait_p50=rules.rank(self.waits, 0.5),
            wait_p90=rules.rank(self.waits, 0.9),
            services=self.services.total(),
            service_seconds=_seconds(self.services),
            service_p50=rules.rank(self.services, 0.5),
            service_p90=rules.rank(self.services, 0.9),
        )


def _seconds(histogram: Counter[int]) -> int | None:
    return sum(value * times for value, times in histogram.items()) if histogram else None


def definitions(hall_id: UUID, metric: Metric) -> tuple[DefinitionCard, ...]:
    """Return every version of how a time is measured, the one that ships first."""
    return _definitions(hall_id)[metric]


def definitions_in_force(hall_id: UUID, since: date, until: date) -> tuple[DefinitionCard, ...]:
    """Return the definitions by which the days of a period are measured, metric by metric, in order."""
    return tuple(one for spans in _spans(hall_id, since, until).values() for one, _first, _last in spans)


def report(hall_id: UUID, since: date, until: date, by: Dimension) -> ReportCard:
    """Return the figures of a period (both days counted in) in all, by day, by hour and by ``by``.

    Nothing is estimated: p50 and p90 are ranks of every wait and every service of the period.
    """
    spans = _spans(hall_id, since, until)
    days = _tallies(hall_id, since, until, "business_day", spans)
    total = _sum(days.values())
    for metric in Metric:
        if len(spans[metric]) > 1:
            total.times(metric).clear()
    return ReportCard(
        since=since,
        until=until,
        by=by,
        total=total.figures(),
        days={day: days[day].figures() for day in sorted(days)},
        hours=_told(_tallies(hall_id, since, until, "hour", spans)),
        rows=_told(_tallies(hall_id, since, until, by.value, spans, visits=not by.of_turns)),
        definitions=tuple(one for found in spans.values() for one, _first, _last in found),
    )


def parts(hall_id: UUID, since: date, until: date, by: Dimension) -> dict[UUID | None, Figures]:
    """Return the figures of a period by line, window, person or item; of windows and people only turns."""
    spans = _spans(hall_id, since, until)
    return _told(_tallies(hall_id, since, until, by.value, spans, visits=not by.of_turns))


def trend(hall_id: UUID, since: date, until: date) -> dict[date, Figures]:
    """Return the figures of each day of a period on which anything happened."""
    return _told(_tallies(hall_id, since, until, "business_day", _spans(hall_id, since, until)))


def rows(
    hall_id: UUID,
    since: date,
    until: date,
    figure: Figure,
    *,
    part: tuple[Dimension, UUID | None] | None = None,
    hour: int | None = None,
    start: int = 0,
    size: int = 100,
) -> tuple[int, tuple[VisitCard, ...]]:
    """Return how many rows a figure counts, and ``size`` of them from ``start`` on, in order of taking."""
    where = _where(part, hour)
    if figure in _OF_VISITS:
        visits = _of(Visit, hall_id, since, until).filter(**where)
        if (ending := _OF_VISITS[figure]) is not None:
            visits = visits.filter(ending=ending)
        found = visits.order_by("business_day", "taken_at", "id")
        return found.count(), tuple(map(_visit_card, found[start : start + size]))
    turns = _of(Turn, hall_id, since, until).filter(**where)
    if figure not in _OF_TURNS:
        turns = turns.filter(outcome=figure.value)
    elif (ending := _OF_TURNS[figure]) is not None:
        turns = turns.filter(ending=ending)
    of_turns = turns.select_related("visit").order_by("business_day", "called_at", "id")
    known = _definitions(hall_id)
    return of_turns.count(), tuple(_turn_card(one, known) for one in of_turns[start : start + size])


def load_by_hour(hall_id: UUID, since: date, until: date, window_ids: Collection[UUID]) -> list[HourLoad]:
    """Return who came for these windows in each hour of a period (both days counted in), in order."""
    counted = (
        _of(Turn, hall_id, since, until)
        .filter(window_id__in=list(window_ids))
        .values("business_day", "visit__hour")
        .annotate(
            people=Count("id", filter=Q(wait_seconds__isnull=False)),
            served=Count("counter_seconds"),
            seconds=Sum("counter_seconds"),
        )
        .order_by("business_day", "visit__hour")
    )
    return [
        HourLoad(one["business_day"], one["visit__hour"], one["people"], one["served"], one["seconds"] or 0)
        for one in counted
    ]


def on_paper(hall_id: UUID, since: date, until: date) -> int:
    """Return how many visits of a period were given or called by paper: their times are to the minute."""
    return _of(Visit, hall_id, since, until).filter(on_paper=True).count()


def recount(hall_id: UUID, until: date) -> RecountCard | None:
    """Return the latest recount of a day up to ``until``, if there is one."""
    found = Recount.objects.filter(hall_id=hall_id, business_day__lte=until).order_by("-business_day").first()
    if found is None:
        return None
    return RecountCard(found.business_day, found.recounted_at, found.visits, found.differing)


# ---- counting -----------------------------------------------------------------------------------------


Spans = dict[Metric, list[tuple[DefinitionCard, date, date]]]


def _definitions(hall_id: UUID) -> dict[Metric, tuple[DefinitionCard, ...]]:
    found = {metric: [DefinitionCard(metric, 1, METHODS[metric][0], None)] for metric in Metric}
    for one in Definition.objects.filter(hall_id=hall_id).order_by("version"):
        metric = Metric(one.metric)
        found[metric].append(DefinitionCard(metric, one.version, Method(one.method), one.active_from))
    return {metric: tuple(cards) for metric, cards in found.items()}


def _spans(hall_id: UUID, since: date, until: date) -> Spans:
    """Return the definitions in force from ``since`` to ``until``, each with its first and last day there."""
    spans: Spans = {}
    for metric, known in _definitions(hall_id).items():
        ends = [one.active_from - timedelta(days=1) for one in known if one.active_from] + [until]
        found = [
            (one, max(since, one.active_from or since), min(until, end))
            for one, end in zip(known, ends, strict=True)
        ]
        spans[metric] = [one for one in found if one[1] <= one[2]]
    return spans


def _tallies(
    hall_id: UUID, since: date, until: date, key: str, spans: Spans, *, visits: bool = True
) -> dict[Any, Tally]:
    """Count visits and turns of a period under each value of one column, one question a kind of count."""
    found: dict[Any, Tally] = {}

    def at(value: Any) -> Tally:
        return found.setdefault(value, Tally())

    if visits:
        for value, ending, times in _counted(_of(Visit, hall_id, since, until), key, "ending"):
            at(value).visits[ending] += times
    turns = _of(Turn, hall_id, since, until)
    for value, ending, outcome, times in _counted(turns, key, "ending", "outcome"):
        at(value).turns[ending] += times
        if outcome:
            at(value).outcomes[Outcome(outcome)] += times
    for metric, measured in spans.items():
        if len(measured) > 1 and key != "business_day":
            continue  # measured in two ways: they are told day by day, and never added up (LOG-03)
        for one, first, last in measured:
            column = one.method.value
            known = _of(Turn, hall_id, first, last).filter(**{f"{column}__isnull": False})
            for value, took, times in _counted(known, key, column):
                at(value).times(metric)[took] += times
    return found


def _of(model: Any, hall_id: UUID, since: date, until: date) -> QuerySet[Any]:
    found: QuerySet[Any] = model.objects.filter(hall_id=hall_id, business_day__range=(since, until))
    return found


def _counted(rows: QuerySet[Any], *columns: str) -> Iterable[tuple[Any, ...]]:
    found: Iterable[tuple[Any, ...]] = rows.order_by().values_list(*columns).annotate(times=Count("id"))
    return found


def _sum(tallies: Iterable[Tally]) -> Tally:
    whole = Tally()
    for one in tallies:
        whole.add(one)
    return whole


def _told(tallies: dict[Any, Tally]) -> dict[Any, Figures]:
    return {value: tally.figures() for value, tally in tallies.items()}


def _where(part: tuple[Dimension, UUID | None] | None, hour: int | None) -> dict[str, Any]:
    """Return the filter of a part; a part without a name (no item) is one, too."""
    where: dict[str, Any] = {} if hour is None else {"hour": hour}
    if part is not None:
        column, value = part
        where |= {f"{column}__isnull": True} if value is None else {column.value: value}
    return where


# ---- rows ---------------------------------------------------------------------------------------------


def _visit_card(visit: Visit) -> VisitCard:
    return VisitCard(
        ticket_id=visit.id,
        label=visit.label,
        business_day=visit.business_day,
        taken_at=visit.taken_at,
        line_id=visit.line_id,
        item_id=visit.item_id,
        window_id=None,
        person_id=None,
        ending=Ending(visit.ending),
        outcome="",
        wait_seconds=None,
        service_seconds=None,
        on_paper=visit.on_paper,
    )


def _turn_card(turn: Turn, known: Mapping[Metric, tuple[DefinitionCard, ...]]) -> VisitCard:
    def measured(metric: Metric) -> int | None:
        begun = [
            one for one in known[metric] if one.active_from is None or one.active_from <= turn.business_day
        ]
        return getattr(turn, begun[-1].method.value)  # type: ignore[no-any-return]

    return VisitCard(
        ticket_id=turn.visit_id,
        label=turn.visit.label,
        business_day=turn.business_day,
        taken_at=turn.visit.taken_at,
        line_id=turn.line_id,
        item_id=turn.item_id,
        window_id=turn.window_id,
        person_id=turn.person_id,
        ending=Ending(turn.ending),
        outcome=turn.outcome,
        wait_seconds=measured(Metric.WAIT),
        service_seconds=measured(Metric.SERVICE),
        on_paper=turn.visit.on_paper,
    )
