"""Pages of a case with others: the lists, a department's seat, a question, the lead's view."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from yichuang.cases import selectors as cases
from yichuang.cases.labels import UNREACHED
from yichuang.cases.refusals import NotAsked, OtherDepartment, UnknownCase
from yichuang.cases.types import QueryCard
from yichuang.kernel import clock
from yichuang.kernel.access.doors import actor_of, door
from yichuang.notices.types import Channel
from yichuang.organization import selectors as organization
from yichuang.screens.casework.window import seen
from yichuang.screens.kit.fragments import fragment
from yichuang.screens.together import lists
from yichuang.screens.together.others import ANYBODY
from yichuang.screens.together.picture import case_picture, me, people_of, query_row, seat_picture

CHANNELS = (
    (Channel.WINDOW.value, _("at the window")),
    (Channel.PHONE.value, _("by telephone")),
    (Channel.ONLINE.value, _("online")),
)
WHYS = tuple((one.value, label) for one, label in UNREACHED.items())


def _page(request: HttpRequest, here: str, **context: Any) -> HttpResponse:
    by, at = actor_of(request), clock.now()
    context |= {"tabs": lists.tabs(by, at, here), "me": me(by, at), "channels": CHANNELS, "whys": WHYS}
    return render(request, f"together/{here}.html", context)


@never_cache
@require_safe
@door("together.alerts", rule=ANYBODY, label=_("What I have to know"))
def alerts(request: HttpRequest) -> HttpResponse:
    """Show what somebody has to know, the newest first."""
    return _page(request, "alerts", rows=lists.alert_rows(actor_of(request), clock.now()))


@never_cache
@require_safe
@door("together.alerts-now", rule=ANYBODY, label=_("What I have to know, as it stands"))
def alerts_now(request: HttpRequest) -> HttpResponse:
    """Return the changing part of the list."""
    rows = lists.alert_rows(actor_of(request), clock.now())
    return fragment(request, "together/alerts_now.html", {"rows": rows})


@never_cache
@require_safe
@door("together.opinions", rule=ANYBODY, label=_("Opinions asked of my department"))
def opinions(request: HttpRequest) -> HttpResponse:
    """Show what one's departments were asked."""
    at = clock.now()
    return _page(request, "opinions", rows=lists.seat_rows(me(actor_of(request), at), at))


@never_cache
@require_safe
@door("together.questions", rule=ANYBODY, label=_("Questions asked above"))
def questions(request: HttpRequest) -> HttpResponse:
    """Show the questions one answers, or one's department asked."""
    at = clock.now()
    return _page(request, "questions", rows=lists.query_rows(me(actor_of(request), at), at))


@never_cache
@require_safe
@door("together.referrals", rule=ANYBODY, label=_("Cases handed on"))
def referrals(request: HttpRequest) -> HttpResponse:
    """Show what was handed on to one's departments, what they sent, what the office settles."""
    by, at = actor_of(request), clock.now()
    moving = lists.referral_lists(me(by, at), at)
    return _page(request, "referrals", moving=moving, departments=organization.departments(by.hall_id))


@never_cache
@require_safe
@door("together.still", rule=ANYBODY, label=_("Cases by state and time, and what lies still"))
def still(request: HttpRequest) -> HttpResponse:
    """Show the cases by state and remaining time, and those that lie still."""
    at = clock.now()
    return _page(request, "still", board=lists.still_of(me(actor_of(request), at), at))


@never_cache
@require_safe
@door("together.still-now", rule=ANYBODY, label=_("Cases by state and time, as they stand"))
def still_now(request: HttpRequest) -> HttpResponse:
    """Return the changing part of that page."""
    at = clock.now()
    board = lists.still_of(me(actor_of(request), at), at)
    return fragment(request, "together/still_now.html", {"board": board, "channels": CHANNELS, "whys": WHYS})


@never_cache
@require_safe
@door("together.seat", rule=ANYBODY, label=_("What my department is asked"), personal=True)
def seat(request: HttpRequest, seat: UUID) -> HttpResponse:
    """Show one department what it is asked about, what the case has, and what it has said."""
    by, at = actor_of(request), clock.now()
    found = cases.seat(by.hall_id, seat, at)
    card, who = cases.case(by.hall_id, found.case_id), me(by, at)
    mine = who.heads if card.confidential else who.departments
    if found.department_id not in mine:
        raise NotAsked
    return render(request, "together/seat.html", {"picture": seat_picture(by, found, at)})


@never_cache
@require_safe
@door("together.question", rule=ANYBODY, label=_("A question asked above"), personal=True)
def question(request: HttpRequest, query: UUID) -> HttpResponse:
    """Show one question: what is asked, until when, and what comes next."""
    by, at = actor_of(request), clock.now()
    card = cases.query(by.hall_id, query, at)
    who = me(by, at)
    answers = lists.answers_at(who, card.level, card.department_id)
    own = card.department_id in who.departments or card.raised_by == by.id
    if not (answers or own or _sees(request, card)):
        raise UnknownCase
    context = {
        "row": query_row(card, people_of(by.hall_id)),
        "case": cases.case(by.hall_id, card.case_id),
        "answers": answers or (own and card.level.value == "above"),
        "own": own,
        "channels": CHANNELS,
    }
    return render(request, "together/question.html", context)


def _sees(request: HttpRequest, card: QueryCard) -> bool:
    try:
        seen(request, card.case_id)
    except (UnknownCase, OtherDepartment):
        return False
    return True


@never_cache
@require_safe
@door("together.case", rule=ANYBODY, label=_("A case and the others it brought in"), personal=True)
def case_page(request: HttpRequest, case: UUID) -> HttpResponse:
    """Show a case's joint review, questions, referrals, urges, and the ways to bring others in."""
    card = seen(request, case)
    picture = case_picture(actor_of(request), card, clock.now())
    return render(request, "together/case.html", {"picture": picture, "channels": CHANNELS})
