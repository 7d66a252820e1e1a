"""Doors of moving open cases to the version in force: propose, read why, approve or refuse."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from yichuang.cases import services
from yichuang.kernel import clock
from yichuang.kernel.access.doors import actor_of, door
from yichuang.screens.items.views import KEEPERS
from yichuang.screens.kit.forms import act_of, go, id_of


@require_POST
@door("items.move", rule=KEEPERS, act=True, label=_("Propose to move open cases to the version in force"))
def move(request: HttpRequest, item: UUID) -> HttpResponse:
    """Propose to move the open cases of an item; somebody else decides."""
    services.propose_move(
        item_id=item,
        to_version_id=id_of(request.POST.get("version")),
        reason=request.POST.get("reason", ""),
        **act_of(request),
    )
    return go(request, _back(item))


@require_POST
@door("items.move_decide", rule=KEEPERS, act=True, label=_("Decide whether open cases move"))
def decide(request: HttpRequest, item: UUID) -> HttpResponse:
    """Approve or refuse what somebody else proposed."""
    verbs: dict[str, Callable[..., Any]] = {
        "approve": services.approve_move,
        "refuse": services.refuse_move,
    }
    verb = verbs.get(request.POST.get("verdict", ""))
    if verb is None:
        raise Http404
    verb(move_id=id_of(request.POST.get("move")), **act_of(request))
    return go(request, _back(item))


@never_cache
@require_POST
@door("items.move_reason", rule=KEEPERS, act=True, label=_("Read why open cases are to move"))
def reason(request: HttpRequest, item: UUID) -> HttpResponse:
    """Show why a move was proposed; the journal tells who looked."""
    said = services.read_move_reason(
        move_id=id_of(request.POST.get("move")), by=actor_of(request), at=clock.now()
    )
    return render(request, "items/reason.html", {"said": said, "item": item})


def _back(item: UUID) -> str:
    return reverse("items:item", args=[item]) + "#moves"
