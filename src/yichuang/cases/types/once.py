"""The words of how soon and with how many visits matters are done (一次办结、当场办结、即办)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from uuid import UUID

from yichuang.cases.types.cards import CaseCard, VisitCard
from yichuang.cases.types.states import VisitCause
from yichuang.notices.types import NoticeCard


class OnceFigure(StrEnum):
    """A counted figure; each leads to exactly as many cases as it says.

    The first two are counted on the day of acceptance (CHF-06), the instant ones too (ONE-05); ``LEFT_OPEN``
    on the day the papers were complete; the last three on the day of closing (TWO-04).
    """

    ACCEPTED = "accepted"
    ON_SITE = "on_site"  # closed at the window on the day of acceptance
    INSTANT = "instant"
    INSTANT_CLOSED = "instant_closed"
    LEFT_OPEN = "left_open"  # an instant matter that was not done when its day ended
    DONE = "done"
    ONE_VISIT = "one_visit"
    TOO_MANY = "too_many"  # more visits than a matter may take (TWO-01)


@dataclass(frozen=True, slots=True)
class OnceFigures:
    """The figures of some days, of the hall or a part of it."""

    counts: dict[OnceFigure, int] = field(default_factory=dict)

    def count(self, figure: OnceFigure) -> int:
        return self.counts.get(figure, 0)

    def rate(self, part: OnceFigure, whole: OnceFigure) -> int | None:
        """Return a share in whole percent; None where there is nothing to have a share of."""
        of = self.count(whole)
        return round(100 * self.count(part) / of) if of else None

    @property
    def on_site(self) -> int | None:
        """Return the share closed at the window on the day of acceptance (现场办结率)."""
        return self.rate(OnceFigure.ON_SITE, OnceFigure.ACCEPTED)

    @property
    def instant(self) -> int | None:
        """Return instant matters closed the same day of all that were accepted (即办率)."""
        return self.rate(OnceFigure.INSTANT_CLOSED, OnceFigure.INSTANT)

    @property
    def one_visit(self) -> int | None:
        """Return the share of matters that were done with one visit (一次办结率)."""
        return self.rate(OnceFigure.ONE_VISIT, OnceFigure.DONE)


@dataclass(frozen=True, slots=True)
class OnceReport:
    """A period in all, by day, by department and by item; ``over_until`` is the last day that has ended."""

    since: date
    until: date
    over_until: date
    total: OnceFigures
    days: dict[date, OnceFigures]
    departments: dict[UUID | None, OnceFigures]
    items: dict[UUID, OnceFigures]


@dataclass(frozen=True, slots=True)
class Retold:
    """Acceptances of a period and those closed the same day, counted a second time from the journal alone."""

    accepted: int
    on_site: int


@dataclass(frozen=True, slots=True)
class OnceRow:
    """One case behind a figure: the day it counts on, how many visits it took, when it came to its end."""

    case: CaseCard
    day: date
    visits: int
    ended_on: date | None


@dataclass(frozen=True, slots=True)
class TooManyRow:
    """A visit beyond the limit with its case, and the notices that were given before it (TWO-01, TWO-03)."""

    case: CaseCard
    visit: VisitCard
    notices: tuple[NoticeCard, ...]


@dataclass(frozen=True, slots=True)
class TooManyPage:
    """Some visits beyond the limit, the newest first, and how many there are by cause (None: not settled)."""

    rows: tuple[TooManyRow, ...]
    counts: dict[VisitCause | None, int]
