"""Who looked at what, and what was asked to be taken out; looks are forgotten after a day."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from yichuang.kernel.ids import new_id


class Look(models.Model):
    """One look of a person at a matter that was not in their hands, or at a value in full."""

    id = models.UUIDField(primary_key=True, default=new_id)
    hall_id = models.UUIDField()
    person_id = models.UUIDField()
    matter_id = models.UUIDField(null=True)
    entry_id = models.UUIDField(unique=True)
    at = models.DateTimeField()

    class Meta:
        db_table = "cases_look"
        indexes = [
            models.Index(fields=["hall_id", "person_id", "at"], name="looks_of_a_person"),
            models.Index(fields=["at"], name="looks_to_forget"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} at {self.at}"


class Burst(models.Model):
    """Many looks within a short time without anything being done; supervision settles what it was."""

    id = models.UUIDField(primary_key=True, default=new_id)
    hall_id = models.UUIDField()
    person_id = models.UUIDField()
    views = models.PositiveIntegerField()
    since = models.DateTimeField()
    at = models.DateTimeField()
    settled_by = models.UUIDField(null=True)
    settled_at = models.DateTimeField(null=True)
    note = models.UUIDField(null=True)

    class Meta:
        db_table = "cases_burst"
        indexes = [models.Index(fields=["hall_id", "at"], name="bursts_as_they_came")]

    def __str__(self) -> str:
        return f"{self.views} looks of {self.person_id}"


class ExportTally(models.Model):
    """How many cases somebody took out on a day without anybody's approval; forgotten after a week."""

    id = models.UUIDField(primary_key=True, default=new_id)
    hall_id = models.UUIDField()
    person_id = models.UUIDField()
    day = models.DateField()
    rows = models.PositiveIntegerField(default=0)

    class Meta:
        db_table = "cases_export_tally"
        constraints = [
            models.UniqueConstraint(
                fields=["hall_id", "person_id", "day"], name="one_export_tally_of_a_person_a_day"
            )
        ]
        indexes = [models.Index(fields=["day"], name="export_tallies_to_forget")]

    def __str__(self) -> str:
        return f"{self.rows} cases on {self.day}"


class ExportRequest(models.Model):
    """An export that was asked for, with its purpose (a vault entry) and who approved it; taken once."""

    id = models.UUIDField(primary_key=True, default=new_id)
    hall_id = models.UUIDField()
    asked_by = models.UUIDField()
    asked_at = models.DateTimeField()
    purpose = models.UUIDField()
    wanted = models.JSONField(default=dict)
    rows = models.PositiveIntegerField()
    approved_by = models.UUIDField(null=True)
    approved_at = models.DateTimeField(null=True)
    taken_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "cases_export_request"
        constraints = [
            models.CheckConstraint(
                condition=Q(approved_by=None) | ~Q(approved_by=F("asked_by")),
                name="nobody_approves_their_own_export",
            )
        ]
        indexes = [models.Index(fields=["hall_id", "asked_at"], name="exports_as_they_were_asked")]

    def __str__(self) -> str:
        return f"{self.rows} cases for {self.asked_by}"
