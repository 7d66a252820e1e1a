"""What is asked and chosen when a line closes with people waiting."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class ClosingChoice(StrEnum):
    """What is chosen for people who wait when their line closes (EXT-01)."""

    EXTEND = "extend"
    DEFER = "defer"


@dataclass(frozen=True, slots=True)
class ClosingQuestion:
    """A line that closes with people waiting: who, when, at which windows, and what was chosen."""

    line_id: UUID
    prefix: str
    name: str
    name_en: str
    closes: datetime
    labels: tuple[str, ...]
    ticket_ids: tuple[UUID, ...]
    window_ids: tuple[UUID, ...]
    choice: ClosingChoice | None
    chosen_at: datetime | None
