"""What happens to the voice of a zone."""

from __future__ import annotations

from yichuang.kernel.journal.events import Event, event


@event("queueing.voice_set")
class VoiceSet(Event):
    """It was set how the boards of a zone, or of the whole hall (no zone), say their calls."""

    zone: str
    tongues: tuple[str, ...]
    times: int
    volume: int


@event("queueing.voice_muted")
class VoiceMuted(Event):
    """The boards of a zone, or of the whole hall (no zone), were silenced."""

    zone: str


@event("queueing.voice_unmuted")
class VoiceUnmuted(Event):
    """The boards of a zone, or of the whole hall (no zone), speak again."""

    zone: str
