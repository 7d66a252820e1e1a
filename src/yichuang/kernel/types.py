"""The words every room shares: who acts, and under which key.  No Django here."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID


class ActorKind(StrEnum):
    """What kind of hand performed an act."""

    PERSON = "person"
    DEVICE = "device"
    CITIZEN = "citizen"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Actor:
    """Whose act it is: a person, an enrolled device, a citizen at a link, or the system itself.

    ``id`` names the person, the device, or (system) the consumer or sweep; a citizen has no account
    and carries the id of what the link opened, such as the ticket.  ``window_id`` is where the person
    has signed on, ``on_behalf_of`` the post covered for (where there is none, the person covered for),
    ``cause`` the journal entry the system answers, or that of the press of a keypad by which the person
    did it.
    """

    kind: ActorKind
    id: UUID
    hall_id: UUID
    window_id: UUID | None = None
    post_id: UUID | None = None
    on_behalf_of: UUID | None = None
    cause: UUID | None = None


@dataclass(frozen=True, slots=True)
class Key:
    """An idempotency key as it came in, with the hash of the body it came with (hex, SHA-256)."""

    value: str
    body_hash: str
