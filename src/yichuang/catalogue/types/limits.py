"""Time limits as the catalogue words them: a value and unit that may be unset, and how it is counted."""

from __future__ import annotations

from dataclasses import dataclass

from yichuang.deadlines.types import Budget, Rollover, StartRule, Unit


@dataclass(frozen=True, slots=True)
class Limit:
    """A time limit; ``value`` or ``unit`` may be unset where the sources give none."""

    value: int | None
    unit: Unit | None
    citation: str = ""
    start_rule: StartRule = StartRule.NEXT_DAY
    rollover: Rollover = Rollover.NONE

    @property
    def budget(self) -> Budget | None:
        """Return the limit as what a clock is started with; None when it has no value or unit."""
        if self.value is None or self.unit is None:
            return None
        return Budget(
            value=self.value,
            unit=self.unit,
            start_rule=self.start_rule,
            rollover=self.rollover,
            citation=self.citation,
        )
