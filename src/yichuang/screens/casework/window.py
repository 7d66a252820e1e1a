"""Doors at the window: hand in, look and tell or accept in one press, take in, hand over, close."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from yichuang.cases import selectors, services
from yichuang.cases.types import CaseCard, Handover, HandoverWay
from yichuang.kernel import clock
from yichuang.kernel.access.doors import actor_of, door, role
from yichuang.kernel.access.types import CLERKS
from yichuang.kernel.act import act
from yichuang.kernel.types import Actor
from yichuang.notices.types import NoticeForm
from yichuang.organization import selectors as organization
from yichuang.queueing import services as queueing
from yichuang.queueing.types import Outcome, TicketCard, TicketState
from yichuang.screens.casework import reading
from yichuang.screens.casework.picture import ticket_at
from yichuang.screens.kit.forms import act_key, act_of, go, id_of

AT_THE_WINDOW = role(*CLERKS)


def seen(request: HttpRequest, case: UUID) -> CaseCard:
    """Return the case, if this person may see it.  Raises: UnknownCase, OtherDepartment."""
    by = actor_of(request)
    return selectors.look(selectors.case(by.hall_id, case), by.id, clock.now())


def shown(request: HttpRequest, case: UUID) -> HttpResponse:
    """Lead on to the case."""
    return go(request, reverse("casework:case", args=[case]))


def _ticket(by: Actor) -> TicketCard | None:
    """Return the visit that is being served at the actor's window."""
    found = ticket_at(by, clock.now())
    return found if found is not None and found.state is TicketState.SERVING else None


def _ends_visit(request: HttpRequest, card: CaseCard, outcome: Outcome, by: Actor) -> None:
    """End the visit at the window with what it came to, where the clerk ticked that it ends."""
    ticket = _ticket(by)
    if request.POST.get("finish") == "1" and ticket is not None:
        queueing.finish(
            ticket_id=ticket.id,
            outcome=outcome,
            reference=card.number,
            by=by,
            at=clock.now(),
            key=act_key(request),
        )


@require_POST
@door("casework.submit", rule=AT_THE_WINDOW, act=True, label=_("Take an application in"))
def submit(request: HttpRequest) -> HttpResponse:
    """Open a case for what somebody hands in."""
    by = actor_of(request)
    ticket = _ticket(by)
    card = services.submit(
        item_id=id_of(request.POST.get("item")),
        applicant=reading.applicant_of(request),
        answers=reading.answers_of(request),
        id_check=reading.id_check_of(request),
        ticket_id=ticket.id if ticket else None,
        despite_open=request.POST.get("despite_open") == "1",
        by=by,
        at=clock.now(),
        key=act_key(request),
    )
    return shown(request, card.id)


@require_POST
@door("casework.look", rule=AT_THE_WINDOW, act=True, label=_("Check the materials"))
def look(request: HttpRequest, case: UUID) -> HttpResponse:
    """Write down how every material was found and, as pressed, tell once, accept, or do it on the spot."""
    by, at, key = actor_of(request), clock.now(), act_key(request)
    card = seen(request, case)
    hall = organization.hall(by.hall_id)
    asked = tuple(position for position, _one in selectors.requirements(by.hall_id, case).applying)
    lines = reading.lines_of(request, asked, clock.local_day(at, hall.timezone))
    then = request.POST.get("then", "save")
    with act():
        services.check(case_id=case, lines=lines, by=by, at=at, key=key)
        if then == "tell":
            form = NoticeForm.ORAL if request.POST.get("form") == "oral" else NoticeForm.WRITTEN
            notes = reading.notes_of(request, asked)
            services.tell_once(case_id=case, form=form, notes=notes, by=by, at=at, key=key)
            _ends_visit(request, card, Outcome.NOTICE, by)
        elif then == "accept":
            services.accept(case_id=case, by=by, at=at, key=key)
            _ends_visit(request, card, Outcome.CASE, by)
        elif then == "at-once":
            ticket = _ticket(by)
            handover = Handover(HandoverWay.APPLICANT, id_check=reading.id_check_of(request), signed=True)
            services.finish_at_once(
                case_id=case,
                handover=handover,
                ticket_id=ticket.id if ticket else None,
                by=by,
                at=at,
                key=key,
            )
            _ends_visit(request, card, Outcome.CASE, by)
    return shown(request, case)


