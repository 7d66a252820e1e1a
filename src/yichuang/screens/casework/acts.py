"""Doors behind the window: take in hand, lay before, decide, pause, prolong, prepare, notify, correct."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from yichuang.cases import services
from yichuang.kernel import clock
from yichuang.kernel.access.doors import actor_of, door, role
from yichuang.kernel.access.types import Role
from yichuang.notices import services as notices
from yichuang.notices.types import LateGround
from yichuang.organization import selectors as organization
from yichuang.screens.casework import reading
from yichuang.screens.casework.window import seen, shown
from yichuang.screens.kit.forms import act_of, id_of, short_text

BEHIND = role(Role.STF, Role.BST, Role.CHIEF, Role.SEC)
# who stands in for a head comes here too; the service asks by what authority (AB-05)
DECIDING = role(Role.STF, Role.BST, Role.CHIEF, Role.SEC, Role.UH)
HEADS = role(Role.SEC)


def _done(request: HttpRequest, case: UUID, verb: Callable[..., Any], **what: Any) -> HttpResponse:
    """Do a verb on a case this person may see, and show the case as it is now."""
    seen(request, case)
    verb(case_id=case, **what, **act_of(request))
    return shown(request, case)


@require_POST
@door("casework.begin", rule=BEHIND, act=True, label=_("Take a case in hand"))
def begin(request: HttpRequest, case: UUID) -> HttpResponse:
    """Take an accepted case in hand."""
    return _done(request, case, services.begin_handling)


@require_POST
@door("casework.propose", rule=BEHIND, act=True, label=_("Lay a case before who decides"))
def propose(request: HttpRequest, case: UUID) -> HttpResponse:
    """Lay a handled case before whoever decides."""
    return _done(request, case, services.propose, proposal=reading.decision_of(request))


@require_POST
@door("casework.settle", rule=BEHIND, act=True, label=_("Settle a case without an approval stage"))
def settle(request: HttpRequest, case: UUID) -> HttpResponse:
    """Settle a case of an item whose stages have no approval."""
    return _done(
        request,
        case,
        services.settle,
        decision=reading.decision_of(request),
        reason=reading.text(request, "reason"),
    )


@require_POST
@door("casework.send-back", rule=DECIDING, act=True, label=_("Send a case back to its handler"))
def send_back(request: HttpRequest, case: UUID) -> HttpResponse:
    """Send a case back to its handler, for a reason."""
    return _done(request, case, services.send_back, reason=reading.text(request, "reason"))


@require_POST
@door("casework.decide", rule=DECIDING, act=True, label=_("Decide a case"))
def decide(request: HttpRequest, case: UUID) -> HttpResponse:
    """Decide a case here; whether this person may, and up to which amount, is asked by their mandate."""
    return _done(
        request,
        case,
        services.decide,
        decision=reading.decision_of(request),
        reason=reading.text(request, "reason"),
        amount=reading.amount_of(request),
    )


@require_POST
@door("casework.opinion", rule=DECIDING, act=True, label=_("Give the first opinion"))
def opinion(request: HttpRequest, case: UUID) -> HttpResponse:
    """Give the first opinion on a case that a higher body decides."""
    return _done(
        request,
        case,
        services.give_opinion,
        opinion=reading.decision_of(request),
        reason=reading.text(request, "reason"),
    )


@require_POST
@door("casework.above", rule=BEHIND, act=True, label=_("Enter the higher body's decision"))
def above(request: HttpRequest, case: UUID) -> HttpResponse:
    """Enter what the higher body decided, with its document."""
    return _done(
        request,
        case,
        services.hear_above,
        decision=reading.decision_of(request),
        document=reading.text(request, "document"),
        reason=reading.text(request, "reason"),
    )


@require_POST
@door("casework.pause", rule=BEHIND, act=True, label=_("Let a case's time stand still"))
def pause(request: HttpRequest, case: UUID) -> HttpResponse:
    """Let a case's time stand still on a lawful ground; a special link names its own."""
    ground, _sign, link = short_text(request.POST.get("ground"), 200).partition("|")
    return _done(
        request,
        case,
        services.pause,
        ground=ground,
        link=link,
        evidence=reading.text(request, "evidence")[:61],
    )


