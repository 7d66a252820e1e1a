"""Doors of the kiosk: the choice, the search, the ticket."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from yichuang.facilities import selectors as facilities
from yichuang.facilities.labels import TROUBLE
from yichuang.facilities.types import EquipmentCard, EquipmentKind, SlipState
from yichuang.kernel import clock
from yichuang.kernel.access.doors import actor_of, device, door, either, role
from yichuang.kernel.access.types import DeviceKind, Role
from yichuang.kernel.clock import local_day
from yichuang.kernel.serve import reached
from yichuang.organization import selectors as organization
from yichuang.organization.types import HallCard
from yichuang.queueing import labels, services
from yichuang.queueing import selectors as queueing
from yichuang.queueing.types import DECLARED, LineCard, PriorityClass, TicketCard
from yichuang.screens.kiosk.finding import Finding, find_items
from yichuang.screens.kit.directions import Directions, directions_of
from yichuang.screens.kit.forms import act_of, go, id_of, optional_id, short_text
from yichuang.screens.kit.fragments import fragment
from yichuang.screens.kit.hours import Hours, hours_of
from yichuang.screens.kit.look import Look, remember
from yichuang.screens.kit.needs import Asked, needs_in, needs_of
from yichuang.screens.kit.qr import qr_svg

SLIP_BY = timedelta(seconds=15)  # a slip nobody has heard of by then is missing
KIOSK = either(device(DeviceKind.KIOSK), role(Role.GUIDE))


@dataclass(frozen=True, slots=True)
class Choice:
    """What the first page shows: the hall's hours and its lines.

    ``rests`` says that this machine was reported down; then ``others`` give tickets in its place.
    ``remote``: tickets of some lines are taken by phone.
    """

    hall: HallCard
    hours: Hours
    lines: list[LineCard]
    waiting: int
    live: str
    rests: bool
    others: list[EquipmentCard]
    remote: bool


@dataclass(frozen=True, slots=True)
class Slip:
    """How the slip of a ticket stands: ``none`` where nothing prints here, else what to show and do."""

    look: str
    why: str | Promise
    again: bool


@dataclass(frozen=True, slots=True)
class Taken:
    """What the page after taking shows; ``qr`` holds the address of the ticket's page and nothing else."""

    ticket: TicketCard
    address: str
    qr: str
    declared: str | Promise
    slip: Slip
    needs: Asked
    way: Directions


def choice_of(request: HttpRequest) -> Choice:
    """Read the first page's picture for the caller's hall."""
    hall = _hall(request)
    at = clock.now()
    lines = list(queueing.lines(hall.id, at))
    device = request.caller.device  # type: ignore[attr-defined]
    rests = device is not None and facilities.rests_in_hand(hall.id, device.id)
    kiosks = facilities.equipment(hall.id, EquipmentKind.KIOSK) if rests else []
    return Choice(
        hall=hall,
        hours=hours_of(hall, at),
        lines=lines,
        waiting=sum(line.waiting for line in lines),
        live=f"/live/board/{hall.code}/all",
        rests=rests,
        others=[one for one in kiosks if one.up and one.device_id],
        remote=any(one.per_half_hour for one in queueing.remote_rules(hall.id).values()),
    )


@require_safe
@door("kiosk.home", rule=KIOSK, label=_("Kiosk: choose a line"))
def home(request: HttpRequest) -> HttpResponse:
    """Greet and show the lines with waiting and estimated wait."""
    return render(request, "kiosk/home.html", {"choice": choice_of(request)})


@require_safe
@door("kiosk.lines", rule=KIOSK, label=_("Kiosk: the lines as they stand"))
def lines(request: HttpRequest) -> HttpResponse:
    """Return the changing part of the first page."""
    return fragment(request, "kiosk/lines.html", {"choice": choice_of(request)})


@require_safe
@door("kiosk.fresh", rule=KIOSK, label=_("Kiosk: for the next person"))
def fresh(request: HttpRequest) -> HttpResponse:
    """Go back to the first page in Chinese and normal type, as the next person expects it."""
    response = HttpResponseRedirect(reverse("kiosk:home"))
    remember(response, Look(settings.LANGUAGE_CODE, large=False))
    return response


@require_safe
@door("kiosk.find", rule=KIOSK, label=_("Kiosk: find what you came for"))
def find(request: HttpRequest) -> HttpResponse:
    """Show all items by line, to look through or search by name."""
    return render(request, "kiosk/find.html", _found(request))


@require_safe
@door("kiosk.found", rule=KIOSK, label=_("Kiosk: what the search found"))
def found(request: HttpRequest) -> HttpResponse:
    """Return the items whose name has what was typed."""
    return render(request, "kiosk/found.html", _found(request))


@require_safe
@door("kiosk.help", rule=KIOSK, label=_("Kiosk: help"))
def ask(request: HttpRequest) -> HttpResponse:
    """Tell how it works and where people help."""
    return render(request, "kiosk/help.html", {"hours": _hours(request)})


@require_safe
@door("kiosk.priority", rule=KIOSK, label=_("Kiosk: priority"))
def priority(request: HttpRequest) -> HttpResponse:
    """Show the classes one may declare with their criteria; then the lines for the class touched."""
    choice = choice_of(request)
    policy = queueing.policy(choice.hall.id, local_day(clock.now(), choice.hall.timezone))
    classes = [
        (labels.PRIORITY[one.priority], one)
        for one in policy.classes
        if one.priority in DECLARED and not one.needs_approver
    ]
    asked = next((one for one in classes if one[1].priority == request.GET.get("class")), None)
    return render(request, "kiosk/priority.html", {"choice": choice, "classes": classes, "asked": asked})


