"""Doors of the printers' page: see it, print a slip again, set a printer up, try it."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from yichuang.facilities import services
from yichuang.facilities.refusals import PrinterUnfit
from yichuang.facilities.types import Chinese, PaperWidth, Reach
from yichuang.kernel import clock
from yichuang.kernel.access.doors import caller, door, role
from yichuang.organization import selectors as organization
from yichuang.organization.types import HallCard
from yichuang.queueing import services as queueing
from yichuang.screens.equipment.views import KEEPERS, ON_THE_FLOOR
from yichuang.screens.kit.forms import act_of, go, id_of, optional_id
from yichuang.screens.kit.fragments import fragment
from yichuang.screens.printers.picture import PrintersPicture, picture_of, set_up_of


@never_cache
@require_safe
@door("printers.page", rule=ON_THE_FLOOR, label=_("Printers and slips"))
def page(request: HttpRequest) -> HttpResponse:
    """Show the slips that are missing, the printers, and the form to set one up."""
    hall = _hall(request)
    picture = _picture(request)
    set_up = set_up_of(hall, optional_id(request.GET.get("printer"))) if picture.keeps else None
    return render(request, "printers/page.html", {"picture": picture, "form": set_up})


@never_cache
@require_safe
@door("printers.now", rule=ON_THE_FLOOR, label=_("Printers and slips as they stand"))
def now(request: HttpRequest) -> HttpResponse:
    """Return the changing part of the page."""
    return fragment(request, "printers/now.html", {"picture": _picture(request)})


@require_POST
@door("printers.again", rule=ON_THE_FLOOR, act=True, label=_("Print a missing slip again"))
def again(request: HttpRequest, ticket_id: UUID) -> HttpResponse:
    """Print a ticket's slip once more, with the same number."""
    queueing.print_again(
        ticket_id=ticket_id,
        **act_of(request),
    )
    return go(request, reverse("printers:page"))


@require_POST
@door("printers.test", rule=role(*KEEPERS), act=True, label=_("Try a printer"))
def test(request: HttpRequest, printer_id: UUID) -> HttpResponse:
    """Print a slip that tries the printer."""
    services.print_test(
        printer_id=printer_id,
        **act_of(request),
    )
    return go(request, reverse("printers:page"))


@require_POST
@door("printers.set", rule=role(*KEEPERS), act=True, label=_("Set a printer up"))
def set_up(request: HttpRequest) -> HttpResponse:
    """Set how a piece of equipment prints, how it is reached, and whose slips it prints."""
    form = request.POST
    paper, chinese, reach = form.get("paper", ""), form.get("chinese", ""), form.get("reach", "")
    if paper not in set(PaperWidth) or chinese not in set(Chinese) or reach not in set(Reach):
        raise PrinterUnfit
    services.set_printer(
        equipment_id=id_of(form.get("equipment")),
        paper=PaperWidth(paper),
        chinese=Chinese(chinese),
        reach=Reach(reach),
        address=form.get("address", ""),
        device_ids=[id_of(one) for one in form.getlist("device")],
        zone_ids=[id_of(one) for one in form.getlist("zone")],
        guide_desk=form.get("guide_desk") == "1",
        **act_of(request),
    )
    return go(request, reverse("printers:page"))


def _hall(request: HttpRequest) -> HallCard:
    who = caller(request)
    assert who.hall_id is not None  # the door let a person of a hall in
    return organization.hall(who.hall_id)


def _picture(request: HttpRequest) -> PrintersPicture:
    return picture_of(_hall(request), clock.now(), keeps=bool(caller(request).roles & KEEPERS))
