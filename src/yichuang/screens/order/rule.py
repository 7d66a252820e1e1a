"""Doors of the calling rule: everybody reads it, the office sets a version to come."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from yichuang.kernel import clock
from yichuang.kernel.access.doors import anyone, door, role
from yichuang.kernel.access.types import Role
from yichuang.queueing import labels, selectors, services
from yichuang.queueing.types import ClassCard, PolicyCard, PriorityClass
from yichuang.screens.kit.forms import act_of, day_of, go
from yichuang.screens.oversight.rulebook import frame

SETTERS = frozenset({Role.OFF, Role.CMT})
CLASSES = tuple(one for one in PriorityClass if one is not PriorityClass.ORDINARY)
LONGEST = 1000


@never_cache
@require_safe
@door("queue.rule", rule=anyone(), label=_("Calling rule"))
def page(request: HttpRequest) -> HttpResponse:
    """Show the version in force, what is to come and what was."""
    context = frame(request, "calling")
    hall = context["hall"]
    if hall is None:
        raise Http404
    today = clock.local_day(clock.now(), hall.timezone)
    now = selectors.policy(hall.id, today)
    versions = selectors.policies(hall.id)
    latest = versions[-1] if versions else now
    context |= {
        "now": _shown(now),
        "coming": [_shown(one) for one in versions if one.active_from > today and one.version != now.version],
        "past": [one for one in versions if one.version < now.version],
        "ratio": selectors.priority_ratio(hall.id, today),
        "may_set": bool(SETTERS & request.caller.roles),  # type: ignore[attr-defined]
        "rows": [
            {"value": one.value, "name": labels.PRIORITY[one], "terms": latest.of(one)} for one in CLASSES
        ],
        "today": today,
    }
    return render(request, "order/rule.html", context)


def _shown(policy: PolicyCard) -> dict[str, Any]:
    return {
        "card": policy,
        "classes": [{"name": labels.PRIORITY[one.priority], "terms": one} for one in policy.classes],
    }


@require_POST
@door("queue.set_rule", rule=role(*SETTERS), act=True, label=_("Set a version of the calling rule"))
def set_version(request: HttpRequest) -> HttpResponse:
    """Set a version of the calling rule from a day to come."""
    if (active_from := day_of(request.POST.get("active_from"))) is None:
        raise services.PolicyNotAhead
    services.set_policy(
        active_from=active_from,
        classes=tuple(_terms(request, one) for one in CLASSES if request.POST.get(f"{one}-given")),
        **act_of(request),
    )
    return go(request, reverse("order:rule"))


def _terms(request: HttpRequest, one: PriorityClass) -> ClassCard:
    said = request.POST
    minutes = said.get(f"{one}-head_start", "0").strip()
    return ClassCard(
        priority=one,
        head_start=int(minutes) if minutes.isascii() and minutes.isdigit() and len(minutes) < 5 else 0,
        criteria=said.get(f"{one}-criteria", "")[:LONGEST],
        criteria_en=said.get(f"{one}-criteria_en", "")[:LONGEST],
        needs_approver=bool(said.get(f"{one}-approver")),
        capped=bool(said.get(f"{one}-capped")),
    )
