"""Cases handed on from department to department, and those handled express."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from yichuang.cases.models.case import Case
from yichuang.cases.types import ReferralState
from yichuang.kernel.ids import new_id


class Referral(models.Model):
    """One hop of a case (转办); nothing of it is lost when it comes back.  Reasons are vault entries."""

    id = models.UUIDField(primary_key=True, default=new_id)
    hall_id = models.UUIDField()
    case = models.ForeignKey(Case, models.PROTECT, related_name="+", db_index=False)
    number = models.PositiveSmallIntegerField()
    from_department_id = models.UUIDField()
    to_department_id = models.UUIDField()
    state = models.CharField(max_length=10)
    binding = models.BooleanField(default=False)
    clock_id = models.UUIDField(null=True)
    reason_id = models.UUIDField()
    sent_by = models.UUIDField()
    sent_at = models.DateTimeField()
    answered_by = models.UUIDField(null=True)
    answered_at = models.DateTimeField(null=True)
    return_reason_id = models.UUIDField(null=True)

    class Meta:
        db_table = "cases_referral"
        constraints = [
            models.UniqueConstraint(fields=["hall_id", "case", "number"], name="hops_of_a_case_are_numbered"),
            models.UniqueConstraint(
                fields=["hall_id", "case"],
                condition=Q(state=ReferralState.SENT.value),
                name="a_case_is_on_one_way_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[one.value for one in ReferralState]),
                name="a_referral_stands_at_a_known_state",
            ),
            models.CheckConstraint(
                condition=~Q(state=ReferralState.RETURNED.value)
                | Q(return_reason_id__isnull=False, answered_by__isnull=False),
                name="what_is_returned_has_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[ReferralState.DISPUTED.value, ReferralState.SETTLED.value])
                | ~Q(from_department_id=F("to_department_id")),
                name="nobody_hands_on_to_themselves",
            ),
        ]
        indexes = [
            models.Index(fields=["hall_id", "to_department_id", "state"], name="referrals_to_a_section"),
            models.Index(fields=["hall_id", "from_department_id", "state"], name="referrals_from_a_section"),
            models.Index(fields=["hall_id", "state", "sent_at"], name="referrals_at_a_state"),
        ]

    def __str__(self) -> str:
        return f"hop {self.number}: {self.state}"


class Express(models.Model):
    """That a case is handled express (加急): asked for by one person, approved by another who may."""

    id = models.UUIDField(primary_key=True, default=new_id)
    hall_id = models.UUIDField()
    case = models.ForeignKey(Case, models.PROTECT, related_name="+", db_index=False)
    percent = models.PositiveSmallIntegerField()
    reason_id = models.UUIDField()
    approved_by = models.UUIDField()
    granted_by = models.UUIDField()
    granted_at = models.DateTimeField()

    class Meta:
        db_table = "cases_express"
        constraints = [
            models.UniqueConstraint(fields=["hall_id", "case"], name="a_case_is_made_express_once"),
            models.CheckConstraint(
                condition=~Q(approved_by=F("granted_by")), name="express_needs_a_second_person"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.percent} %"
