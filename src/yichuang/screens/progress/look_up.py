"""Doors of looking one's own case up by its number and the last digits of one's phone (办件进度查询)."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from yichuang.cases import selectors
from yichuang.kernel import clock
from yichuang.kernel.access.doors import anyone, door
from yichuang.kernel.errors import Refusal
from yichuang.organization import selectors as organization
from yichuang.organization.types import HallCard
from yichuang.screens.kit.clock import by_the_wall_of
from yichuang.screens.progress.found import answer_to


@never_cache
@require_safe
@door("progress.find", rule=anyone(), label=_("How does my case stand?"))
def find(request: HttpRequest, hall: str) -> HttpResponse:
    """Ask for the number of the case and the last four digits of the phone given."""
    return render(request, "progress/find.html", _form(_hall(hall)))


@never_cache
@require_POST
@door("progress.look", rule=anyone(), act=True, label=_("How does my case stand?"))
def look(request: HttpRequest, hall: str) -> HttpResponse:
    """Tell stage and day, or the one sentence that tells nothing; no address leads to what was found."""
    card = _hall(hall)
    said, status = answer_to(request, card, clock.now())
    return render(request, "progress/find.html", _form(card) | said, status=status)


def _form(hall: HallCard) -> dict[str, object]:
    return {"hall": hall, "example": selectors.example_number(hall.id, clock.now())}


def _hall(code: str) -> HallCard:
    try:
        hall = organization.hall_by_code(code)
    except Refusal:
        raise Http404 from None
    by_the_wall_of(hall.id)
    return hall
