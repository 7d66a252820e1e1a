"""Doors of the equipment page: see it, report a fault and its end, enter and retire a piece."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from yichuang.facilities import services
from yichuang.facilities.refusals import EquipmentUnfit
from yichuang.facilities.types import EquipmentKind, FaultReason
from yichuang.kernel import clock
from yichuang.kernel.access.doors import caller, door, role
from yichuang.kernel.access.types import CLERKS, Role
from yichuang.organization import selectors as organization
from yichuang.screens.equipment.picture import EquipmentPicture, picture_of, places_of
from yichuang.screens.kit.forms import act_of, go, optional_id
from yichuang.screens.kit.fragments import fragment

KEEPERS = frozenset({Role.OFF, Role.TECH, Role.FAC, Role.ADM})
ON_THE_FLOOR = role(*KEEPERS, *CLERKS, Role.UH, Role.CMT, Role.GUIDE, Role.SAFE)


@never_cache
@require_safe
@door("equipment.page", rule=ON_THE_FLOOR, label=_("Equipment"))
def page(request: HttpRequest) -> HttpResponse:
    """Show what there is, what is down and today's faults."""
    picture = _picture(request)
    return render(request, "equipment/page.html", {"picture": picture, **places_of(picture.hall)})


@never_cache
@require_safe
@door("equipment.now", rule=ON_THE_FLOOR, label=_("Equipment as it stands"))
def now(request: HttpRequest) -> HttpResponse:
    """Return the changing part of the page."""
    return fragment(request, "equipment/now.html", {"picture": _picture(request)})


@require_POST
@door("equipment.down", rule=ON_THE_FLOOR, act=True, label=_("Report equipment down"))
def down(request: HttpRequest, equipment_id: UUID) -> HttpResponse:
    """Open a fault for a piece."""
    reason = request.POST.get("reason", "")
    if reason not in set(FaultReason):
        raise EquipmentUnfit
    services.report_down(
        equipment_id=equipment_id,
        reason=FaultReason(reason),
        **act_of(request),
    )
    return go(request, reverse("equipment:page"))


@require_POST
@door("equipment.back", rule=ON_THE_FLOOR, act=True, label=_("Report equipment back"))
def back(request: HttpRequest, equipment_id: UUID) -> HttpResponse:
    """Close the fault of a piece."""
    services.report_back(
        equipment_id=equipment_id,
        **act_of(request),
    )
    return go(request, reverse("equipment:page"))


@require_POST
@door("equipment.add", rule=role(*KEEPERS), act=True, label=_("Enter equipment"))
def add(request: HttpRequest) -> HttpResponse:
    """Enter a piece."""
    kind = request.POST.get("kind", "")
    if kind not in set(EquipmentKind):
        raise EquipmentUnfit
    services.add_equipment(
        kind=EquipmentKind(kind),
        name=request.POST.get("name", ""),
        name_en=request.POST.get("name_en", ""),
        place=request.POST.get("place", ""),
        zone_id=optional_id(request.POST.get("zone")),
        window_id=optional_id(request.POST.get("window")),
        **act_of(request),
    )
    return go(request, reverse("equipment:page"))


@require_POST
@door("equipment.retire", rule=role(*KEEPERS), act=True, label=_("Retire equipment"))
def retire(request: HttpRequest, equipment_id: UUID) -> HttpResponse:
    """Take a piece out of the list."""
    services.retire_equipment(
        equipment_id=equipment_id,
        **act_of(request),
    )
    return go(request, reverse("equipment:page"))


def _picture(request: HttpRequest) -> EquipmentPicture:
    who = caller(request)
    assert who.hall_id is not None  # the door let a person of a hall in
    return picture_of(organization.hall(who.hall_id), clock.now(), keeps=bool(who.roles & KEEPERS))
