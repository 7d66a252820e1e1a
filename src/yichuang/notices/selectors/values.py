"""The hall's own values of a day, as the rulebook dates them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from yichuang.regulations.selectors import parameter


@dataclass(frozen=True, slots=True)
class Limits:
    """How often codes may be tried and notices looked up; ``notice.*``."""

    wrong_codes: int
    rest: timedelta
    per_address: int


def limits(hall_id: UUID, on: date) -> Limits:
    """Return the values of ``on``."""

    def value(name: str) -> int:
        return int(parameter(hall_id, f"notice.{name}", on))

    return Limits(
        wrong_codes=value("wrong_codes"),
        rest=timedelta(minutes=value("code_rest")),
        per_address=value("per_address"),
    )


def letter_lasts(hall_id: UUID, on: date) -> timedelta:
    """Return how long a letter written on ``on`` is kept."""
    return timedelta(days=int(parameter(hall_id, "notice.letter_days", on)))
