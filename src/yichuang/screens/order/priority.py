"""Doors of priority: give a class for a reason, approve it, take it back; look at who gives often."""

from __future__ import annotations

from enum import StrEnum
from typing import Any, TypeVar
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from yichuang.kernel import clock
from yichuang.kernel.access.doors import actor_of, door, role
from yichuang.kernel.access.types import CLERKS, Role
from yichuang.organization import selectors as organization
from yichuang.queueing import labels, selectors, services
from yichuang.queueing.types import EndReason, GrantReason, GrantState, PriorityClass, TicketState
from yichuang.screens.desk.picture import ENDINGS
from yichuang.screens.kit.forms import act_key, act_of, go, id_of, short_text
from yichuang.screens.kit.why import why_text

OFFICE = (Role.OFF, Role.UH, Role.SEC)
GIVERS = role(Role.GUIDE, *CLERKS, *OFFICE)
APPROVERS = role(*OFFICE)
REFUSALS = (EndReason.CRITERIA_NOT_MET, EndReason.ORDINARY_SUFFICES)
Code = TypeVar("Code", bound=StrEnum)


@never_cache
@require_safe
@door("queue.priority", rule=GIVERS, label=_("Priority"))
def page(request: HttpRequest) -> HttpResponse:
    """Show today's grants with their reasons, what waits for approval, and who gives often."""
    caller = request.caller  # type: ignore[attr-defined]
    hall = organization.hall(caller.hall_id)
    day = clock.local_day(clock.now(), hall.timezone)
    people = {one.id: one for one in organization.people(hall.id, include_left=True)}
    policy = selectors.policy(hall.id, day)
    office = bool(frozenset(OFFICE) & caller.roles)
    context: dict[str, Any] = {
        "classes": [{"name": labels.PRIORITY[one.priority], "terms": one} for one in policy.classes],
        "reasons": [
            (one.value, labels.REASON[one]) for one in GrantReason if one is not GrantReason.DECLARED
        ],
        "endings": [(one.value, labels.END_REASON[one]) for one in ENDINGS],
        "refusals": [(one.value, labels.END_REASON[one]) for one in REFUSALS],
        "grants": [
            {
                "card": one,
                "name": labels.PRIORITY[one.priority],
                "reason": labels.REASON[one.reason],
                "state": _("not decided in time") if one.too_late else labels.GRANT_STATE[one.state],
                "tone": "mute" if one.too_late else TONES[one.state],
                "by": people.get(one.asked_by),
                "decided": people.get(one.decided_by) if one.decided_by else None,
                "ended": labels.END_REASON[one.end_reason] if one.end_reason else "",
                "may_decide": office
                and one.state is GrantState.REQUESTED
                and not one.too_late
                and one.asked_by != caller.person_id,
            }
            for one in selectors.grants(hall.id, day)
        ],
        "givers": [(people.get(one.person_id), one) for one in selectors.givers(hall.id, day)]
        if office
        else [],
        "times": selectors.unusual_grants(hall.id, day)[0],
        "policy": policy,
        "asked": short_text(request.GET.get("label"), 14).upper(),
    }
    if context["asked"]:
        context["why"] = _why(hall.id, day, context["asked"])
    return render(request, "order/priority.html", context)


TONES = {
    GrantState.REQUESTED: "warn",
    GrantState.STANDING: "ok",
    GrantState.REFUSED: "mute",
    GrantState.WITHDRAWN: "mute",
}


def _why(hall_id: UUID, day: Any, label: str) -> str:
    try:
        ticket_id = selectors.ticket_of_label(hall_id, day, label)
    except services.UnknownTicket as refusal:
        return str(refusal)
    why = selectors.why_called(hall_id, ticket_id)
    return why_text(why) if why else str(labels.STATE[TicketState.WAITING])


@require_POST
@door("queue.grant", rule=GIVERS, act=True, label=_("Give a class"))
def grant(request: HttpRequest) -> HttpResponse:
    """Give a waiting ticket, named by its label, a class for a reason; or ask for it."""
    by = actor_of(request)
    at = clock.now()
    day = clock.local_day(at, organization.hall_in_hand(by.hall_id).timezone)
    label = short_text(request.POST.get("label"), 14).upper()
    priority = _code(PriorityClass, request.POST.get("priority"))
    if priority is None:
        raise services.ClassNotGiven
    services.grant_priority(
        ticket_id=selectors.ticket_of_label(by.hall_id, day, label),
        priority=priority,
        reason=_code(GrantReason, request.POST.get("reason")),
        by=by,
        at=at,
        key=act_key(request),
    )
    return go(request, reverse("order:priority"))


@require_POST
@door("queue.approve", rule=APPROVERS, act=True, label=_("Approve a class"))
def approve(request: HttpRequest, ticket: str) -> HttpResponse:
    """Approve the class somebody else asked for."""
    services.approve_priority(ticket_id=id_of(ticket), **act_of(request))
    return go(request, reverse("order:priority"))


@require_POST
@door("queue.refuse", rule=APPROVERS, act=True, label=_("Refuse a class"))
def refuse(request: HttpRequest, ticket: str) -> HttpResponse:
    """Refuse the class somebody else asked for."""
    services.refuse_priority(
        ticket_id=id_of(ticket),
        reason=_ending(request),
        **act_of(request),
    )
    return go(request, reverse("order:priority"))


@require_POST
@door("queue.withdraw", rule=GIVERS, act=True, label=_("Take a class back"))
def withdraw(request: HttpRequest, ticket: str) -> HttpResponse:
    """Take a class back, such as one whose criteria are not met."""
    services.withdraw_priority(
        ticket_id=id_of(ticket),
        reason=_ending(request),
        **act_of(request),
    )
    return go(request, reverse("order:priority"))


def _ending(request: HttpRequest) -> EndReason:
    found = _code(EndReason, request.POST.get("reason"))
    if found is None:
        raise Http404
    return found


def _code(kind: type[Code], text: str | None) -> Code | None:
    return kind(text) if text and text in kind.__members__.values() else None
