"""Set how the boards say their calls, silence them, let them speak again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yichuang.kernel import idempotency
from yichuang.kernel.errors import Refusal
from yichuang.kernel.journal.record import record
from yichuang.kernel.types import Actor, Key
from yichuang.organization import selectors as organization
from yichuang.organization.errors import PlaceUnknown
from yichuang.queueing import selectors
from yichuang.queueing.events import VoiceMuted, VoiceSet, VoiceUnmuted
from yichuang.queueing.models import Mute, Voice
from yichuang.queueing.models.voice import LOUDEST, MOST_TIMES
from yichuang.queueing.types import Tongue, VoiceCard


class VoiceUnfit(Refusal):
    """No language, one twice, or a number of times or volume outside its bounds."""

    code = "voice-unfit"
    status = 422
    sentence = _("Choose a language, say each call one to three times, and a volume from 0 to 100.")


class AlreadyMuted(Refusal):
    code = "already-muted"
    sentence = _("It is silent already.")


class NotMuted(Refusal):
    code = "not-muted"
    sentence = _("It is not silent.")


@transaction.atomic
def set_voice(
    *,
    zone: str,
    tongues: Sequence[Tongue],
    times: int,
    volume: int,
    by: Actor,
    at: datetime,
    key: Key | None = None,
) -> VoiceCard:
    """Set how the boards of a zone speak, or of the whole hall where ``zone`` is empty.

    Raises: PlaceUnknown, VoiceUnfit, KeyReused.
    """
    promise = idempotency.once(by, "queueing.set_voice", key, at)
    if promise.replay:
        return selectors.voice(by.hall_id, zone)
    place = _place(by.hall_id, zone)
    spoken = tuple(Tongue(one) for one in tongues)
    fits = spoken and len(set(spoken)) == len(spoken) and 1 <= times <= MOST_TIMES and 0 <= volume <= LOUDEST
    if not fits:
        raise VoiceUnfit
    values = {"tongues": " ".join(spoken), "times": times, "volume": volume}
    Voice.objects.update_or_create(hall_id=by.hall_id, zone_code=zone, defaults=values)
    event = VoiceSet(zone=zone, tongues=tuple(str(one) for one in spoken), times=times, volume=volume)
    record(event, subject=place, by=by, at=at, entry_id=promise.entry_id)
    return selectors.voice(by.hall_id, zone)


@transaction.atomic
def mute(*, zone: str, by: Actor, at: datetime, key: Key | None = None) -> None:
    """Silence the boards of a zone now, or of the whole hall; what they show stays.

    Raises: PlaceUnknown, AlreadyMuted, KeyReused.
    """
    promise = idempotency.once(by, "queueing.mute", key, at)
    if promise.replay:
        return
    place = _place(by.hall_id, zone)
    _row, made = Mute.objects.get_or_create(
        hall_id=by.hall_id, zone_code=zone, until=None, defaults={"since": at}
    )
    if not made:
        raise AlreadyMuted
    record(VoiceMuted(zone=zone), subject=place, by=by, at=at, entry_id=promise.entry_id)


@transaction.atomic
def unmute(*, zone: str, by: Actor, at: datetime, key: Key | None = None) -> None:
    """Let the boards of a zone, or of the whole hall, speak again; what was called meanwhile is not said.

    Raises: PlaceUnknown, NotMuted, KeyReused.
    """
    promise = idempotency.once(by, "queueing.unmute", key, at)
    if promise.replay:
        return
    place = _place(by.hall_id, zone)
    if not Mute.objects.filter(hall_id=by.hall_id, zone_code=zone, until=None).update(until=at):
        raise NotMuted
    record(VoiceUnmuted(zone=zone), subject=place, by=by, at=at, entry_id=promise.entry_id)


def _place(hall_id: UUID, zone: str) -> UUID:
    """Return the id of a zone by its code, the hall's own for the whole hall.  Raises: PlaceUnknown."""
    if not zone:
        return hall_id
    found = next((one.id for one in organization.zones(hall_id) if one.code == zone), None)
    if found is None:
        raise PlaceUnknown
    return found
