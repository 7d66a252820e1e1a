"""The hall as the office sees it: a day in figures, its windows and lines, and who was left over."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from yichuang.posts.types import PauseReason
from yichuang.queueing.types.floor import LeftWhy
from yichuang.queueing.types.queue import LineCard, Outcome, TicketState, WindowState


@dataclass(frozen=True, slots=True)
class DayFigures:
    """A day in figures, counted from the tickets; waits are from taken (checked in) to called, in seconds."""

    day: date
    taken: int = 0
    waiting: int = 0
    called: int = 0
    serving: int = 0
    parked: int = 0
    finished: int = 0
    missed: int = 0
    cancelled: int = 0
    voided: int = 0
    expected: int = 0
    outcomes: dict[Outcome, int] = field(default_factory=dict)
    wait_p50: int | None = None
    wait_p90: int | None = None
    service_p50: int | None = None
    service_p90: int | None = None


@dataclass(frozen=True, slots=True)
class WaitsCard:
    """Waits and services of a line, or of one of its items, in one hour of the hall's day; in seconds.

    A wait counts in the hour in which the ticket was taken, a service in the hour in which it began.
    """

    line_id: UUID
    item_id: UUID | None
    hour: int
    waits: int
    wait_p50: int | None
    wait_p90: int | None
    services: int
    service_p50: int | None
    service_p90: int | None


@dataclass(frozen=True, slots=True)
class FloorWindowCard:
    """One window on the floor plan; ``since`` its ticket was called, or nobody is at it any more."""

    window_id: UUID
    number: int
    name: str
    name_en: str
    zone_code: str
    state: WindowState
    ticket_label: str | None
    since: datetime | None
    worker_number: str | None
    display_name: str | None
    served: int
    paused_at: datetime | None = None
    pause_reason: PauseReason | None = None


@dataclass(frozen=True, slots=True)
class FloorCard:
    """The whole hall at a glance, for the office (今日大厅)."""

    hall_id: UUID
    day: date
    at: datetime
    waiting: int
    longest_wait_seconds: int | None
    lines: tuple[LineCard, ...]
    windows: tuple[FloorWindowCard, ...]
    today: DayFigures


@dataclass(frozen=True, slots=True)
class LeftOverCard:
    """A ticket of a day that did not come to an end: where it stood then, and why."""

    ticket_id: UUID
    label: str
    line_name: str
    line_name_en: str
    window_number: int | None
    state: TicketState
    why: LeftWhy
    taken_at: datetime
