"""Doors of the guide: open to everyone, in the version in force at the moment of asking."""

from __future__ import annotations

from contextlib import suppress
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from yichuang.catalogue import selectors as catalogue
from yichuang.catalogue.errors import ItemUnknown
from yichuang.catalogue.types import ItemCard
from yichuang.kernel import clock
from yichuang.kernel.access.doors import anyone, door
from yichuang.organization import selectors as organization
from yichuang.organization.errors import HallUnknown
from yichuang.organization.types import HallCard
from yichuang.screens.guide.picture import answers_in, groups, guide_of
from yichuang.screens.guide.promises import AIM, CONTENTS, kept_of, promises
from yichuang.screens.kit.clock import by_the_wall_of
from yichuang.screens.kit.forms import short_text
from yichuang.screens.kit.hours import hours_of


@never_cache
@require_safe
@door("guide.page", rule=anyone(), label=_("Service guide: what the hall offers"))
def page(request: HttpRequest, hall: str) -> HttpResponse:
    """Show the items offered today, or those that what was typed means."""
    card, at = _hall(hall), clock.now()
    asked = short_text(request.GET.get("q"), 30)
    found = groups(card, at, asked)
    context = {"hall": card, "asked": asked, "groups": found, "hours": hours_of(card, at)}
    return render(request, "guide/page.html", context)


@never_cache
@require_safe
@door("guide.promises", rule=anyone(), label=_("Service guide: what the hall promises"))
def promised(request: HttpRequest, hall: str) -> HttpResponse:
    """Show what the hall commits itself to, and how last month kept it."""
    card, at = _hall(hall), clock.now()
    context = {"hall": card, "promises": promises(card, at), "aim": AIM, "contents": CONTENTS}
    return render(request, "guide/promises.html", context)


@never_cache
@require_safe
@door("guide.item", rule=anyone(), label=_("Service guide: one item"))
def item(request: HttpRequest, hall: str, item: str) -> HttpResponse:
    """Show one item as it is in force today; one that is not offered says so kindly."""
    card, at = _hall(hall), clock.now()
    try:
        found = _item(card, item)
    except ItemUnknown as gone:
        return render(request, "guide/gone.html", {"hall": card, "gone": gone}, status=gone.status)
    large = request.look.large  # type: ignore[attr-defined]
    guide = guide_of(card, found, answers_in(request, found), at, large=large)
    here = reverse("guide:item", args=[card.code, found.code])
    kept = kept_of(card, [found], at).get(found.id)
    return render(request, "guide/item.html", {"guide": guide, "here": here, "kept": kept})


def _hall(code: str) -> HallCard:
    try:
        card = organization.hall_by_code(code)
    except HallUnknown:
        raise Http404 from None
    by_the_wall_of(card.id)
    return card


def _item(hall: HallCard, named: str) -> ItemCard:
    """Return an item by its code, or by its id as a ticket knows it."""
    today = clock.local_day(clock.now(), hall.timezone)
    with suppress(ValueError):
        return catalogue.item(hall.id, UUID(named), today)
    return catalogue.item_by_code(hall.id, named, today)
