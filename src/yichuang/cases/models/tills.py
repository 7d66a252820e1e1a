"""The cash of a window over a day, and what of it was handed in."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from yichuang.kernel.ids import new_id


class Till(models.Model):
    """The cash of one window from opening to closing; it closes only balanced or explained (FEE-04).

    ``pieces`` and ``closing_pieces`` are the notes and coins counted, by cents of the piece.  ``late_on`` is
    the last day it was told that money was not handed in by the cut-off, ``settled_at`` is when the till was
    closed and all of its money handed in.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    hall_id = models.UUIDField()
    window_id = models.UUIDField()
    day = models.DateField()
    number = models.PositiveSmallIntegerField()
    float_cents = models.PositiveBigIntegerField()
    minimum = models.PositiveBigIntegerField()
    pieces = models.JSONField(default=dict)
    opened_by = models.UUIDField()
    opened_at = models.DateTimeField()
    closed_by = models.UUIDField(null=True)
    closed_at = models.DateTimeField(null=True)
    cash_in = models.PositiveBigIntegerField(null=True)
    refunds = models.PositiveBigIntegerField(null=True)
    deposits = models.PositiveBigIntegerField(null=True)
    counted = models.PositiveBigIntegerField(null=True)
    closing_pieces = models.JSONField(default=dict)
    difference = models.BigIntegerField(null=True)
    explanation = models.UUIDField(null=True)
    late_on = models.DateField(null=True)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "cases_till"
        constraints = [
            models.UniqueConstraint(
                fields=["hall_id", "window_id"],
                condition=Q(closed_at__isnull=True),
                name="one_open_till_per_window",
            ),
            models.UniqueConstraint(
                fields=["hall_id", "window_id", "day", "number"], name="tills_of_a_day_are_numbered"
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True)
                | Q(
                    closed_by__isnull=False,
                    cash_in__isnull=False,
                    refunds__isnull=False,
                    deposits__isnull=False,
                    difference__isnull=False,
                    counted=F("float_cents") + F("cash_in") - F("refunds") - F("deposits") + F("difference"),
                ),
                name="a_closing_balances",
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True) | Q(difference=0) | Q(explanation__isnull=False),
                name="a_difference_is_explained",
            ),
        ]
        indexes = [
            models.Index(fields=["hall_id", "day"], name="tills_of_a_day"),
            models.Index(
                fields=["hall_id", "day"], condition=Q(settled_at__isnull=True), name="tills_to_settle"
            ),
        ]

    def __str__(self) -> str:
        return f"till {self.number} of {self.day}"


class Deposit(models.Model):
    """Cash of a till that was handed in.  Insert-only."""

    id = models.UUIDField(primary_key=True, default=new_id)
    hall_id = models.UUIDField()
    till = models.ForeignKey(Till, models.PROTECT, related_name="+", db_index=False)
    cents = models.PositiveBigIntegerField()
    reference = models.CharField(max_length=40)
    made_by = models.UUIDField()
    made_at = models.DateTimeField()

    class Meta:
        db_table = "cases_deposit"
        constraints = [
            models.CheckConstraint(condition=Q(cents__gt=0), name="a_deposit_is_some_money"),
            models.UniqueConstraint(fields=["hall_id", "reference"], name="a_slip_stands_for_one_deposit"),
        ]
        indexes = [models.Index(fields=["hall_id", "till"], name="deposits_of_a_till")]

    def __str__(self) -> str:
        return str(self.cents)
