"""Pages of casework: the list, a new case, one case; and a look at a name behind its mask."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from yichuang.cases import selectors as cases
from yichuang.cases import services
from yichuang.cases.labels import APPLICANT, UNREACHED
from yichuang.cases.types import Applicant, CaseState
from yichuang.catalogue import selectors as catalogue
from yichuang.kernel import clock
from yichuang.kernel.access.doors import actor_of, caller, door, role
from yichuang.kernel.access.types import CLERKS, Role
from yichuang.kernel.vault import services as vault
from yichuang.kernel.vault.types import Reason, ReasonCode
from yichuang.notices.labels import CHANNEL
from yichuang.organization import selectors as organization
from yichuang.posts import selectors as posts
from yichuang.queueing import selectors as queueing
from yichuang.screens.casework.covered import covered_rows
from yichuang.screens.casework.pauses import to_answer
from yichuang.screens.casework.picture import id_methods, list_rows, picture_of, ticket_at
from yichuang.screens.casework.window import seen
from yichuang.screens.kit.forms import go, id_of, optional_id, short_text
from yichuang.screens.kit.fragments import fragment

WORKERS = role(*CLERKS, Role.UH)
READERS = role(*CLERKS, Role.OFF, Role.UH, Role.SUP, Role.INSP)

#: The lists, each with what stands in it.
TABS: tuple[tuple[str, object, tuple[CaseState, ...]], ...] = (
    ("review", _("First review"), (CaseState.SUBMITTED,)),
    ("told", _("Waiting for the applicant"), (CaseState.SUPPLEMENT,)),
    ("accepted", _("To be taken in hand"), (CaseState.ACCEPTED,)),
    ("handling", _("In hand"), (CaseState.HANDLING, CaseState.FORWARDED)),
    ("decision", _("For decision"), (CaseState.APPROVAL,)),
    ("result", _("To be handed over"), (CaseState.DECIDED, CaseState.READY, CaseState.NOTIFIED)),
    ("close", _("To be closed"), (CaseState.DELIVERED,)),
    ("closed", _("Closed"), (CaseState.CLOSED, CaseState.ARCHIVED)),
    ("ended", _("Ended otherwise"), (CaseState.NOT_ACCEPTED, CaseState.WITHDRAWN)),
)


@never_cache
@require_safe
@door("casework.list", rule=READERS, label=_("Cases"), personal=True)
def listed(request: HttpRequest) -> HttpResponse:
    """Show the cases this person sees, by what is to be done with them; a number leads to its case."""
    by, at = actor_of(request), clock.now()
    hall = organization.hall(by.hall_id)
    seen_by = cases.eyes(hall.id, by.id, at)
    number = short_text(request.GET.get("number"), 40)
    if number:
        found = cases.found(hall.id, by.id, seen_by, number)
        if found is not None:
            return go(request, reverse("casework:case", args=[found.id]))
    counts = cases.counts(hall.id, by.id, seen_by)
    names = {name for name, _label, _states in TABS}
    tab = request.GET.get("tab", "")
    if tab not in names:
        tab = next(
            (name for name, _label, states in TABS if any(counts.get(one) for one in states)), "review"
        )
    states = next(states for name, _label, states in TABS if name == tab)
    mine = request.GET.get("mine") == "1"
    said = request.GET.get("from", "")
    start = int(said) if said.isascii() and said.isdigit() and len(said) <= 6 else 0
    page = cases.listed(
        hall.id, by.id, seen_by, states=states, handler_id=by.id if mine else None, start=start
    )
    context = {
        "hall": hall,
        "tabs": [
            (name, label, sum(counts.get(one, 0) for one in states), name == tab)
            for name, label, states in TABS
        ],
        "tab": tab,
        "mine": mine,
        "number": number,
        "page": page,
        "rows": list_rows(hall, page.rows, at),
        "at_window": posts.sign_on_now(hall.id, at, person_id=by.id) is not None,
        "covers": covered_rows(hall, by.id, at),
        "to_answer": to_answer(hall, by.id, at),
    }
    return render(request, "casework/list.html", context)


@never_cache
@require_safe
@door("casework.new", rule=role(*CLERKS), label=_("A new case"), personal=True)
def new(request: HttpRequest) -> HttpResponse:
    """Show the form by which an application is taken in, for the visit at the window."""
    return _form(request, optional_id(request.GET.get("item")), None)


@never_cache
@require_POST
@door(
    "casework.prefill",
    rule=role(*CLERKS),
    act=True,
    label=_("Fill a form from an earlier case"),
    personal=True,
)
def prefill(request: HttpRequest) -> HttpResponse:
    """Show the form filled with what an earlier case says of its applicant; the journal tells who looked."""
    by, at = actor_of(request), clock.now()
    item_id = id_of(request.POST.get("item"))
    item = catalogue.find(by.hall_id, item_id, clock.local_day(at, organization.hall(by.hall_id).timezone))
    ticket = ticket_at(by, at)
    filled = services.known_applicant(
        number=short_text(request.POST.get("number"), 29),
        ticket_id=ticket.id if ticket else None,
        needs_id=item is not None and item.flags.needs_id,
        by=by,
        at=at,
    )
    return _form(request, item_id, filled)


def _form(request: HttpRequest, asked: UUID | None, filled: Applicant | None) -> HttpResponse:
    by, at = actor_of(request), clock.now()
    hall = organization.hall(by.hall_id)
    today = clock.local_day(at, hall.timezone)
    on = posts.sign_on_now(hall.id, at, person_id=by.id)
    ticket = ticket_at(by, at)
    able = queueing.items_served(hall.id, on.window_id) if on else frozenset()
    offered = [one for one in catalogue.items(hall.id, today) if not able or one.id in able]
    item_id = asked or (ticket.item_id if ticket else None)
    item = catalogue.find(hall.id, item_id, today) if item_id else None
    context = {
        "hall": hall,
        "on": on,
        "ticket": ticket,
        "items": offered,
        "item": item,
        "kinds": [(one.value, label) for one, label in APPLICANT.items()],
        "methods": id_methods(),
        "filled": filled,
    }
    return render(request, "casework/new.html", context)


@never_cache
@require_safe
@door("casework.case", rule=READERS, label=_("A case"), personal=True)
def page(request: HttpRequest, case: UUID) -> HttpResponse:
    """Show a case: its materials, its clocks with their reasons, its papers, and the ways on."""
    card = seen(request, case)
    hall, at = organization.hall(card.hall_id), clock.now()
    context = {
        "picture": picture_of(hall, card, caller(request), at),
        "methods": id_methods(),
        "channels": [(one.value, label) for one, label in CHANNEL.items()],
        "whys": [(one.value, label) for one, label in UNREACHED.items()],
    }
    return render(request, "casework/case.html", context)


@never_cache
@require_POST
@door("casework.reveal", rule=WORKERS, act=True, label=_("See a name or number in full"), personal=True)
def reveal(request: HttpRequest, case: UUID) -> HttpResponse:
    """Show one value of the case in full; the journal tells who looked, in which matter."""
    card = seen(request, case)
    entry = id_of(request.POST.get("entry"))
    kept = {card.applicant_name, card.applicant_id_number, card.applicant_phone, card.agent_name}
    reason = Reason(ReasonCode.HANDLING, "cases.handling", matter=card.id) if entry in kept else None
    said = vault.reveal(entry, reason=reason, by=actor_of(request), at=clock.now())
    return fragment(request, "casework/revealed.html", {"said": said})
