"""Doors of the catalogue's acts: take a file over, explain a department's name, review, repeal, withdraw."""

from __future__ import annotations

import hashlib
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from yichuang.catalogue import services
from yichuang.catalogue.errors import CatalogueUnfit, FileMissing, ForcePassed
from yichuang.catalogue.types import Severity
from yichuang.kernel import clock
from yichuang.kernel.access.doors import actor_of, door
from yichuang.kernel.idempotency import key_of
from yichuang.screens.items.views import KEEPERS, hall_of
from yichuang.screens.kit.forms import act_of, day_of, go, id_of, short_text

MOST_SHOWN = 200


@never_cache
@require_POST
@door("items.take", rule=KEEPERS, act=True, label=_("Take a catalogue over"))
def take(request: HttpRequest) -> HttpResponse:
    """Take a file over, or show by line what is wrong with it."""
    hall, at = hall_of(request), clock.now()
    today = clock.local_day(at, hall.timezone)
    upload = request.FILES.get("file")
    if upload is None:
        raise FileMissing
    data = upload.read()
    wanted = request.POST.get("from_day")
    from_day = day_of(wanted)
    if wanted and from_day is None:
        raise ForcePassed
    digest = hashlib.sha256(data).hexdigest()
    context = {"today": today, "faults": (), "name": short_text(upload.name, 200), "from_day": from_day}
    try:
        report = services.import_file(
            hall_id=hall.id,
            data=data,
            source_name=short_text(upload.name, 200) or "-",
            from_day=from_day,
            by=actor_of(request),
            at=at,
            key=key_of(request.POST.get("key"), f"{digest} {wanted}".encode()),
        )
    except CatalogueUnfit as refusal:
        faults, more = refusal.faults[:MOST_SHOWN], max(0, len(refusal.faults) - MOST_SHOWN)
        context |= {"faults": faults, "count": len(refusal.faults), "more": more}
        context["warnings"] = [one for one in refusal.findings if one.severity is Severity.WARNING]
        return render(request, "items/import.html", context, status=422)
    return render(
        request, "items/import.html", context | {"report": report, "warnings": report.findings[:MOST_SHOWN]}
    )


@require_POST
@door("items.explain", rule=KEEPERS, act=True, label=_("Say whose items a name means"))
def explain(request: HttpRequest) -> HttpResponse:
    """Say which department of the hall a name in the catalogue means."""
    services.explain_wording(
        wording=short_text(request.POST.get("wording"), 81),
        department_id=id_of(request.POST.get("department")),
        **act_of(request),
    )
    return go(request, reverse("items:page"))


@require_POST
@door("items.review", rule=KEEPERS, act=True, label=_("Note the review of an item"))
def review(request: HttpRequest, item: UUID) -> HttpResponse:
    """Note that the office has looked whether the item can be made simpler."""
    services.review_item(item_id=item, **act_of(request))
    return go(request, reverse("items:item", args=[item]))


@require_POST
@door("items.withdraw", rule=KEEPERS, act=True, label=_("Withdraw an item"))
def withdraw(request: HttpRequest, item: UUID) -> HttpResponse:
    """Stop offering an item from a day on."""
    wanted = request.POST.get("from_day")
    from_day = day_of(wanted)
    if wanted and from_day is None:
        raise ForcePassed
    services.withdraw_item(item_id=item, from_day=from_day, **act_of(request))
    return go(request, reverse("items:item", args=[item]))


@require_POST
@door("items.repeal", rule=KEEPERS, act=True, label=_("Note that a basis is no longer law"))
def repeal(request: HttpRequest) -> HttpResponse:
    """Note from which day on a text is no longer law."""
    ends_on = day_of(request.POST.get("ends_on"))
    if ends_on is None:
        raise ForcePassed
    services.repeal_basis(
        basis=short_text(request.POST.get("basis"), 201),
        ends_on=ends_on,
        **act_of(request),
    )
    return go(request, reverse("items:page"))
