"""Doors of joint reviews and questions: ask the departments, answer, note and choose data, ask above."""

from __future__ import annotations

from enum import StrEnum
from typing import TypeVar
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from yichuang.cases import selectors, services
from yichuang.cases.types import DataField, Level, Stand
from yichuang.kernel import clock
from yichuang.kernel.access.doors import actor_of, door, role
from yichuang.kernel.access.types import CLERKS, Role
from yichuang.notices.types import Channel
from yichuang.screens.kit.forms import act_of, go, id_of
from yichuang.screens.together.picture import seat_picture

BEHIND = role(*CLERKS)
ANSWERING = role(*CLERKS, Role.OFF, Role.UH)
LONGEST = 1001

E = TypeVar("E", bound=StrEnum)


def one_of(kind: type[E], said: str | None) -> E:
    """Read a code out of a form; nonsense is a page that does not exist."""
    try:
        return kind(said or "")
    except ValueError:
        raise Http404 from None


def number(said: str | None) -> int:
    """Read a small whole number out of a form; nonsense is 0."""
    text = said or ""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 4 else 0


def text(request: HttpRequest, name: str) -> str:
    """Return what was typed; what is too long is refused by the act."""
    return request.POST.get(name, "")[:LONGEST]


def to_case(request: HttpRequest, case: UUID) -> HttpResponse:
    """Lead on to the case's page of others."""
    return go(request, reverse("together:case", args=[case]))


@require_POST
@door("together.open", rule=BEHIND, act=True, label=_("Ask the departments of a joint item"))
def open_joint(request: HttpRequest, case: UUID) -> HttpResponse:
    """Ask every department the item names."""
    services.open_joint(case_id=case, **act_of(request))
    return to_case(request, case)


def _to_seat(request: HttpRequest) -> HttpResponse:
    return go(request, reverse("together:seat", args=[id_of(request.POST.get("seat"))]))


@require_POST
@door("together.opinion", rule=BEHIND, act=True, label=_("Give a department's opinion"), personal=True)
def opinion(request: HttpRequest, case: UUID) -> HttpResponse:
    """Give the opinion of one's department."""
    services.give_joint_opinion(
        case_id=case,
        stand=one_of(Stand, request.POST.get("stand")),
        text=text(request, "text"),
        **act_of(request),
    )
    return _to_seat(request)


@require_POST
@door("together.datum", rule=BEHIND, act=True, label=_("Note what a department has on record"), personal=True)
def datum(request: HttpRequest, case: UUID) -> HttpResponse:
    """Note a datum of one's department."""
    services.note_datum(
        case_id=case,
        field=one_of(DataField, request.POST.get("field")),
        value=text(request, "value"),
        **act_of(request),
    )
    return _to_seat(request)


@require_POST
@door("together.choose", rule=BEHIND, act=True, label=_("Choose which datum holds"), personal=True)
def choose(request: HttpRequest, case: UUID) -> HttpResponse:
    """Choose which of differing data holds."""
    services.choose_datum(
        case_id=case,
        datum_id=id_of(request.POST.get("datum")),
        **act_of(request),
    )
    return to_case(request, case)


@never_cache
@require_POST
@door("together.find", rule=BEHIND, act=True, label=_("Look for a material of a case"), personal=True)
def find(request: HttpRequest, case: UUID) -> HttpResponse:
    """Show where a material is that the case has already."""
    found = services.find_material(
        case_id=case,
        position=number(request.POST.get("position")),
        **act_of(request),
    )
    by, at = actor_of(request), clock.now()
    own = selectors.seat(by.hall_id, id_of(request.POST.get("seat")), at)
    picture = seat_picture(by, own, at)
    return render(request, "together/seat.html", {"picture": picture, "found": found, "looked": True})


@require_POST
@door("together.demand", rule=BEHIND, act=True, label=_("Ask for a material that is not in the case"))
def demand(request: HttpRequest, case: UUID) -> HttpResponse:
    """Ask the lead for a material the case does not have."""
    services.demand_material(
        case_id=case,
        position=number(request.POST.get("position")),
        **act_of(request),
    )
    return _to_seat(request)


@require_POST
@door("together.ask", rule=BEHIND, act=True, label=_("Ask above"), personal=True)
def ask(request: HttpRequest, case: UUID) -> HttpResponse:
    """Put a question about a case to a level above."""
    services.raise_query(
        case_id=case,
        level=one_of(Level, request.POST.get("level")),
        question=text(request, "question"),
        **act_of(request),
    )
    return to_case(request, case)


def _to_question(request: HttpRequest, query: UUID) -> HttpResponse:
    return go(request, reverse("together:question", args=[query]))


@require_POST
@door(
    "together.answer",
    rule=ANSWERING,
    act=True,
    label=_("Answer a question asked above"),
    personal=True,
)
def answer(request: HttpRequest, query: UUID) -> HttpResponse:
    """Answer a question."""
    services.answer_query(
        query_id=query,
        answer=text(request, "answer"),
        document=request.POST.get("document", "")[:61],
        **act_of(request),
    )
    return _to_question(request, query)


@require_POST
@door("together.inform", rule=BEHIND, act=True, label=_("Write down that the applicant knows the answer"))
def inform(request: HttpRequest, query: UUID) -> HttpResponse:
    """Write down when and how the applicant was told of an answer."""
    services.inform_client(
        query_id=query,
        channel=one_of(Channel, request.POST.get("channel")),
        **act_of(request),
    )
    return _to_question(request, query)


@require_POST
@door("together.close", rule=BEHIND, act=True, label=_("Close a question"))
def close(request: HttpRequest, query: UUID) -> HttpResponse:
    """Close a question that is answered and told."""
    services.close_query(query_id=query, **act_of(request))
    return _to_question(request, query)
