"""The tables of nominations, what was looked at in their review, and certificates."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from yichuang.kernel.ids import new_id
from yichuang.training.types import NOTED, AgeException, Employment, SelectionState, Source, WithdrawalReason


class Nomination(models.Model):
    """Somebody a unit would send, or the hall would recruit, with what came of it.

    The name, the identity number and the health note lie in the vault; of the birth date only the age on
    the day of posting is kept.  Who was taken over has none of them, and no source.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    hall = models.ForeignKey("organization.Hall", models.PROTECT, related_name="+", db_index=False)
    department = models.ForeignKey(
        "organization.Department", models.PROTECT, related_name="+", null=True, db_index=False
    )
    person = models.ForeignKey(
        "organization.Person", models.PROTECT, related_name="+", null=True, db_index=False
    )
    source = models.CharField(max_length=10, blank=True)
    state = models.CharField(max_length=12)
    name_entry_id = models.UUIDField(null=True)
    identity_entry_id = models.UUIDField(null=True)
    health_note_id = models.UUIDField(null=True)
    posting_on = models.DateField(null=True)
    employment = models.CharField(max_length=10, blank=True)
    employment_proof = models.CharField(max_length=80, blank=True)
    standard = models.CharField(max_length=120, blank=True)
    age = models.PositiveSmallIntegerField(null=True)
    on_birthday = models.BooleanField(default=False)
    exception = models.CharField(max_length=20, blank=True)
    exception_proof = models.CharField(max_length=80, blank=True)
    exception_by = models.UUIDField(null=True)
    exception_at = models.DateTimeField(null=True)
    return_points = models.JSONField(default=list)
    return_note = models.CharField(max_length=200, blank=True)
    replaces_id = models.UUIDField(null=True)
    nominated_by = models.UUIDField()
    nominated_at = models.DateTimeField()
    review_by = models.UUIDField(null=True)
    decided_by = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawal = models.CharField(max_length=10, blank=True)

    class Meta:
        db_table = "training_nomination"
        indexes = [models.Index(fields=["hall", "person"], name="nominations_of_a_person")]
        constraints = [
            models.UniqueConstraint(
                fields=["hall", "replaces_id"],
                condition=Q(replaces_id__isnull=False),
                name="a_nomination_is_replaced_once",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[str(one) for one in SelectionState]),
                name="a_nomination_is_in_a_known_state",
            ),
            models.CheckConstraint(
                condition=Q(source="")
                | Q(source__in=[str(one) for one in Source], name_entry_id__isnull=False),
                name="a_candidate_has_a_source_and_a_name",
            ),
            models.CheckConstraint(
                condition=Q(employment="") | Q(employment__in=[str(one) for one in Employment]),
                name="employment_is_of_a_known_kind",
            ),
            models.CheckConstraint(
                condition=Q(exception="", exception_by__isnull=True)
                | Q(exception__in=[str(one) for one in AgeException], exception_by__isnull=False)
                & ~Q(exception_proof=""),
                name="an_exception_has_a_paper_and_an_approver",
            ),
            models.CheckConstraint(
                condition=Q(exception_by__isnull=True)
                | Q(decided_by__isnull=True)
                | ~Q(exception_by=models.F("decided_by")),
                name="two_people_let_an_exception_pass",
            ),
            models.CheckConstraint(
                condition=~Q(state=SelectionState.POSTED) | Q(person__isnull=False, posting_on__isnull=False),
                name="who_is_posted_is_of_the_hall",
            ),
            models.CheckConstraint(
                condition=Q(withdrawal="") | Q(withdrawal__in=[str(one) for one in WithdrawalReason]),
                name="a_withdrawal_has_a_known_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.state} {self.nominated_at}"


class NotedPoint(models.Model):
    """One condition somebody looked at: met or not, by which paper."""

    id = models.UUIDField(primary_key=True, default=new_id)
    hall = models.ForeignKey("organization.Hall", models.PROTECT, related_name="+", db_index=False)
    nomination = models.ForeignKey(Nomination, models.PROTECT, related_name="+", db_index=False)
    point = models.CharField(max_length=16)
    met = models.BooleanField()
    evidence = models.CharField(max_length=120, blank=True)
    checked_by = models.UUIDField()
    checked_at = models.DateTimeField()

    class Meta:
        db_table = "training_noted_point"
        constraints = [
            models.UniqueConstraint(
                fields=["hall", "nomination", "point"], name="a_point_is_noted_once_per_review"
            ),
            models.CheckConstraint(
                condition=Q(point__in=sorted(str(one) for one in NOTED)), name="a_noted_point_is_known"
            ),
        ]

    def __str__(self) -> str:
        return self.point


class Certificate(models.Model):
    """A certificate for the window, from a day until a day (exclusive), after a passed test."""

    id = models.UUIDField(primary_key=True, default=new_id)
    hall = models.ForeignKey("organization.Hall", models.PROTECT, related_name="+", db_index=False)
    person = models.ForeignKey("organization.Person", models.PROTECT, related_name="+", db_index=False)
    number = models.CharField(max_length=40)
    tested_on = models.DateField()
    active_from = models.DateField()
    active_until = models.DateField()
    issued_by = models.UUIDField()
    issued_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    near_told_at = models.DateTimeField(null=True)
    lapse_told_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "training_certificate"
        indexes = [models.Index(fields=["hall", "person", "active_until"], name="certificates_of_a_person")]
        constraints = [
            models.UniqueConstraint(fields=["hall", "number"], name="a_certificate_has_its_own_number"),
            models.CheckConstraint(
                condition=Q(active_from__lt=models.F("active_until")),
                name="a_certificate_holds_a_day_at_least",
            ),
            models.CheckConstraint(
                condition=Q(tested_on__lte=models.F("active_from")),
                name="a_test_comes_before_its_certificate",
            ),
        ]

    def __str__(self) -> str:
        return self.number
