"""Doors of looking up one's own case at the kiosk, by number and code of the paper one has (查办件进度)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from yichuang.cases import selectors as cases
from yichuang.cases.labels.course import STATE as CASE_STATE
from yichuang.cases.types import CaseCard, Purpose
from yichuang.catalogue import selectors as catalogue
from yichuang.catalogue.types import ItemCard
from yichuang.kernel import clock
from yichuang.kernel.access import address
from yichuang.kernel.access.doors import door
from yichuang.kernel.clock import local_day
from yichuang.notices import labels, services
from yichuang.notices import selectors as notices
from yichuang.notices.types import NoticeCard
from yichuang.organization import selectors as organization
from yichuang.organization.types import HallCard
from yichuang.queueing import selectors as queueing
from yichuang.screens.kiosk.views import KIOSK

LONGEST = 60


@dataclass(frozen=True, slots=True)
class Progress:
    """What a kiosk tells of a paper and its case: no name, no number of a person.

    ``case`` is ``None`` where the paper belongs to none, or to one that is confidential.
    """

    notice: NoticeCard
    kind: str | Promise
    standing: str | Promise
    item: ItemCard | None
    case: CaseCard | None
    state: str | Promise
    accepted: datetime | None
    due: date | None


@never_cache
@require_safe
@door("kiosk.progress", rule=KIOSK, label=_("Kiosk: how a case stands"))
def page(request: HttpRequest) -> HttpResponse:
    """Ask for number and code of the paper."""
    return render(request, "kiosk/progress.html", _form(request))


@never_cache
@require_POST
@door("kiosk.progress_of", rule=KIOSK, act=True, label=_("Kiosk: how a case stands"))
def look(request: HttpRequest) -> HttpResponse:
    """Tell who knows number and code how the case stands; tries are counted, and nothing stays here."""
    at = clock.now()
    hall = organization.hall(request.caller.hall_id)  # type: ignore[attr-defined]
    shown = progress_asked(request, hall, at)
    template = "kiosk/progress_found.html" if request.headers.get("HX-Request") else "kiosk/progress.html"
    typed = {"number": request.POST.get("number"), "code": request.POST.get("code")}
    prints = queueing.printer_at_hand(request.caller.actor) is not None  # type: ignore[attr-defined]
    return render(request, template, _form(request) | {"progress": shown, "typed": typed, "prints": prints})


def progress_asked(request: HttpRequest, hall: HallCard, at: datetime) -> Progress:
    """Return how the paper stands whose number and code were typed; tries are counted.

    Raises: LookUpTooOften, NotFoundByCode (ONE-11).
    """
    card = services.look(
        hall_code=hall.code,
        number=request.POST.get("number", "")[:LONGEST],
        code=request.POST.get("code", "")[:LONGEST],
        address=address.of(request),
        at=at,
    )
    return _progress(card, local_day(at, hall.timezone), at)


def _form(request: HttpRequest) -> dict[str, Any]:
    hall = organization.hall(request.caller.hall_id)  # type: ignore[attr-defined]
    example = notices.example_number(local_day(clock.now(), hall.timezone))
    return {"marks": notices.marks(), "example": example}


def _progress(card: NoticeCard, today: date, at: datetime) -> Progress:
    case = cases.find(card.hall_id, card.matter_id) if card.matter_id else None
    if case is not None and case.confidential:
        case = None
    item_id = case.item_id if case else card.item_id
    clocks = cases.clocks_by_purpose(case.hall_id, case.id, at) if case else {}
    counted = clocks.get(Purpose.PROMISED) or clocks.get(Purpose.STATUTORY)
    return Progress(
        notice=card,
        kind=labels.KIND[card.kind],
        standing=labels.STATE[card.state],
        item=catalogue.find(card.hall_id, item_id, today) if item_id else None,
        case=case,
        state=CASE_STATE[case.state] if case else "",
        accepted=case.accepted_at if case else None,
        due=counted.due if counted and counted.stopped_at is None else None,
    )
