"""What first looks found: which materials are missing most, so that the office sees where a guide fails."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from yichuang.cases import selectors as cases
from yichuang.cases.types import FirstChecks, GapReport, GapRow, MaterialGaps, Outcome
from yichuang.catalogue import selectors as catalogue
from yichuang.catalogue.types import ItemCard
from yichuang.kernel import clock
from yichuang.kernel.access.doors import actor_of, door
from yichuang.notices.labels import FAULT
from yichuang.notices.types import Fault
from yichuang.organization import selectors as organization
from yichuang.organization.types import HallCard
from yichuang.screens.kit.chart import Chart, Point, chart
from yichuang.screens.kit.words import named
from yichuang.screens.once.asked import AskedGaps, asked_gaps
from yichuang.screens.once.views import PAGE, READERS, hall_of
from yichuang.screens.statistics.period import usual_periods

Text = str | Promise
MOST_BARS = 15
OUTCOMES: dict[Outcome | None, Text] = {
    None: _("First looks that found something"),
    Outcome.COMPLETE: _("First looks that found everything complete"),
    Outcome.TOLERABLE: _("First looks with a material promised for later"),
    Outcome.INCOMPLETE: _("First looks that found a gap"),
}


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a bar: one kind of fault, from where and how wide in hundredths."""

    fault: Fault
    label: Text
    count: int
    x: float
    width: float


@dataclass(frozen=True, slots=True)
class Bar:
    """A material with its bar, as long as its gaps beside those of the material that has most."""

    material: MaterialGaps
    item: str
    guide: str
    pieces: tuple[Piece, ...]
    address: str


@dataclass(frozen=True, slots=True)
class ItemRow:
    """An item with its first looks and the materials of it that had most gaps."""

    item_id: UUID
    name: str
    checks: FirstChecks
    materials: tuple[MaterialGaps, ...]
    address: str
    narrowed: str


@dataclass(frozen=True, slots=True)
class Looked:
    """One first look in words."""

    row: GapRow
    item: ItemCard | None
    who: str
    gaps: tuple[tuple[str, Text], ...]


@never_cache
@require_safe
@door("once.gaps", rule=READERS, label=_("What is missing at the first look"))
def page(request: HttpRequest) -> HttpResponse:
    """Show how many papers are complete at the first look, and which materials are missing most."""
    hall, by, at = hall_of(request), actor_of(request), clock.now()
    today = clock.local_day(at, hall.timezone)
    asked = replace(asked_gaps(request, today), material="", outcome=None, start=0)
    seen = cases.eyes(hall.id, by.id, at)
    report = cases.first_checks(hall.id, by.id, seen, asked.since, asked.until)
    chosen = report.items.get(asked.item_id, FirstChecks()) if asked.item_id else report.total
    materials = [one for one in report.materials if asked.item_id in (None, one.item_id)]
    names = _items(hall, {*report.items, *filter(None, [asked.item_id])}, asked.until)
    context = {
        "asked": asked,
        "today": today,
        "usual": [
            (label, replace(asked, since=span.since, until=span.until))
            for label, span in usual_periods(today)
        ],
        "checks": chosen,
        "outcomes": [
            (one, _count(chosen, one), replace(asked, outcome=one).query())
            for one in (Outcome.COMPLETE, Outcome.TOLERABLE, Outcome.INCOMPLETE)
        ],
        "item": names.get(asked.item_id) if asked.item_id else None,
        "everything": replace(asked, item_id=None),
        "chart": None if asked.item_id else _drawn(report, asked),
        "bars": _bars(materials, names, asked),
        "kinds": [(one, FAULT[one]) for one in Fault],
        "items": _item_rows(report, names, asked),
    }
    return render(request, "once/gaps.html", context)


