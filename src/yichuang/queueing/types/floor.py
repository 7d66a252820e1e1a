"""What else a day in the hall knows: services of a visit, notes, disturbances, crowding, suspicions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class TransferReason(StrEnum):
    """Why a person is sent on to another line."""

    WRONG_LINE = "wrong_line"
    NEXT_STEP = "next_step"
    SPECIALIST = "specialist"
    EQUIPMENT = "equipment"
    RETURNED = "returned"


class DisturbanceKind(StrEnum):
    """What disturbed the order of the hall."""

    QUEUE_JUMPING = "queue_jumping"
    QUARREL = "quarrel"
    NOISE = "noise"
    ABUSE = "abuse"
    DAMAGE = "damage"
    TOUTING = "touting"


class DisturbanceAction(StrEnum):
    """What was done about a disturbance."""

    PERSUADED = "persuaded"
    SENT_BACK = "sent_back"
    SEPARATED = "separated"
    LED_OUT = "led_out"
    SECURITY_CALLED = "security_called"
    POLICE_CALLED = "police_called"


class LeftWhy(StrEnum):
    """Why a ticket stands in the list of the day's end."""

    NOT_CALLED = "not_called"
    DID_NOT_COME = "did_not_come"
    NOT_FINISHED = "not_finished"
    NOT_RESUMED = "not_resumed"
    NOT_CHECKED_IN = "not_checked_in"
    DEFERRED = "deferred"


@dataclass(frozen=True, slots=True)
class LineWaitingCard:
    """How many wait in one line for this window."""

    line_id: UUID
    prefix: str
    name: str
    name_en: str
    waiting: int


@dataclass(frozen=True, slots=True)
class VisitServiceCard:
    """One service of a visit: what was done, how many times, where and when."""

    item_id: UUID
    quantity: int
    window_id: UUID
    at: datetime


@dataclass(frozen=True, slots=True)
class ClerkNoteCard:
    """A clerk's note on a visit; what it says is in the vault until the day is over."""

    id: UUID
    person_id: UUID
    at: datetime


@dataclass(frozen=True, slots=True)
class DisturbanceCard:
    """An entry of the disturbance register; ``suggests_incident``: the second in its zone within the hour."""

    id: UUID
    zone_id: UUID
    kind: DisturbanceKind
    action: DisturbanceAction
    label: str
    person_id: UUID
    at: datetime
    suggests_incident: bool


@dataclass(frozen=True, slots=True)
class CrowdingCard:
    """A zone that is crowded: how many waited when it began, over which threshold, who was told."""

    zone_id: UUID
    waiting: int
    threshold: int
    told_to: UUID | None
    began_at: datetime


@dataclass(frozen=True, slots=True)
class SuspicionCard:
    """A ticket sent on again and again with no service noted (JOB-08); a question, no judgement."""

    label: str
    transfers: int
    window_number: int
    raised_at: datetime
