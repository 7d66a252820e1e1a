"""Doors of tickets by phone for the staff: lines, who is held back, help to check in."""

from __future__ import annotations

from datetime import time
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from yichuang.kernel import clock
from yichuang.kernel.access.doors import door, role
from yichuang.kernel.access.types import Role
from yichuang.organization import selectors as organization
from yichuang.queueing import labels, selectors, services
from yichuang.queueing.types import LiftReason
from yichuang.screens.kit.forms import act_of, go, id_of, short_text, time_of
from yichuang.screens.order.rule import SETTERS

OFFICE = frozenset({Role.OFF, Role.UH, Role.SEC, Role.CMT})
HELPERS = role(Role.GUIDE, *OFFICE)
USUAL = (time(8, 30), time(16))


@never_cache
@require_safe
@door("queue.remote", rule=HELPERS, label=_("Tickets by phone"))
def page(request: HttpRequest) -> HttpResponse:
    """Show each line's rule, the values all lines share, and who is held back."""
    caller = request.caller  # type: ignore[attr-defined]
    hall = organization.hall(caller.hall_id)
    at = clock.now()
    rules = selectors.remote_rules(hall.id)
    context: dict[str, Any] = {
        "hall": hall,
        "lines": [
            {
                "line": one,
                "rule": rules.get(one.id),
                "opens": rules[one.id].opens if one.id in rules else USUAL[0],
                "closes": rules[one.id].closes if one.id in rules else USUAL[1],
            }
            for one in selectors.lines(hall.id, at)
        ],
        "blocked": selectors.blocked_holders(hall.id, at),
        "reasons": [(one.value, labels.LIFT[one]) for one in LiftReason],
        "may_help": Role.GUIDE in caller.roles,
        "may_set": bool(SETTERS & caller.roles),
        "address": reverse("portal:remote", args=[hall.code]),
        "most": services.MOST_PER_HALF_HOUR,
    }
    return render(request, "order/remote.html", context)


@require_POST
@door("queue.set_remote", rule=role(*SETTERS), act=True, label=_("Set tickets by phone of a line"))
def set_rule(request: HttpRequest, line: str) -> HttpResponse:
    """Set how many tickets of a line may be taken by phone in half an hour, and when."""
    said = request.POST
    count = said.get("per_half_hour", "").strip()
    services.set_remote_rule(
        line_id=id_of(line),
        per_half_hour=int(count) if count.isascii() and count.isdigit() and len(count) < 5 else -1,
        opens=_time(said.get("opens", "")),
        closes=_time(said.get("closes", "")),
        **act_of(request),
    )
    return go(request, reverse("order:remote"))


@require_POST
@door("queue.lift_remote", rule=HELPERS, act=True, label=_("Let somebody take tickets by phone again"))
def lift(request: HttpRequest, holder: str) -> HttpResponse:
    """Forgive what somebody missed, for a reason."""
    code = request.POST.get("reason", "")
    services.lift_block(
        holder_id=id_of(holder),
        reason=LiftReason(code) if code in LiftReason.__members__.values() else None,
        **act_of(request),
    )
    return go(request, reverse("order:remote"))


@require_POST
@door("queue.help_check_in", rule=role(Role.GUIDE), act=True, label=_("Check somebody in without the code"))
def help_check_in(request: HttpRequest) -> HttpResponse:
    """Check somebody in who stands at the guide desk and cannot show the code."""
    services.check_in(
        label=short_text(request.POST.get("label"), 14).upper(),
        code=None,
        **act_of(request),
    )
    return go(request, reverse("order:remote"))


def _time(text: str) -> time:
    if (found := time_of(text)) is None:
        raise services.RemoteRuleUnfit(most=services.MOST_PER_HALF_HOUR)
    return found