@never_cache
@require_safe
@door("once.gap_rows", rule=READERS, label=_("First looks behind a figure"))
def rows(request: HttpRequest) -> HttpResponse:
    """Show the first looks behind a figure: which case, who looked, what was missing."""
    hall, by, at = hall_of(request), actor_of(request), clock.now()
    asked = asked_gaps(request, clock.local_day(at, hall.timezone))
    count, found = cases.first_check_rows(
        hall.id,
        by.id,
        cases.eyes(hall.id, by.id, at),
        asked.since,
        asked.until,
        outcome=asked.outcome,
        item_id=asked.item_id,
        material=asked.material,
        start=asked.start,
        size=PAGE,
    )
    following = [asked.start + step for step in (-PAGE, PAGE)]
    context = {
        "asked": asked,
        "title": OUTCOMES[asked.outcome],
        "item": _items(hall, {asked.item_id}, asked.until).get(asked.item_id) if asked.item_id else None,
        "back": replace(asked, material="", outcome=None, start=0).query(),
        "count": count,
        "rows": _looked(hall, found),
        "pages": ["?" + replace(asked, start=one).query() if 0 <= one < count else "" for one in following],
    }
    return render(request, "once/gap_rows.html", context)


def _count(checks: FirstChecks, outcome: Outcome) -> int:
    known = {Outcome.COMPLETE: checks.complete, Outcome.TOLERABLE: checks.promised}
    return known.get(outcome, checks.incomplete)


def _items(hall: HallCard, ids: set[UUID], on: date) -> dict[UUID, ItemCard]:
    """Return the items in the version of the last day, those no longer offered in their last."""
    offered = {one.id: one for one in catalogue.items(hall.id, on)}
    gone = {one: catalogue.versions(hall.id, one) for one in ids - set(offered)}
    return offered | {one: versions[-1] for one, versions in gone.items() if versions}


def _drawn(report: GapReport, asked: AskedGaps) -> Chart:
    return chart([_point(day, report.days.get(day), asked) for day in asked.period.days])


def _point(day: date, checks: FirstChecks | None, asked: AskedGaps) -> Point:
    label = date_format(day, "n-j")
    if checks is None:
        return Point(label, 0, 0, title=gettext("%(day)s: nothing happened") % {"day": label})
    said = gettext("%(day)s: %(part)s of %(whole)s complete at the first look")
    title = said % {"day": label, "part": checks.complete, "whole": checks.checked}
    address = f"cases/?{replace(asked, since=day, until=day).query()}"
    return Point(label, checks.checked, checks.complete, checks.share, title, address)


def _bars(materials: list[MaterialGaps], names: dict[UUID, ItemCard], asked: AskedGaps) -> tuple[Bar, ...]:
    shown = materials[:MOST_BARS]
    most = max((sum(one.faults.values()) for one in shown), default=1)
    return tuple(
        Bar(
            one,
            _name(names, one.item_id),
            names[one.item_id].code if one.item_id in names else "",
            _pieces(one, most),
            replace(asked, item_id=one.item_id, material=one.name).query(),
        )
        for one in shown
    )


def _pieces(material: MaterialGaps, most: int) -> tuple[Piece, ...]:
    found, x = [], 0.0
    for fault in Fault:
        if count := material.faults.get(fault, 0):
            width = 100 * count / most
            found.append(Piece(fault, FAULT[fault], count, round(x, 2), round(width, 2)))
            x += width
    return tuple(found)


def _item_rows(report: GapReport, names: dict[UUID, ItemCard], asked: AskedGaps) -> tuple[ItemRow, ...]:
    """Return the items, that with most looks that found something first."""
    of = {one: [m for m in report.materials if m.item_id == one][:3] for one in report.items}
    rows = [
        ItemRow(
            one,
            _name(names, one),
            checks,
            tuple(of[one]),
            replace(asked, item_id=one).query(),
            replace(asked, item_id=one, outcome=Outcome.INCOMPLETE).query(),
        )
        for one, checks in report.items.items()
        if asked.item_id in (None, one)
    ]
    return tuple(sorted(rows, key=lambda one: (one.checks.complete - one.checks.checked, one.name)))


def _name(names: dict[UUID, ItemCard], item_id: UUID) -> str:
    card = names.get(item_id)
    return named(card.name, card.name_en) if card else "–"


def _looked(hall: HallCard, found: tuple[GapRow, ...]) -> tuple[Looked, ...]:
    if not found:
        return ()
    items = catalogue.versions_among(hall.id, {one.case.item_version_id for one in found})
    people = {
        one.id: f"{one.display_name} {one.worker_number}"
        for one in organization.people(hall.id, include_left=True)
    }
    return tuple(
        Looked(
            one,
            items.get(one.case.item_version_id),
            people.get(one.by, ""),
            tuple((name, FAULT[fault]) for name, fault in one.gaps),
        )
        for one in found
    )
