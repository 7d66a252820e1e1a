"""Doors of destruction: draw a list up, approve it, take it back, carry it out, print its certificate."""

from __future__ import annotations

from datetime import UTC
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from yichuang.cases import labels, selectors, services
from yichuang.cases.types.archive import ListState
from yichuang.kernel import clock, documents
from yichuang.kernel.access.doors import caller, door, role
from yichuang.kernel.access.types import Role
from yichuang.screens.archive import desk
from yichuang.screens.archive.views import KEEPERS, READERS, hall_of
from yichuang.screens.kit.forms import act_of, go, id_of

DRAWERS = role(*KEEPERS)
APPROVERS = role(*KEEPERS, Role.UH)


@require_POST
@door(
    "archive.draw_up",
    rule=DRAWERS,
    act=True,
    label=_("Draw up a list to be destroyed"),
    personal=True,
)
def draw_up(request: HttpRequest) -> HttpResponse:
    """Put the ticked files on a list."""
    made = services.draw_up(
        file_ids=[id_of(one) for one in request.POST.getlist("file")],
        reason=request.POST.get("reason", ""),
        **act_of(request),
    )
    return go(request, reverse("archive:list", args=[made.id]))


@never_cache
@require_safe
@door("archive.list", rule=READERS, label=_("A list of files to be destroyed"), personal=True)
def page(request: HttpRequest, list_id: UUID) -> HttpResponse:
    """Show a list: its files, who drew it up, who approved it."""
    who, hall, at = caller(request), hall_of(request), clock.now()
    made, people = selectors.destruction(hall.id, list_id, at), desk.People(hall.id)
    taken = {made.drawn_up_by, made.first_by, made.second_by}
    return render(
        request,
        "archive/list.html",
        {
            "made": made,
            "state": labels.LIST_STATE[made.state],
            "rows": desk.lines_of(hall, made.files),
            "drawn_up_by": people.called(made.drawn_up_by),
            "first_by": people.called(made.first_by),
            "second_by": people.called(made.second_by),
            "done_by": people.called(made.done_by),
            "may_approve": bool(who.roles & APPROVERS.roles)
            and who.person_id not in taken
            and made.state in (ListState.DRAWN_UP, ListState.ONCE),
            "may_withdraw": bool(who.roles & APPROVERS.roles) and made.state in selectors.OPEN_LISTS,
            "may_carry_out": bool(who.roles & KEEPERS) and made.state is ListState.TWICE,
        },
    )


@require_POST
@door("archive.approve", rule=APPROVERS, act=True, label=_("Approve a destruction"), personal=True)
def approve(request: HttpRequest, list_id: UUID) -> HttpResponse:
    """Approve a list as one of two."""
    services.approve_destruction(
        list_id=list_id,
        **act_of(request),
    )
    return go(request, reverse("archive:list", args=[list_id]))


@require_POST
@door("archive.withdraw", rule=APPROVERS, act=True, label=_("Take a list back"), personal=True)
def withdraw(request: HttpRequest, list_id: UUID) -> HttpResponse:
    """Take a list back; its files stay."""
    services.withdraw_list(
        list_id=list_id,
        **act_of(request),
    )
    return go(request, reverse("archive:list", args=[list_id]))


@require_POST
@door("archive.carry_out", rule=DRAWERS, act=True, label=_("Carry a destruction out"), personal=True)
def carry_out(request: HttpRequest, list_id: UUID) -> HttpResponse:
    """Destroy what two have approved."""
    services.destroy(
        list_id=list_id,
        **act_of(request),
    )
    return go(request, reverse("archive:list", args=[list_id]))


@require_safe
@door("archive.certificate", rule=READERS, label=_("Certificate of destruction"))
def certificate(request: HttpRequest, list_id: UUID) -> HttpResponse:
    """Return the list, or once it is carried out its certificate, as PDF/A."""
    hall, at = hall_of(request), clock.now()
    made = selectors.destruction(hall.id, list_id, at)
    moment = (made.done_at or made.drawn_up_at).astimezone(UTC)
    rendered = documents.pdf(selectors.certificate(hall.id, list_id), at=moment)
    response = HttpResponse(rendered.bytes, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{made.number}.pdf"'
    response.headers["Cache-Control"] = "private, no-store"
    return response
