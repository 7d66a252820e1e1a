"""Doors of the sign at the hall's entrance: what stands on it, what is still missing, and the sign to print.

A sign without the hall's name, services, hours or complaint telephone is not printed (PUB-05).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from yichuang.kernel import clock
from yichuang.kernel.access.doors import actor_of, caller, door
from yichuang.kernel.clock import local_day
from yichuang.kernel.errors import Refusal
from yichuang.organization import selectors as organization
from yichuang.organization import services
from yichuang.organization.types import HallCard
from yichuang.screens.guide.picture import groups
from yichuang.screens.kit.forms import act_of, go, short_text
from yichuang.screens.kit.hours import week_of
from yichuang.screens.layout.views import KEEPERS, KEEPING, READERS

MOST_SERVICES = 9


class SignIncomplete(Refusal):
    """A sign that leaves people without what they need to know is not hung up."""

    code = "sign-incomplete"
    status = 409
    sentence = _("The sign is not printed: still missing are %(missing)s.")
    rule = "PUB-05"


@dataclass(frozen=True, slots=True)
class Sign:
    """What stands on a hall's sign; ``services`` as the ticket machine calls them, ``more`` without room."""

    hall: HallCard
    services: tuple[str, ...]
    more: int
    week: tuple[tuple[str, str], ...]
    missing: tuple[str | Promise, ...]


def sign_of(hall: HallCard, at: datetime) -> Sign:
    """Return the sign as it would be printed at ``at``, with the names of what is missing."""
    offered = [one.line.name if one.line else one.name for one in groups(hall, at, "") if one.entries]
    week = week_of(hall, local_day(at, hall.timezone))
    said: tuple[tuple[object, str | Promise], ...] = (
        (hall.name.strip(), pgettext_lazy("on a sign", "the hall’s name")),
        (offered, pgettext_lazy("on a sign", "what is done here: no item is in force")),
        (week, pgettext_lazy("on a sign", "the hours")),
        (hall.complaint_phone, pgettext_lazy("on a sign", "the complaint telephone")),
    )
    names = tuple(dict.fromkeys(filter(None, offered)))
    return Sign(
        hall=hall,
        services=names[:MOST_SERVICES],
        more=max(0, len(names) - MOST_SERVICES),
        week=week,
        missing=tuple(name for value, name in said if not value),
    )


@never_cache
@require_safe
@door("layout.sign", rule=READERS, label=_("Sign at the entrance"))
def page(request: HttpRequest) -> HttpResponse:
    """Show the sign as it would be printed, and name what is missing."""
    sign = sign_of(organization.hall(actor_of(request).hall_id), clock.now())
    return render(request, "layout/sign.html", {"sign": sign, "keeps": bool(KEEPING & caller(request).roles)})


@never_cache
@require_safe
@door("layout.print-sign", rule=READERS, label=_("Sign at the entrance"))
def printed(request: HttpRequest) -> HttpResponse:
    """Show the sign alone, to be printed.  Raises: SignIncomplete."""
    sign = sign_of(organization.hall(actor_of(request).hall_id), clock.now())
    if sign.missing:
        raise SignIncomplete(missing=_comma().join(str(one) for one in sign.missing))
    return render(request, "layout/printed.html", {"sign": sign})


@require_POST
@door("layout.set-phone", rule=KEEPERS, act=True, label=_("Set the complaint telephone"))
def set_phone(request: HttpRequest) -> HttpResponse:
    """Say under which telephone complaints are taken."""
    services.set_complaint_phone(
        phone=short_text(request.POST.get("phone"), 24),
        **act_of(request),
    )
    return go(request, reverse("layout:sign"))


def _comma() -> str:
    return str(pgettext_lazy("between the parts of a list", ", "))
