"""What people of the hall have to know of cases, as the journal tells it; it can be told again from it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from yichuang.cases.models.case import Case
from yichuang.cases.types import AlertKind
from yichuang.kernel.ids import new_id


class Alert(models.Model):
    """One thing to know, made from one journal entry for one audience.

    ``over_at``: what it is about is done, so that nobody has to look any more.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    hall_id = models.UUIDField()
    kind = models.CharField(max_length=20)
    audience = models.CharField(max_length=12)
    case_id = models.UUIDField()
    purpose = models.CharField(max_length=40, blank=True)
    subject_id = models.UUIDField()
    department_id = models.UUIDField(null=True)
    person_id = models.UUIDField(null=True)
    due = models.DateField(null=True)
    told_at = models.DateTimeField()
    acknowledged_by = models.UUIDField(null=True)
    acknowledged_at = models.DateTimeField(null=True)
    over_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "cases_alert"
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=[one.value for one in AlertKind]), name="an_alert_is_of_a_known_kind"
            ),
        ]
        indexes = [
            models.Index(
                fields=["hall_id", "audience", "department_id", "told_at"],
                condition=Q(acknowledged_at__isnull=True, over_at__isnull=True),
                name="alerts_of_an_audience",
            ),
            models.Index(
                fields=["hall_id", "person_id", "told_at"],
                condition=Q(acknowledged_at__isnull=True, over_at__isnull=True),
                name="alerts_of_a_person",
            ),
            models.Index(fields=["hall_id", "subject_id"], name="alerts_about_a_thing"),
        ]

    def __str__(self) -> str:
        return self.kind


class Reminder(models.Model):
    """The n-th time a result lay uncollected too long: the hall is told, then the applicant (CAS-06)."""

    id = models.UUIDField(primary_key=True, default=new_id)
    hall_id = models.UUIDField()
    case = models.ForeignKey(Case, models.PROTECT, related_name="+", db_index=False)
    number = models.PositiveSmallIntegerField()
    told_at = models.DateTimeField()
    reminded_at = models.DateTimeField(null=True)
    reminded_by = models.UUIDField(null=True)
    channel = models.CharField(max_length=8, blank=True)

    class Meta:
        db_table = "cases_reminder"
        constraints = [
            models.UniqueConstraint(fields=["hall_id", "case", "number"], name="reminders_are_numbered"),
            models.CheckConstraint(
                condition=Q(reminded_at__isnull=True) | Q(reminded_by__isnull=False, channel__gt=""),
                name="a_reminder_says_how",
            ),
        ]

    def __str__(self) -> str:
        return f"reminder {self.number}"
