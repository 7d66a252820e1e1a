"""The words of telling an applicant of a result when nobody is reached."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from yichuang.notices.types import Channel


class Unreached(StrEnum):
    """Why an attempt to tell reached nobody."""

    NO_ANSWER = "no_answer"
    WRONG_NUMBER = "wrong_number"
    SENT_BACK = "sent_back"  # a letter came back, a message could not be delivered
    NO_CONTACT = "no_contact"  # nothing is known to reach the applicant by


@dataclass(frozen=True, slots=True)
class TellingCard:
    """One attempt that reached nobody; ``over_at`` None: somebody is to telephone, from ``again_at`` on."""

    case_id: UUID
    number: int
    channel: Channel
    why: Unreached
    tried_by: UUID
    tried_at: datetime
    again_at: datetime
    over_at: datetime | None


@dataclass(frozen=True, slots=True)
class CallTask:
    """An applicant to be telephoned about a result: the last attempt, and whether it is time again."""

    case_id: UUID
    case_number: str
    item_name: str
    confidential: bool
    department_id: UUID | None
    told: bool
    last: TellingCard
    due: bool
