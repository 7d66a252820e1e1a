"""The doors of a case's page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from yichuang.cases import selectors as cases
from yichuang.cases import services
from yichuang.cases.refusals import UnknownCase
from yichuang.kernel import clock
from yichuang.kernel.access.doors import anyone, door
from yichuang.organization import selectors as organization
from yichuang.screens.kit.clock import by_the_wall_of
from yichuang.screens.kit.forms import act_key, go
from yichuang.screens.progress.picture import picture_of


@never_cache
@require_safe
@door("progress.page", rule=anyone(), label=_("A case's page"))
def page(request: HttpRequest, token: str) -> HttpResponse:
    """Show where a case stands; an unknown address says so kindly."""
    try:
        card = cases.case_by_token(token)
    except UnknownCase as gone:
        return render(request, "progress/gone.html", {"gone": gone}, status=gone.status)
    by_the_wall_of(card.hall_id)
    hall = organization.hall(card.hall_id)
    return render(
        request, "progress/page.html", {"hall": hall, "picture": picture_of(hall, card, clock.now())}
    )


@require_POST
@door("progress.urge", rule=anyone(), act=True, label=_("Urge my case"))
def urge(request: HttpRequest, token: str) -> HttpResponse:
    """Urge the case: whoever holds its address may, so often as the rule lets them (XFER-01)."""
    try:
        by = cases.citizen_at(token)
    except UnknownCase as gone:
        return render(request, "progress/gone.html", {"gone": gone}, status=gone.status)
    by_the_wall_of(by.hall_id)
    services.urge(case_id=by.id, by=by, at=clock.now(), key=act_key(request))
    return go(request, reverse("progress:page", args=[token]))
