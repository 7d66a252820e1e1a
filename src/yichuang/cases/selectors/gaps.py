"""What was missing when papers were first looked at: where an item's guide fails (ACC-09)."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import TruncDate

from yichuang.cases.models import Case, Check, Review
from yichuang.cases.rules import checklist
from yichuang.cases.rules.sight import Seen
from yichuang.cases.selectors.cases import card_of
from yichuang.cases.selectors.sight import visible
from yichuang.cases.types import CheckLine, Outcome
from yichuang.cases.types.gaps import FirstChecks, GapReport, GapRow, MaterialGaps
from yichuang.catalogue import selectors as catalogue
from yichuang.catalogue.types import ItemCard
from yichuang.notices.types import Fault
from yichuang.organization import selectors as organization

DAY = timedelta(days=1)
_LOOK = ("present", "form_ok", "valid", "genuine", "content_ok", "exempt_source", "deferred_until")


def first_checks(hall_id: UUID, person_id: UUID, seen: Seen, since: date, until: date) -> GapReport:
    """Return what the first looks of a period found in the cases these eyes see, both days counted in.

    Of each case only the first look counts: whether it was complete, yes or no (ACC-09).
    """
    reviews = _first(hall_id, person_id, seen, since, until)
    zone = ZoneInfo(organization.timezone_of(hall_id))
    days: dict[date, Counter[str]] = defaultdict(Counter)
    items: dict[UUID, Counter[str]] = defaultdict(Counter)
    total: Counter[str] = Counter()
    counted = reviews.annotate(day=TruncDate("reviewed_at", tzinfo=zone)).values_list(
        "day", "case__item_id", "outcome"
    )
    for day, item_id, outcome, times in counted.annotate(times=Count("id")).order_by():
        for one in (days[day], items[item_id], total):
            one[outcome] += times
    return GapReport(
        since=since,
        until=until,
        total=_told(total),
        days={day: _told(days[day]) for day in sorted(days)},
        items={key: _told(one) for key, one in items.items()},
        materials=_materials(hall_id, reviews),
    )


def _first(hall_id: UUID, person_id: UUID, seen: Seen, since: date, until: date) -> QuerySet[Review]:
    """Return the first looks of the period at cases these eyes see."""
    zone = ZoneInfo(organization.timezone_of(hall_id))
    begins, ends = (datetime.combine(one, time(), tzinfo=zone) for one in (since, until + DAY))
    mine = Case.objects.filter(visible(person_id, seen), hall_id=hall_id).values("id")
    return Review.objects.filter(
        hall_id=hall_id, round=1, reviewed_at__gte=begins, reviewed_at__lt=ends, case_id__in=mine
    )


def _told(outcomes: Counter[str]) -> FirstChecks:
    return FirstChecks(outcomes.total(), outcomes[Outcome.COMPLETE], outcomes[Outcome.TOLERABLE])


def _materials(hall_id: UUID, reviews: QuerySet[Review]) -> tuple[MaterialGaps, ...]:
    """Return the materials that had a gap, the one that had it most often first.

    Versions of an item are added up by a material's name, as a citizen reads it.
    """
    looks = Check.objects.filter(hall_id=hall_id, review__in=reviews.values("id"))
    alike = list(
        looks.values("review__case__item_version_id", "position", *_LOOK[:-1])
        .annotate(times=Count("id"), promised=Count("deferred_until"))
        .order_by()
    )
    versions = catalogue.versions_among(hall_id, {one["review__case__item_version_id"] for one in alike})
    asked: Counter[tuple[UUID, str]] = Counter()
    faulty: Counter[tuple[UUID, str]] = Counter()
    faults: dict[tuple[UUID, str], Counter[Fault]] = defaultdict(Counter)
    for one in alike:
        item = versions[one["review__case__item_version_id"]]
        material = item.materials[one["position"] - 1]
        key = (item.id, material.name)
        asked[key] += one["times"]
        if found := checklist.faults(material, _line(one)):
            faulty[key] += one["times"]
            faults[key].update(dict.fromkeys(found, one["times"]))
    return tuple(
        MaterialGaps(item_id, name, asked[item_id, name], times, dict(faults[item_id, name]))
        for (item_id, name), times in sorted(faulty.items(), key=lambda one: (-one[1], one[0][1]))
    )


def _line(values: dict[str, Any]) -> CheckLine:
    return CheckLine(values["position"], *(values[name] for name in _LOOK[:-1]))


def first_check_rows(
    hall_id: UUID,
    person_id: UUID,
    seen: Seen,
    since: date,
    until: date,
    *,
    outcome: Outcome | None = None,
    item_id: UUID | None = None,
    material: str = "",
    start: int = 0,
    size: int = 100,
) -> tuple[int, tuple[GapRow, ...]]:
    """Return how many first looks there were, and ``size`` of them from ``start`` on, newest first.

    Without an ``outcome`` those that found something.  ``material``: only those in which the material of this
    name of the item had a gap.
    """
    reviews = _first(hall_id, person_id, seen, since, until)
    reviews = reviews.filter(outcome=outcome) if outcome else reviews.exclude(outcome=Outcome.COMPLETE)
    if item_id is not None:
        reviews = reviews.filter(case__item_id=item_id)
        if material:
            reviews = reviews.filter(id__in=_with_gap(hall_id, reviews, item_id, material))
    rows = list(reviews.select_related("case").order_by("-reviewed_at", "-id")[start : start + size])
    versions = catalogue.versions_among(hall_id, {one.case.item_version_id for one in rows})
    looks: dict[UUID, list[Check]] = defaultdict(list)
    for one in Check.objects.filter(hall_id=hall_id, review__in=rows).order_by("position"):
        looks[one.review_id].append(one)
    return reviews.count(), tuple(
        _row(row, looks[row.id], versions[row.case.item_version_id]) for row in rows
    )


def _with_gap(hall_id: UUID, reviews: QuerySet[Review], item_id: UUID, material: str) -> QuerySet[Any, Any]:
    """Return the reviews in which a material of this name had a gap; an optional one may be absent."""
    flaw = Q(form_ok=False) | Q(valid=False) | Q(genuine=False) | Q(content_ok=False)
    wrong = Q(pk__in=[])
    for version in catalogue.versions(hall_id, item_id):
        for position, one in enumerate(version.materials, start=1):
            if one.name == material:
                here = Q(review__case__item_version_id=version.version_id, position=position)
                wrong |= here & (
                    Q(present=True) & flaw | (Q(present=False) if one.required else Q(pk__in=[]))
                )
    return Check.objects.filter(wrong, hall_id=hall_id, review__in=reviews, exempt_source="").values(
        "review_id"
    )


def _row(row: Review, looks: list[Check], item: ItemCard) -> GapRow:
    gaps: list[tuple[str, Fault]] = []
    promised: list[str] = []
    for look in looks:
        material = item.materials[look.position - 1]
        found = checklist.faults(
            material, _line({name: getattr(look, name) for name in ("position", *_LOOK)})
        )
        if look.deferred_until is not None and found == (Fault.MISSING,):
            promised.append(material.name)
        else:
            gaps += [(material.name, fault) for fault in found]
    return GapRow(card_of(row.case), row.reviewed_at, row.reviewed_by, tuple(gaps), tuple(promised))
