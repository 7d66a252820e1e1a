"""Doors of a roster in Excel: the page, the workbook going out, the workbook coming in."""

from __future__ import annotations

import hashlib
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from yichuang.kernel import clock
from yichuang.kernel.access.doors import actor_of, door
from yichuang.kernel.idempotency import key_of
from yichuang.kernel.sheets import LARGEST, Fault
from yichuang.kernel.workbooks import MEDIA_TYPE
from yichuang.organization import selectors as organization
from yichuang.posts import services
from yichuang.posts.errors import RosterFileUnfit
from yichuang.posts.selectors import roster as rosters
from yichuang.posts.selectors.roster_files import written_roster
from yichuang.posts.services.rosters import may_make
from yichuang.posts.types import RosterCard
from yichuang.screens.kit.forms import go
from yichuang.screens.rosters.views import PLANNERS, address

MOST_SHOWN = 50


@never_cache
@require_safe
@door("rosters.excel", rule=PLANNERS, label=_("A roster in Excel"))
def page(request: HttpRequest, roster: UUID) -> HttpResponse:
    """Show how a version goes out to Excel and comes in again."""
    return _page(request, _card(request, roster), ())


@never_cache
@require_safe
@door("rosters.book", rule=PLANNERS, label=_("Workbook of a roster"))
def book(request: HttpRequest, roster: UUID) -> HttpResponse:
    """Hand a version out as a workbook."""
    card = _card(request, roster)
    response = HttpResponse(written_roster(card, at=clock.now()), content_type=MEDIA_TYPE)
    code = organization.hall(card.hall_id).code
    name = f"roster-{code}-{card.month:%Y-%m}-v{card.version}.xlsx"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@never_cache
@require_POST
@door("rosters.take", rule=PLANNERS, act=True, label=_("Take a roster in from Excel"))
def take(request: HttpRequest, roster: UUID) -> HttpResponse:
    """Make a new version from a workbook, or name every cell that is wrong."""
    upload = request.FILES.get("file")
    data = upload.read(LARGEST + 1) if upload else b""
    key = key_of(request.POST.get("key"), f"{roster} {hashlib.sha256(data).hexdigest()}".encode())
    card = _card(request, roster)
    try:
        if not data:
            raise RosterFileUnfit((Fault(1, gettext("no file was chosen")),))
        made = services.take_roster(
            roster_id=roster, data=data, by=actor_of(request), at=clock.now(), key=key
        )
    except RosterFileUnfit as refusal:
        return _page(request, card, refusal.faults, status=422)
    return go(request, address(made))


def _page(
    request: HttpRequest, card: RosterCard, faults: tuple[Fault, ...], status: int = 200
) -> HttpResponse:
    context = {
        "card": card,
        "back": address(card),
        "faults": faults[:MOST_SHOWN],
        "count": len(faults),
        "more": max(0, len(faults) - MOST_SHOWN),
    }
    return render(request, "rosters/excel.html", context, status=status)


def _card(request: HttpRequest, roster: UUID) -> RosterCard:
    by = actor_of(request)
    card = rosters.roster(by.hall_id, roster)
    may_make(by, card.department_id, clock.now())
    return card
