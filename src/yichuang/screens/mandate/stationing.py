"""Doors of the departments in the hall: who is let in, and which matters stay outside (CHF-01, CHF-05)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from yichuang.kernel import clock
from yichuang.kernel.access.doors import actor_of, caller, door
from yichuang.organization import selectors as organization
from yichuang.organization.types import DepartmentCard, HallCard, PersonCard
from yichuang.posts import selectors, services
from yichuang.posts.labels import STATIONING_FLAWS
from yichuang.posts.types.stationing import StationingCard
from yichuang.screens.kit.forms import act_of, go, id_of
from yichuang.screens.mandate.views import GIVERS, GIVING, READERS

PAGE = "mandate:stationing"


@dataclass(frozen=True, slots=True)
class Row:
    """One department with its people, what it lacks and what stays outside."""

    department: DepartmentCard
    card: StationingCard
    chiefs: tuple[PersonCard, ...]
    strays: tuple[PersonCard, ...]
    flaw: str | Promise


def rows(hall: HallCard, at: datetime) -> list[Row]:
    """Return every department of the hall, by code."""
    everybody = {one.id: one for one in organization.people(hall.id, include_left=True)}
    found = []
    for department in organization.departments(hall.id):
        card = selectors.stationing(hall.id, department.id, at)
        found.append(
            Row(
                department,
                card,
                tuple(everybody[one] for one in card.chiefs),
                tuple(everybody[one] for one in card.strays if one in everybody),
                STATIONING_FLAWS[card.flaw] if card.flaw else "",
            )
        )
    return found


@never_cache
@require_safe
@door("mandate.stationing", rule=READERS, label=_("Departments in the hall"))
def page(request: HttpRequest) -> HttpResponse:
    """Show by department who is here, whether it may serve, and how much of its work is in the hall."""
    hall = organization.hall(actor_of(request).hall_id)
    context = {"rows": rows(hall, clock.now()), "gives": bool(GIVING & caller(request).roles)}
    return render(request, "mandate/stationing.html", context)


@require_POST
@door("mandate.station", rule=GIVERS, act=True, label=_("Let a department into the hall"))
def station(request: HttpRequest) -> HttpResponse:
    """Let a department serve."""
    services.station_department(
        department_id=id_of(request.POST.get("department")),
        **act_of(request),
    )
    return go(request, reverse(PAGE))


@require_POST
@door("mandate.outside", rule=GIVERS, act=True, label=_("Note a matter handled outside the hall"))
def outside(request: HttpRequest) -> HttpResponse:
    """Note a matter that is not handled in the hall, with its reason if there is one."""
    services.note_outside_item(
        department_id=id_of(request.POST.get("department")),
        name=request.POST.get("name", "")[:121],
        reason=request.POST.get("reason", "")[:201],
        **act_of(request),
    )
    return go(request, reverse(PAGE))


@require_POST
@door("mandate.move-in", rule=GIVERS, act=True, label=_("A matter is handled in the hall now"))
def move_in(request: HttpRequest, item: UUID) -> HttpResponse:
    """Say that a matter has moved in."""
    services.move_item_in(item_id=item, **act_of(request))
    return go(request, reverse(PAGE))
