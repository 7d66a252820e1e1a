"""What the board is to say, as its page carries it; and the hall's own recorded clips.

A hall that wants its own voice puts one file a token into ``voice/zh`` and ``voice/en`` of its home folder
(``docs/voice.md`` names them all).  A sentence whose clips are not all there is left to the browser's voice.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from yichuang.kernel import clock
from yichuang.kernel.access.doors import anyone, door
from yichuang.organization.types import HallCard
from yichuang.queueing import selectors as queueing
from yichuang.queueing.types import AnnouncementCard, SayingCard, Tongue, VoiceCard

KINDS = {".mp3": "audio/mpeg", ".wav": "audio/wav"}
KEPT = "public, max-age=3600"


@dataclass(frozen=True, slots=True)
class Saying:
    """One sentence in one language; ``clips`` are addresses in order, none where a made voice says it."""

    tongue: Tongue
    text: str
    clips: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Announcement:
    """A call with what is said for it."""

    call: AnnouncementCard
    sayings: tuple[Saying, ...]


@dataclass(frozen=True, slots=True)
class VoicePicture:
    """How a board speaks, and what it is to say in this order."""

    card: VoiceCard
    announcements: tuple[Announcement, ...]


def voice_of(hall: HallCard, zone_code: str | None, at: datetime) -> VoicePicture:
    """Return what a board is to say: the calls of the last real minute, whatever the demo's speed."""
    card = queueing.voice(hall.id, zone_code)
    fresh = queueing.FRESH * max(clock.speed(), 1.0)
    calls = queueing.announcements(hall.id, zone_code, at, tongues=card.tongues, fresh=fresh)
    recorded = {tongue: frozenset(_recorded(tongue)) for tongue in card.tongues} if calls else {}
    return VoicePicture(
        card,
        tuple(
            Announcement(call, tuple(_addressed(one, recorded[one.tongue]) for one in call.sayings))
            for call in calls
        ),
    )


def _addressed(one: SayingCard, recorded: frozenset[str]) -> Saying:
    whole = recorded.issuperset(one.clips)
    clips = [reverse("lobby:clip", args=[one.tongue, name]) for name in one.clips] if whole else ()
    return Saying(one.tongue, one.text, tuple(clips))


def _recorded(tongue: Tongue) -> dict[str, Path]:
    """Return the clips the hall has of a language, by name; other files are left alone."""
    folder = settings.HOME / "voice" / tongue
    known = queueing.clip_names(tongue)
    found = sorted(folder.iterdir()) if folder.is_dir() else []
    return {one.stem: one for one in found if one.suffix in KINDS and one.stem in known}


@require_safe
@door("board.clip", rule=anyone(), label=_("A recorded word of the board"))
def clip(request: HttpRequest, language: str, name: str) -> FileResponse:
    """Return one recorded token."""
    file = _recorded(Tongue(language)).get(name) if language in set(Tongue) else None
    if file is None:
        raise Http404
    response = FileResponse(file.open("rb"), content_type=KINDS[file.suffix])
    response.headers["Cache-Control"] = KEPT
    return response
