"""Doors of checking in at the kiosk with a ticket taken by phone (手机取号签到)."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from yichuang.kernel import clock
from yichuang.kernel.access import address
from yichuang.kernel.access.doors import door
from yichuang.queueing import selectors as queueing
from yichuang.queueing import services
from yichuang.screens.kiosk.views import KIOSK
from yichuang.screens.kit.forms import act_of, go


@require_safe
@door("kiosk.check_in", rule=KIOSK, label=_("Kiosk: check in"))
def page(request: HttpRequest) -> HttpResponse:
    """Ask for number and code; a scanner types them by itself."""
    hall_id = request.caller.hall_id  # type: ignore[attr-defined]
    prefixes = [one.line.prefix for one in queueing.remote_offers(hall_id, clock.now())]
    return render(request, "kiosk/check_in.html", {"prefixes": prefixes})


@require_POST
@door("kiosk.checked_in", rule=KIOSK, act=True, label=_("Kiosk: check in"))
def act(request: HttpRequest) -> HttpResponse:
    """Let who took the ticket by phone wait."""
    said = queueing.check_in_typed(request.POST.get("typed", ""))
    if said is None:
        raise services.CheckInUnknown
    ticket = services.check_in(
        label=said[0],
        code=said[1],
        address=address.of(request),
        **act_of(request),
    )
    return go(request, reverse("kiosk:ticket", args=[ticket.token]))
