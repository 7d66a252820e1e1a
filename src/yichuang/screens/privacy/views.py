"""Doors of the yearly undertaking: read it, sign it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from yichuang.kernel import clock
from yichuang.kernel.access.doors import actor_of, caller, door, signed_in
from yichuang.kernel.vault import selectors as vault
from yichuang.kernel.vault import services, undertaking
from yichuang.organization import selectors as organization
from yichuang.organization.types import HallCard
from yichuang.screens.kit.forms import act_key, go

PAGE = "/undertaking/"


def _hall(request: HttpRequest) -> HallCard:
    who = caller(request)
    assert who.hall_id is not None  # the door let a person of a hall in
    return organization.hall(who.hall_id)


def _back(request: HttpRequest, wanted: str | None) -> str:
    """Return the address to go on to if it is one of ours, else the undertaking's own."""
    wanted = wanted or ""
    fits = wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return wanted if fits and len(wanted) < 500 else PAGE


@never_cache
@require_safe
@door("undertaking.page", rule=signed_in(), label=_("Undertaking to keep secrets"))
def page(request: HttpRequest) -> HttpResponse:
    """Show the text, and whether this person has signed it this year."""
    who, hall = caller(request), _hall(request)
    year, _end = undertaking.year_of(clock.now(), hall.timezone)
    assert who.person_id is not None
    return render(
        request,
        "privacy/page.html",
        {
            "year": year,
            "opening": undertaking.OPENING,
            "points": undertaking.POINTS,
            "closing": undertaking.CLOSING,
            "signed": vault.undertaking(hall.id, who.person_id, year),
            "next": _back(request, request.GET.get("next")),
        },
    )


@require_POST
@door("undertaking.sign", rule=signed_in(), act=True, label=_("Sign the undertaking"))
def sign(request: HttpRequest) -> HttpResponse:
    """Sign for the year that runs in the hall, and go on to where the person was refused."""
    hall, at = _hall(request), clock.now()
    year, until = undertaking.year_of(at, hall.timezone)
    services.sign_undertaking(
        year=year,
        until=until,
        by=actor_of(request),
        at=at,
        key=act_key(request),
    )
    return go(request, _back(request, request.POST.get("next")))
