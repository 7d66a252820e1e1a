"""Doors of the need: see it, say how many windows should be open, make a window flexible or fixed."""

from __future__ import annotations

from datetime import date
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
from yichuang.posts.types import DaySession, NeedReason, NeedWeight
from yichuang.screens.kit.forms import act_of, day_of, go, id_of, optional_id
from yichuang.screens.rosters.need import picture_of
from yichuang.screens.rosters.views import PLANNERS


@never_cache
@require_safe
@door("rosters.need", rule=PLANNERS, label=_("Windows needed"))
def page(request: HttpRequest) -> HttpResponse:
    """Show how many windows a department needs when, beside what the record says."""
    by = actor_of(request)
    hall = organization.hall(by.hall_id)
    asked = request.GET
    picture = picture_of(
        hall, by, clock.now(), department=asked.get("department", "")[:40], month=_month(asked)
    )
    return render(request, "rosters/need.html", {"picture": picture})


@require_POST
@door("rosters.need-set", rule=PLANNERS, act=True, label=_("Say how many windows are needed"))
def say(request: HttpRequest) -> HttpResponse:
    """Say how many windows should be open in a session of a weekday."""
    said = request.POST
    try:
        session, reason = DaySession(said.get("session", "")), NeedReason(said.get("reason", ""))
        weight = NeedWeight(said.get("weight", NeedWeight.ORDINARY))
        weekday, windows = int(said.get("weekday", "")[:2]), int(said.get("windows", "")[:4])
    except ValueError:
        raise Http404 from None
    department = optional_id(said.get("department"))
    services.set_need(
        department_id=department,
        weekday=weekday,
        session=session,
        windows=windows,
        reason=reason,
        weight=weight,
        from_day=day_of(said.get("from_day")),
        **act_of(request),
    )
    return go(request, address(department, _month(said)))


@require_POST
@door("rosters.flexible", rule=PLANNERS, act=True, label=_("Make a window flexible"))
def make_flexible(request: HttpRequest) -> HttpResponse:
    """Let a window open only as the need asks."""
    services.make_flexible(
        post_id=id_of(request.POST.get("post")),
        from_day=day_of(request.POST.get("from_day")),
        **act_of(request),
    )
    return go(request, address(optional_id(request.POST.get("department")), _month(request.POST)))


@require_POST
@door("rosters.fixed", rule=PLANNERS, act=True, label=_("Make a flexible window a fixed post"))
def make_fixed(request: HttpRequest) -> HttpResponse:
    """Let a flexible window be a fixed post again."""
    services.make_fixed(
        post_id=id_of(request.POST.get("post")),
        from_day=day_of(request.POST.get("from_day")),
        **act_of(request),
    )
    return go(request, address(optional_id(request.POST.get("department")), _month(request.POST)))


def _month(said: QueryDict) -> date | None:
    return day_of(f"{said.get('month', '')[:7]}-01")


def address(department_id: UUID | None, month: date | None) -> str:
    """Return where a department's need is shown; ``month`` is the roster to go back to."""
    asked = {"department": department_id.hex if department_id else "hall"}
    if month is not None:
        asked["month"] = f"{month:%Y-%m}"
    return f"{reverse('rosters:need')}?{urlencode(asked)}"
