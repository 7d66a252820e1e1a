"""What has happened in selecting people and certifying them."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from yichuang.kernel.journal.events import Event, event


@event("training.candidate_nominated")
class CandidateNominated(Event):
    """A unit nominated somebody for the windows, or the hall somebody it would recruit."""

    department_id: UUID | None
    source: str
    posting_on: date
    employment: str
    name_entry_id: UUID
    identity_entry_id: UUID
    replaces_id: UUID | None


@event("training.review_taken_up")
class ReviewTakenUp(Event):
    """The hall took a nomination up for its qualification review."""


@event("training.point_noted")
class PointNoted(Event):
    """A condition of the review was looked at; whether it is met stands in the file."""

    point: str
    note_entry_id: UUID | None


@event("training.age_relaxed")
class AgeRelaxed(Event):
    """Somebody beyond the age limit was let through by a category of the rules, a paper and an approver."""

    category: str


@event("training.candidate_passed")
class CandidatePassed(Event):
    """A candidate passed the qualification review; ``relaxed`` says that the age limit was."""

    relaxed: bool


@event("training.candidate_returned")
class CandidateReturned(Event):
    """A candidate came back to who sent them; it names the rules that were not met."""

    rules: tuple[str, ...]


@event("training.person_posted")
class PersonPosted(Event):
    """A candidate who passed was posted to the hall, from a day on."""

    person_id: UUID
    on: date
    source: str


@event("training.person_withdrawn")
class PersonWithdrawn(Event):
    """Somebody was withdrawn from the windows with nothing left in hand, or a nomination was taken back."""

    person_id: UUID | None
    reason: str
    was_posted: bool


@event("training.certificate_issued")
class CertificateIssued(Event):
    """Somebody got a certificate for the window after a passed test."""

    person_id: UUID
    tested_on: date
    active_from: date
    active_until: date


@event("training.certificate_revoked")
class CertificateRevoked(Event):
    """A certificate was taken away before its end."""

    person_id: UUID


@event("training.certificate_near_end")
class CertificateNearEnd(Event):
    """A certificate nears its end and no other follows; the person’s head was told."""

    person_id: UUID
    active_until: date
    told: tuple[UUID, ...]


@event("training.qualification_lapsed")
class QualificationLapsed(Event):
    """A certificate has ended and no other follows: the person signs on at no window that asks for one."""

    person_id: UUID
    active_until: date
    told: tuple[UUID, ...]
