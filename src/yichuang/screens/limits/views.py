"""Doors of the time limits."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from yichuang.cases.labels import PURPOSE
from yichuang.cases.live import WATCHERS
from yichuang.cases.types import Purpose
from yichuang.catalogue import selectors as catalogue
from yichuang.kernel import clock
from yichuang.kernel.access import rules as access
from yichuang.kernel.access.doors import actor_of, caller, door, registry, role
from yichuang.kernel.access.types import Answer
from yichuang.kernel.workbooks import MEDIA_TYPE, Sheet, Value, workbook
from yichuang.organization import selectors as organization
from yichuang.organization.types import HallCard
from yichuang.screens.kit.fragments import fragment
from yichuang.screens.limits.asked import Asked, asked_of
from yichuang.screens.limits.picture import MOST_IN_A_BOOK, Row, page_of, picture_of, rows_of

READERS = role(*WATCHERS)


@never_cache
@require_safe
@door("limits.page", rule=READERS, label=_("Time limits"))
def page(request: HttpRequest) -> HttpResponse:
    """Show the cases this person sees by the time that ends first, with a bar and a card each."""
    hall, asked = _hall(request), _asked(request)
    today = clock.local_day(clock.now(), hall.timezone)
    context = _context(request, asked) | {
        "purposes": [(one.value, label) for one, label in PURPOSE.items() if one is not Purpose.ARCHIVE],
        "departments": organization.departments(hall.id),
        "items": catalogue.items(hall.id, today),
        "people": organization.people(hall.id),
    }
    return render(request, "limits/page.html", context)


@never_cache
@require_safe
@door("limits.now", rule=READERS, label=_("Time limits as they stand"))
def now(request: HttpRequest) -> HttpResponse:
    """Return the changing part of the page."""
    return fragment(request, "limits/now.html", _context(request, _asked(request)))


@never_cache
@require_safe
@door("limits.book", rule=READERS, label=_("Time limits as a workbook"))
def book(request: HttpRequest) -> HttpResponse:
    """Hand out the list as an Excel workbook marked with who took it; no applicant stands in it."""
    hall, asked, at = _hall(request), _asked(request), clock.now()
    cards = page_of(hall, actor_of(request), asked, at, start=0, size=MOST_IN_A_BOOK).rows
    rows = [_cells(one) for one in rows_of(hall, cards, at)]
    name = gettext("Time limits")
    taker = organization.person(hall.id, actor_of(request).id)
    mark = f"{hall.name} · {taker.worker_number} · {clock.local_day(at, hall.timezone)}"
    data = workbook(name, [Sheet(name, _columns(), rows)], at=at, mark=mark)
    response = HttpResponse(data, content_type=MEDIA_TYPE)
    file = f"{hall.code}-limits-{clock.local_day(at, hall.timezone)}.xlsx"
    response.headers["Content-Disposition"] = f'attachment; filename="{file}"'
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _columns() -> tuple[str, ...]:
    return (
        gettext("Case"),
        gettext("Item"),
        gettext("Stands at"),
        gettext("In whose hands"),
        gettext("Time limit"),
        gettext("Budget"),
        gettext("Used, %"),
        pgettext("a day", "Due"),
        gettext("Card"),
        gettext("Stands still because of"),
        gettext("Pause asked for"),
    )


def _cells(row: Row) -> tuple[Value, ...]:
    cards = {"bad": gettext("red"), "warn": gettext("yellow")}
    return (
        row.case.number,
        row.item.name if row.item else "",
        str(row.state),
        row.owner,
        str(row.purpose),
        row.budget,
        row.percent,
        row.due,
        cards.get(row.tone, ""),
        row.ground,
        row.asked,
    )


def _context(request: HttpRequest, asked: Asked) -> dict[str, Any]:
    picture = picture_of(_hall(request), actor_of(request), asked, clock.now())
    may_read = access.answer(registry()["journal.page"], caller(request)) is Answer.COME_IN
    return {"picture": picture, "asked": asked, "query": asked.query(), "journal": may_read}


def _asked(request: HttpRequest) -> Asked:
    return asked_of(request, _hall(request))


def _hall(request: HttpRequest) -> HallCard:
    return organization.hall(actor_of(request).hall_id)
