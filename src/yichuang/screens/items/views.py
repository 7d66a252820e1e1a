"""Doors for reading the catalogue: the list, an item with its versions, the way in and out."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from yichuang.catalogue import selectors as catalogue
from yichuang.catalogue import workbooks
from yichuang.catalogue.errors import ItemUnknown
from yichuang.catalogue.sentences import fee_text
from yichuang.kernel import clock
from yichuang.kernel.access.doors import caller, door, role
from yichuang.kernel.access.types import Role
from yichuang.organization import selectors as organization
from yichuang.organization.types import HallCard
from yichuang.screens.items import picture
from yichuang.screens.items.moves import moves
from yichuang.screens.kit.forms import short_text

READERS = role(Role.OFF, Role.UH, Role.SEC, Role.CMT, Role.CHIEF, Role.SUP, Role.INSP)
KEEPERS = role(Role.OFF, Role.UH, Role.CMT)
KEEPING = frozenset({Role.OFF, Role.UH, Role.CMT})


def hall_of(request: HttpRequest) -> HallCard:
    """Return the hall of who asks."""
    who = caller(request)
    assert who.hall_id is not None  # the door let a person of a hall in
    return organization.hall(who.hall_id)


@never_cache
@require_safe
@door("items.page", rule=READERS, label=_("Items and versions"))
def page(request: HttpRequest) -> HttpResponse:
    """Show what the hall offers today, and what is to be looked after."""
    hall = hall_of(request)
    today = clock.local_day(clock.now(), hall.timezone)
    wanted = short_text(request.GET.get("q"), 40)
    rows = picture.rows(hall, today, wanted)
    context = {
        "rows": rows,
        "wanted": wanted,
        "keeps": bool(KEEPING & caller(request).roles),
        "due": [one for one in rows if one.due],
        "unpromised": [one for one in rows if not one.promised],
        "lawless": [one for one in rows if one.repealed],
        "unexplained": picture.unexplained(hall, today),
        "departments": organization.departments(hall.id),
        "today": today,
    }
    return render(request, "items/page.html", context)


@never_cache
@require_safe
@door("items.item", rule=READERS, label=_("An item and its versions"))
def item(request: HttpRequest, item: UUID) -> HttpResponse:
    """Show one item: as it is worded now, and how it came to be so."""
    hall = hall_of(request)
    today = clock.local_day(clock.now(), hall.timezone)
    found = picture.versions(hall, item, today)
    if not found:
        raise ItemUnknown
    shown = next((one for one in found if str(one.card.version) == request.GET.get("version")), None)
    current = next((one for one in found if one.state == "now"), None)
    card = (shown or current or found[0]).card
    words = workbooks.names()
    context: dict[str, Any] = {
        "card": card,
        "standing": current,
        "versions": found,
        "keeps": bool(KEEPING & caller(request).roles),
        "fee": fee_text(card),
        "fees": picture.fees(card),
        "materials": picture.materials(card),
        "steps": picture.steps(card),
        "limits": picture.limits(card),
        "extension": picture.extension(card),
        "flags": picture.flags(card),
        "joint": picture.joint(card),
        "examples": [words.get(one, one) for one in card.illustrative],
        "repealed": catalogue.repealed_bases(hall.id, today),
        "due": next((one for one in catalogue.due_for_review(hall.id, today) if one.item_id == item), None),
        "moves": moves(hall, item, found),
        "me": caller(request).actor,
        "today": today,
    }
    return render(request, "items/item.html", context)


@never_cache
@require_safe
@door("items.import", rule=KEEPERS, label=_("Import a catalogue"))
def importing(request: HttpRequest) -> HttpResponse:
    """Show the form by which a file comes in."""
    hall = hall_of(request)
    return render(
        request, "items/import.html", {"today": clock.local_day(clock.now(), hall.timezone), "faults": ()}
    )


@never_cache
@require_safe
@door("items.export", rule=READERS, label=_("Export the catalogue"))
def export(request: HttpRequest) -> HttpResponse:
    """Hand the items of today out as a workbook that can be imported again."""
    hall, at = hall_of(request), clock.now()
    today = clock.local_day(at, hall.timezone)
    data = workbooks.written(catalogue.items(hall.id, today), title=hall.name, at=at)
    response = HttpResponse(data, content_type=workbooks.MEDIA_TYPE)
    name = f"catalogue-{hall.code}-{today.isoformat()}.xlsx"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
