"""The figures as tables, the same for the page and the workbook, and the drawing above them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from yichuang.catalogue import selectors as catalogue
from yichuang.organization import selectors as organization
from yichuang.queueing import selectors as queueing
from yichuang.screens.kit.chart import Chart, Point, chart
from yichuang.screens.kit.words import named
from yichuang.screens.statistics.definitions import marks_of
from yichuang.screens.statistics.period import NOTHING, Period, rows_address
from yichuang.statistics.types import Dimension, Figure, Figures, ReportCard

ONLY_OF_VISITS = frozenset({Figure.TAKEN, Figure.LEFT, Figure.VOIDED})
FIGURES: dict[Figure, Promise] = {
    Figure.TAKEN: pgettext_lazy("figures", "Taken"),
    Figure.CALLED: pgettext_lazy("figures", "Called"),
    Figure.SERVED: pgettext_lazy("figures", "Served"),
    Figure.CASE: pgettext_lazy("figures", "Cases"),
    Figure.NOTICE: pgettext_lazy("figures", "Notices"),
    Figure.REFERRAL: pgettext_lazy("figures", "Referred"),
    Figure.INFORMATION: pgettext_lazy("figures", "Informed"),
    Figure.MISSED: pgettext_lazy("figures", "Missed"),
    Figure.PARKED: pgettext_lazy("figures", "Parked"),
    Figure.TRANSFERRED: pgettext_lazy("figures", "Sent on"),
    Figure.LEFT: pgettext_lazy("figures", "Gave up"),
    Figure.VOIDED: pgettext_lazy("figures", "Void"),
}
# (label, how to read it in seconds); shown in minutes
TIMES: tuple[tuple[Promise, Callable[[Figures], int | None]], ...] = (
    (pgettext_lazy("figures", "Waits, min"), lambda one: one.wait_seconds),
    (pgettext_lazy("figures", "Wait p50"), lambda one: one.wait_p50),
    (pgettext_lazy("figures", "Wait p90"), lambda one: one.wait_p90),
    (pgettext_lazy("figures", "Services, min"), lambda one: one.service_seconds),
    (pgettext_lazy("figures", "Service p50"), lambda one: one.service_p50),
    (pgettext_lazy("figures", "Service p90"), lambda one: one.service_p90),
)


@dataclass(frozen=True, slots=True)
class Cell:
    """One figure: a count with the address of its rows, or minutes; ``None``: there is none."""

    value: int | float | None
    address: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A part of the period: its name, what only the page says beside it, its figures, its bar of 100."""

    name: str
    note: str
    cells: tuple[Cell, ...]
    width: float


@dataclass(frozen=True, slots=True)
class Table:
    """Figures told apart by one thing; the first column says by which."""

    by: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    total: Row


@dataclass(frozen=True, slots=True)
class Name:
    """What a part is called, and where it stands among the others."""

    text: str
    note: str
    place: Any


def minutes(seconds: int | None) -> float | None:
    """Return minutes with one decimal, as page and workbook both show them."""
    return None if seconds is None else round(seconds / 60, 1)


def table_of_parts(
    report: ReportCard, period: Period, label: str, names: Mapping[UUID | None, Name]
) -> Table:
    """Tell a report by line, window, person or item."""
    figures = _figures(report.by.of_turns)
    longest = max((_size(one) for one in report.rows.values()), default=0)
    found = [(names.get(key) or _nameless(key), key, one) for key, one in report.rows.items()]
    if report.by is Dimension.ITEM:
        found.sort(key=lambda one: (-_size(one[2]), one[0].text))
    else:
        found.sort(key=lambda one: (one[0].place, one[0].text))
    rows = tuple(
        _row(name, one, figures, period, _size(one) / longest, part=NOTHING if key is None else key.hex)
        for name, key, one in found
    )
    return Table(label, _columns(figures), rows, _total(report, figures, period))


def table_of_days(report: ReportCard, period: Period, label: str) -> Table:
    """Tell a report by day; only days on which anything happened."""
    figures = _figures(of_turns=False)
    longest = max((_size(one) for one in report.days.values()), default=0)
    rows = tuple(
        _row(Name(day.isoformat(), "", 0), one, figures, period.on(day), _size(one) / (longest or 1))
        for day, one in report.days.items()
    )
    return Table(label, _columns(figures), rows, _total(report, figures, period))


