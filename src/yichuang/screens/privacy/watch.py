"""Doors of supervision: looks without work, attempts refused, who has not signed, what was taken out."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from yichuang.cases import events, selectors, services
from yichuang.kernel import clock
from yichuang.kernel.access.doors import caller, door, role
from yichuang.kernel.access.types import Role
from yichuang.kernel.journal import selectors as journal
from yichuang.kernel.vault import selectors as vault
from yichuang.kernel.vault import undertaking
from yichuang.organization import selectors as organization
from yichuang.screens.kit.forms import act_of, go

SUPERVISION = role(Role.SUP, Role.INSP, Role.UH, Role.OFF)
SHOWN = timedelta(days=90)
ATTEMPTS = timedelta(days=7)


@never_cache
@require_safe
@door("secrecy.page", rule=SUPERVISION, label=_("Secrecy"))
def page(request: HttpRequest) -> HttpResponse:
    """Show what supervision watches over; no citizen is named here."""
    who, at = caller(request), clock.now()
    assert who.hall_id is not None
    hall = organization.hall(who.hall_id)
    everybody = organization.people(hall.id)
    people = {one.id: f"{one.display_name} {one.worker_number}" for one in everybody}
    year, _end = undertaking.year_of(at, hall.timezone)
    signed = {one.person_id for one in vault.undertakings(hall.id, year)}
    refused = Counter(
        one.actor.id
        for one in journal.since(hall.id, at - ATTEMPTS, [events.ActRefused.stored_name])
        if isinstance(one.event, events.ActRefused) and one.event.code in ("other-department", "unknown-case")
    )
    return render(
        request,
        "privacy/watch.html",
        {
            "year": year,
            "bursts": [
                (one, people.get(one.person_id, ""), people.get(one.settled_by, "") if one.settled_by else "")
                for one in selectors.bursts(hall.id, at - SHOWN)
            ],
            "me": who.person_id,
            "unsigned": [people[one.id] for one in everybody if one.id not in signed],
            "signed": len(signed),
            "refused": [(people.get(one, ""), times) for one, times in refused.most_common(20)],
            "exports": [
                (
                    one,
                    people.get(one.asked_by, ""),
                    people.get(one.approved_by, "") if one.approved_by else "",
                )
                for one in selectors.exports(hall.id, at - SHOWN)
            ],
        },
    )


@require_POST
@door("secrecy.settle", rule=SUPERVISION, act=True, label=_("Settle an alert of views"))
def settle(request: HttpRequest, burst_id: UUID) -> HttpResponse:
    """Write down what a burst of views was."""
    services.settle_burst(
        burst_id=burst_id,
        note=request.POST.get("note", ""),
        **act_of(request),
    )
    return go(request, reverse("privacy:watch"))
