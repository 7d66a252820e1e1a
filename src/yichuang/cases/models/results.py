"""What is handed over: the first issue of a result, and every later one that corrects it."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from yichuang.cases.models.case import Case
from yichuang.cases.types import CorrectionState, HandoverWay
from yichuang.kernel.ids import new_id


class Result(models.Model):
    """An issue of a case's result; a correction is a further one, the earlier stays (CAS-08)."""

    id = models.UUIDField(primary_key=True, default=new_id)
    hall_id = models.UUIDField()
    case = models.ForeignKey(Case, models.PROTECT, related_name="+", db_index=False)
    number = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=40)
    place = models.CharField(max_length=80, blank=True)
    hours = models.CharField(max_length=80, blank=True)
    from_day = models.DateField(null=True)
    reason = models.UUIDField(null=True)
    made_by = models.UUIDField()
    approved_by = models.UUIDField(null=True)
    made_at = models.DateTimeField()
    notified_at = models.DateTimeField(null=True)
    handed_over_at = models.DateTimeField(null=True)
    handed_over_by = models.UUIDField(null=True)
    way = models.CharField(max_length=12, blank=True)
    tracking = models.CharField(max_length=40, blank=True)

    class Meta:
        db_table = "cases_result"
        constraints = [
            models.UniqueConstraint(
                fields=["hall_id", "case", "number"], name="results_of_a_case_are_numbered"
            ),
            models.UniqueConstraint(fields=["hall_id", "code"], name="a_result_has_a_code_of_its_own"),
            models.CheckConstraint(
                condition=Q(way__in=["", *(one.value for one in HandoverWay)]),
                name="a_result_goes_out_in_a_known_way",
            ),
            models.CheckConstraint(
                condition=Q(number=1) | Q(approved_by__isnull=False, reason__isnull=False),
                name="a_correction_has_a_reason_and_a_second_person",
            ),
        ]

    def __str__(self) -> str:
        return self.code


class Correction(models.Model):
    """That a result is to be issued anew: asked by one person, settled by another who may decide (CAS-08).

    ``reason`` and ``answer`` (why it was declined) are vault entries.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    hall_id = models.UUIDField()
    case = models.ForeignKey(Case, models.PROTECT, related_name="+", db_index=False)
    state = models.CharField(max_length=12)
    reason = models.UUIDField()
    asked_by = models.UUIDField()
    asked_at = models.DateTimeField()
    settled_by = models.UUIDField(null=True)
    settled_at = models.DateTimeField(null=True)
    answer = models.UUIDField(null=True)

    class Meta:
        db_table = "cases_correction"
        constraints = [
            models.UniqueConstraint(
                fields=["hall_id", "case"],
                condition=Q(state=CorrectionState.ASKED.value),
                name="one_correction_of_a_case_waits",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[one.value for one in CorrectionState]),
                name="a_correction_stands_at_a_known_state",
            ),
            models.CheckConstraint(
                condition=Q(settled_by__isnull=True) | ~Q(settled_by=F("asked_by")),
                name="a_correction_is_settled_by_a_second_person",
            ),
        ]
        indexes = [models.Index(fields=["hall_id", "case", "asked_at"], name="corrections_of_a_case")]

    def __str__(self) -> str:
        return self.state
