"""Doors of the page of takings: look, read why money is to go back, let it or not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from yichuang.cases import services
from yichuang.kernel import clock
from yichuang.kernel.access.doors import caller, door, role
from yichuang.kernel.access.types import Role
from yichuang.organization import selectors as organization
from yichuang.screens.kit.forms import act_key, day_of, go, id_of
from yichuang.screens.takings.picture import picture_of

MONEY = role(Role.OFF, Role.UH, Role.SEC, Role.CMT, Role.CHIEF, Role.CASH, Role.SUP, Role.INSP)
SECONDS = role(Role.OFF, Role.UH, Role.SEC, Role.CHIEF)


@never_cache
@require_safe
@door("takings.page", rule=MONEY, label=_("Takings and refunds"))
def page(request: HttpRequest) -> HttpResponse:
    """Show what a day brought, the tills, and the refunds that wait."""
    who = caller(request)
    assert who.hall_id is not None
    hall = organization.hall(who.hall_id)
    picture = picture_of(hall, day_of(request.GET.get("day")), clock.now())
    return render(
        request, "takings/page.html", {"picture": picture, "decides": bool(who.roles & SECONDS.roles)}
    )


@never_cache
@require_POST
@door("takings.read", rule=SECONDS, act=True, label=_("Read why money is to go back"))
def read(request: HttpRequest) -> HttpResponse:
    """Show the reason of a refund; the journal tells who looked."""
    by = caller(request).actor
    assert by is not None  # the door let a person in
    said = services.read_refund_reason(refund_id=id_of(request.POST.get("refund")), by=by, at=clock.now())
    return render(request, "takings/reason.html", {"said": said})


@require_POST
@door("takings.decide", rule=SECONDS, act=True, label=_("Let a refund through"))
def decide(request: HttpRequest) -> HttpResponse:
    """Let a refund through, or not."""
    verbs: dict[str, Callable[..., Any]] = {
        "approve": services.approve_refund,
        "decline": services.decline_refund,
    }
    verb = verbs.get(request.POST.get("verdict", ""))
    if verb is None:
        raise Http404
    verb(
        refund_id=id_of(request.POST.get("refund")),
        by=caller(request).actor,
        at=clock.now(),
        key=act_key(request),
    )
    return go(request, reverse("takings:page"))


@never_cache
@require_POST
@door(
    "takings.read_evidence", rule=SECONDS, act=True, label=_("Read on what evidence a fee is to be remitted")
)
def read_evidence(request: HttpRequest) -> HttpResponse:
    """Show what was seen for a remission; the journal tells who looked."""
    by = caller(request).actor
    assert by is not None  # the door let a person in
    said = services.read_remission_evidence(
        remission_id=id_of(request.POST.get("remission")), by=by, at=clock.now()
    )
    return render(request, "takings/reason.html", {"said": said})


@require_POST
@door("takings.settle_remission", rule=SECONDS, act=True, label=_("Grant a remission"))
def settle_remission(request: HttpRequest) -> HttpResponse:
    """Grant a remission, or not."""
    verbs: dict[str, Callable[..., Any]] = {
        "grant": services.grant_remission,
        "decline": services.decline_remission,
    }
    verb = verbs.get(request.POST.get("verdict", ""))
    if verb is None:
        raise Http404
    verb(
        remission_id=id_of(request.POST.get("remission")),
        by=caller(request).actor,
        at=clock.now(),
        key=act_key(request),
    )
    return go(request, reverse("takings:page"))
