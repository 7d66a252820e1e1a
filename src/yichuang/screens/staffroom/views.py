"""Doors of the staffroom: see one's own, ask for leave, name who covers, sign for a handover, come back."""

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
from yichuang.kernel.access.doors import actor_of, door, signed_in
from yichuang.organization import selectors as organization
from yichuang.posts import services
from yichuang.posts.errors import LeaveDaysUnfit
from yichuang.posts.types import LeaveKind, LeavePath
from yichuang.screens.attendance import asking
from yichuang.screens.kit.forms import act_key, act_of, go, id_of, moment_of, optional_id, short_text
from yichuang.screens.staffroom.picture import picture_of
from yichuang.screens.staffroom.places import moment_said

PAGE = "staffroom:page"


@never_cache
@require_safe
@door("staffroom.page", rule=signed_in(), label=_("Staffroom"))
def page(request: HttpRequest) -> HttpResponse:
    """Show one's own shifts, leave and covers."""
    by, at = actor_of(request), clock.now()
    return render(
        request, "staffroom/page.html", {"picture": picture_of(organization.hall(by.hall_id), by, at)}
    )


@require_POST
@door("staffroom.ask", rule=signed_in(), act=True, label=_("Ask for leave"))
def ask(request: HttpRequest) -> HttpResponse:
    """Ask for leave, or write a draft down."""
    said, by = request.POST, actor_of(request)
    zone = organization.timezone_of(by.hall_id)
    begins = moment_of(said.get("first"), said.get("begins"), zone)
    ends = moment_of(said.get("last"), said.get("ends"), zone)
    if begins is None or ends is None:
        raise LeaveDaysUnfit
    services.request_leave(
        kind=_kind(said.get("kind")),
        begins=begins,
        ends=ends,
        path=LeavePath.EMERGENCY if said.get("path") == LeavePath.EMERGENCY else LeavePath.PLANNED,
        note=short_text(said.get("note"), 301),
        draft=said.get("draft") == "1",
        by=by,
        at=clock.now(),
        key=act_key(request),
    )
    return go(request, reverse(PAGE))


@require_POST
@door("staffroom.restatement", rule=signed_in(), act=True, label=_("Ask for a correction of attendance"))
def restatement(request: HttpRequest) -> HttpResponse:
    """Say how one attended a shift of one's own; a head or the office decides it."""
    asking.ask(request.POST, **act_of(request))
    return go(request, reverse(PAGE))


def _kind(text: str | None) -> LeaveKind:
    try:
        return LeaveKind(text or "")
    except ValueError:
        raise Http404 from None


@require_POST
@door("staffroom.submit", rule=signed_in(), act=True, label=_("Hand in a leave"))
def submit(request: HttpRequest, leave: UUID) -> HttpResponse:
    """Hand a draft in."""
    return _done(request, services.submit_leave, leave_id=leave)


@require_POST
@door("staffroom.cover", rule=signed_in(), act=True, label=_("Name who covers"))
def cover(request: HttpRequest, leave: UUID) -> HttpResponse:
    """Name who stands in at one post, or in the open work, for all of it or a part."""
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
@door("staffroom.withdraw", rule=signed_in(), act=True, label=_("Withdraw a leave"))
def withdraw(request: HttpRequest, leave: UUID) -> HttpResponse:
    """Withdraw a leave before it begins."""
    return _done(request, services.withdraw_leave, leave_id=leave)


@require_POST
@door("staffroom.back", rule=signed_in(), act=True, label=_("Back from leave"))
def back(request: HttpRequest, leave: UUID) -> HttpResponse:
    """Come back from leave: every cover for it ends."""
    return _done(request, services.return_early, leave_id=leave)


@require_POST
@door("staffroom.proof", rule=signed_in(), act=True, label=_("Note a paper for a leave"))
def proof(request: HttpRequest, leave: UUID) -> HttpResponse:
    """Note which paper proves the reason."""
    return _done(
        request, services.file_proof, leave_id=leave, proof=short_text(request.POST.get("proof"), 121)
    )


@require_POST
@door("staffroom.acknowledge", rule=signed_in(), act=True, label=_("Acknowledge a post"))
def acknowledge(request: HttpRequest, posting: UUID) -> HttpResponse:
    """Acknowledge a post one was given."""
    return _done(request, services.acknowledge_posting, holder_id=posting)


@require_POST
@door("staffroom.sign", rule=signed_in(), act=True, label=_("Sign for a handover"))
def sign(request: HttpRequest, cover_id: UUID) -> HttpResponse:
    """Sign for everything that is handed over."""
    return _done(request, services.sign_handover, cover_id=cover_id)


def _done(request: HttpRequest, verb: Callable[..., Any], **what: Any) -> HttpResponse:
    verb(**what, **act_of(request))
    return go(request, reverse(PAGE))
