"""Doors of the screen above a window: its number, who is asked to it, who serves there (BDG-01, BDG-02)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from yichuang.kernel import clock, live
from yichuang.kernel.access.doors import device, door
from yichuang.kernel.access.types import Caller, DeviceKind
from yichuang.organization import selectors as organization
from yichuang.organization.errors import WindowUnknown
from yichuang.organization.types import HallCard, WindowCard
from yichuang.posts import selectors as posts
from yichuang.posts.types import OnDutyCard
from yichuang.queueing import selectors as queueing
from yichuang.queueing.types import BoardCallCard
from yichuang.screens.kit.fragments import fragment
from yichuang.screens.kit.hours import Hours, hours_of

WINDOW_SCREEN = device(DeviceKind.WINDOW_SCREEN)


@dataclass(frozen=True, slots=True)
class WindowPicture:
    """One window: ``duty`` is who really serves there now; None: nobody has signed on, or may any longer.

    ``shut``: the window is not in session and nobody is being served there to the end.
    """

    hall: HallCard
    window: WindowCard
    hours: Hours
    duty: OnDutyCard | None
    call: BoardCallCard | None
    shut: bool
    live: str


def picture_of(caller: Caller, at: datetime) -> WindowPicture:
    """Return the picture of the window the device hangs at.  Raises: WindowUnknown."""
    if caller.device is None or caller.device.window_id is None or caller.actor is None:
        raise WindowUnknown
    hall = organization.hall(caller.device.hall_id)
    window = organization.window(hall.id, caller.device.window_id)
    grant = live.grant(caller.actor, hall.id, "window", window.id.hex, at)
    call = next((one for one in queueing.open_calls(hall.id) if one.window_id == window.id), None)
    return WindowPicture(
        hall=hall,
        window=window,
        hours=hours_of(hall, at),
        duty=posts.on_duty(hall.id, at).get(window.id),
        call=call,
        shut=call is None and not organization.is_open(hall.id, at, window.id),
        live=f"/live/window/{hall.code}/{window.id.hex}?grant={grant}",
    )


@require_safe
@door("window.page", rule=WINDOW_SCREEN, label=_("Window screen"))
def screen(request: HttpRequest) -> HttpResponse:
    """Show the screen of the window this device hangs at."""
    return render(request, "lobby/window.html", {"picture": _picture(request)})


@require_safe
@door("window.now", rule=WINDOW_SCREEN, label=_("Window screen as it stands"))
def now(request: HttpRequest) -> HttpResponse:
    """Return the changing part of the window screen."""
    return fragment(request, "lobby/window_now.html", {"picture": _picture(request)})


def _picture(request: HttpRequest) -> WindowPicture:
    return picture_of(request.caller, clock.now())  # type: ignore[attr-defined]
