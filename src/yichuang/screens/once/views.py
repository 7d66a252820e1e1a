"""Doors of what is done at once."""

from __future__ import annotations

from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from yichuang.cases import selectors as cases
from yichuang.cases.live import WATCHERS
from yichuang.kernel import clock
from yichuang.kernel.access.doors import actor_of, door, role
from yichuang.organization import selectors as organization
from yichuang.organization.types import HallCard
from yichuang.screens.once.asked import asked_of, asked_rows
from yichuang.screens.once.picture import FIGURES, KEYS, SHARES, open_rows, picture_of
from yichuang.screens.statistics.period import usual_periods

READERS = role(*WATCHERS)
PAGE = 100


@never_cache
@require_safe
@door("once.page", rule=READERS, label=_("Done at once"))
def page(request: HttpRequest) -> HttpResponse:
    """Show what share of matters is done at once, on site and with one visit, and what was left open."""
    hall, at = hall_of(request), clock.now()
    today = clock.local_day(at, hall.timezone)
    asked = asked_of(request, today, KEYS)
    context = {
        "asked": asked,
        "today": today,
        "usual": [
            (label, replace(asked, since=span.since, until=span.until))
            for label, span in usual_periods(today)
        ],
        "shares": SHARES,
        "by_department": asked.query(by="department"),
        "by_item": asked.query(by="item"),
        "picture": picture_of(hall, actor_of(request), asked, at, again="again" in request.GET),
    }
    return render(request, "once/page.html", context)


@never_cache
@require_safe
@door("once.rows", rule=READERS, label=_("Cases behind a share"))
def rows(request: HttpRequest) -> HttpResponse:
    """Show the cases one figure counts, those left open at day's end among them."""
    hall, by, at = hall_of(request), actor_of(request), clock.now()
    wanted = asked_rows(request, clock.local_day(at, hall.timezone))
    count, found = cases.once_rows(
        hall.id,
        by.id,
        cases.eyes(hall.id, by.id, at),
        wanted.figure,
        wanted.asked.since,
        wanted.asked.until,
        at,
        department=wanted.department,
        item_id=wanted.item_id,
        start=wanted.start,
        size=PAGE,
    )
    following = [wanted.start + step for step in (-PAGE, PAGE)]
    context = {
        "asked": wanted.asked,
        "figure": FIGURES[wanted.figure],
        "left_open": wanted.figure.value == "left_open",
        "count": count,
        "rows": open_rows(hall, found),
        "pages": ["?" + wanted.query(one) if 0 <= one < count else "" for one in following],
    }
    return render(request, "once/rows.html", context)


def hall_of(request: HttpRequest) -> HallCard:
    return organization.hall(actor_of(request).hall_id)
