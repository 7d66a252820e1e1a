"""Doors of delegations: read them, give one, suspend it, take it up again, revoke it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal, InvalidOperation
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from yichuang.kernel import clock
from yichuang.kernel.access.doors import actor_of, caller, door, role
from yichuang.kernel.access.types import Role
from yichuang.organization import selectors as organization
from yichuang.posts import services
from yichuang.posts.errors import AmountUnfit, DelegationDaysUnfit
from yichuang.posts.labels import MANDATE_ACTS
from yichuang.posts.types import MandateAct
from yichuang.screens.kit.forms import act_of, day_of, go, id_of, optional_id, short_text
from yichuang.screens.mandate.picture import chapters

READERS = role(Role.OFF, Role.UH, Role.CMT, Role.UNIT, Role.SEC, Role.CHIEF, Role.SUP, Role.INSP)
GIVERS = role(Role.OFF, Role.UH, Role.CMT, Role.UNIT)
GIVING = frozenset({Role.OFF, Role.UH, Role.CMT, Role.UNIT})
PAGE = "mandate:page"


@never_cache
@require_safe
@door("mandate.page", rule=READERS, label=_("Delegations"))
def page(request: HttpRequest) -> HttpResponse:
    """Show by department who decides what, and what nobody may decide."""
    at = clock.now()
    hall = organization.hall(actor_of(request).hall_id)
    found = chapters(hall, at)
    return render(
        request,
        "mandate/page.html",
        {
            "chapters": found,
            "gaps": sum(len(one.gaps) for one in found),
            "gives": bool(GIVING & caller(request).roles),
            "acts": [(one.value, label) for one, label in MANDATE_ACTS.items()],
            "today": clock.local_day(at, hall.timezone),
        },
    )


@require_POST
@door("mandate.grant", rule=GIVERS, act=True, label=_("Delegate in writing"))
def grant(request: HttpRequest) -> HttpResponse:
    """Give a delegation."""
    said = request.POST
    services.grant_delegation(
        department_id=id_of(said.get("department")),
        person_id=id_of(said.get("person")),
        acts=[_act(one) for one in said.getlist("acts")],
        document=short_text(said.get("document"), 61),
        item_ids=() if said.get("scope") == "all" else [id_of(one) for one in said.getlist("items")],
        all_at_level=said.get("scope") == "all",
        most_amount=_amount(said.get("most_amount")),
        active_from=_day(said.get("active_from")),
        active_until=_day(said.get("active_until")),
        deputy_of=optional_id(said.get("deputy_of")),
        **act_of(request),
    )
    return go(request, reverse(PAGE))


def _act(text: str) -> MandateAct:
    try:
        return MandateAct(text)
    except ValueError:
        raise Http404 from None


def _day(text: str | None) -> date | None:
    day = day_of(text)
    if text and day is None:
        raise DelegationDaysUnfit
    return day


def _amount(text: str | None) -> Decimal | None:
    """Read an amount in yuan; empty: any amount."""
    if not (text or "").strip():
        return None
    try:
        amount = Decimal(short_text(text, 16))
    except InvalidOperation:
        raise AmountUnfit from None
    if not amount.is_finite() or not 0 < amount < 10**12 or amount != round(amount, 2):
        raise AmountUnfit
    return amount


@require_POST
@door("mandate.suspend", rule=GIVERS, act=True, label=_("Suspend a delegation"))
def suspend(request: HttpRequest, delegation: UUID) -> HttpResponse:
    """Let a delegation sleep."""
    services.suspend_delegation(delegation_id=delegation, **act_of(request))
    return go(request, reverse(PAGE))


@require_POST
@door("mandate.resume", rule=GIVERS, act=True, label=_("Take a delegation up again"))
def resume(request: HttpRequest, delegation: UUID) -> HttpResponse:
    """Take a suspended delegation up again."""
    services.resume_delegation(delegation_id=delegation, **act_of(request))
    return go(request, reverse(PAGE))


@require_POST
@door("mandate.revoke", rule=GIVERS, act=True, label=_("Revoke a delegation"))
def revoke(request: HttpRequest, delegation: UUID) -> HttpResponse:
    """Revoke a delegation for good."""
    services.revoke_delegation(delegation_id=delegation, **act_of(request))
    return go(request, reverse(PAGE))
