"""What leaves the room: cards of a case, its reviews, its visits, its result, its story."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from yichuang.cases.types.states import (
    AcceptMode,
    ApplicantKind,
    CaseState,
    Decision,
    HandoverWay,
    IdMethod,
    Outcome,
    VisitCause,
    VisitReason,
    WithdrawCause,
)


@dataclass(frozen=True, slots=True)
class CaseCard:
    """A case as it stands.  Names and numbers are ids of vault entries; its clocks are asked of deadlines.

    ``item_version_id`` is the version it is pinned to; ``window_id`` the window it came in by and goes out
    by (JOB-02); ``stage`` the place of the item's step it is at.  ``token`` opens the citizen's page.
    """

    id: UUID
    hall_id: UUID
    number: str
    token: str
    item_id: UUID
    item_version_id: UUID
    department_id: UUID | None
    window_id: UUID | None
    state: CaseState
    confidential: bool
    applicant_kind: ApplicantKind
    applicant_name: UUID
    applicant_id_number: UUID | None
    applicant_phone: UUID | None
    agent_name: UUID | None
    agent_id_number: UUID | None
    id_method: IdMethod | None
    answers: dict[str, bool]
    round: int
    submitted_by: UUID
    submitted_at: datetime
    came_at: datetime
    complete_at: datetime | None
    accepted_at: datetime | None
    accept_mode: AcceptMode | None
    accepted_by: UUID | None
    handler_id: UUID | None
    proposed_by: UUID | None
    decision: Decision | None
    decided_by: UUID | None
    decided_at: datetime | None
    closed_at: datetime | None
    archived_at: datetime | None
    withdrawn_cause: WithdrawCause | None
    overdue_reason: UUID | None
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class CheckCard:
    """How one material was found in one review."""

    position: int
    name: str
    present: bool
    form_ok: bool
    valid: bool
    genuine: bool
    content_ok: bool
    exempt_source: str
    deferred_until: date | None


@dataclass(frozen=True, slots=True)
class ReviewCard:
    """One look at every material: which round, who, what came of it."""

    id: UUID
    case_id: UUID
    round: int
    outcome: Outcome
    reviewed_by: UUID
    reviewed_at: datetime
    lines: tuple[CheckCard, ...]


@dataclass(frozen=True, slots=True)
class VisitCard:
    """One time the applicant came; ``number`` counts those that are not to collect.

    ``cause`` of one too many, once settled; ``evidence_id`` is a vault entry.
    """

    number: int
    reason: VisitReason
    ticket_id: UUID | None
    window_id: UUID | None
    at: datetime
    cause: VisitCause | None = None
    explained_by: UUID | None = None
    explained_at: datetime | None = None
    evidence_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class PromiseCard:
    """A material the applicant promised to bring by a day after acceptance (容缺)."""

    position: int
    name: str
    until: date
    kept_at: datetime | None


@dataclass(frozen=True, slots=True)
class ResultCard:
    """What was or will be handed over; ``number`` 1 is the first issue, later ones correct it (CAS-08)."""

    id: UUID
    case_id: UUID
    number: int
    code: str
    place: str
    hours: str
    from_day: date | None
    made_by: UUID
    made_at: datetime
    notified_at: datetime | None
    handed_over_at: datetime | None
    way: HandoverWay | None
    tracking: str


@dataclass(frozen=True, slots=True)
class Progress:
    """What a citizen may see of a case without proving more than its link: stage, days, nothing personal."""

    number: str
    item_name: str
    item_name_en: str
    state: CaseState
    stages: tuple[tuple[str, str], ...]
    due: date | None
    overdue: bool
    paused: bool
