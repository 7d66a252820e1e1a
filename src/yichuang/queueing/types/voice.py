"""The cards of what the boards say, and how."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Tongue(StrEnum):
    """A language the board speaks."""

    ZH = "zh"
    EN = "en"


@dataclass(frozen=True, slots=True)
class VoiceCard:
    """How the boards of one place speak; ``zone_code`` is empty for the whole hall.

    ``times`` is how often each call is said, ``volume`` 0 to 100; ``own`` says whether the place has a
    setting of its own, ``muted_at`` since when it is silent, itself (``muted_here``) or with the whole hall.
    """

    zone_code: str
    tongues: tuple[Tongue, ...]
    times: int
    volume: int
    own: bool
    muted_here: bool
    muted_at: datetime | None


@dataclass(frozen=True, slots=True)
class SayingCard:
    """One sentence in one language: its tokens by the names of their clips, and whole for a made voice."""

    tongue: Tongue
    clips: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True)
class AnnouncementCard:
    """One call or recall to be said: ``number`` is its place in the hall's journal, so it grows."""

    number: int
    at: datetime
    label: str
    window_number: int
    sayings: tuple[SayingCard, ...]
