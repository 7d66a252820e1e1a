"""Visits beyond the limit: what was told before, and whose doing each was, settled by a head (TWO-03)."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from yichuang.cases import selectors as cases
from yichuang.cases import services
from yichuang.cases.labels import CAUSE, STATE
from yichuang.cases.types import CaseState, TooManyRow, VisitCause
from yichuang.catalogue import selectors as catalogue
from yichuang.catalogue.types import ItemCard
from yichuang.kernel import clock
from yichuang.kernel.access.doors import actor_of, caller, door, role
from yichuang.kernel.access.types import Role
from yichuang.notices.labels import KIND
from yichuang.organization import selectors as organization
from yichuang.organization.types import HallCard
from yichuang.screens.kit.forms import act_of, go
from yichuang.screens.once.asked import FARTHEST
from yichuang.screens.once.views import READERS, hall_of
from yichuang.screens.statistics.period import period_of, usual_periods

HEADS = (Role.CHIEF, Role.SEC, Role.OFF, Role.UH)
PAGE = 50
UNSETTLED = "open"


@dataclass(frozen=True, slots=True)
class VisitRow:
    """A visit beyond the limit in words."""

    row: TooManyRow
    item: ItemCard | None
    state: str | Promise
    told: tuple[tuple[str | Promise, str], ...]
    cause: str | Promise
    settled_by: str


@never_cache
@require_safe
@door("once.visits", rule=READERS, label=_("Visits beyond the limit"))
def page(request: HttpRequest) -> HttpResponse:
    """Show the visits of a period that were one too many, with the notices given before, and their cause."""
    hall, by, at = hall_of(request), actor_of(request), clock.now()
    today = clock.local_day(at, hall.timezone)
    period = period_of(request, today)
    chosen, start = request.GET.get("cause", ""), request.GET.get("start", "")
    if chosen and chosen != UNSETTLED and chosen not in set(VisitCause):
        raise Http404
    place = min(int(start), FARTHEST) if start.isascii() and start.isdecimal() and len(start) < 8 else 0
    found = cases.too_many(
        hall.id,
        by.id,
        cases.eyes(hall.id, by.id, at),
        period.since,
        period.until,
        cause=VisitCause(chosen) if chosen in set(VisitCause) else None,
        unsettled=chosen == UNSETTLED,
        start=place,
        size=PAGE,
    )
    days = {"from": period.since.isoformat(), "to": period.until.isoformat()}
    lists: list[tuple[str, str | Promise, int]] = [
        ("", _("all"), sum(found.counts.values())),
        (UNSETTLED, pgettext_lazy("cause", "not settled yet"), found.counts.get(None, 0)),
        *((one.value, label, found.counts.get(one, 0)) for one, label in CAUSE.items()),
    ]
    total = next(n for name, _label, n in lists if name == chosen)
    following = [place + step for step in (-PAGE, PAGE)]
    context = {
        "period": period,
        "today": today,
        "usual": usual_periods(today),
        "chosen": chosen,
        "lists": [(name, label, n, urlencode({**days, "cause": name})) for name, label, n in lists],
        "rows": _rows(hall, found.rows),
        "causes": [(one.value, label) for one, label in CAUSE.items()],
        "may_settle": bool(set(HEADS) & caller(request).roles),
        "pages": [
            "?" + urlencode({**days, "cause": chosen, "start": str(one)}) if 0 <= one < total else ""
            for one in following
        ],
    }
    return render(request, "once/visits.html", context)


@require_POST
@door("once.settle", rule=role(*HEADS), act=True, label=_("Settle whose doing a visit too many was"))
def settle(request: HttpRequest, case: UUID) -> HttpResponse:
    """Settle whose doing a visit beyond the limit was."""
    cause, number = request.POST.get("cause", ""), request.POST.get("number", "")
    if cause not in set(VisitCause) or not (number.isascii() and number.isdecimal() and len(number) < 5):
        raise Http404
    services.explain_visits(
        case_id=case,
        number=int(number),
        cause=VisitCause(cause),
        evidence=request.POST.get("evidence", ""),
        **act_of(request),
    )
    days = {one: request.POST.get(one, "")[:10] for one in ("from", "to")}
    return go(request, f"{reverse('once:visits')}?{urlencode(days)}")


def _rows(hall: HallCard, rows: tuple[TooManyRow, ...]) -> tuple[VisitRow, ...]:
    if not rows:
        return ()
    items = catalogue.versions_among(hall.id, {one.case.item_version_id for one in rows})
    people = {
        one.id: f"{one.display_name} {one.worker_number}"
        for one in organization.people(hall.id, include_left=True)
    }
    return tuple(
        VisitRow(
            one,
            items.get(one.case.item_version_id),
            STATE[CaseState(one.case.state)],
            tuple((KIND[notice.kind], notice.number) for notice in one.notices),
            CAUSE[one.visit.cause] if one.visit.cause else "",
            people.get(one.visit.explained_by, "") if one.visit.explained_by else "",
        )
        for one in rows
    )
