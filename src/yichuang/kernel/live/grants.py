"""Short-lived signed leave to follow a channel that is not public.

A page behind a door hands one out; the stream asks for it at every connect and replay.  While a stream is
open its holder is asked about again each minute, and a fresh grant is sent for the next connect.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from yichuang.kernel.access.types import Rule
from yichuang.kernel.errors import Refusal
from yichuang.kernel.keys import secret
from yichuang.kernel.live.topics import topics
from yichuang.kernel.ports import Port
from yichuang.kernel.types import Actor, ActorKind

LIFE = timedelta(minutes=10)


class NoGrant(Refusal):
    """The grant is missing, forged, for something else, expired, or its holder has left."""

    code = "no-grant"
    status = 403
    sentence = _("This live view needs the page to be loaded again.")


@dataclass(frozen=True, slots=True)
class Grant:
    """Who may follow which channel until when (hall clock)."""

    kind: ActorKind
    holder: UUID
    hall_id: UUID
    topic: str
    key: str
    until: datetime


def _nobody_left(kind: ActorKind, holder: UUID, hall_id: UUID, rule: Rule, at: datetime, /) -> bool:
    return True


STILL_ACTIVE = Port("live.still_active", _nobody_left)


def provide_holders(port: Callable[[ActorKind, UUID, UUID, Rule, datetime], bool]) -> None:
    """Let the part that knows accounts and devices say whether a holder still keeps a stream's rule."""
    STILL_ACTIVE.provide(port)


def grant(by: Actor, hall_id: UUID, topic: str, key: str, at: datetime) -> str:
    """Return a token with which ``by`` may follow one channel for ten minutes from ``at``.

    Raises: NoGrant, for a channel of another hall.
    """
    if by.hall_id != hall_id:
        raise NoGrant
    return _signed(Grant(by.kind, by.id, hall_id, topic, key, at + LIFE))


def renewed(one: Grant, at: datetime) -> str:
    """Return a fresh token for the same channel, for a holder just found active."""
    return _signed(Grant(one.kind, one.holder, one.hall_id, one.topic, one.key, at + LIFE))


def opened(token: str, hall_id: UUID, topic: str, key: str, at: datetime) -> Grant:
    """Return what ``token`` grants if that is this channel at ``at``.

    Raises: NoGrant.
    """
    try:
        body, signature = token.encode("ascii").split(b".")
        if not hmac.compare_digest(_mac(body), _unpacked(signature)):
            raise NoGrant
        kind, holder, hall, own_topic, own_key, until = json.loads(_unpacked(body))
        found = Grant(
            ActorKind(kind), UUID(holder), UUID(hall), own_topic, own_key, datetime.fromisoformat(until)
        )
    except (ValueError, binascii.Error, UnicodeError):
        raise NoGrant from None
    if (found.hall_id, found.topic, found.key) != (hall_id, topic, key) or at >= found.until:
        raise NoGrant
    return found


def holds(one: Grant, at: datetime) -> bool:
    """Ask whether the holder is still one whom the stream is open to at ``at``.

    A signed-in person with a role its rule names, or an enrolled device of a kind it names.
    """
    rule = topics()[one.topic].door.rule
    return STILL_ACTIVE(one.kind, one.holder, one.hall_id, rule, at)


def _signed(one: Grant) -> str:
    members = [str(one.kind), one.holder.hex, one.hall_id.hex, one.topic, one.key, one.until.isoformat()]
    body = _packed(json.dumps(members, separators=(",", ":")).encode())
    return f"{body.decode()}.{_packed(_mac(body)).decode()}"


def _mac(body: bytes) -> bytes:
    return hmac.new(secret("live-grants"), body, hashlib.sha256).digest()


def _packed(raw: bytes) -> bytes:
    return base64.urlsafe_b64encode(raw).rstrip(b"=")


def _unpacked(text: bytes) -> bytes:
    return base64.urlsafe_b64decode(text + b"=" * (-len(text) % 4))
