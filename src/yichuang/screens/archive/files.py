"""Doors of one file: see it, lend it and take it back, bar its end and lift the bar."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from yichuang.cases import labels, selectors, services
from yichuang.cases.refusals import LoanDayUnfit
from yichuang.kernel import clock
from yichuang.kernel.access.doors import caller, door, role
from yichuang.kernel.access.types import Role
from yichuang.organization import selectors as organization
from yichuang.regulations import selectors as regulations
from yichuang.screens.archive import desk
from yichuang.screens.archive.views import KEEPERS, READERS, hall_of
from yichuang.screens.kit.forms import act_of, day_of, go, id_of

HOLDERS = role(*KEEPERS, Role.UH, Role.SUP)
LENDERS = role(*KEEPERS)


@never_cache
@require_safe
@door("archive.file", rule=READERS, label=_("A file"), personal=True)
def page(request: HttpRequest, file_id: UUID) -> HttpResponse:
    """Show one file: what it is, where it lies, who had it, what bars its end."""
    who, hall, at = caller(request), hall_of(request), clock.now()
    assert who.person_id is not None
    seen = selectors.eyes(hall.id, who.person_id, at)
    card = selectors.seen_file(hall.id, file_id, who.person_id, seen, at)
    people = desk.People(hall.id)
    today = clock.local_day(at, hall.timezone)
    loans = selectors.loans(hall.id, at, file_id=card.id, out=False)
    return render(
        request,
        "archive/file.html",
        {
            "line": desk.lines_of(hall, [card])[0],
            "bars": [labels.BAR[one] for one in card.bars],
            "loans": desk.loans_of(reversed(loans), people),
            "holds": [(one, people.called(one.set_by)) for one in selectors.holds(hall.id, card.id)],
            "filed_by": people.called(card.filed_by),
            "people": organization.people(hall.id),
            "today": today,
            "loan_days": regulations.parameter(hall.id, "archive.loan_days", today),
            "lends": bool(who.roles & KEEPERS),
            "bars_it": bool(who.roles & HOLDERS.roles),
        },
    )


@require_POST
@door("archive.lend", rule=LENDERS, act=True, label=_("Lend a file"), personal=True)
def lend(request: HttpRequest, file_id: UUID) -> HttpResponse:
    """Lend a file."""
    due_on = day_of(request.POST.get("due_on"))
    if due_on is None:
        hall = hall_of(request)
        today = clock.local_day(clock.now(), hall.timezone)
        raise LoanDayUnfit(most=regulations.parameter(hall.id, "archive.loan_days", today))
    services.lend(
        file_id=file_id,
        borrower_id=id_of(request.POST.get("borrower")),
        purpose=request.POST.get("purpose", ""),
        due_on=due_on,
        **act_of(request),
    )
    return go(request, reverse("archive:file", args=[file_id]))


@require_POST
@door("archive.back", rule=LENDERS, act=True, label=_("Take a file back"), personal=True)
def take_back(request: HttpRequest, loan_id: UUID) -> HttpResponse:
    """Take a lent file back."""
    loan = services.take_back(
        loan_id=loan_id,
        **act_of(request),
    )
    if request.POST.get("to") == "loans":
        return go(request, f"{reverse('archive:page')}?part=loans")
    return go(request, reverse("archive:file", args=[loan.file_id]))


@require_POST
@door("archive.hold", rule=HOLDERS, act=True, label=_("Bar a file from being destroyed"), personal=True)
def hold(request: HttpRequest, file_id: UUID) -> HttpResponse:
    """Set a legal hold."""
    services.set_hold(
        file_id=file_id,
        document=request.POST.get("document", ""),
        reason=request.POST.get("reason", ""),
        **act_of(request),
    )
    return go(request, reverse("archive:file", args=[file_id]))


@require_POST
@door("archive.lift", rule=HOLDERS, act=True, label=_("Lift a legal hold"), personal=True)
def lift(request: HttpRequest, hold_id: UUID) -> HttpResponse:
    """Lift a legal hold."""
    card = services.lift_hold(
        hold_id=hold_id,
        **act_of(request),
    )
    return go(request, reverse("archive:file", args=[card.id]))
