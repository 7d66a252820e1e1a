"""Doors of the desk: the page, and one door a verb; each asks its service and shows the desk again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from yichuang.evaluation import services as evaluation
from yichuang.kernel import clock
from yichuang.kernel.access.doors import door, role
from yichuang.kernel.access.services import sessions
from yichuang.kernel.access.types import CLERKS
from yichuang.kernel.act import act
from yichuang.organization import selectors as organization
from yichuang.organization.types import HallCard
from yichuang.posts import selectors as duty
from yichuang.posts import services as posts
from yichuang.posts.labels import STAND_IN_REASONS
from yichuang.posts.types import Over, PauseReason, SignOnCard, StandInReason
from yichuang.queueing import services
from yichuang.queueing.services import NotAtThisPost, OutcomeMissing, ReasonMissing
from yichuang.queueing.types import EndReason, Outcome, TransferReason
from yichuang.screens.desk.picture import ENDINGS, KEYS, choices_of, picture_of
from yichuang.screens.kit.forms import act_key, act_of, go, id_of, short_text
from yichuang.screens.kit.fragments import fragment

AT_THE_DESK = role(*CLERKS)


@never_cache
@require_safe
@door("desk.page", rule=AT_THE_DESK, label=_("Desk"))
def desk(request: HttpRequest) -> HttpResponse:
    """Show the desk of the window one is signed on at, else the windows to choose from."""
    return render(request, *_desk(request, "desk/desk.html", "desk/sign_on.html"))


@never_cache
@require_safe
@door("desk.now", rule=AT_THE_DESK, label=_("Desk as it stands"))
def now(request: HttpRequest) -> HttpResponse:
    """Return the changing part of the desk."""
    return fragment(request, *_desk(request, "desk/now.html", "desk/signed_off.html"))


@require_POST
@door("desk.on", rule=AT_THE_DESK, act=True, label=_("Sign on at a window"))
def on(request: HttpRequest) -> HttpResponse:
    """Sign on at a window whose post one holds."""
    window_id = id_of(request.POST.get("window"))
    caller = request.caller  # type: ignore[attr-defined]
    with act():
        posts.sign_on(window_id=window_id, by=caller.actor, at=clock.now(), key=act_key(request))
        if caller.session_id:
            sessions.stand_at(session_id=caller.session_id, window_id=window_id)
    return go(request, reverse("desk:desk"))


@require_POST
@door("desk.stand_in", rule=AT_THE_DESK, act=True, label=_("Stand in at a window"))
def stand_in(request: HttpRequest) -> HttpResponse:
    """Take, as B, the post of an A who is not there, for a reason, and sign on."""
    window_id = id_of(request.POST.get("window"))
    said = request.POST.get("reason", "")
    reason = StandInReason(said) if said in set(StandInReason) else None
    caller, at = request.caller, clock.now()  # type: ignore[attr-defined]
    with act():
        posts.stand_in(window_id=window_id, reason=reason, by=caller.actor, at=at, key=act_key(request))
        posts.sign_on(window_id=window_id, by=caller.actor, at=at)
        if caller.session_id:
            sessions.stand_at(session_id=caller.session_id, window_id=window_id)
    return go(request, reverse("desk:desk"))


@require_POST
@door("desk.off", rule=AT_THE_DESK, act=True, label=_("Sign off"))
def off(request: HttpRequest) -> HttpResponse:
    """Sign off from the window."""
    caller = request.caller  # type: ignore[attr-defined]
    with act():
        posts.sign_off(window_id=_window(request), by=caller.actor, at=clock.now(), key=act_key(request))
        if caller.session_id:
            sessions.stand_at(session_id=caller.session_id, window_id=None)
    return go(request, reverse("desk:desk"))


@require_POST
@door("desk.call", rule=AT_THE_DESK, act=True, label=_("Call the next person"))
def call(request: HttpRequest) -> HttpResponse:
    """Call who is next for this window."""
    return done(request, services.call_next, window_id=_window(request))


@require_POST
@door("desk.recall", rule=AT_THE_DESK, act=True, label=_("Call again"))
def recall(request: HttpRequest) -> HttpResponse:
    """Call the same person again."""
    return done(request, services.recall, ticket_id=ticket_in(request))


@require_POST
@door("desk.begin", rule=AT_THE_DESK, act=True, label=_("Begin service"))
def begin(request: HttpRequest) -> HttpResponse:
    """The person has come: begin."""
    return done(request, services.begin, ticket_id=ticket_in(request))


@require_POST
@door("desk.finish", rule=AT_THE_DESK, act=True, label=_("Finish service"))
def finish(request: HttpRequest) -> HttpResponse:
    """Finish with an outcome and, for a case or a notice, its number."""
    try:
        outcome = Outcome(request.POST.get("outcome", ""))
    except ValueError:
        raise OutcomeMissing from None
    reference = short_text(request.POST.get("reference"), 200)
    return done(request, services.finish, ticket_id=ticket_in(request), outcome=outcome, reference=reference)


@require_POST
@door("desk.miss", rule=AT_THE_DESK, act=True, label=_("Mark missed"))
def miss(request: HttpRequest) -> HttpResponse:
    """Mark a person who did not come as missed."""
    return done(request, services.miss, ticket_id=ticket_in(request))


@require_POST
@door("desk.rejoin", rule=AT_THE_DESK, act=True, label=_("Back in the line"))
def rejoin(request: HttpRequest) -> HttpResponse:
    """Let a person who missed the call and came back in time wait again."""
    return done(request, services.rejoin, ticket_id=ticket_in(request))


@require_POST
@door("desk.quick", rule=AT_THE_DESK, act=True, label=_("Quick finish"))
def quick(request: HttpRequest) -> HttpResponse:
    """Finish a short question with information given, in one press."""
    return done(request, services.finish_quickly, ticket_id=ticket_in(request))


@require_POST
@door("desk.ask_to_rate", rule=AT_THE_DESK, act=True, label=_("Let the terminal ask for a rating"))
def ask_to_rate(request: HttpRequest) -> HttpResponse:
    """Let the terminal of the window ask whoever has just been served once more."""
    return done(request, evaluation.ask_again, window_id=_window(request))


@require_POST
@door("desk.park", rule=AT_THE_DESK, act=True, label=_("Park"))
def park(request: HttpRequest) -> HttpResponse:
    """Let the person wait in the lounge."""
    return done(request, services.park, ticket_id=ticket_in(request))


@require_POST
@door("desk.resume", rule=AT_THE_DESK, act=True, label=_("Call back"))
def resume(request: HttpRequest) -> HttpResponse:
    """Call a person back from the lounge."""
    return done(request, services.resume, ticket_id=ticket_in(request))


@require_POST
@door("desk.transfer", rule=AT_THE_DESK, act=True, label=_("Send on"))
def transfer(request: HttpRequest) -> HttpResponse:
    """Send the person on to another line."""
    said = request.POST.get("reason", "")
    reason = TransferReason(said) if said in set(TransferReason) else None
    line_id = id_of(request.POST.get("line"))
    back = request.POST.get("back") == "1"
    return done(
        request, services.transfer, ticket_id=ticket_in(request), line_id=line_id, reason=reason, back=back
    )


@require_POST
@door("desk.send_back", rule=AT_THE_DESK, act=True, label=_("Send back"))
def send_back(request: HttpRequest) -> HttpResponse:
    """The step is done: send the person back to the window that sent them."""
    return done(request, services.send_back, ticket_id=ticket_in(request))


@require_POST
@door("desk.withdraw", rule=AT_THE_DESK, act=True, label=_("Take a class back"))
def withdraw(request: HttpRequest) -> HttpResponse:
    """Take back a class whose criteria are not met at the window; the person is served all the same."""
    said = request.POST.get("reason", "")
    if said not in {one.value for one in ENDINGS}:
        raise ReasonMissing
    return done(request, services.withdraw_priority, ticket_id=ticket_in(request), reason=EndReason(said))


@require_POST
@door("desk.pause", rule=AT_THE_DESK, act=True, label=_("Pause the window"))
def pause(request: HttpRequest) -> HttpResponse:
    """Pause the window for a reason."""
    said = request.POST.get("reason", "")
    if said not in set(PauseReason):
        raise Http404
    typed = request.POST.get("minutes", "")
    minutes = int(typed) if typed.isascii() and typed.isdecimal() and len(typed) <= 4 else None
    reason = PauseReason(said)
    return done(request, posts.pause_window, window_id=_window(request), reason=reason, minutes=minutes)


@require_POST
@door("desk.serve", rule=AT_THE_DESK, act=True, label=_("Serve again"))
def serve(request: HttpRequest) -> HttpResponse:
    """Let the window serve again after a pause."""
    return done(request, posts.resume_window, window_id=_window(request))


def done(request: HttpRequest, verb: Callable[..., Any], **what: Any) -> HttpResponse:
    """Do a verb of the queue and show the desk as it is now."""
    verb(**what, **act_of(request))
    if request.headers.get("HX-Request"):
        return fragment(request, *_desk(request, "desk/now.html", "desk/signed_off.html"))
    return go(request, reverse("desk:desk"))


def _desk(request: HttpRequest, at_window: str, elsewhere: str) -> tuple[str, dict[str, Any]]:
    caller = request.caller  # type: ignore[attr-defined]
    at = clock.now()
    hall = organization.hall(caller.hall_id)
    sign_on = _of_today(hall, caller.person_id, at)
    if sign_on is None:
        choices = choices_of(hall, caller.person_id, at)
        away = duty.leave_now(hall.id, caller.person_id, at)
        reasons = [(one.value, label) for one, label in STAND_IN_REASONS.items()]
        return elsewhere, {"choices": choices, "hall": hall, "away": away, "reasons": reasons}
    return at_window, {"picture": picture_of(hall, sign_on, caller.actor, at), "keys": KEYS}


def _of_today(hall: HallCard, person_id: UUID, at: datetime) -> SignOnCard | None:
    """Return where one has signed on today; what was left open before is over, whoever has told of it."""
    found = duty.sign_on_of(hall.id, person_id)
    over = found is not None and found.is_over(at) and duty.why_over(found) is Over.DAY
    return None if over else found


def _window(request: HttpRequest) -> Any:
    """Return the window one is signed on at, whatever the form says."""
    caller = request.caller  # type: ignore[attr-defined]
    sign_on = duty.sign_on_of(caller.hall_id, caller.person_id)
    if sign_on is None:
        raise NotAtThisPost
    return sign_on.window_id


def ticket_in(request: HttpRequest) -> Any:
    """Return the ticket a form names."""
    return id_of(request.POST.get("ticket"))
