"""Doors of the yearly declaration of integrity: read it, sign it once, see who has not (PROM-03)."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from yichuang.kernel import clock
from yichuang.kernel.access.doors import caller, door, signed_in
from yichuang.kernel.access.types import Role
from yichuang.organization import integrity, selectors, services
from yichuang.screens.kit.forms import act_key, go

WATCHING = frozenset({Role.OFF, Role.UH, Role.SUP, Role.INSP})


@never_cache
@require_safe
@door("declaration.page", rule=signed_in(), label=_("Declaration of the year"))
def page(request: HttpRequest) -> HttpResponse:
    """Show the text, whether this person has signed, and to office and supervision who has not."""
    who = caller(request)
    assert who.hall_id is not None  # the door let a person of a hall in
    assert who.person_id is not None
    year = clock.local_day(clock.now(), selectors.timezone_of(who.hall_id)).year
    watches = bool(WATCHING & who.roles)
    context = {
        "year": year,
        "text": integrity,
        "signed": selectors.declared_at(who.hall_id, who.person_id, year),
        "watches": watches,
        "missing": selectors.undeclared(who.hall_id, year) if watches else [],
    }
    return render(request, "privacy/declaration.html", context)


@require_POST
@door("declaration.sign", rule=signed_in(), act=True, label=_("Sign the declaration of the year"))
def sign(request: HttpRequest) -> HttpResponse:
    """Sign for the year that runs in the hall."""
    by = caller(request).actor
    assert by is not None  # the door let a person in
    services.declare_integrity(by=by, at=clock.now(), key=act_key(request))
    return go(request, reverse("privacy:declaration"))
