"""Doors of the hall office."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from yichuang.kernel import clock
from yichuang.kernel.access.doors import door, role
from yichuang.kernel.access.types import Role
from yichuang.organization import selectors as organization
from yichuang.screens.kit.fragments import fragment
from yichuang.screens.office.picture import OfficePicture, picture_of, trend_of

OFFICE = role(Role.OFF, Role.UH, Role.SEC, Role.CMT)


@never_cache
@require_safe
@door("office.today", rule=OFFICE, label=_("Today's hall"))
def today(request: HttpRequest) -> HttpResponse:
    """Show the hall at a glance."""
    picture = _picture(request)
    trend = trend_of(picture.hall, clock.now())
    return render(request, "office/today.html", {"picture": picture, "trend": trend})


@never_cache
@require_safe
@door("office.now", rule=OFFICE, label=_("Today's hall as it stands"))
def now(request: HttpRequest) -> HttpResponse:
    """Return the changing part of the page."""
    return fragment(request, "office/now.html", {"picture": _picture(request)})


def _picture(request: HttpRequest) -> OfficePicture:
    caller = request.caller  # type: ignore[attr-defined]
    return picture_of(organization.hall(caller.hall_id), caller.actor, clock.now())
