"""Doors of the calendar of one's own shifts: see its address, renew or end it, and the address itself."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from yichuang.kernel import clock
from yichuang.kernel.access.doors import actor_of, anyone, door, signed_in
from yichuang.kernel.serve import reached
from yichuang.posts import services
from yichuang.posts.selectors import calendars
from yichuang.screens.kit.forms import act_of, go
from yichuang.screens.staffroom.ics import MEDIA_TYPE, calendar_of

PAGE = "staffroom:calendar"


@never_cache
@require_safe
@door("staffroom.calendar", rule=signed_in(), label=_("Calendar of one's shifts"))
def page(request: HttpRequest) -> HttpResponse:
    """Show the address of the calendar of one's own shifts."""
    by = actor_of(request)
    token, address = calendars.address_of(by.hall_id, by.id), ""
    if token:
        base = reached.base() or f"{request.scheme}://{request.get_host()}"
        address = (
            base + reverse("staffroom:feed", args=[token]) + ("?lang=en" if get_language() == "en" else "")
        )
    return render(request, "staffroom/calendar.html", {"address": address})


@require_POST
@door("staffroom.open-calendar", rule=signed_in(), act=True, label=_("Open a calendar of one's shifts"))
def open_calendar(request: HttpRequest) -> HttpResponse:
    """Make an address, or a new one in place of the old."""
    services.open_calendar(**act_of(request))
    return go(request, reverse(PAGE))


@require_POST
@door("staffroom.end-calendar", rule=signed_in(), act=True, label=_("End the calendar of one's shifts"))
def end_calendar(request: HttpRequest) -> HttpResponse:
    """End the address; whoever asks it is told that there is nothing."""
    services.end_calendar(**act_of(request))
    return go(request, reverse(PAGE))


@never_cache
@require_safe
@door("staffroom.feed", rule=anyone(), label=_("Shifts for a calendar"))
def feed(_request: HttpRequest, token: str) -> HttpResponse:
    """Answer a calendar with its owner's shifts; who does not know the address finds nothing."""
    whose = calendars.whose_calendar(token)
    if whose is None:
        raise Http404
    answer = HttpResponse(calendar_of(*whose, clock.now()), content_type=MEDIA_TYPE)
    answer.headers["Content-Disposition"] = 'inline; filename="shifts.ics"'
    answer.headers["Referrer-Policy"] = "no-referrer"
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer
