"""Doors of certificates: who holds which until when, give one, take it away."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from yichuang.kernel import clock
from yichuang.kernel.access.doors import actor_of, caller, door
from yichuang.organization import selectors as organization
from yichuang.screens.kit.forms import act_key, act_of, day_of, go, id_of, short_text
from yichuang.screens.selection.certificates import certificates_of
from yichuang.screens.selection.views import READERS, REVIEWERS, reads_journal
from yichuang.training import selectors, services
from yichuang.training.errors import TestDayUnfit

PAGE = "selection:certificates"
DAY = timedelta(days=1)


@never_cache
@require_safe
@door("selection.certificates", rule=READERS, label=_("Certificates for the window"))
def page(request: HttpRequest) -> HttpResponse:
    """Show who holds which certificate until when, what ends first before the rest."""
    who, hall = caller(request), organization.hall(actor_of(request).hall_id)
    shown = {
        "picture": certificates_of(hall, who, clock.now()),
        "gives": bool(who.roles & REVIEWERS.roles),
        "reads_journal": reads_journal(request),
    }
    return render(request, "selection/certificates.html", shown)


@require_POST
@door("selection.issue", rule=REVIEWERS, act=True, label=_("Give a certificate"))
def issue(request: HttpRequest) -> HttpResponse:
    """Give somebody a certificate after a passed test; the form names its last day."""
    said, by, at = request.POST, actor_of(request), clock.now()
    tested = day_of(said.get("tested_on"))
    last = day_of(said.get("last_day"))
    if tested is None or (said.get("last_day") and last is None):
        today = clock.local_day(at, organization.timezone_of(by.hall_id))
        raise TestDayUnfit(day=(selectors.longest_until(by.hall_id, today) - DAY).isoformat())
    services.issue_certificate(
        person_id=id_of(said.get("person")),
        number=short_text(said.get("number"), 41),
        tested_on=tested,
        until=last + DAY if last else None,
        by=by,
        at=at,
        key=act_key(request),
    )
    return go(request, reverse(PAGE))


@require_POST
@door("selection.revoke", rule=REVIEWERS, act=True, label=_("Take a certificate away"))
def revoke(request: HttpRequest, certificate: UUID) -> HttpResponse:
    """Take a certificate away before its end."""
    services.revoke_certificate(certificate_id=certificate, **act_of(request))
    return go(request, reverse(PAGE))
