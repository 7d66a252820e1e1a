"""A case, the visits it took, and the running number of a hall's year."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from yichuang.cases.types import (
    AcceptMode,
    ApplicantKind,
    CaseState,
    Decision,
    IdMethod,
    VisitCause,
    VisitReason,
    WithdrawCause,
)
from yichuang.kernel.ids import new_id

_DECIDED = [
    CaseState.DECIDED,
    CaseState.READY,
    CaseState.NOTIFIED,
    CaseState.DELIVERED,
    CaseState.CLOSED,
    CaseState.ARCHIVED,
]
_BEFORE = [CaseState.SUBMITTED, CaseState.SUPPLEMENT, CaseState.NOT_ACCEPTED, CaseState.WITHDRAWN]


class Case(models.Model):
    """One application, pinned to the version of its item it was made under.

    Names and numbers are ids of vault entries.  ``applicant_index`` is the keyed hash of the applicant's
    number, ``phone_tail`` that of case number and last four digits, for the citizen's look-up.  ``token``
    opens the citizen's page and is unique over all halls, since who holds it does not name the hall.
    ``decided_cents`` is the amount a decision was about, where one was named (CHF-03).
    ``round`` counts the reviews, ``came_at`` is when papers last came in.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    hall_id = models.UUIDField()
    number = models.CharField(max_length=28)
    token = models.CharField(max_length=22)
    item_id = models.UUIDField()
    item_version_id = models.UUIDField()
    department_id = models.UUIDField(null=True)
    window_id = models.UUIDField(null=True)
    state = models.CharField(max_length=12, choices=[(one.value, one.value) for one in CaseState])
    confidential = models.BooleanField(default=False)
    applicant_kind = models.CharField(max_length=12)
    applicant_name = models.UUIDField()
    applicant_id_number = models.UUIDField(null=True)
    applicant_phone = models.UUIDField(null=True)
    applicant_index = models.CharField(max_length=64, blank=True)
    phone_tail = models.CharField(max_length=64, blank=True)
    agent_name = models.UUIDField(null=True)
    agent_id_number = models.UUIDField(null=True)
    id_method = models.CharField(max_length=16, blank=True)
    answers = models.JSONField(default=dict)
    round = models.PositiveSmallIntegerField(default=0)
    submitted_by = models.UUIDField()
    submitted_at = models.DateTimeField()
    came_at = models.DateTimeField()
    complete_at = models.DateTimeField(null=True)
    accepted_at = models.DateTimeField(null=True)
    accept_mode = models.CharField(max_length=12, blank=True)
    accepted_by = models.UUIDField(null=True)
    handler_id = models.UUIDField(null=True)
    proposed_by = models.UUIDField(null=True)
    decision = models.CharField(max_length=10, blank=True)
    decided_by = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)
    decided_cents = models.PositiveBigIntegerField(null=True)
    closed_at = models.DateTimeField(null=True)
    archived_at = models.DateTimeField(null=True)
    withdrawn_cause = models.CharField(max_length=20, blank=True)
    overdue_reason = models.UUIDField(null=True)
    changed_at = models.DateTimeField()

    class Meta:
        db_table = "cases_case"
        constraints = [
            models.UniqueConstraint(fields=["hall_id", "number"], name="one_case_per_number_of_a_hall"),
            models.UniqueConstraint(fields=["token"], name="one_case_per_token"),
            models.CheckConstraint(
                condition=Q(state__in=_BEFORE) | Q(accepted_at__isnull=False, accept_mode__gt=""),
                name="what_is_handled_was_accepted",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=_DECIDED)
                | Q(decided_at__isnull=False, decision__in=[one.value for one in Decision]),
                name="what_is_handed_over_was_decided",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[CaseState.CLOSED, CaseState.ARCHIVED]) | Q(closed_at__isnull=False),
                name="a_closed_case_says_when",
            ),
            models.CheckConstraint(
                condition=Q(applicant_kind__in=[one.value for one in ApplicantKind])
                & Q(accept_mode__in=["", *(one.value for one in AcceptMode)])
                & Q(id_method__in=["", *(one.value for one in IdMethod)])
                & Q(withdrawn_cause__in=["", *(one.value for one in WithdrawCause)]),
                name="a_case_speaks_in_known_codes",
            ),
        ]
        indexes = [
            models.Index(
                fields=["hall_id", "state", "department_id", "submitted_at"], name="cases_at_a_state"
            ),
            models.Index(fields=["hall_id", "submitted_at"], name="cases_by_day"),
            models.Index(
                fields=["hall_id", "applicant_index", "item_id"],
                condition=Q(applicant_index__gt=""),
                name="cases_of_an_applicant",
            ),
            models.Index(fields=["hall_id", "handler_id", "state"], name="cases_of_a_handler"),
        ]

    def __str__(self) -> str:
        return self.number


class Visit(models.Model):
    """One time the applicant came for a case; ``number`` counts those that are not to collect.

    ``cause``: whose doing it was that somebody had to come once too often; ``evidence`` is a vault entry.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    hall_id = models.UUIDField()
    case = models.ForeignKey(Case, models.PROTECT, related_name="+", db_index=False)
    number = models.PositiveSmallIntegerField()
    reason = models.CharField(max_length=12, choices=[(one.value, one.value) for one in VisitReason])
    ticket_id = models.UUIDField(null=True)
    window_id = models.UUIDField(null=True)
    cause = models.CharField(
        max_length=16, blank=True, choices=[(one.value, one.value) for one in VisitCause]
    )
    explained_by = models.UUIDField(null=True)
    explained_at = models.DateTimeField(null=True)
    evidence = models.UUIDField(null=True)
    at = models.DateTimeField()

    class Meta:
        db_table = "cases_visit"
        constraints = [
            models.UniqueConstraint(
                fields=["hall_id", "case", "ticket_id"],
                condition=Q(ticket_id__isnull=False),
                name="a_ticket_is_one_visit_of_a_case",
            ),
        ]
        indexes = [models.Index(fields=["hall_id", "case", "at"], name="visits_of_a_case")]

    def __str__(self) -> str:
        return f"{self.reason} {self.number}"


class MatterTally(models.Model):
    """How often somebody came for one item: a keyed hash and a count, forgotten after its time (TWO-01).

    The hash is of person and item together, so that it tells nothing of a person's other matters.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    hall_id = models.UUIDField()
    matter_key = models.CharField(max_length=64)
    visits = models.PositiveSmallIntegerField()
    last_at = models.DateTimeField()

    class Meta:
        db_table = "cases_matter_tally"
        constraints = [
            models.UniqueConstraint(fields=["hall_id", "matter_key"], name="one_tally_per_matter"),
        ]
        indexes = [models.Index(fields=["last_at"], name="tallies_to_forget")]

    def __str__(self) -> str:
        return f"{self.visits} visits"


class Counter(models.Model):
    """The last case number a hall has given in a year; locked until its case is committed, so gapless."""

    id = models.UUIDField(primary_key=True, default=new_id)
    hall_id = models.UUIDField()
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField()

    class Meta:
        db_table = "cases_counter"
        constraints = [models.UniqueConstraint(fields=["hall_id", "year"], name="one_case_counter_per_year")]

    def __str__(self) -> str:
        return f"{self.year}: {self.last}"
