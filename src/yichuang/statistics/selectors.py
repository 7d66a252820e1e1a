"""Questions to the figures; every figure can be asked for its rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, QuerySet

from yichuang.queueing.types import Outcome
from yichuang.statistics import rules
from yichuang.statistics.models import Recount, Turn, Visit
from yichuang.statistics.types import (
    Dimension,
    Ending,
    Figure,
    Figures,
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
            wait_seconds=sum(value * times for value, times in self.waits.items()),
            wait_p50=rules.rank(self.waits, 0.5),
            wait_p90=rules.rank(self.waits, 0.9),
            services=self.services.total(),
            service_seconds=sum(value * times for value, times in self.services.items()),
            service_p50=rules.rank(self.services, 0.5),
            service_p90=rules.rank(self.services, 0.9),
        )


def report(hall_id: UUID, since: date, until: date, by: Dimension) -> ReportCard:
    """Return the figures of a period (both days counted in) in all, by day, by hour and by ``by``.

    Nothing is estimated: p50 and p90 are ranks of every wait and every service of the period.
    """
    days = _tallies(hall_id, since, until, "business_day")
    return ReportCard(
        since=since,
        until=until,
        by=by,
        total=_sum(days.values()).figures(),
        days={day: days[day].figures() for day in sorted(days)},
        hours=_told(_tallies(hall_id, since, until, "hour")),
        rows=parts(hall_id, since, until, by),
    )


def parts(hall_id: UUID, since: date, until: date, by: Dimension) -> dict[UUID | None, Figures]:
    """Return the figures of a period by line, window, person or item; of windows and people only turns."""
    return _told(_tallies(hall_id, since, until, by.value, visits=not by.of_turns))


def trend(hall_id: UUID, since: date, until: date) -> dict[date, Figures]:
    """Return the figures of each day of a period on which anything happened."""
    return _told(_tallies(hall_id, since, until, "business_day"))


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
    return of_turns.count(), tuple(map(_turn_card, of_turns[start : start + size]))


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


def _tallies(hall_id: UUID, since: date, until: date, key: str, *, visits: bool = True) -> dict[Any, Tally]:
    """Count visits and turns of a period under each value of one column: four questions, or three."""
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
    for value, waited, times in _counted(turns.filter(wait_seconds__isnull=False), key, "wait_seconds"):
        at(value).waits[waited] += times
    served = turns.filter(service_seconds__isnull=False)
    for value, took, times in _counted(served, key, "service_seconds"):
        at(value).services[took] += times
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


def _turn_card(turn: Turn) -> VisitCard:
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
        wait_seconds=turn.wait_seconds,
        service_seconds=turn.service_seconds,
        on_paper=turn.visit.on_paper,
    )
