"""Tickets taken by phone: what a line offers, what the holder is told, who may not for a while."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from uuid import UUID

from yichuang.queueing.types.queue import LineCard


class RemoteAsked(StrEnum):
    """What somebody asked for by phone and was refused."""

    TAKE = "take"
    CHECK_IN = "check_in"


class RemoteWhy(StrEnum):
    """Why no ticket of a line can be taken by phone now."""

    OFF = "off"
    HALL_CLOSED = "hall_closed"
    NOT_YET = "not_yet"
    TOO_LATE = "too_late"
    FULL = "full"


class LiftReason(StrEnum):
    """Why somebody may take tickets by phone again before the days are over."""

    ILLNESS = "illness"
    OUR_MISTAKE = "our_mistake"
    NOT_THE_HOLDER = "not_the_holder"


@dataclass(frozen=True, slots=True)
class RemoteRuleCard:
    """A line's rule for tickets by phone: how many a half-hour (0: none), and between which times of day."""

    line_id: UUID
    per_half_hour: int
    opens: time
    closes: time
    set_at: datetime


@dataclass(frozen=True, slots=True)
class RemoteOffer:
    """A line as the phone may choose it; ``why`` says why not now, ``left`` how many in this half-hour."""

    line: LineCard
    rule: RemoteRuleCard
    left: int
    why: RemoteWhy | None


@dataclass(frozen=True, slots=True)
class RemoteCard:
    """What who took a ticket by phone is told until checking in.

    ``turn_at`` is when the turn came and nobody was here (``None``: not yet), ``kept_until`` until when the
    place is kept then, ``ends_at`` when the ticket ends; ``hold`` and ``lapse`` are their minutes.  ``code``
    is empty for a browser that did not take the ticket.
    """

    code: str
    turn_at: datetime | None
    kept_until: datetime | None
    ends_at: datetime | None
    hold: int
    lapse: int


@dataclass(frozen=True, slots=True)
class BlockedCard:
    """Somebody who may take no ticket by phone until a day: the tickets they did not come for."""

    holder_id: UUID
    missed: tuple[tuple[str, date], ...]
    until: datetime
