"""The words of a correction: a result that is to be issued anew."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class CorrectionState(StrEnum):
    """Where a correction stands."""

    ASKED = "asked"
    APPROVED = "approved"
    DECLINED = "declined"


@dataclass(frozen=True, slots=True)
class CorrectionCard:
    """That a result is to be issued anew; ``reason`` and ``answer`` are vault entries."""

    id: UUID
    hall_id: UUID
    case_id: UUID
    state: CorrectionState
    reason: UUID
    asked_by: UUID
    asked_at: datetime
    settled_by: UUID | None
    settled_at: datetime | None
    answer: UUID | None
