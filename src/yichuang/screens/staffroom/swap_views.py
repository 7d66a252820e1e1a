"""Doors of swaps: see what a swap would cost, ask a colleague, agree, approve, refuse or withdraw."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from yichuang.kernel import clock
from yichuang.kernel.access.doors import actor_of, door, signed_in
from yichuang.organization import selectors as organization
from yichuang.posts import services
from yichuang.screens.kit.forms import act_of, go, id_of
from yichuang.screens.staffroom.swaps import picture_of, place_of

PAGE = "staffroom:swaps"


@never_cache
@require_safe
@door("staffroom.swaps", rule=signed_in(), label=_("Swaps"))
def page(request: HttpRequest) -> HttpResponse:
    """Show one's shifts, what giving one away would cost, and the swaps that wait for somebody."""
    by = actor_of(request)
    asked = request.GET.get("shift", "")[:80]
    picture = picture_of(organization.hall(by.hall_id), by, clock.now(), asked)
    return render(request, "staffroom/swaps.html", {"picture": picture})


@require_POST
@door("staffroom.ask-swap", rule=signed_in(), act=True, label=_("Ask for a swap"))
def ask(request: HttpRequest) -> HttpResponse:
    """Ask a colleague to take over one's shift."""
    place = place_of(request.POST.get("shift", "")[:80])
    if place is None:
        raise Http404
    post_id, day, session = place
    taker = id_of(request.POST.get("person"))
    return _done(request, services.ask_swap, post_id=post_id, day=day, session=session, taker_id=taker)


@require_POST
@door("staffroom.agree-swap", rule=signed_in(), act=True, label=_("Agree to a swap"))
def agree(request: HttpRequest, swap: UUID) -> HttpResponse:
    """Agree to take over a colleague's shift."""
    return _done(request, services.agree_to_swap, swap_id=swap)


@require_POST
@door("staffroom.approve-swap", rule=signed_in(), act=True, label=_("Approve a swap"))
def approve(request: HttpRequest, swap: UUID) -> HttpResponse:
    """Approve a swap as the head; the shift is the other's from now on."""
    return _done(request, services.approve_swap, swap_id=swap)


@require_POST
@door("staffroom.refuse-swap", rule=signed_in(), act=True, label=_("Refuse or withdraw a swap"))
def refuse(request: HttpRequest, swap: UUID) -> HttpResponse:
    """Refuse a swap, or withdraw one's own."""
    return _done(request, services.refuse_swap, swap_id=swap)


def _done(request: HttpRequest, verb: Callable[..., Any], **what: Any) -> HttpResponse:
    verb(**what, **act_of(request))
    return go(request, reverse(PAGE))
