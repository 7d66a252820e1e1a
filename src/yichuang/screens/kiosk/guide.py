"""Doors of printing an item's guide at the kiosk (打印办事指南)."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from yichuang.facilities import selectors as facilities
from yichuang.facilities.labels import TROUBLE
from yichuang.facilities.types import SlipKind
from yichuang.kernel.access.doors import door
from yichuang.queueing import services
from yichuang.screens.kiosk.views import KIOSK
from yichuang.screens.kit.forms import act_of, go, id_of
from yichuang.screens.kit.fragments import fragment


@dataclass(frozen=True, slots=True)
class Printed:
    """How the printing of a guide, or of how a case stands (``standing``), has got on."""

    id: UUID
    standing: bool
    under_way: bool
    missing: bool
    why: str | Promise


@require_POST
@door("kiosk.guide", rule=KIOSK, act=True, label=_("Kiosk: print a guide"))
def act(request: HttpRequest) -> HttpResponse:
    """Print what one needs for an item."""
    slip = services.print_guide(
        item_id=id_of(request.POST.get("item")),
        **act_of(request),
    )
    return go(request, reverse("kiosk:guide", args=[slip.subject_id]))


@never_cache
@require_safe
@door("kiosk.guide_page", rule=KIOSK, label=_("Kiosk: the guide is being printed"))
def page(request: HttpRequest, guide: UUID) -> HttpResponse:
    """Say whether the guide has come out."""
    return render(request, "kiosk/guide.html", {"printed": _printed(request, guide)})


@never_cache
@require_safe
@door("kiosk.guide_now", rule=KIOSK, label=_("Kiosk: the guide as it stands"))
def now(request: HttpRequest, guide: UUID) -> HttpResponse:
    """Return the changing part of the page."""
    return fragment(request, "kiosk/guide_now.html", {"printed": _printed(request, guide)})


def _printed(request: HttpRequest, guide: UUID) -> Printed:
    slip = facilities.slip(request.caller.hall_id, guide)  # type: ignore[attr-defined]
    if slip is None or slip.kind not in (SlipKind.GUIDE, SlipKind.STANDING):
        raise Http404
    why = TROUBLE[slip.trouble] if slip.trouble else ""
    return Printed(guide, slip.kind is SlipKind.STANDING, slip.under_way, slip.missing, why)
