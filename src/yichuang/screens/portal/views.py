"""Doors of the phone page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from yichuang.evaluation import selectors as evaluation
from yichuang.evaluation import services as ratings
from yichuang.kernel import clock
from yichuang.kernel.access import gate
from yichuang.kernel.access.doors import anyone, door
from yichuang.queueing import selectors as queueing
from yichuang.queueing import services
from yichuang.screens.kit.forms import act_key, go
from yichuang.screens.kit.fragments import fragment
from yichuang.screens.kit.needs import needs_in
from yichuang.screens.portal.progress import progress_of
from yichuang.screens.portal.remote import browser_of
from yichuang.screens.rating.choices import chosen_in


@never_cache
@require_safe
@door("ticket.page", rule=anyone(), label=_("A ticket's page"))
def ticket(request: HttpRequest, token: str) -> HttpResponse:
    """Show where the ticket stands; an unknown or old address says so kindly."""
    try:
        progress = progress_of(token, clock.now(), browser_of(request))
    except services.UnknownTicket:
        return render(request, "portal/unknown.html", status=404)
    return render(request, "portal/ticket.html", {"progress": progress})


@never_cache
@require_safe
@door("ticket.now", rule=anyone(), label=_("A ticket as it stands"))
def now(request: HttpRequest, token: str) -> HttpResponse:
    """Return the changing part of the page."""
    try:
        progress = progress_of(token, clock.now(), browser_of(request))
    except services.UnknownTicket:
        return fragment(request, "portal/gone.html", {})
    return fragment(request, "portal/now.html", {"progress": progress})


@require_POST
@door("ticket.leave", rule=anyone(), act=True, label=_("Give a ticket up"))
def leave(request: HttpRequest, token: str) -> HttpResponse:
    """Give the ticket up: whoever holds its address may, as whoever holds the slip may."""
    try:
        by = queueing.citizen_at(token)
    except services.UnknownTicket:
        return render(request, "portal/unknown.html", status=404)
    services.give_up(ticket_id=by.id, by=by, at=clock.now(), key=act_key(request))
    return go(request, reverse("portal:ticket", args=[token]))


@require_POST
@door("ticket.delay", rule=anyone(), act=True, label=_("Let others go first"))
def delay(request: HttpRequest, token: str) -> HttpResponse:
    """Let some others go first, once: whoever holds its address may."""
    try:
        by = queueing.citizen_at(token)
    except services.UnknownTicket:
        return render(request, "portal/unknown.html", status=404)
    services.delay(ticket_id=by.id, by=by, at=clock.now(), key=act_key(request))
    return go(request, reverse("portal:ticket", args=[token]))


@require_POST
@door("ticket.needs", rule=anyone(), act=True, label=_("Say what one needs at the window"))
def needs(request: HttpRequest, token: str) -> HttpResponse:
    """Note what one needs at the window: whoever holds the ticket's address may say it."""
    try:
        by = queueing.citizen_at(token)
    except services.UnknownTicket:
        return render(request, "portal/unknown.html", status=404)
    services.note_needs(ticket_id=by.id, needs=needs_in(request), by=by, at=clock.now(), key=act_key(request))
    return go(request, reverse("portal:ticket", args=[token]))


@require_POST
@door("ticket.rate", rule=anyone(), act=True, label=_("Rate a service"))
def rate(request: HttpRequest, token: str) -> HttpResponse:
    """Rate the service of this ticket; in a browser in which staff are signed in it is refused."""
    try:
        rater = evaluation.rater_at(token)
    except services.UnknownTicket:
        return render(request, "portal/unknown.html", status=404)
    staff = gate.anybody(request)
    level, reasons = chosen_in(request)
    ratings.rate(
        invitation_id=rater.id,
        level=level,
        reasons=reasons,
        by=staff.actor if staff.account and staff.actor else rater,
        at=clock.now(),
        key=act_key(request),
    )
    return go(request, reverse("portal:ticket", args=[token]))
