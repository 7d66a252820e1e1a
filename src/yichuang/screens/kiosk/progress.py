"""Doors of looking up one's own case at the kiosk, as on the phone: by a paper's number and code, or by the
case's number and the last digits of one's phone (查办件进度)."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from yichuang.cases import selectors as cases
from yichuang.kernel import clock
from yichuang.kernel.access.doors import actor_of, door
from yichuang.kernel.clock import local_day
from yichuang.notices import selectors as notices
from yichuang.organization import selectors as organization
from yichuang.queueing import selectors as queueing
from yichuang.screens.kiosk.views import KIOSK
from yichuang.screens.progress.found import answer_to


@never_cache
@require_safe
@door("kiosk.progress", rule=KIOSK, label=_("Kiosk: how a case stands"))
def page(request: HttpRequest) -> HttpResponse:
    """Ask for number and code of the paper, or number of the case and digits of the phone."""
    return render(request, "kiosk/progress.html", _form(request))


@never_cache
@require_POST
@door("kiosk.progress_of", rule=KIOSK, act=True, label=_("Kiosk: how a case stands"))
def look(request: HttpRequest) -> HttpResponse:
    """Tell who knows both how the case stands; tries are counted, and nothing stays here."""
    hall = organization.hall(request.caller.hall_id)  # type: ignore[attr-defined]
    said, status = answer_to(request, hall, clock.now())
    typed = {"number": request.POST.get("number"), "code": request.POST.get("code")}
    prints = queueing.printer_at_hand(actor_of(request)) is not None
    more = {"typed": typed, "prints": prints}
    return render(request, "kiosk/progress.html", _form(request) | said | more, status=status)


def _form(request: HttpRequest) -> dict[str, Any]:
    hall = organization.hall(request.caller.hall_id)  # type: ignore[attr-defined]
    today = local_day(clock.now(), hall.timezone)
    return {
        "marks": notices.marks(),
        "case_mark": f"{hall.code}-{today.year}-",
        "example": notices.example_number(today),
        "case_example": cases.example_number(hall.id, clock.now()),
    }