def names_of(hall_id: UUID, by: Dimension, on: date, at: datetime) -> dict[UUID | None, Name]:
    """Return what the lines, windows, people or items of a hall are called; a person by the worker number."""
    if by is Dimension.LINE:
        lines = queueing.lines(hall_id, at)
        return {
            one.id: Name(f"{one.prefix} {named(one.name, one.name_en)}", "", n) for n, one in enumerate(lines)
        }
    if by is Dimension.WINDOW:
        said = _("window %(number)s")
        return {
            one.id: Name(said % {"number": one.number}, named(one.name, one.name_en), one.number)
            for one in organization.windows(hall_id)
        }
    if by is Dimension.PERSON:
        people = organization.people(hall_id, include_left=True)
        return {one.id: Name(one.worker_number, one.display_name, one.worker_number) for one in people}
    items: dict[UUID | None, Name] = {
        one.id: Name(named(one.name, one.name_en), "", one.code) for one in catalogue.items(hall_id, on)
    }
    return items | {None: Name(_("no item named"), "", "")}


def drawing_of(report: ReportCard, period: Period) -> Chart:
    """Draw a period by day, and a single day by hour: taken and served as columns, the p90 wait as a line."""
    if period.since == period.until:
        hours = range(min(report.hours, default=9), max(report.hours, default=17) + 1)
        return chart(
            [
                _point(f"{n}:00", report.hours.get(n), rows_address(period, Figure.TAKEN, hour=n))
                for n in hours
            ]
        )
    return chart(days_drawn(report.days, period, marks=marks_of(report.breaks)))


def days_drawn(
    days: Mapping[date, Figures],
    period: Period,
    shown: Sequence[date] | None = None,
    marks: Mapping[date, str] | None = None,
) -> list[Point]:
    """Return a column for each day of the period, also where nothing happened, or for those ``shown``.

    ``marks`` says from which days on a time is measured otherwise; the first column since then has it.
    """
    to_mark = sorted((marks or {}).items())
    points = []
    for day in period.days if shown is None else shown:
        point = _point(date_format(day, "n-j"), days.get(day), rows_address(period.on(day), Figure.TAKEN))
        due = [said for since, said in to_mark if since <= day]
        to_mark = to_mark[len(due) :]
        points.append(replace(point, mark="; ".join(due)))
    return points


def _point(label: str, one: Figures | None, address: str) -> Point:
    if one is None:
        return Point(label, 0, 0, title=_("%(day)s: nothing happened") % {"day": label})
    said = _("%(day)s: %(taken)s taken, %(served)s served, 9 of 10 waited up to %(wait)s min")
    wait = minutes(one.wait_p90)
    told = {"day": label, "taken": one.taken, "served": one.served, "wait": "–" if wait is None else wait}
    return Point(label, max(one.taken, one.served), one.served, wait, said % told, address)


def _figures(of_turns: bool) -> tuple[Figure, ...]:
    return tuple(one for one in FIGURES if not (of_turns and one in ONLY_OF_VISITS))


def _columns(figures: tuple[Figure, ...]) -> tuple[str, ...]:
    return tuple(str(FIGURES[one]) for one in figures) + tuple(str(label) for label, _read in TIMES)


def _total(report: ReportCard, figures: tuple[Figure, ...], period: Period) -> Row:
    return _row(Name(_("In all"), "", 0), report.total, figures, period, 0)


def _row(
    name: Name, one: Figures, figures: tuple[Figure, ...], period: Period, share: float, part: str = ""
) -> Row:
    counted = tuple(
        Cell(count, rows_address(period, figure, part=part) if count else "")
        for figure in figures
        for count in [one.count(figure)]
    )
    timed = tuple(Cell(minutes(read(one))) for _label, read in TIMES)
    return Row(name.text, name.note, counted + timed, round(100 * share, 1))


def _size(one: Figures) -> int:
    return max(one.taken, one.called, 1)


def _nameless(key: UUID | None) -> Name:
    return Name("–" if key is None else f"– {key.hex[-6:]}", "", 0)
