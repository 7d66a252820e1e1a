"""The register of hard questions: open ones, answers found again, a new entry (PROM-04, PROM-05)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from yichuang.cases import labels, services
from yichuang.cases import selectors as cases
from yichuang.cases.types.hard import Client, HardCard, HardKind, Offer, OfferKind
from yichuang.kernel import clock
from yichuang.kernel.access.doors import actor_of, door, role
from yichuang.kernel.access.types import CLERKS, Role
from yichuang.kernel.vault import selectors as vault
from yichuang.organization import selectors as organization
from yichuang.screens.kit.forms import act_key, act_of, go, moment_of, optional_id, short_text
from yichuang.screens.kit.fragments import fragment
from yichuang.screens.together import lists
from yichuang.screens.together.acts import one_of, text
from yichuang.screens.together.others import ANYBODY
from yichuang.screens.together.picture import Me, me, people_of

HEADS = frozenset({Role.OFF, Role.UH, Role.SEC, Role.CHIEF})
WRITERS = CLERKS | {Role.OFF, Role.UH}
WRITING = role(*WRITERS)


@dataclass(frozen=True, slots=True)
class HardRow:
    """One entry in words; ``mine``: whoever looks may answer it and see who asked."""

    card: HardCard
    kind: str | Promise
    tone: str
    client: str
    owner: str
    noted_by: str
    answered_by: str
    offer: str | Promise
    mine: bool


TONES = {HardKind.DIFFICULT: "mute", HardKind.MAJOR: "warn", HardKind.URGENT: "bad"}


def rows(who: Me, found: list[HardCard]) -> tuple[HardRow, ...]:
    """Return entries of the register in words, who asked masked."""
    names = people_of(who.by.hall_id)
    masked = vault.masked(who.by.hall_id, [one.client_id for one in found])
    return tuple(
        HardRow(
            card=one,
            kind=labels.HARD_KIND[one.kind],
            tone=TONES[one.kind],
            client=masked[one.client_id],
            owner=names.get(one.owner_id, ""),
            noted_by=names.get(one.noted_by, ""),
            answered_by=names.get(one.answered_by, "") if one.answered_by else "",
            offer=labels.OFFER[one.offer] if one.offer else "",
            mine=one.owner_id == who.by.id or bool(who.roles & HEADS),
        )
        for one in found
    )


@never_cache
@require_safe
@door("together.hard", rule=ANYBODY, label=_("Register of hard questions"))
def page(request: HttpRequest) -> HttpResponse:
    """Show what is open and, when somebody looks for one, what was answered before."""
    by, at = actor_of(request), clock.now()
    who, wanted = me(by, at), short_text(request.GET.get("q"), 60)
    waiting = cases.open_hard_questions(by.hall_id, at)
    waiting.sort(key=lambda one: one.owner_id != by.id)
    context: dict[str, Any] = {
        "tabs": lists.tabs(by, at, "hard"),
        "wanted": wanted,
        "waiting": rows(who, waiting),
        "answered": rows(who, cases.answered_hard_questions(by.hall_id, at, wanted)),
        "writes": bool(who.roles & WRITERS),
        "people": organization.people(by.hall_id),
        "kinds": tuple((one.value, labels.HARD_KIND[one]) for one in HardKind),
        "offers": tuple((one.value, labels.OFFER[one]) for one in OfferKind),
        "today": clock.local_day(at, organization.timezone_of(by.hall_id)),
    }
    return render(request, "together/hard.html", context)


def _offer(request: HttpRequest, at: datetime, hall_id: UUID) -> Offer | None:
    """Read an offer out of a form; None where none was chosen or no time was said."""
    said = request.POST.get("offer")
    if not said:
        return None
    kind, zone = one_of(OfferKind, said), organization.timezone_of(hall_id)
    day = request.POST.get("day")
    if kind is OfferKind.EXTENSION:
        day = clock.local_day(at, zone).isoformat()
    moment = moment_of(day, request.POST.get("time"), zone)
    return None if moment is None else Offer(kind, moment)


def _back(request: HttpRequest) -> HttpResponse:
    return go(request, reverse("together:hard"))


@require_POST
@door("together.hard-note", rule=WRITING, act=True, label=_("Write a hard question down"))
def note(request: HttpRequest) -> HttpResponse:
    """Write a question into the register."""
    by, at = actor_of(request), clock.now()
    services.note_hard_question(
        kind=one_of(HardKind, request.POST.get("kind")),
        question=text(request, "question"),
        client=Client(text(request, "client"), text(request, "phone")),
        owner_id=optional_id(request.POST.get("owner")),
        needs_study=request.POST.get("study") == "yes",
        offer=_offer(request, at, by.hall_id),
        by=by,
        at=at,
        key=act_key(request),
    )
    return _back(request)


@require_POST
@door("together.hard-offer", rule=WRITING, act=True, label=_("Offer a way for a hard question"))
def offer(request: HttpRequest, hard: UUID) -> HttpResponse:
    """Offer an appointment or longer hours to who asked."""
    by, at = actor_of(request), clock.now()
    services.offer_way(
        hard_id=hard, offer=_offer(request, at, by.hall_id), by=by, at=at, key=act_key(request)
    )
    return _back(request)


@require_POST
@door("together.hard-answer", rule=WRITING, act=True, label=_("Close a hard question with its answer"))
def answer(request: HttpRequest, hard: UUID) -> HttpResponse:
    """Close a question with its answer."""
    services.answer_hard_question(
        hard_id=hard,
        answer=text(request, "answer"),
        **act_of(request),
    )
    return _back(request)


@never_cache
@require_POST
@door("together.hard-client", rule=WRITING, act=True, label=_("See who asked a hard question"), personal=True)
def client(request: HttpRequest, hard: UUID) -> HttpResponse:
    """Show who asked in full; the journal tells who looked."""
    told = services.read_client(hard_id=hard, by=actor_of(request), at=clock.now())
    return fragment(request, "together/hard_client.html", {"client": told})
