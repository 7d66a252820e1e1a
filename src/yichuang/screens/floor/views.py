"""Doors of order and the day's end: the page, and an entry of the disturbance register."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from yichuang.kernel import clock
from yichuang.kernel.access.doors import door, role
from yichuang.kernel.access.types import Role
from yichuang.organization import selectors as organization
from yichuang.queueing import services
from yichuang.queueing.types import DisturbanceAction, DisturbanceKind
from yichuang.screens.floor.picture import picture_of
from yichuang.screens.kit.forms import act_of, go, id_of, short_text

KEEPERS = role(Role.GUIDE, Role.SAFE, Role.OFF, Role.UH, Role.SEC, Role.CMT)


@never_cache
@require_safe
@door("floor.page", rule=KEEPERS, label=_("Order and day's end"))
def page(request: HttpRequest) -> HttpResponse:
    """Show the zones, the register and what a day left open."""
    hall = organization.hall(request.caller.hall_id)  # type: ignore[attr-defined]
    picture = picture_of(hall, clock.now(), request.GET.get("day", ""))
    return render(request, "floor/page.html", {"picture": picture})


@require_POST
@door("floor.disturbance", rule=KEEPERS, act=True, label=_("Enter a disturbance"))
def disturbance(request: HttpRequest) -> HttpResponse:
    """Enter a disturbance with what was done about it."""
    kind, action = request.POST.get("kind", ""), request.POST.get("action", "")
    services.record_disturbance(
        zone_id=id_of(request.POST.get("zone")),
        kind=DisturbanceKind(kind) if kind in set(DisturbanceKind) else None,
        action=DisturbanceAction(action) if action in set(DisturbanceAction) else None,
        label=short_text(request.POST.get("label"), 14),
        **act_of(request),
    )
    return go(request, reverse("floor:page"))
