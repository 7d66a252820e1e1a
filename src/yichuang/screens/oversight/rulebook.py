"""Doors of 制度执行: everybody may read what the hall is held to and how far the system keeps it."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from yichuang.kernel import clock
from yichuang.kernel.access.doors import anyone, door
from yichuang.organization import selectors as organization
from yichuang.organization.types import HallCard
from yichuang.regulations import selectors
from yichuang.regulations.types import ControlClass, Status
from yichuang.screens.kit.forms import short_text
from yichuang.screens.oversight import drawing, pages, proofs

MOST_WORDS = 40


def reading_hall(request: HttpRequest) -> HallCard | None:
    """Return the hall the reader looks at: one's own, else the one asked for, else the first."""
    caller = request.caller  # type: ignore[attr-defined]
    if caller.hall_id:
        return organization.hall(caller.hall_id)
    halls = organization.halls()
    asked = request.GET.get("hall", "")
    return next((one for one in halls if one.code == asked), halls[0] if halls else None)


def frame(request: HttpRequest, place: str, **more: Any) -> dict[str, Any]:
    """Return what every page of the rulebook shows around its own."""
    hall = reading_hall(request)
    caller = request.caller  # type: ignore[attr-defined]
    halls = [] if caller.hall_id else organization.halls()
    return {"hall": hall, "halls": halls if len(halls) > 1 else [], "place": place, **more}


def _counts(hall: HallCard | None) -> proofs.DailyCounts | None:
    return proofs.lately(hall.id, clock.now(), hall.timezone) if hall else None


def _asked(request: HttpRequest) -> pages.Filter:
    status, cls = request.GET.get("status", ""), request.GET.get("class", "")
    return pages.Filter(
        status=Status(status) if status in Status.__members__.values() else None,
        cls=ControlClass(cls) if cls in ControlClass.__members__.values() else None,
        text=short_text(request.GET.get("q"), MOST_WORDS),
    )


@require_safe
@door("rules.overview", rule=anyone(), label=_("Rules in force"))
def overview(request: HttpRequest) -> HttpResponse:
    """Show all mechanisms, the figures, and what is kept; or what the reader looks for."""
    control = request.GET.get("control")
    if control:
        card = selectors.control_card(control)
        place = reverse("oversight:mechanism", args=[card.control.mechanism])
        return HttpResponseRedirect(f"{place}#{card.control.id}")
    every = selectors.control_cards()
    asked = _asked(request)
    shown = asked if asked.asked else pages.Filter(status=Status.PROVEN)
    page = frame(
        request,
        "mechanisms",
        lines=pages.lines(),
        tiles=pages.tiles(every),
        total=selectors.tally(every),
        asked=asked,
        choices=pages.choices(asked),
    )
    page["groups"] = pages.groups(filter(shown.lets, every), _counts(page["hall"]))
    page["found"] = sum(len(one.rows) for one in page["groups"])
    return render(request, "oversight/overview.html", page)


@require_safe
@door("rules.mechanism", rule=anyone(), label=_("A mechanism of the rules"))
def mechanism(request: HttpRequest, code: str) -> HttpResponse:
    """Show one mechanism, control by control."""
    one = selectors.mechanism(code)
    cards = selectors.control_cards(code)
    asked = _asked(request)
    page = frame(
        request,
        "mechanisms",
        mechanism=one,
        name=selectors.told(one.name),
        lines=pages.lines(code),
        tally=selectors.tally(cards),
        bar=drawing.bar(cards),
        asked=asked,
        choices=pages.choices(asked),
    )
    page["rows"] = pages.rows(filter(asked.lets, cards), _counts(page["hall"]))
    return render(request, "oversight/mechanism.html", page)


@require_safe
@door("rules.principles", rule=anyone(), label=_("Principles of the rules"))
def principles(request: HttpRequest) -> HttpResponse:
    """Show the principles, each with the controls that make it real."""
    shown = [
        {
            "code": one.code,
            "name": selectors.told(one.name),
            "meaning": selectors.told(one.meaning),
            "clauses": one.clauses,
            "rows": pages.rows((selectors.control_card(control) for control in one.controls), None),
            "bar": drawing.bar(selectors.control_card(control) for control in one.controls),
            "tally": selectors.tally(selectors.control_card(control) for control in one.controls),
        }
        for one in selectors.principles()
    ]
    return render(request, "oversight/principles.html", frame(request, "principles", principles=shown))


@cache
def _texts() -> list[dict[str, Any]]:
    """Return the texts with their clauses and controls: it changes only with the product itself."""
    keeping = selectors.controls_of_clause()
    places = {one.code: reverse("oversight:mechanism", args=[one.code]) for one in selectors.mechanisms()}
    texts: dict[str, dict[str, Any]] = {}
    for clause in selectors.clauses():
        cards = [selectors.control_card(one) for one in keeping[clause.code]]
        chips = [
            {
                "id": card.control.id,
                "status": str(card.status),
                "href": f"{places[card.control.mechanism]}#{card.control.id}",
            }
            for card in cards
        ]
        text = texts.setdefault(
            clause.text_code, {"code": clause.text_code, "title": clause.text, "clauses": []}
        )
        text["clauses"].append({"code": clause.code, "label": clause.label, "chips": chips})
    return list(texts.values())


@require_safe
@door("rules.sources", rule=anyone(), label=_("Sources of the rules"))
def sources(request: HttpRequest) -> HttpResponse:
    """Show every clause by its address, with the controls that keep it."""
    return render(request, "oversight/sources.html", frame(request, "sources", texts=_texts()))
