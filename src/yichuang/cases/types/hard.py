"""The words of the register of hard questions (疑难重大问题): asked, followed up, offered a way."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID


class HardKind(StrEnum):
    """What makes a question one for the register."""

    DIFFICULT = "difficult"
    MAJOR = "major"
    URGENT = "urgent"


class OfferKind(StrEnum):
    """What the hall offers who has to wait until it has studied a matter or asked above (PROM-05)."""

    APPOINTMENT = "appointment"
    EXTENSION = "extension"


@dataclass(frozen=True, slots=True)
class Offer:
    """An appointment at a moment, or today's hours extended until one, for the same client."""

    kind: OfferKind
    moment: datetime


@dataclass(frozen=True, slots=True)
class Client:
    """Who asked: a name, and a telephone where they want to be called."""

    name: str
    phone: str = ""


@dataclass(frozen=True, slots=True)
class HardCard:
    """One entry of the register.  ``client_id`` and ``phone_id`` are vault entries.

    ``offered_for``: the appointment, or until when the hours are to be extended by ``change_id``.  ``due`` is
    the last day for the answer while there is none.
    """

    id: UUID
    hall_id: UUID
    kind: HardKind
    question: str
    client_id: UUID
    phone_id: UUID | None
    owner_id: UUID
    noted_by: UUID
    noted_at: datetime
    offer: OfferKind | None
    offered_for: datetime | None
    change_id: UUID | None
    reminded_at: datetime | None
    answer: str
    answered_by: UUID | None
    answered_at: datetime | None
    due: date | None
    overdue: bool

    @property
    def open(self) -> bool:
        """Whether it still wants an answer."""
        return self.answered_at is None
