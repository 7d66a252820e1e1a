"""What the boards are to say, and how: the last calls in their order, the settings of a place."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import cast
from uuid import UUID

from yichuang.kernel.journal import selectors as journal
from yichuang.organization import selectors as organization
from yichuang.queueing.events import TicketCalled, TicketRecalled, TicketResumed
from yichuang.queueing.models import Mute, Voice
from yichuang.queueing.rules import voice as rules
from yichuang.queueing.types import AnnouncementCard, SayingCard, Tongue, VoiceCard

FRESH = timedelta(minutes=1)  # an older call is said no more
TONGUES, TIMES, VOLUME = (Tongue.ZH,), 2, 80
_SAID = (TicketCalled, TicketRecalled, TicketResumed)


def announcements(
    hall_id: UUID,
    zone: str | None,
    at: datetime,
    *,
    tongues: tuple[Tongue, ...] = TONGUES,
    fresh: timedelta = FRESH,
) -> tuple[AnnouncementCard, ...]:
    """Return the calls, recalls and calls back of the last minute in order, of the hall or one zone.

    Read from the journal, so that a call is said although it was over a moment later, and a number is never
    given twice; what is not sealed yet comes with the news of its sealing.
    """
    here = {one.id for one in organization.windows_in_hand(hall_id) if zone in (None, one.zone_code)}
    found = []
    for entry in journal.since(hall_id, at - fresh, [one.stored_name for one in _SAID]):
        event = cast(TicketCalled | TicketRecalled | TicketResumed, entry.event)
        if event.window_id in here:
            sayings = tuple(_saying(event.label, event.window_number, one) for one in tongues)
            found.append(AnnouncementCard(entry.seq, entry.at, event.label, event.window_number, sayings))
    return tuple(found)


def _saying(label: str, window: int, tongue: Tongue) -> SayingCard:
    said = rules.tokens(label, window, tongue)
    names = tuple(rules.clip_of(token, tongue) for token in said)
    return SayingCard(tongue, names, rules.sentence(label, window, tongue))


def clip_names(tongue: Tongue) -> frozenset[str]:
    """Return the names of all clips a hall records of a language."""
    return frozenset(rules.clips(tongue))


def clip_texts(tongue: Tongue) -> dict[str, str]:
    """Return what is said in each clip of a language, by the clip's name."""
    return rules.clips(tongue)


def voice(hall_id: UUID, zone: str | None) -> VoiceCard:
    """Return how the board of a zone, or of the whole hall, speaks: its own setting, else the hall's."""
    return _card(zone or "", *_known(hall_id))


def voices(hall_id: UUID) -> tuple[VoiceCard, ...]:
    """Return the settings of the whole hall and of each of its zones."""
    rows, muted = _known(hall_id)
    return tuple(
        _card(code, rows, muted) for code in ("", *(one.code for one in organization.zones(hall_id)))
    )


def _known(hall_id: UUID) -> tuple[dict[str, Voice], dict[str, datetime]]:
    rows = {row.zone_code: row for row in Voice.objects.filter(hall_id=hall_id)}
    muted = Mute.objects.filter(hall_id=hall_id, until__isnull=True)
    return rows, dict(muted.values_list("zone_code", "since"))


def _card(code: str, rows: dict[str, Voice], muted: dict[str, datetime]) -> VoiceCard:
    row = rows.get(code) or rows.get("")
    return VoiceCard(
        zone_code=code,
        tongues=tuple(Tongue(one) for one in row.tongues.split()) if row else TONGUES,
        times=row.times if row else TIMES,
        volume=row.volume if row else VOLUME,
        own=code in rows,
        muted_here=code in muted,
        muted_at=muted.get(code) or muted.get(""),
    )
