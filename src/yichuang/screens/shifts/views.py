"""Doors of the shifts: see a week, publish the days to come, change one cell."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from yichuang.kernel import clock
from yichuang.kernel.access.doors import actor_of, door, role
from yichuang.kernel.access.types import Role
from yichuang.organization import selectors as organization
from yichuang.posts import services
from yichuang.posts.errors import ShiftPast
from yichuang.screens.kit.forms import act_key, day_of, go, optional_id
from yichuang.screens.shifts.picture import picture_of, place_of, planned_posts, to_publish

PLANNERS = role(Role.SEC, Role.OFF, Role.UH)
LONGEST = timedelta(days=62)


@never_cache
@require_safe
@door("shifts.page", rule=PLANNERS, label=_("Shifts"))
def page(request: HttpRequest) -> HttpResponse:
    """Show a week of the windows one plans."""
    by, at = actor_of(request), clock.now()
    hall = organization.hall(by.hall_id)
    picture = picture_of(hall, by, at, day_of(request.GET.get("week")), request.GET.get("edit", "")[:80])
    return render(request, "shifts/page.html", {"picture": picture})


@require_POST
@door("shifts.publish", rule=PLANNERS, act=True, label=_("Publish shifts"))
def publish(request: HttpRequest) -> HttpResponse:
    """Publish the days from one day to another: what stands, and the proposal for what does not."""
    by, at = actor_of(request), clock.now()
    hall = organization.hall(by.hall_id)
    first, last = day_of(request.POST.get("first")), day_of(request.POST.get("last"))
    if first is None or last is None or not first <= last <= first + LONGEST:
        raise ShiftPast
    until, ids = last + timedelta(days=1), [post.id for _window, post in planned_posts(hall, by, at)]
    services.publish_shifts(
        shifts=to_publish(hall, ids, first, until),
        first=first,
        until=until,
        post_ids=ids,
        by=by,
        at=at,
        key=act_key(request),
    )
    return go(request, f"{reverse('shifts:page')}?{urlencode({'week': first.isoformat()})}")


@require_POST
@door("shifts.set", rule=PLANNERS, act=True, label=_("Change a shift"))
def set_one(request: HttpRequest) -> HttpResponse:
    """Say anew who is A and who is B in one cell; with nobody a flexible window is closed."""
    by, at = actor_of(request), clock.now()
    hall = organization.hall(by.hall_id)
    place = place_of(request.POST.get("place", "")[:80])
    if place is None or place[0] not in {post.id for _window, post in planned_posts(hall, by, at)}:
        raise Http404
    card = services.set_shift(
        post_id=place[0],
        day=place[1],
        session=place[2],
        a_id=optional_id(request.POST.get("a")),
        b_id=optional_id(request.POST.get("b")),
        by=by,
        at=at,
        key=act_key(request),
    )
    shown = {"week": place[1].isoformat()}
    if card is None:  # closed: what the need then lacks stands beside it
        shown["edit"] = f"{place[0].hex}_{place[1].isoformat()}_{place[2].value}"
    return go(request, f"{reverse('shifts:page')}?{urlencode(shown)}")
