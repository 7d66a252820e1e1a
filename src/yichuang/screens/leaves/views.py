"""Doors of leave: see what waits, approve, turn down, name another substitute, note who called in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

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
from yichuang.posts.errors import LeaveDaysUnfit
from yichuang.posts.types import LeaveKind, LeavePath
from yichuang.screens.kit.forms import act_of, go, id_of, moment_of, optional_id, short_text
from yichuang.screens.leaves.picture import picture_of
from yichuang.screens.staffroom.places import moment_said

DECIDERS = role(Role.SEC, Role.OFF, Role.UH)
PAGE = "leaves:page"


@never_cache
@require_safe
@door("leaves.page", rule=DECIDERS, label=_("Leave"))
def page(request: HttpRequest) -> HttpResponse:
    """Show what waits for a decision, who is away, and what is still to be signed for."""
    by, at = actor_of(request), clock.now()
    return render(request, "leaves/page.html", {"picture": picture_of(organization.hall(by.hall_id), by, at)})


@require_POST
@door("leaves.approve", rule=DECIDERS, act=True, label=_("Approve a leave"))
def approve(request: HttpRequest, leave: UUID) -> HttpResponse:
    """Approve another person's leave."""
    return _done(request, services.approve_leave, leave_id=leave)


@require_POST
@door("leaves.refuse", rule=DECIDERS, act=True, label=_("Turn a leave down"))
def refuse(request: HttpRequest, leave: UUID) -> HttpResponse:
    """Turn another person's leave down."""
    return _done(request, services.refuse_leave, leave_id=leave)


@require_POST
@door("leaves.cover", rule=DECIDERS, act=True, label=_("Name who covers"))
def cover(request: HttpRequest, leave: UUID) -> HttpResponse:
    """Name who stands in, in place of whoever was named before."""
    return _done(
        request,
        services.name_cover,
        leave_id=leave,
        post_id=optional_id(request.POST.get("post")),
        b_id=id_of(request.POST.get("person")),
        since=moment_said(request.POST.get("since")),
        until=moment_said(request.POST.get("until")),
    )


@require_POST
@door("leaves.called_in", rule=DECIDERS, act=True, label=_("Note who called in"))
def called_in(request: HttpRequest) -> HttpResponse:
    """Write down the leave of somebody who called in: B covers at once."""
    said, by = request.POST, actor_of(request)
    zone = organization.timezone_of(by.hall_id)
    begins = moment_of(said.get("first"), said.get("begins"), zone)
    ends = moment_of(said.get("last"), said.get("ends"), zone)
    if begins is None or ends is None:
        raise LeaveDaysUnfit
    try:
        kind = LeaveKind(said.get("kind", ""))
    except ValueError:
        raise Http404 from None
    return _done(
        request,
        services.request_leave,
        kind=kind,
        begins=begins,
        ends=ends,
        path=LeavePath.EMERGENCY,
        note=short_text(said.get("note"), 301),
        person_id=id_of(said.get("person")),
    )


@require_POST
@door("leaves.reason", rule=DECIDERS, act=True, label=_("Read the reason of a leave"))
def reason(request: HttpRequest, leave: UUID) -> HttpResponse:
    """Show why somebody asks for leave; the journal tells who looked."""
    said = services.read_leave_reason(leave_id=leave, by=actor_of(request), at=clock.now())
    return render(request, "leaves/reason.html", {"said": said})


def _done(request: HttpRequest, verb: Callable[..., Any], **what: Any) -> HttpResponse:
    verb(**what, **act_of(request))
    return go(request, reverse(PAGE))