def _declared(text: str | None) -> PriorityClass:
    if not text:
        return PriorityClass.ORDINARY
    if text not in PriorityClass.__members__.values():
        raise Http404
    return PriorityClass(text)


@require_POST
@door("kiosk.take", rule=KIOSK, act=True, label=_("Kiosk: take a ticket"))
def take(request: HttpRequest) -> HttpResponse:
    """Take a ticket in the chosen line, for the chosen item if there is one."""
    reached.seen_at(request.build_absolute_uri("/"))
    ticket = services.take_ticket(
        line_id=id_of(request.POST.get("line")),
        item_id=optional_id(request.POST.get("item")),
        priority=_declared(request.POST.get("priority")),
        **act_of(request),
    )
    return go(request, reverse("kiosk:ticket", args=[ticket.token]))


@require_safe
@door("kiosk.ticket", rule=KIOSK, label=_("Kiosk: the ticket"))
def ticket(request: HttpRequest, token: str) -> HttpResponse:
    """Show the ticket large, with who stands ahead and the code of its page."""
    card = _ticket(request, token)
    address = ticket_address(request, card.token)
    slip = slip_of(request, card)
    way = directions_of(card.hall_id, card.line_id, card.window_id)
    taken = Taken(card, address, qr_svg(address), _declared_name(card), slip, needs_of(card), way)
    context: dict[str, Any] = {"taken": taken}
    return render(request, "kiosk/ticket.html", context)


@require_safe
@door("kiosk.slip", rule=KIOSK, label=_("Kiosk: the slip as it stands"))
def slip(request: HttpRequest, token: str) -> HttpResponse:
    """Return whether the slip has come out."""
    card = _ticket(request, token)
    return fragment(request, "kiosk/slip.html", {"ticket": card, "slip": slip_of(request, card)})


@require_POST
@door("kiosk.again", rule=KIOSK, act=True, label=_("Kiosk: print the slip again"))
def again(request: HttpRequest, token: str) -> HttpResponse:
    """Print the slip once more, with the same number."""
    card = _ticket(request, token)
    services.print_again(
        ticket_id=card.id,
        here=request.caller.device is None,  # type: ignore[attr-defined]
        **act_of(request),
    )
    return go(request, reverse("kiosk:ticket", args=[card.token]))


@require_POST
@door("kiosk.needs", rule=KIOSK, act=True, label=_("Kiosk: say what one needs at the window"))
def needs(request: HttpRequest, token: str) -> HttpResponse:
    """Note what the person needs at the window."""
    card = _ticket(request, token)
    services.note_needs(
        ticket_id=card.id,
        needs=needs_in(request),
        **act_of(request),
    )
    return go(request, reverse("kiosk:ticket", args=[card.token]))


def slip_of(request: HttpRequest, card: TicketCard) -> Slip:
    """Say how a ticket's slip stands, for the machine or the guide that asks."""
    actor = actor_of(request)
    at = clock.now()
    found = facilities.slip(card.hall_id, card.id)
    if found is None:
        # who took the ticket by phone has it there: checking in prints nothing
        if card.remote or queueing.printer_at_hand(actor) is None:
            return Slip("none", "", again=False)
        if at - card.taken_at < SLIP_BY:
            return Slip("printing", "", again=False)
        return Slip("missing", "", again=True)
    if found.under_way:
        return Slip("printing", "", again=False)
    more = found.copy < facilities.slips_of_one(card.hall_id, card.business_day)
    why = TROUBLE[found.trouble] if found.trouble else ""
    if found.state is SlipState.PRINTED:
        return Slip("printed", "", again=False)
    return Slip("uncertain" if found.state is SlipState.UNCERTAIN else "missing", why, again=more)


def _ticket(request: HttpRequest, token: str) -> TicketCard:
    card = queueing.ticket_by_token(token, clock.now())
    if card.hall_id != request.caller.hall_id:  # type: ignore[attr-defined]
        raise Http404
    return card


def _declared_name(card: TicketCard) -> str | Promise:
    return "" if card.priority is PriorityClass.ORDINARY else labels.PRIORITY[card.priority]


def ticket_address(request: HttpRequest, token: str) -> str:
    """Return the address of a ticket's page as a phone outside reaches it."""
    path = reverse("portal:ticket", args=[token])
    return f"{settings.PUBLIC_URL}{path}" if settings.PUBLIC_URL else request.build_absolute_uri(path)


def _hall(request: HttpRequest) -> HallCard:
    hall_id: UUID = request.caller.hall_id  # type: ignore[attr-defined]
    return organization.hall(hall_id)


def _hours(request: HttpRequest) -> Hours:
    hall = _hall(request)
    return hours_of(hall, clock.now())


def _found(request: HttpRequest) -> dict[str, Any]:
    return {"finding": _finding(request), "hours": _hours(request)}


def _finding(request: HttpRequest) -> Finding:
    at = clock.now()
    return find_items(
        _hall(request),
        at,
        asked=short_text(request.GET.get("q"), 30),
        line=optional_id(request.GET.get("line")),
    )
