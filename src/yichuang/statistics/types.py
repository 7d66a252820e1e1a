"""What leaves this room: figures, the rows behind them, and by what they are told apart."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from yichuang.queueing.types import Outcome


class Ending(StrEnum):
    """How a visit or a turn ended; an open one has none."""

    OPEN = ""
    SERVED = "served"
    MISSED = "missed"
    LEFT = "left"
    VOIDED = "voided"
    PARKED = "parked"
    TRANSFERRED = "transferred"


class Dimension(StrEnum):
    """By what the figures of a period are told apart; the value is the rows' column."""

    LINE = "line_id"
    WINDOW = "window_id"
    PERSON = "person_id"
    ITEM = "item_id"

    @property
    def of_turns(self) -> bool:
        """Say whether only a turn has it: nobody takes a ticket at a window or of a person."""
        return self in (Dimension.WINDOW, Dimension.PERSON)


class Metric(StrEnum):
    """A time whose definition a hall may change."""

    WAIT = "wait"
    SERVICE = "service"


class Method(StrEnum):
    """What a time runs from and to; the value is the turns' column."""

    TO_FIRST_CALL = "wait_seconds"
    TO_FIRST_SERVICE = "until_service_seconds"
    FROM_BEGINNING = "service_seconds"
    FROM_CALL = "counter_seconds"


METHODS = {
    Metric.WAIT: (Method.TO_FIRST_CALL, Method.TO_FIRST_SERVICE),
    Metric.SERVICE: (Method.FROM_BEGINNING, Method.FROM_CALL),
}


@dataclass(frozen=True, slots=True)
class DefinitionCard:
    """A version of how a time is measured, in force from a day on (None: from the first)."""

    metric: Metric
    version: int
    method: Method
    active_from: date | None


class Figure(StrEnum):
    """A counted figure; each leads to exactly as many rows as it says."""

    TAKEN = "taken"
    CALLED = "called"
    SERVED = "served"
    CASE = "case"
    NOTICE = "notice"
    REFERRAL = "referral"
    INFORMATION = "information"
    MISSED = "missed"
    PARKED = "parked"
    TRANSFERRED = "transferred"
    LEFT = "left"
    VOIDED = "voided"


@dataclass(frozen=True, slots=True)
class Figures:
    """What happened on some days, of the hall or of a part of it; seconds are whole.

    ``missed`` counts calls nobody came to: who came back and was missed again counts twice.  p50 and
    p90 are the smallest of them that half, or nine of ten, do not exceed.  What a wait and a service is, says
    the definition of their days; of a period with two of them there is no wait or service in all.
    """

    taken: int = 0
    called: int = 0
    served: int = 0
    outcomes: dict[Outcome, int] = field(default_factory=dict)
    missed: int = 0
    parked: int = 0
    transferred: int = 0
    left: int = 0
    voided: int = 0
    waits: int = 0
    wait_seconds: int | None = None
    wait_p50: int | None = None
    wait_p90: int | None = None
    services: int = 0
    service_seconds: int | None = None
    service_p50: int | None = None
    service_p90: int | None = None

    def count(self, figure: Figure) -> int:
        """Return a counted figure by its name."""
        if figure in _OUTCOMES:
            return self.outcomes.get(Outcome(figure.value), 0)
        return int(getattr(self, figure.value))


_OUTCOMES = frozenset(Figure(one.value) for one in Outcome)


@dataclass(frozen=True, slots=True)
class ReportCard:
    """A period from one day to another, both counted in: in all, by day, by hour of taking, and by part."""

    since: date
    until: date
    by: Dimension
    total: Figures
    days: dict[date, Figures]
    hours: dict[int, Figures]
    rows: dict[UUID | None, Figures]
    definitions: tuple[DefinitionCard, ...]

    @property
    def breaks(self) -> tuple[DefinitionCard, ...]:
        """Return the definitions that came into force after the first day, each a break in its figures."""
        return tuple(one for one in self.definitions if one.active_from and one.active_from > self.since)


@dataclass(frozen=True, slots=True)
class VisitCard:
    """One row behind a figure: a ticket, and where it was dealt with if the figure is one of turns."""

    ticket_id: UUID
    label: str
    business_day: date
    taken_at: datetime
    line_id: UUID
    item_id: UUID | None
    window_id: UUID | None
    person_id: UUID | None
    ending: Ending
    outcome: str
    wait_seconds: int | None
    service_seconds: int | None
    on_paper: bool = False


@dataclass(frozen=True, slots=True)
class HourLoad:
    """Who came in an hour of a day for some windows, and how long these had with whom they served.

    ``people`` are counted where they were called first, by the hour in which they took their ticket; who left
    before is not in it.  ``seconds`` are from the call to the end, of ``served`` turns.
    """

    business_day: date
    hour: int
    people: int
    served: int
    seconds: int


@dataclass(frozen=True, slots=True)
class RecountCard:
    """A day computed again: when, how many visits, and how many were not stored as the journal says."""

    business_day: date
    recounted_at: datetime
    visits: int
    differing: int
