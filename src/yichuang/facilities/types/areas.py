"""The words of the hall's layout."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class AreaKind(StrEnum):
    """What an area is for."""

    CONSULTATION = "consultation"
    RECEPTION = "reception"
    WAITING = "waiting"
    WINDOWS = "windows"
    SELF_SERVICE = "self_service"
    FORMS = "forms"
    LOUNGE = "lounge"
    OTHER = "other"


#: Without one of each, nobody finds advice, a person to speak to, or a seat (INT-03).
EVERY_HALL_HAS = (AreaKind.CONSULTATION, AreaKind.RECEPTION, AreaKind.WAITING)


@dataclass(frozen=True, slots=True)
class AreaCard:
    """An area of the hall and how one finds it; without a zone it is the whole hall's.

    ``place`` are directions as one says them to somebody at the door.
    """

    id: UUID
    hall_id: UUID
    kind: AreaKind
    zone_id: UUID | None
    name: str
    name_en: str
    place: str
    place_en: str
    removed_at: datetime | None = None
