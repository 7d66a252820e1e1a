"""Doors of selection: nominate, review, relax, pass, return, post, withdraw."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from yichuang.kernel import clock
from yichuang.kernel.access import rules
from yichuang.kernel.access.doors import actor_of, caller, door, registry, role
from yichuang.kernel.access.types import Answer, Role
from yichuang.organization import selectors as organization
from yichuang.screens.kit.forms import act_of, day_of, go, optional_id, short_text
from yichuang.screens.selection.picture import picture_of, sheet_of, sight_of
from yichuang.training import selectors, services
from yichuang.training.errors import NominationUnknown, PostingDayUnfit
from yichuang.training.types import (
    AgeException,
    Employment,
    NominationCard,
    Point,
    Source,
    WithdrawalReason,
)

READERS = role(Role.OFF, Role.UH, Role.HR, Role.UNIT, Role.SEC, Role.SUP, Role.INSP)
NOMINATORS = role(Role.OFF, Role.HR, Role.UNIT)
REVIEWERS = role(Role.OFF, Role.HR)
RELAXERS = role(Role.UH, Role.OFF)
PERSONNEL = role(Role.HR)
PAGE, SHEET = "selection:page", "selection:sheet"
Choice = TypeVar("Choice", Employment, AgeException, Point, WithdrawalReason, Source)


@never_cache
@require_safe
@door("selection.page", rule=READERS, label=_("Selection of staff"))
def page(request: HttpRequest) -> HttpResponse:
    """Show nominations, who is at the windows by which file, who was relaxed."""
    who = caller(request)
    hall = organization.hall(actor_of(request).hall_id)
    shown = {"picture": picture_of(hall, who, clock.now()), **_may(request)}
    return render(request, "selection/page.html", shown)


@never_cache
@require_safe
@door("selection.sheet", rule=READERS, label=_("Review of a candidate"))
def sheet(request: HttpRequest, nomination: UUID) -> HttpResponse:
    """Show the sheet of one review."""
    hall = organization.hall(actor_of(request).hall_id)
    card = _seen(request, nomination)
    shown = {"picture": sheet_of(hall, card, caller(request), clock.now()), **_may(request)}
    return render(request, "selection/sheet.html", shown)


def reads_journal(request: HttpRequest) -> bool:
    """Say whether the journal opens to this person, so that nobody is led to a closed door."""
    return rules.answer(registry()["journal.page"], caller(request)) is Answer.COME_IN


def _may(request: HttpRequest) -> dict[str, bool]:
    held = caller(request).roles
    return {
        "nominates": bool(held & NOMINATORS.roles),
        "reviews": bool(held & REVIEWERS.roles),
        "relaxes": bool(held & RELAXERS.roles),
        "personnel": Role.HR in held,
        "reads_journal": reads_journal(request),
    }


def _seen(request: HttpRequest, nomination: UUID) -> NominationCard:
    """Return a nomination this person may see.  Raises: NominationUnknown."""
    card = selectors.nomination(actor_of(request).hall_id, nomination)
    sight = sight_of(caller(request))
    if sight is not None and card.department_id not in sight:
        raise NominationUnknown
    return card


@require_POST
@door("selection.nominate", rule=NOMINATORS, act=True, label=_("Nominate somebody"))
def nominate(request: HttpRequest) -> HttpResponse:
    """Nominate somebody for the windows."""
    said = request.POST
    card = services.nominate(
        department_id=optional_id(said.get("department")),
        name=short_text(said.get("name"), 61),
        identity_number=short_text(said.get("identity"), 40),
        posting_on=_day(said.get("posting_on")),
        employment=_choice(Employment, said.get("employment")),
        employment_proof=short_text(said.get("proof"), 81),
        standard=short_text(said.get("standard"), 121),
        person_id=optional_id(said.get("person")),
        replaces_id=optional_id(said.get("replaces")),
        **act_of(request),
    )
    return go(request, reverse(SHEET, args=[card.id]))


@require_POST
@door("selection.take_up", rule=REVIEWERS, act=True, label=_("Take a nomination up"))
def take_up(request: HttpRequest, nomination: UUID) -> HttpResponse:
    """Begin the review."""
    return _done(request, nomination, services.take_up)


@require_POST
@door("selection.point", rule=REVIEWERS, act=True, label=_("Note a point of a review"))
def point(request: HttpRequest, nomination: UUID) -> HttpResponse:
    """Note that a condition was looked at."""
    said = request.POST
    return _done(
        request,
        nomination,
        services.note_point,
        point=_choice(Point, said.get("point")),
        met=said.get("met") == "1",
        evidence=short_text(said.get("evidence"), 121),
    )


@require_POST
@door("selection.relax", rule=RELAXERS, act=True, label=_("Relax the age limit"))
def relax(request: HttpRequest, nomination: UUID) -> HttpResponse:
    """Approve an exception from the age limit."""
    said = request.POST
    return _done(
        request,
        nomination,
        services.relax_age,
        category=_choice(AgeException, said.get("category")),
        proof=short_text(said.get("proof"), 81),
    )


@require_POST
@door("selection.pass", rule=REVIEWERS, act=True, label=_("Let a candidate pass"))
def let_pass(request: HttpRequest, nomination: UUID) -> HttpResponse:
    """Let a candidate pass."""
    return _done(request, nomination, services.pass_candidate)


@require_POST
@door("selection.return", rule=REVIEWERS, act=True, label=_("Return a candidate"))
def send_back(request: HttpRequest, nomination: UUID) -> HttpResponse:
    """Return a candidate to who sent them."""
    note = short_text(request.POST.get("note"), 201)
    return _done(request, nomination, services.return_candidate, note=note)


@require_POST
@door("selection.post", rule=REVIEWERS, act=True, label=_("Post a candidate"), personal=True)
def post(request: HttpRequest, nomination: UUID) -> HttpResponse:
    """Post a candidate who passed."""
    said = request.POST
    return _done(
        request,
        nomination,
        services.post_candidate,
        on=_day(said.get("on")) if said.get("on") else None,
        worker_number=short_text(said.get("worker_number"), 17),
    )


@require_POST
@door("selection.take_back", rule=REVIEWERS, act=True, label=_("Take a nomination back"))
def take_back(request: HttpRequest, nomination: UUID) -> HttpResponse:
    """Take a nomination back before anybody is posted."""
    reason = _choice(WithdrawalReason, request.POST.get("reason"))
    return _done(request, nomination, services.withdraw_nomination, reason=reason)


@require_POST
@door("selection.withdraw", rule=REVIEWERS, act=True, label=_("Withdraw a person from the windows"))
def withdraw(request: HttpRequest, person: UUID) -> HttpResponse:
    """Withdraw somebody from the windows; refused while anything is in hand."""
    services.withdraw_person(
        person_id=person,
        reason=_choice(WithdrawalReason, request.POST.get("reason")),
        **act_of(request),
    )
    return go(request, reverse(PAGE))


@require_POST
@door("selection.health", rule=PERSONNEL, act=True, label=_("Read a health note"), personal=True)
def health(request: HttpRequest, nomination: UUID) -> HttpResponse:
    """Show what was noted of a candidate's health; the journal tells who looked."""
    said = services.read_health_note(nomination_id=nomination, by=actor_of(request), at=clock.now())
    return render(request, "selection/said.html", {"said": said})


@require_POST
@door("selection.name", rule=REVIEWERS, act=True, label=_("Read a candidate’s name"), personal=True)
def name(request: HttpRequest, nomination: UUID) -> HttpResponse:
    """Show name and identity number of a candidate; the journal tells who looked."""
    named, number = services.read_candidate(nomination_id=nomination, by=actor_of(request), at=clock.now())
    return render(request, "selection/said.html", {"said": f"{named} {number}"})


def _done(request: HttpRequest, nomination: UUID, verb: Callable[..., Any], **what: Any) -> HttpResponse:
    verb(nomination_id=nomination, **what, **act_of(request))
    return go(request, reverse(SHEET, args=[nomination]))


def _day(text: str | None) -> date:
    day = day_of(text)
    if day is None:
        raise PostingDayUnfit
    return day


def _choice(kind: type[Choice], text: str | None) -> Choice:
    try:
        return kind(text or "")
    except ValueError:
        raise Http404 from None
