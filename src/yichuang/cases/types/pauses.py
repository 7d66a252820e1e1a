"""The words of a pause that somebody has to approve: asked for by one, answered by another."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from yichuang.deadlines.types import Ground


class PauseState(StrEnum):
    """Where a request for a pause stands; while it is asked the time runs on."""

    ASKED = "asked"
    APPROVED = "approved"
    DECLINED = "declined"
    LAPSED = "lapsed"  # the case ended, or was decided, before anybody answered


@dataclass(frozen=True, slots=True)
class PauseRequestCard:
    """A request that the time of a case stand still.

    ``link`` names the item's special link, empty for none; ``evidence`` is the number of the paper.
    ``hand`` is in whose hands the case is, who answers it as little as ``asked_by``.  ``reason_id`` is the
    vault entry of why it was declined.
    """

    id: UUID
    hall_id: UUID
    case_id: UUID
    case_number: str
    item_id: UUID
    department_id: UUID | None
    ground: Ground
    link: str
    evidence: str
    state: PauseState
    hand: UUID
    asked_by: UUID
    asked_at: datetime
    answered_by: UUID | None
    answered_at: datetime | None
    reason_id: UUID | None
