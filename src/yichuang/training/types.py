"""The words of selection and certificates: what leaves the room, and what it asks of rooms above."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID


class Regime(StrEnum):
    """Where a hall's window staff come from; OPEN: it has not chosen, and nobody is asked (X-29)."""

    OPEN = "open"
    OWN = "own"
    POSTED = "posted"


class Source(StrEnum):
    """How somebody comes: sent by a unit, or recruited by the hall's own standard."""

    SENT = "sent"
    RECRUITED = "recruited"


class SelectionState(StrEnum):
    """Where a nomination stands (STF-04)."""

    NOMINATED = "nominated"
    UNDER_REVIEW = "under_review"
    PASSED = "passed"
    RETURNED = "returned"
    POSTED = "posted"
    WITHDRAWN = "withdrawn"


#: A nomination somebody still works on.
OPEN_STATES = (SelectionState.NOMINATED, SelectionState.UNDER_REVIEW, SelectionState.PASSED)


class Employment(StrEnum):
    """What somebody is in the unit that sends them (STF-01)."""

    PERMANENT = "permanent"
    CONTRACT = "contract"
    TEMPORARY = "temporary"


class AgePolicy(StrEnum):
    """What the age limit means: so many completed years, or up to that very birthday (X-22)."""

    COMPLETED_YEARS = "completed_years"
    BIRTHDAY = "birthday"


class AgeException(StrEnum):
    """Why somebody beyond the age limit may come after all (STF-02)."""

    MIDDLE_CADRE = "middle_cadre"
    INTERMEDIATE_TITLE = "intermediate_title"


class Point(StrEnum):
    """One thing the review looks at, in the order of the sheet."""

    EMPLOYMENT = "employment"
    AGE = "age"
    STANDARD = "standard"
    POLICY = "policy"
    COMPUTER = "computer"
    MANDARIN = "mandarin"
    POLITICS = "politics"
    CONDUCT = "conduct"
    HEALTH = "health"
    COMMUNICATION = "communication"
    CONFIDENTIALITY = "confidentiality"


#: Which control asks for a point.
ASKED_BY: dict[Point, str] = {
    Point.EMPLOYMENT: "STF-01",
    Point.AGE: "STF-02",
    Point.STANDARD: "STF-07",
    Point.POLICY: "STF-03",
    Point.COMPUTER: "STF-03",
    Point.MANDARIN: "STF-03",
    Point.POLITICS: "STF-06",
    Point.CONDUCT: "STF-06",
    Point.HEALTH: "STF-06",
    Point.COMMUNICATION: "STF-06",
    Point.CONFIDENTIALITY: "STF-06",
}
#: The points somebody looks at and notes; the others follow from what was handed in.
NOTED = frozenset({one for one, asks in ASKED_BY.items() if asks in ("STF-03", "STF-06")})


class Finding(StrEnum):
    """What the review says of a point."""

    MISSING = "missing"
    UNMET = "unmet"
    RELAXED = "relaxed"
    MET = "met"


class WithdrawalReason(StrEnum):
    """Why somebody is withdrawn, as a code that may stand in the journal."""

    ROTATION = "rotation"
    RECALLED = "recalled"
    UNSUITED = "unsuited"
    RETIRED = "retired"
    OTHER = "other"


class Unfit(StrEnum):
    """Why somebody may not be at a window on a day."""

    UNDER_REVIEW = "under_review"
    RETURNED = "returned"
    WITHDRAWN = "withdrawn"
    NOT_POSTED = "not_posted"
    NO_RECORD = "no_record"
    NO_CERTIFICATE = "no_certificate"


@dataclass(frozen=True, slots=True)
class Age:
    """Completed years on a day; ``birthday`` says that the last was completed on that very day."""

    years: int
    birthday: bool


@dataclass(frozen=True, slots=True)
class ExceptionCard:
    """A relaxed age limit: the category, by which paper, who approved it."""

    category: AgeException
    proof: str
    by: UUID
    at: datetime


@dataclass(frozen=True, slots=True)
class PointCard:
    """One line of the sheet: what was found, by which paper, who looked (None: it follows by itself)."""

    point: Point
    finding: Finding
    evidence: str = ""
    checked_by: UUID | None = None
    checked_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class NominationCard:
    """A nomination with its sheet.  ``name_id`` and the rest of a person lie in the vault.

    ``person_id`` is None before somebody new is posted; ``name_id`` is None for people taken over.
    ``replaces_id`` is the nomination that came back before this one, ``replaced_by`` the one after it.
    """

    id: UUID
    hall_id: UUID
    department_id: UUID | None
    person_id: UUID | None
    name_id: UUID | None
    source: Source | None
    state: SelectionState
    posting_on: date | None
    employment: Employment | None
    employment_proof: str
    standard: str
    age: Age | None
    exception: ExceptionCard | None
    has_health_note: bool
    points: tuple[PointCard, ...]
    return_points: tuple[Point, ...]
    return_note: str
    replaces_id: UUID | None
    replaced_by: UUID | None
    nominated_by: UUID
    nominated_at: datetime
    review_by: UUID | None
    decided_by: UUID | None
    decided_at: datetime | None
    withdrawn_at: datetime | None
    withdrawal: WithdrawalReason | None

    @property
    def taken_over(self) -> bool:
        """Say whether the person worked here before anybody was reviewed."""
        return self.source is None

    def those(self, finding: Finding) -> tuple[Point, ...]:
        """Return the points of which the review says so."""
        return tuple(one.point for one in self.points if one.finding is finding)


@dataclass(frozen=True, slots=True)
class CertificateCard:
    """A certificate for the window, from a day until a day (exclusive), after a test passed on a day."""

    id: UUID
    hall_id: UUID
    person_id: UUID
    number: str
    tested_on: date
    active_from: date
    active_until: date
    issued_by: UUID
    issued_at: datetime
    revoked_at: datetime | None

    def holds(self, on: date) -> bool:
        """Say whether it holds on a day."""
        return self.revoked_at is None and self.active_from <= on < self.active_until
