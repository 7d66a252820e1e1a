"""What somebody of the hall has to know of a case: told once, seen until it is acknowledged or over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from yichuang.cases.types.states import CaseState
from yichuang.deadlines.types import Audience
from yichuang.notices.types import Channel


class AlertKind(StrEnum):
    """What is told."""

    NEAR = "near"
    PASSED = "passed"
    JOINT_ASKED = "joint_asked"
    JOINT_OPINION = "joint_opinion"
    JOINT_SILENCE = "joint_silence"
    JOINT_DIFFERS = "joint_differs"
    MATERIAL_DEMANDED = "material_demanded"
    QUERY = "query"
    QUERY_ESCALATED = "query_escalated"
    QUERY_ANSWERED = "query_answered"
    REFERRED = "referred"
    REFERRAL_RETURNED = "referral_returned"
    REFERRAL_DISPUTED = "referral_disputed"
    URGED = "urged"
    EXPRESS = "express"
    VISITS = "visits"
    UNCOLLECTED = "uncollected"
    LEFT_OPEN = "left_open"
    CALL = "call"
    PAUSE_ASKED = "pause_asked"
    PAUSE_APPROVED = "pause_approved"
    PAUSE_DECLINED = "pause_declined"
    CORRECTION_ASKED = "correction_asked"
    CORRECTION_DECLINED = "correction_declined"
    REISSUED = "reissued"


@dataclass(frozen=True, slots=True)
class AlertCard:
    """One thing to know; ``subject_id`` is the clock, seat, query or referral it is about.

    ``person_id`` is whose it is; None: the audience's of ``department_id``, or of the hall.
    """

    id: UUID
    kind: AlertKind
    audience: Audience
    case_id: UUID
    case_number: str
    confidential: bool
    item_name: str
    purpose: str
    subject_id: UUID
    department_id: UUID | None
    person_id: UUID | None
    told_at: datetime
    due: date | None
    acknowledged_by: UUID | None
    acknowledged_at: datetime | None


@dataclass(frozen=True, slots=True)
class StaleCard:
    """A case that lies still beyond the limit of its step, while no lawful pause holds it (CAS-02)."""

    case_id: UUID
    case_number: str
    item_name: str
    confidential: bool
    state: CaseState
    department_id: UUID | None
    owner_id: UUID | None
    since: datetime
    due: date | None
    due_at: datetime


@dataclass(frozen=True, slots=True)
class UncollectedCard:
    """A result that lies uncollected; ``number`` says for the how many-th time somebody is to be reminded."""

    case_id: UUID
    case_number: str
    item_name: str
    confidential: bool
    number: int
    told_at: datetime


@dataclass(frozen=True, slots=True)
class ReminderCard:
    """One time the applicant had to be reminded of a result; ``reminded_at`` None until it was done."""

    number: int
    told_at: datetime
    reminded_at: datetime | None
    reminded_by: UUID | None
    channel: Channel | None
