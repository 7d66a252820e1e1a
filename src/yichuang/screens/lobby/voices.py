"""The office's page of how the boards speak: languages, how often, how loud, and silence at once."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from yichuang.kernel.access.doors import actor_of, door, role
from yichuang.kernel.access.types import Role
from yichuang.organization import selectors as organization
from yichuang.organization.types import ZoneCard
from yichuang.queueing import selectors, services
from yichuang.queueing.types import Tongue, VoiceCard
from yichuang.screens.kit.forms import act_of, go

KEEPERS = role(Role.OFF, Role.UH, Role.CMT)
CHOICES = (
    ("zh", _("Chinese")),
    ("zh en", _("Chinese, then English")),
    ("en zh", _("English, then Chinese")),
)


@dataclass(frozen=True, slots=True)
class Place:
    """The whole hall (no zone) or one zone, with how its boards speak and where its board is."""

    zone: ZoneCard | None
    voice: VoiceCard
    tongues: str
    address: str


@never_cache
@require_safe
@door("office.voice", rule=KEEPERS, label=_("Voice of the boards"))
def page(request: HttpRequest) -> HttpResponse:
    """Show how the boards of the hall and of each zone speak."""
    hall = organization.hall(actor_of(request).hall_id)
    zones = {one.code: one for one in organization.zones(hall.id)}
    places = [
        Place(
            zone=zones.get(one.zone_code),
            voice=one,
            tongues=" ".join(one.tongues),
            address=reverse("lobby:zone", args=[hall.code, one.zone_code])
            if one.zone_code
            else reverse("lobby:board", args=[hall.code]),
        )
        for one in selectors.voices(hall.id)
    ]
    return render(request, "lobby/voices.html", {"places": places, "choices": CHOICES})


@require_POST
@door("office.set_voice", rule=KEEPERS, act=True, label=_("Set the voice of a board"))
def set_voice(request: HttpRequest) -> HttpResponse:
    """Set languages, times and volume of one place."""
    tongues = request.POST.get("tongues", "").split()
    if not set(tongues) <= set(Tongue):
        raise services.VoiceUnfit
    services.set_voice(
        zone=request.POST.get("zone", ""),
        tongues=[Tongue(one) for one in tongues],
        times=_whole(request.POST.get("times")),
        volume=_whole(request.POST.get("volume")),
        **act_of(request),
    )
    return go(request, reverse("lobby:voices"))


@require_POST
@door("office.mute", rule=KEEPERS, act=True, label=_("Silence a board"))
def mute(request: HttpRequest) -> HttpResponse:
    """Silence the boards of one place at once."""
    zone = request.POST.get("zone", "")
    services.mute(zone=zone, **act_of(request))
    return go(request, reverse("lobby:voices"))


@require_POST
@door("office.unmute", rule=KEEPERS, act=True, label=_("Let a board speak again"))
def unmute(request: HttpRequest) -> HttpResponse:
    """Let the boards of one place speak again."""
    zone = request.POST.get("zone", "")
    services.unmute(zone=zone, **act_of(request))
    return go(request, reverse("lobby:voices"))


def _whole(text: str | None) -> int:
    """Read a small whole number; anything else fits no setting."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) <= 3 else -1
