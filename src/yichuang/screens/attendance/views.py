"""Doors of attendance: see a day and its month, ask for a correction, decide another's."""

from __future__ import annotations

from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse
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
from yichuang.screens.attendance import asking
from yichuang.screens.attendance.picture import picture_of
from yichuang.screens.kit.forms import act_of, day_of, go

HEADS = role(Role.SEC, Role.OFF, Role.UH)


@never_cache
@require_safe
@door("attendance.page", rule=HEADS, label=_("Attendance"))
def page(request: HttpRequest) -> HttpResponse:
    """Show how a day was attended, its month, and what waits for a second person."""
    by, asked = actor_of(request), request.GET
    picture = picture_of(
        organization.hall(by.hall_id),
        by,
        clock.now(),
        day=day_of(asked.get("day")),
        department=asked.get("department", "")[:40],
        edit=asked.get("edit", "")[:120],
    )
    return render(request, "attendance/page.html", {"picture": picture})


@require_POST
@door("attendance.ask", rule=HEADS, act=True, label=_("Ask for a correction of attendance"))
def ask(request: HttpRequest) -> HttpResponse:
    """Say how somebody attended a shift; another person approves it."""
    day = asking.ask(request.POST, **act_of(request))
    return go(request, _address(request, day.isoformat()))


@require_POST
@door("attendance.approve", rule=HEADS, act=True, label=_("Approve a correction of attendance"))
def approve(request: HttpRequest, restatement: UUID) -> HttpResponse:
    """Approve what another person asked for."""
    card = services.approve_restatement(restatement_id=restatement, **act_of(request))
    return go(request, _address(request, card.day.isoformat()))


@require_POST
@door("attendance.refuse", rule=HEADS, act=True, label=_("Turn down a correction of attendance"))
def refuse(request: HttpRequest, restatement: UUID) -> HttpResponse:
    """Leave attendance as it was counted."""
    card = services.refuse_restatement(restatement_id=restatement, **act_of(request))
    return go(request, _address(request, card.day.isoformat()))


def _address(request: HttpRequest, day: str) -> str:
    asked = {"day": day}
    if request.POST.get("department"):
        asked["department"] = request.POST["department"][:40]
    return f"{reverse('attendance:page')}?{urlencode(asked)}"
