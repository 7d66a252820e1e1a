"""Doors of the present visit at a desk: services beside the first, and notes for the clerks only."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from yichuang.kernel import clock
from yichuang.kernel.access.doors import actor_of, door
from yichuang.queueing import services
from yichuang.screens.desk.views import AT_THE_DESK, done, ticket_in
from yichuang.screens.kit.forms import id_of, short_text
from yichuang.screens.kit.fragments import fragment


@require_POST
@door("desk.service", rule=AT_THE_DESK, act=True, label=_("Note a service of the visit"))
def service(request: HttpRequest) -> HttpResponse:
    """Note one more service of the visit, so many times."""
    said = request.POST.get("quantity", "")
    quantity = int(said) if said.isascii() and said.isdigit() and len(said) <= 3 else 0
    item_id = id_of(request.POST.get("item"))
    return done(
        request, services.note_service, ticket_id=ticket_in(request), item_id=item_id, quantity=quantity
    )


@require_POST
@door("desk.note", rule=AT_THE_DESK, act=True, label=_("Keep a note for the clerks"))
def note(request: HttpRequest) -> HttpResponse:
    """Keep a note on the visit, for the clerks only and for today."""
    text = short_text(request.POST.get("text"), 1000)
    return done(request, services.keep_note, ticket_id=ticket_in(request), text=text)


@never_cache
@require_POST
@door("desk.read", rule=AT_THE_DESK, act=True, label=_("Read a clerk's note"))
def read(request: HttpRequest) -> HttpResponse:
    """Show what a note says; the journal tells who looked."""
    by = actor_of(request)
    said = services.read_note(note_id=id_of(request.POST.get("note")), by=by, at=clock.now())
    return fragment(request, "desk/note.html", {"said": said})
