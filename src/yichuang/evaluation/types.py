"""What leaves this room: levels, reasons and cards."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID


class Level(StrEnum):
    """How satisfied somebody was, best first; who has not rated has none."""

    VERY_SATISFIED = "very_satisfied"
    SATISFIED = "satisfied"
    FAIRLY_SATISFIED = "fairly_satisfied"
    DISSATISFIED = "dissatisfied"
    VERY_DISSATISFIED = "very_dissatisfied"


class Reason(StrEnum):
    """Why somebody was not satisfied; as many as fit."""

    ATTITUDE = "attitude"
    WAITED_LONG = "waited_long"
    SLOW = "slow"
    NOT_EXPLAINED = "not_explained"
    CAME_AGAIN = "came_again"
    NOT_SETTLED = "not_settled"
    SURROUNDINGS = "surroundings"


LOW = frozenset({Level.DISSATISFIED, Level.VERY_DISSATISFIED})


@dataclass(frozen=True, slots=True)
class InvitationCard:
    """One visit that may be rated, or was (``rated_at``); which level was given stays in this room.

    ``asked_at`` is when its clerk let the terminal ask once more, ``rated_at_terminal`` says that it was
    given at the window and not by the ticket's link.
    """

    id: UUID
    hall_id: UUID
    window_id: UUID
    person_id: UUID
    made_at: datetime
    asked_at: datetime | None
    expires_at: datetime
    rated_at: datetime | None
    rated_at_terminal: bool

    @property
    def shown_at(self) -> datetime:
        """Return when the terminal last began to ask."""
        return self.asked_at or self.made_at


@dataclass(frozen=True, slots=True)
class LevelCount:
    """How often a level was given, and its share of the ratings counted with it, in percent."""

    level: Level
    count: int
    share: float


@dataclass(frozen=True, slots=True)
class ReasonCount:
    """How often a reason was named."""

    reason: Reason
    count: int


@dataclass(frozen=True, slots=True)
class WindowRatings:
    """A window on one day: visits that were asked, and the levels, or None where too few rated to show."""

    window_id: UUID
    invited: int
    levels: tuple[LevelCount, ...] | None


@dataclass(frozen=True, slots=True)
class DayRatings:
    """A day of a hall by the day of the visit: how many were asked, how many rated, and how.

    ``least`` is how many ratings a group needs to be shown; ``reasons`` is None below it.
    """

    day: date
    least: int
    invited: int
    rated: int
    levels: tuple[LevelCount, ...]
    reasons: tuple[ReasonCount, ...] | None
    windows: tuple[WindowRatings, ...]


@dataclass(frozen=True, slots=True)
class OwnGroup:
    """Ratings of one clerk given from a day to a day (both inclusive), at least as many as a group needs."""

    first: date
    last: date
    rated: int
    levels: tuple[LevelCount, ...]


@dataclass(frozen=True, slots=True)
class OwnRatings:
    """What a clerk hears of the ratings of this year up to yesterday; ``held`` wait for a full group."""

    least: int
    groups: tuple[OwnGroup, ...]
    held: int
