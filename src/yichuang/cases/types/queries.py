"""A question asked above (请示), and who was urged (催办)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from yichuang.notices.types import Channel


class QueryState(StrEnum):
    """Where a question stands; the arrows between are in ``rules.queries``."""

    RAISED = "raised"
    ANSWERED = "answered"
    INFORMED = "informed"  # the applicant knows the answer
    CLOSED = "closed"
    DROPPED = "dropped"  # the case ended before it was answered


class Level(StrEnum):
    """Whom a question is put to; without an answer in time it goes to the next."""

    SECTION = "section"
    OFFICE = "office"
    HEAD = "head"
    ABOVE = "above"  # a higher body outside the hall, which answers by a document


@dataclass(frozen=True, slots=True)
class QueryCard:
    """A question asked above; ``due`` is that of the answer, then that of telling the applicant."""

    id: UUID
    hall_id: UUID
    case_id: UUID
    case_number: str
    department_id: UUID | None
    state: QueryState
    level: Level
    asked_level: Level
    raised_by: UUID
    raised_at: datetime
    question_id: UUID
    answer_id: UUID | None
    document: str
    answered_by: UUID | None
    answered_at: datetime | None
    informed_by: UUID | None
    informed_at: datetime | None
    channel: Channel | None
    closed_at: datetime | None
    due: date | None
    due_at: datetime | None
    overdue: bool


class UrgeSource(StrEnum):
    """Who urges."""

    SYSTEM = "system"
    HEAD = "head"
    CITIZEN = "citizen"


class UrgeAbout(StrEnum):
    """What is urged: the case itself, an opinion, an answer, a referral."""

    CASE = "case"
    OPINION = "opinion"
    QUERY = "query"
    REFERRAL = "referral"


@dataclass(frozen=True, slots=True)
class UrgeCard:
    """One time somebody was urged; ``number`` counts those of one case."""

    id: UUID
    case_id: UUID
    number: int
    source: UrgeSource
    about: UrgeAbout
    subject_id: UUID
    urged_by: UUID
    urged_at: datetime
    person_id: UUID | None
    department_id: UUID | None
