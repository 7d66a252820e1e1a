"""Doors of the badge register: see it, give a badge out, note a loss, replace."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from yichuang.kernel.access.doors import actor_of, caller, door, role
from yichuang.kernel.access.types import Role
from yichuang.organization import selectors as organization
from yichuang.posts import services
from yichuang.screens.badges.picture import picture_of
from yichuang.screens.kit.forms import act_of, go

KEEPERS = role(Role.OFF, Role.UH)
READERS = role(Role.OFF, Role.UH, Role.CMT, Role.SEC, Role.SUP, Role.INSP)
KEEPING = frozenset({Role.OFF, Role.UH})


@never_cache
@require_safe
@door("badges.page", rule=READERS, label=_("Badges"))
def page(request: HttpRequest) -> HttpResponse:
    """Show who wears which version of a badge."""
    hall = organization.hall(actor_of(request).hall_id)
    picture = picture_of(hall, keeps=bool(KEEPING & caller(request).roles))
    return render(request, "badges/page.html", {"picture": picture})


@require_POST
@door("badges.issue", rule=KEEPERS, act=True, label=_("Give out a badge"))
def issue(request: HttpRequest, person: UUID) -> HttpResponse:
    """Give somebody their first badge."""
    services.issue_badge(person_id=person, **act_of(request))
    return go(request, reverse("badges:page"))


@require_POST
@door("badges.lost", rule=KEEPERS, act=True, label=_("Report a badge lost"))
def lost(request: HttpRequest, person: UUID) -> HttpResponse:
    """Note that somebody's badge is lost."""
    services.report_badge_lost(person_id=person, **act_of(request))
    return go(request, reverse("badges:page"))


@require_POST
@door("badges.replace", rule=KEEPERS, act=True, label=_("Replace a badge"))
def replace(request: HttpRequest, person: UUID) -> HttpResponse:
    """Give somebody the next version of their badge."""
    services.replace_badge(person_id=person, **act_of(request))
    return go(request, reverse("badges:page"))
