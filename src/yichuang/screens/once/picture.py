"""What the page of shares shows: three shares, drawn by day, told by department or item."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from yichuang.cases import selectors as cases
from yichuang.cases.labels import STATE
from yichuang.cases.types import CaseState, OnceFigure, OnceFigures, OnceReport, OnceRow, Retold
from yichuang.catalogue import selectors as catalogue
from yichuang.catalogue.types import ItemCard
from yichuang.kernel.types import Actor
from yichuang.organization import selectors as organization
from yichuang.organization.types import HallCard
from yichuang.screens.kit.chart import Chart, Point, chart
from yichuang.screens.kit.words import named
from yichuang.screens.once.asked import Asked

Text = str | Promise
#: Longer periods are counted a second time only when asked for.
RETOLD_DAYS = 92
SHOWN_OPEN = 8


@dataclass(frozen=True, slots=True)
class Share:
    """One share: how it is called, what of what it is, which control asks for it."""

    key: str
    label: Text
    part: OnceFigure
    whole: OnceFigure
    part_label: Text
    whole_label: Text
    rule: str

    def of(self, figures: OnceFigures) -> int | None:
        return figures.rate(self.part, self.whole)


SHARES = (
    Share(
        "instant",
        _("Instant matters done the same day"),
        OnceFigure.INSTANT_CLOSED,
        OnceFigure.INSTANT,
        _("done the same day"),
        _("instant matters accepted"),
        "ONE-05",
    ),
    Share(
        "on_site",
        _("Closed on site"),
        OnceFigure.ON_SITE,
        OnceFigure.ACCEPTED,
        _("closed at the window the same day"),
        _("accepted"),
        "CHF-06",
    ),
    Share(
        "one_visit",
        _("Done with one visit"),
        OnceFigure.ONE_VISIT,
        OnceFigure.DONE,
        _("done with one visit"),
        _("matters done"),
        "TWO-04",
    ),
)
KEYS = frozenset(one.key for one in SHARES)
FIGURES: dict[OnceFigure, Text] = {
    OnceFigure.ACCEPTED: _("Cases accepted"),
    OnceFigure.ON_SITE: _("Closed at the window on the day of acceptance"),
    OnceFigure.INSTANT: _("Instant matters accepted"),
    OnceFigure.INSTANT_CLOSED: _("Instant matters closed the same day"),
    OnceFigure.LEFT_OPEN: _("Instant matters left open at day's end"),
    OnceFigure.DONE: _("Matters done"),
    OnceFigure.ONE_VISIT: _("Matters done with one visit"),
    OnceFigure.TOO_MANY: _("Matters with too many visits"),
}


@dataclass(frozen=True, slots=True)
class Tile:
    """A share in figures with the addresses of both counts; ``here``: it is the one that is drawn."""

    share: Share
    percent: int | None
    part: int
    whole: int
    part_address: str
    whole_address: str
    query: str
    here: bool


@dataclass(frozen=True, slots=True)
class Cell:
    """A share of a department or item, with its counts and where their cases are."""

    percent: int | None
    part: int
    whole: int
    part_address: str
    whole_address: str


@dataclass(frozen=True, slots=True)
class PartRow:
    """A department or an item with its three shares, what was left open and what took too many visits."""

    name: str
    cells: tuple[Cell, ...]
    left_open: int
    left_address: str
    too_many: int
    too_many_address: str
    width: int


@dataclass(frozen=True, slots=True)
class OpenRow:
    """A case behind a figure in words; ``days`` is after how many days it was done, None while it is open."""

    row: OnceRow
    item: ItemCard | None
    department: str
    state: Text
    who: str
    days: int | None


@dataclass(frozen=True, slots=True)
class OncePicture:
    """The page of shares at one moment."""

    report: OnceReport
    tiles: tuple[Tile, ...]
    share: Share
    chart: Chart
    parts: tuple[PartRow, ...]
    left_count: int
    left_address: str
    left: tuple[OpenRow, ...]
    too_many: int
    too_many_address: str
    retold: Retold | None
    agrees: bool


def picture_of(hall: HallCard, by: Actor, asked: Asked, at: datetime, *, again: bool) -> OncePicture:
    """Return what somebody sees of the period at ``at``; ``again``: count a long one a second time, too."""
    seen = cases.eyes(hall.id, by.id, at)
    report = cases.once_report(hall.id, by.id, seen, asked.since, asked.until, at)
    share = next(one for one in SHARES if one.key == asked.share)
    told_again = again or (asked.until - asked.since).days < RETOLD_DAYS
    retold = cases.retold(hall.id, by.id, seen, asked.since, asked.until) if told_again else None
    total = report.total
    first = (total.count(OnceFigure.ACCEPTED), total.count(OnceFigure.ON_SITE))
    left_count, left = cases.once_rows(
        hall.id, by.id, seen, OnceFigure.LEFT_OPEN, asked.since, asked.until, at, size=SHOWN_OPEN
    )
    return OncePicture(
        report=report,
        tiles=tuple(_tile(one, total, asked) for one in SHARES),
        share=share,
        chart=chart([_point(day, report, share, asked) for day in asked.period.days]),
        parts=_parts(hall, report, share, asked),
        left_count=left_count,
        left_address=asked.rows(OnceFigure.LEFT_OPEN),
        left=open_rows(hall, left),
        too_many=total.count(OnceFigure.TOO_MANY),
        too_many_address=asked.rows(OnceFigure.TOO_MANY),
        retold=retold,
        agrees=retold is not None and (retold.accepted, retold.on_site) == first,
    )


def _tile(share: Share, figures: OnceFigures, asked: Asked) -> Tile:
    return Tile(
        share,
        share.of(figures),
        figures.count(share.part),
        figures.count(share.whole),
        asked.rows(share.part),
        asked.rows(share.whole),
        asked.query(share=share.key),
        share.key == asked.share,
    )


def _point(day: date, report: OnceReport, share: Share, asked: Asked) -> Point:
    figures, label = report.days.get(day), date_format(day, "n-j")
    if figures is None or not figures.count(share.whole):
        return Point(label, 0, 0, title=gettext("%(day)s: nothing happened") % {"day": label})
    said = gettext("%(day)s: %(part)s of %(whole)s, %(percent)s %%")
    part, whole, percent = figures.count(share.part), figures.count(share.whole), share.of(figures)
    title = said % {"day": label, "part": part, "whole": whole, "percent": percent}
    return Point(label, whole, part, percent, title, asked.rows(share.whole, day=day))


def _parts(hall: HallCard, report: OnceReport, share: Share, asked: Asked) -> tuple[PartRow, ...]:
    if asked.by == "item":
        rows = [
            _part(_item_name(hall, one, asked.until), one, figures, share, asked)
            for one, figures in report.items.items()
        ]
    else:
        names = {one.id: named(one.name, one.name_en) for one in organization.departments(hall.id)}
        rows = [
            _part(
                names.get(one, "–") if one else gettext("no department"),
                one,
                figures,
                share,
                asked,
            )
            for one, figures in report.departments.items()
        ]
    return tuple(sorted(rows, key=lambda one: (-_whole(one, share), one.name)))


def _whole(row: PartRow, share: Share) -> int:
    return row.cells[SHARES.index(share)].whole


def _item_name(hall: HallCard, item_id: UUID, on: date) -> str:
    found = catalogue.find(hall.id, item_id, on)
    if found is None:  # no longer offered
        found = catalogue.versions(hall.id, item_id)[-1]
    return named(found.name, found.name_en)


def _part(name: str, key: UUID | None, figures: OnceFigures, share: Share, asked: Asked) -> PartRow:
    return PartRow(
        name=name,
        cells=tuple(
            Cell(
                one.of(figures),
                figures.count(one.part),
                figures.count(one.whole),
                asked.rows(one.part, part=key),
                asked.rows(one.whole, part=key),
            )
            for one in SHARES
        ),
        left_open=figures.count(OnceFigure.LEFT_OPEN),
        left_address=asked.rows(OnceFigure.LEFT_OPEN, part=key),
        too_many=figures.count(OnceFigure.TOO_MANY),
        too_many_address=asked.rows(OnceFigure.TOO_MANY, part=key),
        width=share.of(figures) or 0,
    )


def open_rows(hall: HallCard, rows: tuple[OnceRow, ...]) -> tuple[OpenRow, ...]:
    """Return cases behind a figure in words; items, departments and people are read once for all."""
    if not rows:
        return ()
    items = catalogue.versions_among(hall.id, {one.case.item_version_id for one in rows})
    departments = {one.id: named(one.name, one.name_en) for one in organization.departments(hall.id)}
    people = {
        one.id: f"{one.display_name} {one.worker_number}"
        for one in organization.people(hall.id, include_left=True)
    }
    return tuple(
        OpenRow(
            one,
            items.get(one.case.item_version_id),
            departments.get(one.case.department_id, "") if one.case.department_id else "",
            STATE[CaseState(one.case.state)],
            people.get(one.case.handler_id or one.case.accepted_by or one.case.submitted_by, ""),
            None if one.ended_on is None else (one.ended_on - one.day).days,
        )
        for one in rows
    )
