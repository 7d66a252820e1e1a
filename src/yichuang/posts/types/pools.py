"""The words of a pool: posts near enough alike to share their people, and why it was changed or ended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID


class PoolReason(StrEnum):
    """Why a pool was changed or ended."""

    PEOPLE = "people"
    DUTIES = "duties"
    LOAD = "load"
    MISTAKEN = "mistaken"


@dataclass(frozen=True, slots=True)
class PoolCard:
    """A pool as it is from a day until a day (exclusive): its posts, and its people in the order of A.

    ``id`` stays the same through its changes; ``reason`` is why it was changed, ``ended_for`` why it ended.
    """

    id: UUID
    hall_id: UUID
    department_id: UUID | None
    name: str
    name_en: str
    post_ids: tuple[UUID, ...]
    person_ids: tuple[UUID, ...]
    active_from: date
    active_until: date | None
    reason: PoolReason | None
    set_by: UUID
    set_at: datetime
    ended_for: PoolReason | None
