"""The reviews of a case and how every material was found; nothing of it is ever changed."""

from __future__ import annotations

from django.db import models

from yichuang.cases.models.case import Case
from yichuang.cases.types import Outcome
from yichuang.kernel.ids import new_id


class Review(models.Model):
    """One look at every material that applies (ACC-09)."""

    id = models.UUIDField(primary_key=True, default=new_id)
    hall_id = models.UUIDField()
    case = models.ForeignKey(Case, models.PROTECT, related_name="+", db_index=False)
    round = models.PositiveSmallIntegerField()
    outcome = models.CharField(max_length=12, choices=[(one.value, one.value) for one in Outcome])
    reviewed_by = models.UUIDField()
    reviewed_at = models.DateTimeField()

    class Meta:
        db_table = "cases_review"
        constraints = [
            models.UniqueConstraint(
                fields=["hall_id", "case", "round"], name="reviews_of_a_case_are_numbered"
            )
        ]

    def __str__(self) -> str:
        return f"review {self.round}: {self.outcome}"


class Check(models.Model):
    """How one material was found in one review."""

    id = models.UUIDField(primary_key=True, default=new_id)
    hall_id = models.UUIDField()
    review = models.ForeignKey(Review, models.PROTECT, related_name="+", db_index=False)
    position = models.PositiveSmallIntegerField()
    present = models.BooleanField()
    form_ok = models.BooleanField()
    valid = models.BooleanField()
    genuine = models.BooleanField()
    content_ok = models.BooleanField()
    exempt_source = models.CharField(max_length=60, blank=True)
    deferred_until = models.DateField(null=True)

    class Meta:
        db_table = "cases_check"
        constraints = [
            models.UniqueConstraint(
                fields=["hall_id", "review", "position"], name="a_material_is_found_once_in_a_review"
            )
        ]

    def __str__(self) -> str:
        return f"material {self.position}"


class Promise(models.Model):
    """A deferrable material that may follow by a day; ``kept_at`` is when it came (容缺)."""

    id = models.UUIDField(primary_key=True, default=new_id)
    hall_id = models.UUIDField()
    case = models.ForeignKey(Case, models.PROTECT, related_name="+", db_index=False)
    position = models.PositiveSmallIntegerField()
    until = models.DateField()
    kept_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "cases_promise"
        constraints = [
            models.UniqueConstraint(
                fields=["hall_id", "case", "position"], name="a_material_is_promised_once"
            )
        ]

    def __str__(self) -> str:
        return f"material {self.position} by {self.until}"
