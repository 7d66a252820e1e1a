"""The hall's own values of a day, as the rulebook dates them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from yichuang.regulations.selectors import parameter


@dataclass(frozen=True, slots=True)
class Limits:
    """How often codes may be tried, and how long a letter is kept; ``notice.*``."""

    wrong_codes: int
    rest: timedelta
    per_address: int
    letter: timedelta


def limits(hall_id: UUID, on: date) -> Limits:
    """Return the values of ``on``."""

    def value(name: str) -> int:
        return int(parameter(hall_id, f"notice.{name}", on))

    return Limits(
        wrong_codes=value("wrong_codes"),
        rest=timedelta(minutes=value("code_rest")),
        per_address=value("per_address"),
        letter=timedelta(days=value("letter_days")),
    )
