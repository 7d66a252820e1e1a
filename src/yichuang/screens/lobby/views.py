"""Doors of the boards."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from yichuang.kernel import clock
from yichuang.kernel.access import sights
from yichuang.kernel.access.doors import anyone, door
from yichuang.kernel.access.types import DeviceKind
from yichuang.organization import selectors as organization
from yichuang.screens.kit.clock import by_the_wall_of
from yichuang.screens.kit.fragments import Shared
from yichuang.screens.lobby.picture import BoardPicture, picture_of

DRAWN = Shared()


@require_safe
@door("board.page", rule=anyone(), label=_("Lobby board"))
def board(request: HttpRequest, hall: str, zone: str | None = None) -> HttpResponse:
    """Show the board of a hall or of one of its zones."""
    sights.note_public(request, DeviceKind.BOARD)
    return render(request, "lobby/board.html", {"picture": _picture(hall, zone), "zone_code": zone})


@require_safe
@door("board.now", rule=anyone(), label=_("Lobby board as it stands"))
def now(request: HttpRequest, hall: str, zone: str | None = None) -> HttpResponse:
    """Return the changing part of the board."""
    sights.note_public(request, DeviceKind.BOARD)
    return DRAWN.fragment(
        request, "lobby/now.html", (hall.upper(), zone), lambda: {"picture": _picture(hall, zone)}
    )


def _picture(hall_code: str, zone: str | None) -> BoardPicture:
    hall = organization.hall_by_code(hall_code)
    by_the_wall_of(hall.id)
    picture = picture_of(hall, zone, clock.now())
    if picture is None:
        raise Http404
    return picture
