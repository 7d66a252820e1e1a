"""Doors of the page of hours: ask, decide, end, explain; extend or defer; close and open in an emergency."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from enum import StrEnum
from typing import Any, TypeVar
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from yichuang.kernel import clock
from yichuang.kernel.access.doors import actor_of, caller, door, role, signed_in
from yichuang.kernel.access.types import CLERKS, Role
from yichuang.kernel.act import act
from yichuang.organization import selectors as ground
from yichuang.organization import services as organization
from yichuang.organization.errors import ChangeUnfit
from yichuang.organization.services import Wish
from yichuang.organization.types import AlarmReason, ChangeKind, ChangeReason
from yichuang.queueing import selectors as waiting
from yichuang.queueing import services as queueing
from yichuang.queueing.types import ClosingChoice
from yichuang.screens.hours.picture import picture_of
from yichuang.screens.kit.forms import act_key, act_of, go, id_of, moment_of, short_text

STAFF = role(*CLERKS, Role.OFF, Role.UH, Role.CMT, Role.GUIDE, Role.SAFE)
DECIDERS = role(Role.OFF, Role.UH, Role.SEC)

E = TypeVar("E", bound=StrEnum)


@never_cache
@require_safe
@door("hours.page", rule=signed_in(), label=_("Hours and windows"))
def page(request: HttpRequest) -> HttpResponse:
    """Show what is to be decided, what holds, and the forms."""
    return render(request, "hours/page.html", {"picture": picture_of(caller(request), clock.now())})


@require_POST
@door("hours.ask", rule=STAFF, act=True, label=_("Ask for other hours"))
def ask(request: HttpRequest) -> HttpResponse:
    """Ask for other hours, or change them at once in an emergency."""
    wish, told = _wish(request), [id_of(one) for one in request.POST.getlist("told")]
    if request.POST.get("emergency"):
        explanation = short_text(request.POST.get("explanation"), 301)
        return _done(request, organization.change_in_emergency, wish=wish, told=told, explanation=explanation)
    return _done(request, organization.request_change, wish=wish)


@require_POST
@door("hours.decide", rule=DECIDERS, act=True, label=_("Decide on other hours"))
def decide(request: HttpRequest) -> HttpResponse:
    """Approve other hours, or refuse them."""
    verbs = {"approve": organization.approve_change, "refuse": organization.refuse_change}
    verb = verbs.get(request.POST.get("verdict", ""))
    if verb is None:
        raise Http404
    return _done(request, verb, change_id=id_of(request.POST.get("change")))


@require_POST
@door("hours.end", rule=STAFF, act=True, label=_("End other hours"))
def end(request: HttpRequest) -> HttpResponse:
    """Take other hours back, or end them before their time."""
    return _done(request, organization.end_change, change_id=id_of(request.POST.get("change")))


@require_POST
@door("hours.explain", rule=STAFF, act=True, label=_("Explain an emergency"))
def explain(request: HttpRequest) -> HttpResponse:
    """Explain hours that were changed in an emergency."""
    explanation = short_text(request.POST.get("explanation"), 301)
    change_id = id_of(request.POST.get("change"))
    return _done(request, organization.explain_change, change_id=change_id, explanation=explanation)


@require_POST
@door("hours.closing", rule=STAFF, act=True, label=_("Extend or defer at closing"))
def closing(request: HttpRequest) -> HttpResponse:
    """Choose for a closing line: ask for an extension of its windows, or another day for who waits."""
    by, at, key = actor_of(request), clock.now(), act_key(request)
    line_id = id_of(request.POST.get("line"))
    choice = _one(ClosingChoice, request.POST.get("choice"))
    with act():
        if choice is ClosingChoice.EXTEND:
            questions = waiting.closing_questions(by.hall_id, at)
            asked = next((one for one in questions if one.line_id == line_id), None)
            if asked is None:
                raise queueing.NothingToChoose
            wish = Wish(
                ChangeKind.EXTENSION,
                _ids(request, "window"),
                asked.closes,
                _moment(request, "until", asked.closes.date().isoformat()),
                ChangeReason.PEOPLE_WAITING,
            )
            organization.request_change(wish=wish, by=by, at=at, key=key)
        queueing.decide_closing(line_id=line_id, choice=choice, by=by, at=at, key=key)
    return go(request, reverse("desk:desk" if request.POST.get("from") == "desk" else "hours:page"))


@require_POST
@door("hours.alarm", rule=STAFF, act=True, label=_("Close the hall in an emergency"))
def alarm(request: HttpRequest) -> HttpResponse:
    """Close the hall at once; the first leader is told in the same act."""
    return _done(request, organization.raise_alarm, reason=_one(AlarmReason, request.POST.get("reason")))


@require_POST
@door("hours.acknowledge", rule=signed_in(), act=True, label=_("Take an emergency in hand"))
def acknowledge(request: HttpRequest) -> HttpResponse:
    """Answer for an emergency one was told of."""
    return _done(request, organization.acknowledge_alarm, alarm_id=id_of(request.POST.get("alarm")))


@require_POST
@door("hours.lift", rule=signed_in(), act=True, label=_("Open the hall again"))
def lift(request: HttpRequest) -> HttpResponse:
    """Lift an emergency closure."""
    return _done(request, organization.lift_alarm, alarm_id=id_of(request.POST.get("alarm")))


@require_POST
@door("hours.leaders", rule=role(Role.OFF, Role.UH), act=True, label=_("Set who is told of an emergency"))
def leaders(request: HttpRequest) -> HttpResponse:
    """Set the list of leaders, in order; empty places are left out."""
    named = [id_of(one) for one in request.POST.getlist("person") if one]
    return _done(request, organization.set_duty_leaders, person_ids=named)


def _done(request: HttpRequest, verb: Callable[..., Any], **what: Any) -> HttpResponse:
    verb(**what, **act_of(request))
    return go(request, reverse("hours:page"))


def _one(kind: type[E], text: str | None) -> E:
    try:
        return kind(text or "")
    except ValueError:
        raise Http404 from None


def _ids(request: HttpRequest, field: str) -> tuple[UUID, ...]:
    return tuple(dict.fromkeys(id_of(one) for one in request.POST.getlist(field)))


def _wish(request: HttpRequest) -> Wish:
    return Wish(
        kind=_one(ChangeKind, request.POST.get("kind")),
        window_ids=_ids(request, "window"),
        begins=_moment(request, "begins"),
        ends=_moment(request, "ends"),
        reason=_one(ChangeReason, request.POST.get("reason")),
        note=short_text(request.POST.get("note"), 121),
        takes_tickets=bool(request.POST.get("takes_tickets")),
    )


def _moment(request: HttpRequest, field: str, day: str | None = None) -> datetime:
    timezone = ground.hall(actor_of(request).hall_id).timezone
    moment = moment_of(day or request.POST.get("day"), request.POST.get(field), timezone)
    if moment is None:
        raise ChangeUnfit(why=gettext("Give the day and both times."))
    return moment
