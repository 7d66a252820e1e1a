"""The queue as everybody sees it: states, outcomes, tickets, lines and the board."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from yichuang.queueing.types.order import PriorityClass


class TicketState(StrEnum):
    """Where a ticket stands; the arrows between them are ``rules.states.ARROWS``."""

    EXPECTED = "expected"
    WAITING = "waiting"
    CALLED = "called"
    SERVING = "serving"
    PARKED = "parked"
    FINISHED = "finished"
    MISSED = "missed"
    CANCELLED = "cancelled"
    VOIDED = "voided"


class Outcome(StrEnum):
    """What a visit ended with; a case and a notice are named by their reference number."""

    CASE = "case"
    NOTICE = "notice"
    REFERRAL = "referral"
    INFORMATION = "information"


class WindowState(StrEnum):
    """What a window looks like from the hall."""

    CLOSED = "closed"
    IDLE = "idle"
    CALLING = "calling"
    SERVING = "serving"


@dataclass(frozen=True, slots=True)
class TicketCard:
    """One ticket as anybody may see it: no person is in it.

    ``ahead`` is how many stand before it in its line (``None`` once it no longer waits); ``called_at`` is the
    first call, ``last_called_at`` the latest, ``call_count`` all of them.  ``est_low`` and ``est_high`` are
    minutes until the call, only filled by ``selectors.ticket_by_token`` (``None``: nobody can say).
    ``let_first`` is how many others the citizen once let go first, ``home_window_number`` where it goes back,
    ``remote``: it was taken by phone.
    """

    id: UUID
    hall_id: UUID
    label: str
    line_id: UUID
    line_name: str
    line_name_en: str
    item_id: UUID | None
    state: TicketState
    business_day: date
    number: int
    token: str
    ahead: int | None
    window_id: UUID | None
    window_number: int | None
    taken_at: datetime
    called_at: datetime | None
    last_called_at: datetime | None
    began_at: datetime | None
    finished_at: datetime | None
    call_count: int
    outcome: Outcome | None
    outcome_ref: str
    priority: PriorityClass
    est_low: int | None = None
    est_high: int | None = None
    let_first: int = 0
    on_paper: bool = False
    home_window_number: int | None = None
    remote: bool = False


@dataclass(frozen=True, slots=True)
class LineCard:
    """A line as the kiosk and the board show it; ``est_*`` are minutes for who joins now, or ``None``.

    ``next_label`` is the ticket at its head, empty when nobody waits.
    """

    id: UUID
    prefix: str
    name: str
    name_en: str
    hint: str
    hint_en: str
    waiting: int
    est_low: int | None
    est_high: int | None
    windows_on_duty: int
    item_ids: tuple[UUID, ...] = ()
    next_label: str = ""


@dataclass(frozen=True, slots=True)
class BoardCallCard:
    """One call on the board: a ticket and where it is asked to go."""

    ticket_id: UUID
    label: str
    window_id: UUID
    window_number: int
    window_name: str
    window_name_en: str
    zone_code: str
    state: TicketState
    called_at: datetime
    call_count: int


@dataclass(frozen=True, slots=True)
class BoardCard:
    """The lobby board of a hall or of one zone: open calls, latest first, and the lines that wait."""

    hall_id: UUID
    zone_code: str | None
    day: date
    at: datetime
    calls: tuple[BoardCallCard, ...]
    lines: tuple[LineCard, ...]
    waiting: int
