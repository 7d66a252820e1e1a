"""The words of a kept promise: how many cases of an item were finished in time in a month."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID


@dataclass(frozen=True, slots=True)
class KeptCard:
    """How an item's limit was kept in the month that begins on ``month``: ``kept`` of ``counted`` cases."""

    item_id: UUID
    month: date
    kept: int
    counted: int

    @property
    def percent(self) -> int:
        """Return the share kept in whole per cent, rounded down: a hundred means every one."""
        return self.kept * 100 // self.counted
