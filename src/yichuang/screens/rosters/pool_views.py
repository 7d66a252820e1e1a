"""Doors of the pools: see posts, holders and pools, make a pool, change it, end it."""

from __future__ import annotations

from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from yichuang.kernel import clock
from yichuang.kernel.access.doors import actor_of, door
from yichuang.organization import selectors as organization
from yichuang.posts import services
from yichuang.posts.types import PoolReason
from yichuang.screens.kit.forms import act_of, day_of, go, id_of, optional_id
from yichuang.screens.rosters.pools import picture_of
from yichuang.screens.rosters.views import PLANNERS

ORDER = "order-"
MOST = 200  # so many people or posts are read out of one form


@never_cache
@require_safe
@door("rosters.posts", rule=PLANNERS, label=_("Posts and their people"))
def page(request: HttpRequest) -> HttpResponse:
    """Show who holds the posts of a department, and its pools with their reserve."""
    by = actor_of(request)
    hall = organization.hall(by.hall_id)
    picture = picture_of(hall, by, clock.now(), department=request.GET.get("department", "")[:40])
    return render(request, "rosters/pools.html", {"picture": picture})


@require_POST
@door("rosters.pool-make", rule=PLANNERS, act=True, label=_("Make a pool"))
def make(request: HttpRequest) -> HttpResponse:
    """Put posts of a department into a pool."""
    said = request.POST
    card = services.make_pool(
        department_id=optional_id(said.get("department")),
        name=said.get("name", ""),
        name_en=said.get("name_en", ""),
        post_ids=_posts(said),
        person_ids=_people(said),
        from_day=day_of(said.get("from_day")),
        **act_of(request),
    )
    return go(request, address(card.department_id))


@require_POST
@door("rosters.pool-change", rule=PLANNERS, act=True, label=_("Change a pool"))
def change(request: HttpRequest, pool: UUID) -> HttpResponse:
    """Give a pool other posts, other people or another order."""
    said = request.POST
    card = services.change_pool(
        pool_id=pool,
        post_ids=_posts(said),
        person_ids=_people(said),
        reason=_reason(said),
        from_day=day_of(said.get("from_day")),
        **act_of(request),
    )
    return go(request, address(card.department_id))


@require_POST
@door("rosters.pool-end", rule=PLANNERS, act=True, label=_("End a pool"))
def end(request: HttpRequest, pool: UUID) -> HttpResponse:
    """End a pool."""
    card = services.end_pool(
        pool_id=pool,
        reason=_reason(request.POST),
        until=day_of(request.POST.get("from_day")),
        **act_of(request),
    )
    return go(request, address(card.department_id))


def _reason(said: QueryDict) -> PoolReason:
    try:
        return PoolReason(said.get("reason", ""))
    except ValueError:
        raise Http404 from None


def _posts(said: QueryDict) -> list[UUID]:
    return [id_of(one) for one in said.getlist("post")[:MOST]]


def _people(said: QueryDict) -> list[UUID]:
    """Return who was given a place, the first first; the same place twice is by the form's order."""
    found = []
    for name in [one for one in said if one.startswith(ORDER)][:MOST]:
        place = (said.get(name) or "").strip()
        if place:
            if not place.isascii() or not place.isdigit():
                raise Http404
            found.append((int(place[:4]), id_of(name.removeprefix(ORDER))))
    return [person for _place, person in sorted(found, key=lambda one: one[0])]


def address(department_id: UUID | None) -> str:
    """Return where a department's posts and pools are shown."""
    asked = {"department": department_id.hex if department_id else "hall"}
    return f"{reverse('rosters:posts')}?{urlencode(asked)}"
