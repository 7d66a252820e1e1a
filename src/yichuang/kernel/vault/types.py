"""The words of the vault.  No Django."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class Kind(StrEnum):
    """What kind of value an entry holds."""

    NAME = "name"
    ID_NUMBER = "id_number"
    CREDIT_CODE = "credit_code"  # an organisation's unified social credit code
    PHONE = "phone"
    TEXT = "text"
    LETTER = "letter"  # what the hall wrote to one person; who holds the letter's address reads it whole
    BADGE_NAME = "badge_name"  # the name a worker shows at the window, public by BDG-02


#: Running text has no index: nobody finds an entry by what it says.
TEXTS = frozenset({Kind.TEXT, Kind.LETTER})


class ReasonCode(StrEnum):
    """Why a value is looked at in full."""

    HANDLING = "handling"
    CONTACT = "contact"
    CORRECTION = "correction"
    COMPLAINT = "complaint"
    SUPERVISION = "supervision"
    SUBJECT_REQUEST = "subject_request"
    BY_LAW = "by_law"


@dataclass(frozen=True, slots=True)
class Reason:
    """Why, for which purpose and in which matter a value is revealed; ``note`` goes into the vault."""

    code: ReasonCode
    purpose: str
    note: str = ""
    matter: UUID | None = None


@dataclass(frozen=True, slots=True)
class EntryCard:
    """An entry without its value."""

    id: UUID
    hall_id: UUID
    kind: Kind
    purpose: str
    kept_at: datetime
    expires_at: datetime | None
    shredded_at: datetime | None


@dataclass(frozen=True, slots=True)
class UndertakingCard:
    """A person's undertaking to keep secrets for ``year``: what is personal opens to them until ``until``."""

    person_id: UUID
    year: int
    signed_at: datetime
    until: datetime
