"""What a phone and the terminal of a window hear of ratings: that there is one to give, or none any more."""

from __future__ import annotations

from typing import cast
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from yichuang.evaluation import events, selectors
from yichuang.kernel import live
from yichuang.kernel.access.doors import device
from yichuang.kernel.access.types import DeviceKind
from yichuang.kernel.errors import Refusal
from yichuang.kernel.journal.cards import EntryCard
from yichuang.kernel.live.topics import Payload
from yichuang.organization import selectors as organization

Changes = list[tuple[str, str, Payload]]


def _at_window(hall_id: UUID, key: str) -> Payload | None:
    try:
        return {"window": organization.window_in_hand(hall_id, UUID(hex=key)).number}
    except (ValueError, Refusal):
        return None


def _invited(entry: EntryCard) -> Changes:
    event = cast(events.InvitationMade, entry.event)
    token = selectors.token_of(entry.hall_id, entry.subject_id)
    told: Payload = {"what": "invited"}
    phone: Changes = [("ticket", token, told)] if token else []
    window = event.window_id.hex
    return [("rating", window, told), ("desk", window, told), *phone]


def _asked(entry: EntryCard) -> Changes:
    event = cast(events.AskedAgain, entry.event)
    return [("rating", event.window_id.hex, {"what": "invited"})]


def _rated(entry: EntryCard) -> Changes:
    event = cast(events.ServiceRated, entry.event)
    return [("rating", event.window_id.hex, {"what": "rated"})]


live.topic(
    "rating",
    public=False,
    snapshot=_at_window,
    rule=device(DeviceKind.TERMINAL),
    label=_("Rating terminal, live"),
)
live.publishes(events.InvitationMade, _invited)
live.publishes(events.AskedAgain, _asked)
live.publishes(events.ServiceRated, _rated)
