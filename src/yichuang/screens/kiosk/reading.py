"""Doors of reading an item's guide at the kiosk: the same as on the phone, large."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from yichuang.catalogue import selectors as catalogue
from yichuang.kernel import clock
from yichuang.kernel.access.doors import actor_of, door
from yichuang.kernel.clock import local_day
from yichuang.organization import selectors as organization
from yichuang.queueing import selectors as queueing
from yichuang.screens.guide.picture import answers_in, guide_of
from yichuang.screens.kiosk.views import KIOSK


@never_cache
@require_safe
@door("kiosk.item", rule=KIOSK, label=_("Kiosk: read what is needed"))
def page(request: HttpRequest, item: UUID) -> HttpResponse:
    """Show what an item asks and costs, in the version in force today; from here it can be printed."""
    hall = organization.hall(request.caller.hall_id)  # type: ignore[attr-defined]
    at = clock.now()
    card = catalogue.item(hall.id, item, local_day(at, hall.timezone))
    large = request.look.large  # type: ignore[attr-defined]
    context = {
        "guide": guide_of(hall, card, answers_in(request, card), at, large=large),
        "here": reverse("kiosk:item", args=[card.id]),
        "prints": queueing.printer_at_hand(actor_of(request)) is not None,
    }
    return render(request, "kiosk/item.html", context)
