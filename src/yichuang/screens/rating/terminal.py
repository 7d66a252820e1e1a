"""Doors of the rating terminal at a window: it asks for the visit that has just ended there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from yichuang.evaluation import selectors as evaluation
from yichuang.evaluation import services
from yichuang.evaluation.types import InvitationCard
from yichuang.kernel import clock, live
from yichuang.kernel.access import gate
from yichuang.kernel.access.doors import actor_of, device, door
from yichuang.kernel.access.types import Caller, DeviceKind
from yichuang.organization import selectors as organization
from yichuang.organization.errors import WindowUnknown
from yichuang.organization.types import HallCard, PersonCard, WindowCard
from yichuang.screens.kit.forms import act_key, go, id_of
from yichuang.screens.kit.fragments import fragment
from yichuang.screens.rating.choices import Asking, asking_of, chosen_in

TERMINAL = device(DeviceKind.TERMINAL)
THANKS = timedelta(seconds=5)


class Face(StrEnum):
    """What the terminal shows."""

    IDLE = "idle"
    ASKING = "asking"
    THANKS = "thanks"


@dataclass(frozen=True, slots=True)
class TerminalPicture:
    """One window's terminal; ``person`` is who served, ``seconds`` how long the face stays untouched."""

    hall: HallCard
    window: WindowCard
    face: Face
    asking: Asking | None
    person: PersonCard | None
    seconds: int
    live: str


def picture_of(caller: Caller, at: datetime) -> TerminalPicture:
    """Return the picture of the window the terminal stands at.  Raises: WindowUnknown."""
    if caller.device is None or caller.device.window_id is None or caller.actor is None:
        raise WindowUnknown
    hall = organization.hall(caller.device.hall_id)
    window = organization.window(hall.id, caller.device.window_id)
    asked = evaluation.last_at_window(hall.id, window.id)
    asks = evaluation.terminal_seconds(hall.id, clock.local_day(at, hall.timezone))
    face = face_of(asked, at, asks)
    grant = live.grant(caller.actor, hall.id, "rating", window.id.hex, at)
    return TerminalPicture(
        hall=hall,
        window=window,
        face=face,
        asking=asking_of(asked, at) if asked else None,
        person=organization.person(hall.id, asked.person_id) if asked else None,
        seconds=asks if face is Face.ASKING else int(THANKS.total_seconds()),
        live=f"/live/rating/{hall.code}/{window.id.hex}?grant={grant}",
    )


def face_of(asked: InvitationCard | None, at: datetime, seconds: int) -> Face:
    """Return what to show for the last visit of the window: it asks for ``seconds``, then it is idle."""
    if asked is None:
        return Face.IDLE
    if asked.rated_at is not None:
        fresh = asked.rated_at_terminal and at < asked.rated_at + THANKS
        return Face.THANKS if fresh else Face.IDLE
    return Face.ASKING if evaluation.terminal_asks(asked.shown_at, at, seconds) else Face.IDLE


@never_cache
@require_safe
@door("rating.terminal", rule=TERMINAL, label=_("Rating terminal"))
def terminal(request: HttpRequest) -> HttpResponse:
    """Show the terminal of the window this device stands at."""
    return render(request, "rating/terminal.html", {"picture": _picture(request)})


@never_cache
@require_safe
@door("rating.now", rule=TERMINAL, label=_("Rating terminal as it stands"))
def now(request: HttpRequest) -> HttpResponse:
    """Return the changing part of the terminal."""
    return fragment(request, "rating/terminal_now.html", {"picture": _picture(request)})


@require_POST
@door("rating.give", rule=TERMINAL, act=True, label=_("Rate at the terminal"))
def give(request: HttpRequest) -> HttpResponse:
    """Rate the visit the terminal asked for; a browser in which staff are signed in is no visitor's."""
    staff = gate.anybody(request)
    by = staff.actor if staff.account else actor_of(request)
    assert by is not None  # the door let a device of a hall in
    level, reasons = chosen_in(request)
    services.rate(
        invitation_id=id_of(request.POST.get("visit")),
        level=level,
        reasons=reasons,
        by=by,
        at=clock.now(),
        key=act_key(request),
    )
    return go(request, reverse("rating:terminal"))


def _picture(request: HttpRequest) -> TerminalPicture:
    return picture_of(request.caller, clock.now())  # type: ignore[attr-defined]