@require_POST
@door("casework.refuse", rule=AT_THE_WINDOW, act=True, label=_("Not accept an application"))
def refuse(request: HttpRequest, case: UUID) -> HttpResponse:
    """Turn an application down in writing, with reason and basis."""
    by, card = actor_of(request), seen(request, case)
    basis = tuple(line.strip() for line in reading.text(request, "basis").splitlines() if line.strip())
    with act():
        services.refuse_acceptance(
            case_id=case,
            reason=reading.text(request, "reason"),
            basis=basis,
            by=by,
            at=clock.now(),
            key=act_key(request),
        )
        _ends_visit(request, card, Outcome.NOTICE, by)
    return shown(request, case)


@require_POST
@door("casework.supplement", rule=AT_THE_WINDOW, act=True, label=_("Take in what was missing"))
def supplement(request: HttpRequest, case: UUID) -> HttpResponse:
    """Take in what the applicant brought after the notice."""
    by = actor_of(request)
    seen(request, case)
    ticket = _ticket(by)
    services.supplement(
        case_id=case,
        ticket_id=ticket.id if ticket else None,
        by=by,
        at=clock.now(),
        key=act_key(request),
    )
    return shown(request, case)


@require_POST
@door("casework.keep", rule=AT_THE_WINDOW, act=True, label=_("Take in a promised material"))
def keep(request: HttpRequest, case: UUID) -> HttpResponse:
    """Take in a material that had been promised to follow."""
    seen(request, case)
    said = request.POST.get("position", "")
    position = int(said) if said.isascii() and said.isdigit() and len(said) <= 3 else 0
    services.keep_promise(case_id=case, position=position, **act_of(request))
    return shown(request, case)


@require_POST
@door("casework.withdraw", rule=AT_THE_WINDOW, act=True, label=_("Take a case back for its applicant"))
def withdraw(request: HttpRequest, case: UUID) -> HttpResponse:
    """Take a case back at the applicant's wish."""
    seen(request, case)
    services.withdraw(case_id=case, **act_of(request))
    return shown(request, case)


@require_POST
@door("casework.deliver", rule=AT_THE_WINDOW, act=True, label=_("Hand a result over"))
def deliver(request: HttpRequest, case: UUID) -> HttpResponse:
    """Hand the result over, or note how it was posted; and close the case, as ticked."""
    by, at, key = actor_of(request), clock.now(), act_key(request)
    card = seen(request, case)
    ticket = _ticket(by)
    with act():
        services.deliver(
            case_id=case,
            handover=reading.handover_of(request),
            ticket_id=ticket.id if ticket else None,
            by=by,
            at=at,
            key=key,
        )
        if request.POST.get("close") == "1":
            services.close(case_id=case, by=by, at=at, key=key)
        _ends_visit(request, card, Outcome.CASE, by)
    return shown(request, case)


@require_POST
@door("casework.again", rule=AT_THE_WINDOW, act=True, label=_("Hand over what was issued anew"))
def again(request: HttpRequest, case: UUID) -> HttpResponse:
    """Hand over the result that was issued anew, or note how it was posted."""
    by = actor_of(request)
    card, ticket = seen(request, case), _ticket(by)
    with act():
        services.hand_again(
            case_id=case,
            handover=reading.handover_of(request),
            ticket_id=ticket.id if ticket else None,
            **act_of(request),
        )
        _ends_visit(request, card, Outcome.CASE, by)
    return shown(request, case)


@require_POST
@door("casework.close", rule=AT_THE_WINDOW, act=True, label=_("Close a case"))
def close(request: HttpRequest, case: UUID) -> HttpResponse:
    """Close a case that was handed over."""
    seen(request, case)
    services.close(case_id=case, **act_of(request))
    return shown(request, case)
