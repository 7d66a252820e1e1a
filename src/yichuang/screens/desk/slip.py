"""The slip of the ticket at a window: how it stands, and printing it at the printer of the zone."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from yichuang.facilities import selectors as facilities
from yichuang.facilities.labels import SLIP, TROUBLE
from yichuang.kernel import clock
from yichuang.kernel.access.doors import actor_of, door, role
from yichuang.kernel.access.types import CLERKS
from yichuang.kernel.types import Actor
from yichuang.queueing import selectors as queueing
from yichuang.queueing import services
from yichuang.queueing.types import TicketCard
from yichuang.screens.kit.forms import act_key, go
from yichuang.screens.kit.fragments import fragment

AT_THE_DESK = role(*CLERKS)


@dataclass(frozen=True, slots=True)
class DeskSlip:
    """How the slip of the ticket at the window stands; ``may``: it can be printed here now."""

    ticket_id: UUID
    said: str | Promise
    why: str | Promise
    under_way: bool
    missing: bool
    may: bool


def slip_of(card: TicketCard, by: Actor) -> DeskSlip | None:
    """Return how the ticket's slip stands, ``None`` where no printer stands at the desks of the zone."""
    if queueing.printer_at_hand(by) is None:
        return None
    found = facilities.slip(card.hall_id, card.id)
    most = facilities.slips_of_one(card.hall_id, card.business_day)
    worth = card.state in services.WORTH_A_SLIP
    if found is None:
        return DeskSlip(card.id, "", "", under_way=False, missing=False, may=worth)
    return DeskSlip(
        ticket_id=card.id,
        said=SLIP[found.state],
        why=TROUBLE[found.trouble] if found.trouble else "",
        under_way=found.under_way,
        missing=found.missing,
        may=worth and not found.under_way and found.copy < most,
    )


@never_cache
@require_safe
@door("desk.slip", rule=AT_THE_DESK, label=_("Slip of the ticket at the window"))
def state(request: HttpRequest, ticket_id: UUID) -> HttpResponse:
    """Return how the slip stands."""
    by: Actor = actor_of(request)
    card = queueing.ticket_card(by.hall_id, ticket_id)
    return fragment(request, "desk/slip.html", {"slip": slip_of(card, by)})


@require_POST
@door("desk.print", rule=AT_THE_DESK, act=True, label=_("Print the slip at the window"))
def print_here(request: HttpRequest, ticket_id: UUID) -> HttpResponse:
    """Print the slip of the ticket at the printer of the window's zone."""
    by: Actor = actor_of(request)
    services.print_again(ticket_id=ticket_id, here=True, by=by, at=clock.now(), key=act_key(request))
    if request.headers.get("HX-Request"):
        return state(request, ticket_id)
    return go(request, reverse("desk:desk"))
