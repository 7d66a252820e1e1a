"""Doors of the hall's layout: see it, enter an area, say anew where it is, remove it."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from yichuang.facilities import services
from yichuang.facilities.labels import AREA
from yichuang.facilities.refusals import AreaUnfit
from yichuang.facilities.types import AreaKind
from yichuang.kernel.access.doors import actor_of, caller, door, role
from yichuang.kernel.access.types import Role
from yichuang.organization import selectors as organization
from yichuang.screens.kit.forms import act_of, go, optional_id, short_text
from yichuang.screens.layout.picture import picture_of

KEEPERS = role(Role.OFF, Role.UH, Role.FAC)
READERS = role(Role.OFF, Role.UH, Role.FAC, Role.CMT, Role.SEC, Role.GUIDE, Role.SUP, Role.INSP)
KEEPING = frozenset({Role.OFF, Role.UH, Role.FAC})
NAME, PLACE, PLACE_EN = 81, 121, 161


@never_cache
@require_safe
@door("layout.page", rule=READERS, label=_("Layout of the hall"))
def page(request: HttpRequest) -> HttpResponse:
    """Show the areas, and warn of those every hall has and this one has not."""
    hall = organization.hall(actor_of(request).hall_id)
    picture = picture_of(hall, keeps=bool(KEEPING & caller(request).roles))
    kinds = [(one.value, AREA[one]) for one in AreaKind]
    return render(request, "layout/page.html", {"picture": picture, "kinds": kinds})


@require_POST
@door("layout.add", rule=KEEPERS, act=True, label=_("Enter an area"))
def add(request: HttpRequest) -> HttpResponse:
    """Enter an area with the directions to it."""
    kind = request.POST.get("kind", "")
    if kind not in set(AreaKind):
        raise AreaUnfit
    services.add_area(
        kind=AreaKind(kind),
        zone_id=optional_id(request.POST.get("zone")),
        **act_of(request),
        **_said(request),
    )
    return go(request, reverse("layout:page"))


@require_POST
@door("layout.change", rule=KEEPERS, act=True, label=_("Say anew where an area is"))
def change(request: HttpRequest, area: UUID) -> HttpResponse:
    """Call an area otherwise or say anew where it is."""
    services.change_area(area_id=area, **act_of(request), **_said(request))
    return go(request, reverse("layout:page"))


@require_POST
@door("layout.remove", rule=KEEPERS, act=True, label=_("Remove an area"))
def remove(request: HttpRequest, area: UUID) -> HttpResponse:
    """Take an area out of the layout."""
    services.remove_area(area_id=area, **act_of(request))
    return go(request, reverse("layout:page"))


def _said(request: HttpRequest) -> dict[str, str]:
    said = request.POST
    return {
        "name": short_text(said.get("name"), NAME),
        "name_en": short_text(said.get("name_en"), PLACE),
        "place": short_text(said.get("place"), PLACE),
        "place_en": short_text(said.get("place_en"), PLACE_EN),
    }
