"""What was asked for: from which day to which, by what, and which figure's rows."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from yichuang.screens.kit.forms import day_of, optional_id
from yichuang.statistics.types import Dimension, Figure

LONGEST = timedelta(days=366)
USUAL = timedelta(days=6)
EARLIEST = date(2000, 1, 1)
BY = {
    "line": Dimension.LINE,
    "window": Dimension.WINDOW,
    "person": Dimension.PERSON,
    "item": Dimension.ITEM,
}
BY_LABEL = {
    "line": _("By line"),
    "window": _("By window"),
    "person": _("By person"),
    "item": _("By item"),
}
NOTHING = "none"


@dataclass(frozen=True, slots=True)
class Period:
    """From one day to another, both counted in, and by what the figures are told apart."""

    since: date
    until: date
    by: str = "line"

    @property
    def dimension(self) -> Dimension:
        return BY[self.by]

    @property
    def days(self) -> list[date]:
        return [self.since + timedelta(days=n) for n in range((self.until - self.since).days + 1)]

    @property
    def query(self) -> str:
        """Return the address line of this period."""
        return urlencode({"from": self.since.isoformat(), "to": self.until.isoformat(), "by": self.by})

    def turned(self, by: str) -> Period:
        return replace(self, by=by)

    def on(self, day: date) -> Period:
        return replace(self, since=day, until=day)


def period_of(request: HttpRequest, today: date) -> Period:
    """Read a period; without days it is the last seven, and it is never longer than a year."""
    since, until = day_of(request.GET.get("from")), day_of(request.GET.get("to"))
    until = max(min(until or since or today, today), EARLIEST)
    since = min(since or until - USUAL, until)
    by = request.GET.get("by", "line")
    return Period(max(since, until - LONGEST), until, by if by in BY else "line")


def usual_periods(today: date) -> list[tuple[object, Period]]:
    """Return the periods people ask for again and again, with their names."""
    month = today.replace(day=1)
    last_of_previous = month - timedelta(days=1)
    quarter = today.replace(month=(today.month - 1) // 3 * 3 + 1, day=1)
    return [
        (_("Today only"), Period(today, today)),
        (_("This week"), Period(today - timedelta(days=today.weekday()), today)),
        (_("This month"), Period(month, today)),
        (_("Last month"), Period(last_of_previous.replace(day=1), last_of_previous)),
        (_("This quarter"), Period(quarter, today)),
        (_("This year"), Period(today.replace(month=1, day=1), today)),
    ]


@dataclass(frozen=True, slots=True)
class Asked:
    """Which rows: of which figure, in which period, of which part or hour (none: of all)."""

    period: Period
    figure: Figure
    part: tuple[Dimension, UUID | None] | None
    hour: int | None
    start: int


def asked_rows(request: HttpRequest, today: date) -> Asked:
    """Read which rows are asked for; nonsense is a page that does not exist."""
    period = period_of(request, today)
    try:
        figure = Figure(request.GET.get("figure", Figure.TAKEN))
        hour = int(request.GET["hour"]) if "hour" in request.GET else None
        start = max(0, int(request.GET.get("start", "0")))
    except ValueError:
        raise Http404 from None
    if start > 10**9 or (hour is not None and not 0 <= hour < 24):
        raise Http404
    part = request.GET.get("part", "")
    if not part:
        return Asked(period, figure, None, hour, start)
    which = None if part == NOTHING else optional_id(part)
    return Asked(period, figure, (period.dimension, which), hour, start)


def rows_address(period: Period, figure: Figure, **more: str | int | None) -> str:
    """Return where the rows of a figure stand; ``part`` (an id or ``NOTHING``) and ``hour`` narrow it."""
    said = {name: value for name, value in more.items() if value not in (None, "")}
    return f"{reverse('statistics:rows')}?{period.query}&{urlencode({**said, 'figure': figure.value})}"
