"""What a day would have been like under another calling rule."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from yichuang.queueing.types.order import PriorityClass


@dataclass(frozen=True, slots=True)
class ReplayWaits:
    """Waits of a class in seconds: how many, the median, nine of ten, the longest; before and after."""

    priority: PriorityClass
    calls: int
    p50: tuple[int, int]
    p90: tuple[int, int]
    longest: tuple[int, int]


@dataclass(frozen=True, slots=True)
class ReplayChange:
    """A ticket that would have been called earlier (fewer seconds) or later (more)."""

    label: str
    priority: PriorityClass
    waited: int
    would_wait: int


@dataclass(frozen=True, slots=True)
class ReplayCard:
    """A day played under another rule, set against the same day played under its own.

    ``agrees`` says how many of the day's ``calls`` its own rule plays within a minute of when they were.
    """

    day: date
    calls: int
    agrees: int
    earlier: tuple[ReplayChange, ...]
    later: tuple[ReplayChange, ...]
    waits: tuple[ReplayWaits, ...]
