"""Doors of the figures."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from yichuang.kernel import clock
from yichuang.kernel.access import rules as access
from yichuang.kernel.access.doors import door, registry
from yichuang.kernel.access.types import Answer
from yichuang.organization import selectors as organization
from yichuang.organization.types import HallCard
from yichuang.queueing.types import Outcome
from yichuang.screens.kit.words import day_text
from yichuang.screens.statistics import tables
from yichuang.screens.statistics.definitions import READERS, told
from yichuang.screens.statistics.period import (
    BY,
    BY_LABEL,
    Period,
    asked_rows,
    period_of,
    rows_address,
    usual_periods,
)
from yichuang.screens.statistics.tables import FIGURES, Name, Table
from yichuang.screens.statistics.workbook import MEDIA_TYPE, workbook
from yichuang.statistics import selectors
from yichuang.statistics.types import Dimension, Figure, ReportCard, VisitCard

PAGE = 100


def _hall(request: HttpRequest) -> HallCard:
    return organization.hall(request.caller.hall_id)  # type: ignore[attr-defined]


@never_cache
@require_safe
@door("statistics.page", rule=READERS, label=_("Figures"))
def page(request: HttpRequest) -> HttpResponse:
    """Show a period in figures, drawn and as a table by line, window, person or item."""
    hall, at = _hall(request), clock.now()
    today = clock.local_day(at, hall.timezone)
    period = period_of(request, today)
    report = selectors.report(hall.id, period.since, period.until, period.dimension)
    return render(
        request,
        "statistics/page.html",
        {
            "period": period,
            "today": today,
            "report": report,
            "chart": tables.drawing_of(report, period),
            "table": _parts(hall, report, period),
            "days": tables.table_of_days(report, period, gettext("By day")),
            "ways": [(label, period.turned(by), by == period.by) for by, label in BY_LABEL.items()],
            "usual": [(label, one.turned(period.by)) for label, one in usual_periods(today)],
            "definitions": [told(one) for one in report.definitions],
            "broken": bool(report.breaks),
            "on_paper": selectors.on_paper(hall.id, period.since, period.until),
            "recount": selectors.recount(hall.id, period.until),
        },
    )


@never_cache
@require_safe
@door("statistics.rows", rule=READERS, label=_("Rows behind a figure"))
def rows(request: HttpRequest) -> HttpResponse:
    """Show the rows a figure counts, each leading to the journal."""
    hall, at = _hall(request), clock.now()
    asked = asked_rows(request, clock.local_day(at, hall.timezone))
    period = asked.period
    count, cards = selectors.rows(
        hall.id,
        period.since,
        period.until,
        asked.figure,
        part=asked.part,
        hour=asked.hour,
        start=asked.start,
        size=PAGE,
    )
    names = _every_name(hall, period)
    part = "" if asked.part is None else "none" if asked.part[1] is None else asked.part[1].hex
    following = [asked.start + step for step in (-PAGE, PAGE)]
    return render(
        request,
        "statistics/rows.html",
        {
            "period": period,
            "figure": FIGURES[asked.figure],
            "part": _called(names, *asked.part) if asked.part else "",
            "hour": asked.hour,
            "count": count,
            "first": asked.start + 1,
            "lines": [_line(one, names) for one in cards],
            "pages": [
                rows_address(period, asked.figure, part=part, hour=asked.hour, start=start)
                if 0 <= start < count
                else ""
                for start in following
            ],
            "may_read": _may_read_the_journal(request),
        },
    )


@never_cache
@require_safe
@door("statistics.workbook", rule=READERS, label=_("Figures as a workbook"))
def book(request: HttpRequest) -> HttpResponse:
    """Hand out the period as an Excel workbook: by day, line, window, person and item."""
    hall, at = _hall(request), clock.now()
    period = period_of(request, clock.local_day(at, hall.timezone))
    reports = {
        by: selectors.report(hall.id, period.since, period.until, dimension) for by, dimension in BY.items()
    }
    sheets = [tables.table_of_days(reports["line"], period, gettext("By day"))]
    sheets += [_parts(hall, one, period.turned(by)) for by, one in reports.items()]
    said = gettext("%(since)s to %(until)s") % {"since": period.since, "until": period.until}
    measured = [told(one) for one in reports["line"].definitions]
    lines = [hall.name, said, *map(str, DEFINITIONS), *measured]
    response = HttpResponse(workbook(gettext("Figures"), lines, sheets, at=at), content_type=MEDIA_TYPE)
    name = f"{hall.code}-{period.since}-{period.until}.xlsx"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


DEFINITIONS = (
    _("Everything is counted from the journal, on the business day of the ticket."),
    _("Missed counts calls nobody came to; who came back and was missed again counts twice."),
    _("p50 and p90 are the minutes that half, or nine of ten, did not exceed."),
)


def _parts(hall: HallCard, report: ReportCard, period: Period) -> Table:
    names = tables.names_of(hall.id, period.dimension, period.until, clock.now())
    return tables.table_of_parts(report, period, str(BY_LABEL[period.by]), names)


Names = dict[Dimension, dict[UUID | None, Name]]


def _every_name(hall: HallCard, period: Period) -> Names:
    at = clock.now()
    return {one: tables.names_of(hall.id, one, period.until, at) for one in Dimension}


def _called(names: Names, by: Dimension, key: UUID | None) -> str:
    found = names[by].get(key)
    return f"{found.text} {found.note}".strip() if found else "–"


def _line(one: VisitCard, names: Names) -> dict[str, Any]:
    outcome = FIGURES_OF_OUTCOMES.get(one.outcome)
    return {
        "card": one,
        "day": day_text(one.business_day),
        "line": _called(names, Dimension.LINE, one.line_id),
        "item": _called(names, Dimension.ITEM, one.item_id),
        "window": _called(names, Dimension.WINDOW, one.window_id) if one.window_id else "",
        "person": _called(names, Dimension.PERSON, one.person_id) if one.person_id else "",
        "ending": outcome or ENDINGS.get(one.ending, ""),
        "wait": tables.minutes(one.wait_seconds),
        "service": tables.minutes(one.service_seconds),
    }


FIGURES_OF_OUTCOMES = {one.value: FIGURES[Figure(one.value)] for one in Outcome}
ENDINGS = {one.value: label for one, label in FIGURES.items()}


def _may_read_the_journal(request: HttpRequest) -> bool:
    caller = request.caller  # type: ignore[attr-defined]
    return access.answer(registry()["journal.page"], caller) is Answer.COME_IN
