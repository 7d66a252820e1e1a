"""Doors of taking a ticket by phone: what each line offers, and the ticket, for a telephone number."""

from __future__ import annotations

import json
import secrets

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from yichuang.catalogue import selectors as catalogue
from yichuang.kernel import clock
from yichuang.kernel.access import address, tokens
from yichuang.kernel.access.doors import anyone, door
from yichuang.kernel.clock import local_day
from yichuang.kernel.errors import Refusal
from yichuang.kernel.idempotency import key_of
from yichuang.kernel.types import Key
from yichuang.organization import selectors as organization
from yichuang.organization.types import HallCard
from yichuang.queueing import labels, services
from yichuang.queueing import selectors as queueing
from yichuang.screens.kit.clock import by_the_wall_of
from yichuang.screens.kit.forms import go, id_of, optional_id
from yichuang.screens.kit.hours import hours_of

# which browser took which ticket: a random word, kept there for a day and here as a keyed hash
COOKIE = "phone"
DAY = 24 * 3600
LONGEST = 40


@never_cache
@require_safe
@door("remote.page", rule=anyone(), label=_("Take a ticket by phone"))
def page(request: HttpRequest, hall: str) -> HttpResponse:
    """Show the lines whose tickets can be taken by phone, with who waits, and ask for a telephone number."""
    card = _hall(hall)
    at = clock.now()
    offers = queueing.remote_offers(card.id, at)
    items = {one.id: one for one in catalogue.items(card.id, local_day(at, card.timezone))}
    context = {
        "hall": card,
        "hours": hours_of(card, at),
        "offers": [
            {
                "offer": one,
                "why": labels.REMOTE_WHY[one.why] if one.why else "",
                "items": [items[item] for item in one.line.item_ids if item in items],
            }
            for one in offers
        ],
        "any": any(one.why is None for one in offers),
        "limits": queueing.remote_limits(card.id, local_day(at, card.timezone)),
    }
    response = render(request, "portal/remote.html", context)
    if not browser_of(request):
        response.set_cookie(
            COOKIE,
            secrets.token_urlsafe(16),
            max_age=DAY,
            httponly=True,
            samesite="Lax",
            secure=request.is_secure(),
        )
    return response


@require_POST
@door("remote.take", rule=anyone(), act=True, label=_("Take a ticket by phone"))
def take(request: HttpRequest, hall: str) -> HttpResponse:
    """Take the ticket; the number goes into a keyed hash here and nowhere else."""
    card = _hall(hall)
    browser = browser_of(request)
    if not browser:
        raise NoCookie
    chosen = request.POST.get("line", "")
    line, _dot, item = chosen.partition(".")
    ticket = services.take_remote(
        hall_id=card.id,
        line_id=id_of(line),
        item_id=optional_id(item),
        phone=request.POST.get("phone", "")[:LONGEST],
        browser=browser,
        address=address.of(request),
        at=clock.now(),
        key=_key(request),
    )
    return go(request, reverse("portal:ticket", args=[ticket.token]))


class NoCookie(Refusal):
    code = "no-cookie"
    status = 422
    sentence = _("Your browser keeps no cookies, so this page cannot hold a ticket for you.")


def browser_of(request: HttpRequest) -> str:
    """Return the word this browser keeps, or nothing."""
    return request.COOKIES.get(COOKIE, "")[:LONGEST]


def _key(request: HttpRequest) -> Key:
    """Return the form's key; what it says is hashed under a secret, since a telephone number is in it."""
    said = json.dumps([request.path, request.POST.get("line"), request.POST.get("phone")])
    return key_of(request.POST.get("key"), tokens.keyed("remote form", said).encode())


def _hall(code: str) -> HallCard:
    try:
        hall = organization.hall_by_code(code)
    except Refusal:
        raise Http404 from None
    by_the_wall_of(hall.id)
    return hall
