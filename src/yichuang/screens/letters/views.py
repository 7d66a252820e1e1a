"""Doors of the pages of notices."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from yichuang.cases import selectors as cases
from yichuang.catalogue import selectors as catalogue
from yichuang.kernel import clock, documents
from yichuang.kernel.access import address
from yichuang.kernel.access.doors import anyone, door
from yichuang.kernel.errors import Refusal
from yichuang.kernel.serve import reached
from yichuang.notices import labels, selectors, services
from yichuang.notices.types import NoticeCard, NoticeKind
from yichuang.organization import selectors as organization
from yichuang.organization.types import HallCard
from yichuang.screens.kit.clock import by_the_wall_of
from yichuang.screens.kit.forms import go

CHINESE = "zh-hans"


@never_cache
@require_safe
@door("notice.page", rule=anyone(), label=_("A notice's page"))
def page(request: HttpRequest, token: str) -> HttpResponse:
    """Show the notice word for word and where it stands; an unknown address says so kindly."""
    reached.read_at(request.build_absolute_uri("/"))
    at = clock.now()
    try:
        card = selectors.by_token(token)
        told = selectors.paper(card.hall_id, card.id, at=at, language=get_language() or CHINESE)
    except (services.NoticeUnknown, services.LetterGone) as gone:
        return render(request, "letters/gone.html", {"gone": gone}, status=gone.status)
    by_the_wall_of(card.hall_id)
    context = {
        "notice": card,
        "hall": organization.hall(card.hall_id),
        "state": labels.STATE[card.state],
        "edition": _edition(card),
        "paper": documents.html(told),
        "replaced_by": _replacing(card),
        "case_token": _case_of(card),
    }
    return render(request, "letters/page.html", context)


@require_safe
@door("notice.paper", rule=anyone(), label=_("A notice as a file"))
def paper(request: HttpRequest, token: str) -> HttpResponse:
    """Return the notice as PDF/A; every reprint is the same file (ACC-03)."""
    reached.read_at(request.build_absolute_uri("/"))
    try:
        card = selectors.by_token(token)
        language = CHINESE if request.GET.get("in") != "en" else "en"
        told = selectors.paper(card.hall_id, card.id, at=clock.now(), language=language)
    except (services.NoticeUnknown, services.LetterGone) as gone:
        return render(request, "letters/gone.html", {"gone": gone}, status=gone.status)
    rendered = documents.pdf(told, at=card.issued_at)
    response = HttpResponse(rendered.bytes, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{card.kind}-{card.issued_at:%Y%m%d}.pdf"'
    response.headers["Cache-Control"] = "private, no-store"
    return response


@never_cache
@require_safe
@door("notice.find", rule=anyone(), label=_("Look a notice up"))
def find(request: HttpRequest, hall: str) -> HttpResponse:
    """Ask for a notice's number and code."""
    card = _hall(hall)
    example = selectors.example_number(clock.local_day(clock.now(), card.timezone))
    return render(request, "letters/find.html", {"hall": card, "example": example})


@require_POST
@door("notice.open", rule=anyone(), act=True, label=_("Look a notice up"))
def open_it(request: HttpRequest, hall: str) -> HttpResponse:
    """Open the notice of this number and code, or say the one sentence that says nothing."""
    card = services.look(
        hall_code=_hall(hall).code,
        number=request.POST.get("number", ""),
        code=request.POST.get("code", ""),
        address=address.of(request),
        at=clock.now(),
    )
    return go(request, reverse("letters:page", args=[card.token]))


def _edition(card: NoticeCard) -> int | None:
    """Return which version of the item the notice was about."""
    if card.item_version_id is None:
        return None
    return catalogue.version(card.hall_id, card.item_version_id).version


def _case_of(card: NoticeCard) -> str:
    """Return what opens the page of the case the notice is about, for who holds the notice; or nothing."""
    case = cases.find(card.hall_id, card.matter_id) if card.matter_id else None
    return "" if case is None or card.kind is NoticeKind.REDIRECT else case.token


def _replacing(card: NoticeCard) -> NoticeCard | None:
    return selectors.notice(card.hall_id, card.superseded_by) if card.superseded_by else None


def _hall(code: str) -> HallCard:
    try:
        hall = organization.hall_by_code(code)
    except Refusal:
        raise Http404 from None
    by_the_wall_of(hall.id)
    return hall
