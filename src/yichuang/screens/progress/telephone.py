"""Doors of answering a caller: without what only the applicant knows, what everybody may know (PRV-04)."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from yichuang.cases import selectors
from yichuang.kernel import clock
from yichuang.kernel.access.doors import actor_of, door, role
from yichuang.kernel.access.types import CLERKS, Role
from yichuang.kernel.types import Actor
from yichuang.organization import selectors as organization
from yichuang.screens.progress.found import LONGEST, answer_to

ANSWERING = role(*CLERKS, Role.OFF, Role.UH)


@never_cache
@require_safe
@door("progress.call", rule=ANSWERING, label=_("Answer a caller"))
def call(request: HttpRequest) -> HttpResponse:
    """Ask for what the caller says: the number of the case, and the last four digits of the phone given."""
    return _page(request, actor_of(request), {}, 200)


@never_cache
@require_POST
@door("progress.answer", rule=ANSWERING, act=True, label=_("Answer a caller"))
def answer(request: HttpRequest) -> HttpResponse:
    """Show what may be said: stage and day to who knows number and digits, else what everybody may know.

    Without digits no case is looked at, so that the answer is the same for whatever number was given.
    """
    by = actor_of(request)
    if not request.POST.get("code", "").strip():
        number = request.POST.get("number", "")[:LONGEST]
        return _page(request, by, {"public": True, "number": number}, 200)
    said, status = answer_to(request, organization.hall(by.hall_id), clock.now(), by)
    return _page(request, by, said, status)


def _page(request: HttpRequest, by: Actor, said: dict[str, object], status: int) -> HttpResponse:
    hall = organization.hall(by.hall_id)
    context = {"hall": hall, "example": selectors.example_number(hall.id, clock.now())} | said
    return render(request, "progress/telephone.html", context, status=status)