@require_POST
@door("casework.ask-pause", rule=BEHIND, act=True, label=_("Ask that a case's time stand still"))
def ask_pause(request: HttpRequest, case: UUID) -> HttpResponse:
    """Ask for a pause on a ground that needs an approval; the time runs on until then."""
    ground, _sign, link = short_text(request.POST.get("ground"), 200).partition("|")
    evidence = reading.text(request, "evidence")[:61]
    return _done(request, case, services.ask_pause, ground=ground, link=link, evidence=evidence)


@require_POST
@door("casework.approve-pause", rule=DECIDING, act=True, label=_("Approve a pause"))
def approve_pause(request: HttpRequest, case: UUID) -> HttpResponse:
    """Approve the pause that was asked for; whether this person may is asked by their mandate."""
    return _answered(request, case, services.approve_pause)


@require_POST
@door("casework.decline-pause", rule=DECIDING, act=True, label=_("Decline a pause"))
def decline_pause(request: HttpRequest, case: UUID) -> HttpResponse:
    """Decline the pause that was asked for, for a reason."""
    return _answered(request, case, services.decline_pause, reason=reading.text(request, "reason"))


def _answered(request: HttpRequest, case: UUID, verb: Callable[..., Any], **what: Any) -> HttpResponse:
    """Answer the request the form names, and show the case as it is now."""
    seen(request, case)
    asked = id_of(request.POST.get("request"))
    verb(request_id=asked, **what, **act_of(request))
    return shown(request, case)


@require_POST
@door("casework.resume", rule=BEHIND, act=True, label=_("Let a case's time run again"))
def resume(request: HttpRequest, case: UUID) -> HttpResponse:
    """Let a case's time run again."""
    return _done(request, case, services.resume)


@require_POST
@door("casework.extend", rule=DECIDING, act=True, label=_("Prolong a case's time"))
def extend(request: HttpRequest, case: UUID) -> HttpResponse:
    """Prolong a case's time as far as its item allows."""
    said = request.POST.get("value", "")
    value = int(said) if said.isascii() and said.isdigit() and len(said) <= 4 else 0
    return _done(request, case, services.extend, value=value, reason=reading.text(request, "reason"))


@require_POST
@door("casework.prepare", rule=BEHIND, act=True, label=_("Make a result ready"))
def prepare(request: HttpRequest, case: UUID) -> HttpResponse:
    """Make the result ready, with where and when it can be fetched."""
    hall = organization.hall(actor_of(request).hall_id)
    today = clock.local_day(clock.now(), hall.timezone)
    return _done(request, case, services.prepare_result, collection=reading.collection_of(request, today))


@require_POST
@door("casework.notify", rule=BEHIND, act=True, label=_("Tell the applicant of the result"))
def notify(request: HttpRequest, case: UUID) -> HttpResponse:
    """Tell the applicant of the result."""
    return _done(request, case, services.notify)


@require_POST
@door("casework.explain", rule=BEHIND, act=True, label=_("Say why a case was late"))
def explain(request: HttpRequest, case: UUID) -> HttpResponse:
    """Say why a case took longer than it might."""
    return _done(request, case, services.explain_lateness, reason=reading.text(request, "reason"))


@require_POST
@door("casework.allow", rule=HEADS, act=True, label=_("Allow a second notice"))
def allow(request: HttpRequest, case: UUID) -> HttpResponse:
    """Let one more notice of missing materials be given, for a reason."""
    said = request.POST.get("ground", "")
    ground = LateGround(said) if said in set(LateGround) else None
    seen(request, case)
    notices.allow_second(
        matter_id=case,
        reason=reading.text(request, "reason"),
        ground=ground,
        **act_of(request),
    )
    return shown(request, case)


@require_POST
@door("casework.correct", rule=BEHIND, act=True, label=_("Ask that a result be corrected"))
def correct(request: HttpRequest, case: UUID) -> HttpResponse:
    """Ask that a result be issued anew; a second person who may decide the case settles it."""
    return _done(request, case, services.ask_correction, reason=reading.text(request, "reason"))


@require_POST
@door("casework.settle-correction", rule=DECIDING, act=True, label=_("Settle a correction"))
def settle_correction(request: HttpRequest, case: UUID) -> HttpResponse:
    """Issue the result anew, or leave it as it is for a reason."""
    seen(request, case)
    asked = id_of(request.POST.get("correction"))
    if request.POST.get("verdict") == "approve":
        services.approve_correction(correction_id=asked, **act_of(request))
    else:
        reason = reading.text(request, "reason")
        services.decline_correction(correction_id=asked, reason=reason, **act_of(request))
    return shown(request, case)
