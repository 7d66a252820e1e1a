"""Time limits as the catalogue words them: a value and unit that may be unset, and how it is counted."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class LimitUnit(StrEnum):
    """In what a time limit is counted."""

    IMMEDIATE = "immediate"
    SECOND = "second"
    MINUTE = "minute"
    HOUR = "hour"
    WORKING_HOUR = "working_hour"
    CALENDAR_DAY = "calendar_day"
    WORKING_DAY = "working_day"
    MONTH = "month"


class StartRule(StrEnum):
    """From when a limit in days or months counts: its first day included, or the day after."""

    SAME_DAY = "same_day"
    NEXT_DAY = "next_day"


class Rollover(StrEnum):
    """What happens when the last day is a rest day."""

    NONE = "none"
    NEXT_WORKING_DAY = "next_working_day"


class Ground(StrEnum):
    """Why the law lets a clock stand still."""

    SUPPLEMENT = "supplement"
    HEARING = "hearing"
    BIDDING = "bidding"
    AUCTION = "auction"
    INSPECTION = "inspection"
    TESTING = "testing"
    QUARANTINE = "quarantine"
    APPRAISAL = "appraisal"
    EXPERT_REVIEW = "expert_review"
    PUBLICITY = "publicity"
    PAYMENT = "payment"
    APPLICANT_REQUEST = "applicant_request"
    SUSPENSION = "suspension"


@dataclass(frozen=True, slots=True)
class Budget:
    """How much time there is: value and unit, from when it counts, and where that stands."""

    value: int
    unit: LimitUnit
    start_rule: StartRule = StartRule.NEXT_DAY
    rollover: Rollover = Rollover.NONE
    citation: str = ""


@dataclass(frozen=True, slots=True)
class Limit:
    """A time limit; ``value`` or ``unit`` may be unset where the sources give none."""

    value: int | None
    unit: LimitUnit | None
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
