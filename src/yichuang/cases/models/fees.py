"""What is charged and paid for cases: values, consents, lists, payments; none of it is ever changed."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from yichuang.cases.models.case import Case
from yichuang.cases.models.tills import Till
from yichuang.cases.types.fees import PayWay, RefundState, RemissionGround, RemissionState, ShownBy
from yichuang.kernel.ids import new_id


class FeeValue(models.Model):
    """The value a graded fee of a case goes by, in cents; the last one written counts.  Insert-only."""

    id = models.UUIDField(primary_key=True, default=new_id)
    hall_id = models.UUIDField()
    case = models.ForeignKey(Case, models.PROTECT, related_name="+", db_index=False)
    cents = models.PositiveBigIntegerField()
    stated_by = models.UUIDField()
    stated_at = models.DateTimeField()

    class Meta:
        db_table = "cases_fee_value"
        indexes = [models.Index(fields=["hall_id", "case"], name="fee_values_of_a_case")]

    def __str__(self) -> str:
        return str(self.cents)


class Consent(models.Model):
    """That somebody agreed to an optional fee, or took that back; the last counts.  Insert-only."""

    id = models.UUIDField(primary_key=True, default=new_id)
    hall_id = models.UUIDField()
    case = models.ForeignKey(Case, models.PROTECT, related_name="+", db_index=False)
    code = models.CharField(max_length=16)
    cents = models.PositiveBigIntegerField(null=True)
    given = models.BooleanField()
    recorded_by = models.UUIDField()
    recorded_at = models.DateTimeField()

    class Meta:
        db_table = "cases_fee_consent"
        indexes = [models.Index(fields=["hall_id", "case"], name="consents_of_a_case")]

    def __str__(self) -> str:
        return f"{self.code} {'yes' if self.given else 'no'}"


class Bill(models.Model):
    """An itemised list of what is to pay for a case; the last of a case counts.  Insert-only."""

    id = models.UUIDField(primary_key=True, default=new_id)
    hall_id = models.UUIDField()
    case = models.ForeignKey(Case, models.PROTECT, related_name="+", db_index=False)
    number = models.PositiveSmallIntegerField()
    token = models.CharField(max_length=22)
    total = models.PositiveBigIntegerField()
    drawn_by = models.UUIDField()
    drawn_at = models.DateTimeField()

    class Meta:
        db_table = "cases_bill"
        constraints = [
            models.UniqueConstraint(
                fields=["hall_id", "case", "number"], name="lists_of_a_case_are_numbered"
            ),
            models.UniqueConstraint(fields=["token"], name="one_list_per_token"),
        ]

    def __str__(self) -> str:
        return f"list {self.number}"


class BillLine(models.Model):
    """One line of a list, as the tariff had it.  Insert-only."""

    id = models.UUIDField(primary_key=True, default=new_id)
    hall_id = models.UUIDField()
    bill = models.ForeignKey(Bill, models.PROTECT, related_name="+", db_index=False)
    position = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=16)
    name = models.CharField(max_length=120)
    basis = models.CharField(max_length=200)
    optional = models.BooleanField()
    cents = models.PositiveBigIntegerField()
    remitted = models.PositiveBigIntegerField(default=0, db_default=0)

    class Meta:
        db_table = "cases_bill_line"
        constraints = [
            models.UniqueConstraint(fields=["hall_id", "bill", "code"], name="a_line_stands_once_on_a_list"),
            models.CheckConstraint(
                condition=~Q(basis="") & (Q(cents__gt=0) | Q(remitted__gt=0)),
                name="a_line_has_basis_and_price",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.cents}"


class BillShowing(models.Model):
    """That the payer got a list, and how.  Insert-only."""

    id = models.UUIDField(primary_key=True, default=new_id)
    hall_id = models.UUIDField()
    bill = models.ForeignKey(Bill, models.PROTECT, related_name="+", db_index=False)
    way = models.CharField(max_length=8)
    shown_by = models.UUIDField()
    shown_at = models.DateTimeField()

    class Meta:
        db_table = "cases_bill_showing"
        constraints = [
            models.CheckConstraint(
                condition=Q(way__in=[one.value for one in ShownBy]), name="a_list_is_shown_in_a_known_way"
            )
        ]
        indexes = [models.Index(fields=["hall_id", "bill"], name="showings_of_a_list")]

    def __str__(self) -> str:
        return self.way


class Payment(models.Model):
    """Money taken on a list, once.  Insert-only; what goes back is a refund."""

    id = models.UUIDField(primary_key=True, default=new_id)
    hall_id = models.UUIDField()
    case = models.ForeignKey(Case, models.PROTECT, related_name="+", db_index=False)
    bill = models.ForeignKey(Bill, models.PROTECT, related_name="+", db_index=False)
    number = models.CharField(max_length=28)
    way = models.CharField(max_length=12)
    due = models.PositiveBigIntegerField()
    received = models.PositiveBigIntegerField()
    change = models.PositiveBigIntegerField()
    reference = models.CharField(max_length=64, null=True)
    window_id = models.UUIDField()
    till = models.ForeignKey(Till, models.PROTECT, related_name="+", db_index=False, null=True)
    taken_by = models.UUIDField()
    taken_at = models.DateTimeField()

    class Meta:
        db_table = "cases_payment"
        constraints = [
            models.UniqueConstraint(fields=["hall_id", "bill"], name="a_list_is_paid_once"),
            models.UniqueConstraint(fields=["hall_id", "number"], name="one_payment_per_receipt_number"),
            models.UniqueConstraint(fields=["hall_id", "reference"], name="a_reference_pays_once"),
            models.CheckConstraint(
                condition=Q(received__gte=F("due")) & Q(change=F("received") - F("due")),
                name="change_is_received_less_due",
            ),
            models.CheckConstraint(
                condition=Q(way=PayWay.CASH, till__isnull=False, reference__isnull=True)
                | Q(way=PayWay.ELECTRONIC, till__isnull=True, change=0, reference__isnull=False),
                name="cash_lies_in_a_till_and_all_else_has_a_reference",
            ),
        ]
        indexes = [
            models.Index(fields=["hall_id", "case"], name="payments_of_a_case"),
            models.Index(fields=["hall_id", "taken_at"], name="payments_by_day"),
            models.Index(fields=["hall_id", "till"], name="payments_of_a_till"),
        ]

    def __str__(self) -> str:
        return self.number


class ReceiptCounter(models.Model):
    """The last receipt number a hall has given in a year; locked until its payment is committed."""

    id = models.UUIDField(primary_key=True, default=new_id)
    hall_id = models.UUIDField()
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField()

    class Meta:
        db_table = "cases_receipt_counter"
        constraints = [
            models.UniqueConstraint(fields=["hall_id", "year"], name="one_receipt_counter_per_year")
        ]

    def __str__(self) -> str:
        return f"{self.year}: {self.last}"


class Refund(models.Model):
    """Lines of a payment that are to go back: asked by one, let through by another, paid out."""

    id = models.UUIDField(primary_key=True, default=new_id)
    hall_id = models.UUIDField()
    payment = models.ForeignKey(Payment, models.PROTECT, related_name="+", db_index=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="+", db_index=False)
    state = models.CharField(max_length=10)
    codes = models.JSONField()
    cents = models.PositiveBigIntegerField()
    reason = models.UUIDField()
    asked_by = models.UUIDField()
    asked_at = models.DateTimeField()
    settled_by = models.UUIDField(null=True)
    settled_at = models.DateTimeField(null=True)
    delegation_id = models.UUIDField(null=True)
    remission_id = models.UUIDField(null=True)

    class Meta:
        db_table = "cases_refund"
        constraints = [
            models.UniqueConstraint(
                fields=["hall_id", "payment"],
                condition=Q(state__in=[RefundState.ASKED, RefundState.APPROVED]),
                name="one_open_refund_per_payment",
            ),
            models.CheckConstraint(
                condition=Q(state=RefundState.ASKED)
                | Q(settled_by__isnull=False, settled_at__isnull=False) & ~Q(settled_by=F("asked_by")),
                name="a_refund_is_settled_by_a_second_person",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[one.value for one in RefundState]) & Q(cents__gt=0),
                name="a_refund_speaks_in_known_codes",
            ),
        ]
        indexes = [
            models.Index(fields=["hall_id", "state", "asked_at"], name="refunds_to_settle"),
            models.Index(fields=["hall_id", "case"], name="refunds_of_a_case"),
        ]

    def __str__(self) -> str:
        return f"{self.cents} {self.state}"


class Payout(models.Model):
    """Money that went back for a refund.  Insert-only."""

    id = models.UUIDField(primary_key=True, default=new_id)
    hall_id = models.UUIDField()
    refund = models.ForeignKey(Refund, models.PROTECT, related_name="+", db_index=False)
    payment = models.ForeignKey(Payment, models.PROTECT, related_name="+", db_index=False)
    way = models.CharField(max_length=12)
    cents = models.PositiveBigIntegerField()
    reference = models.CharField(max_length=64, null=True)
    window_id = models.UUIDField()
    till = models.ForeignKey(Till, models.PROTECT, related_name="+", db_index=False, null=True)
    paid_by = models.UUIDField()
    paid_at = models.DateTimeField()

    class Meta:
        db_table = "cases_payout"
        constraints = [
            models.UniqueConstraint(fields=["hall_id", "refund"], name="a_refund_is_paid_out_once"),
            models.CheckConstraint(
                condition=Q(way=PayWay.CASH, till__isnull=False, reference__isnull=True)
                | Q(way=PayWay.ELECTRONIC, till__isnull=True, reference__isnull=False),
                name="cash_goes_back_from_a_till",
            ),
        ]
        indexes = [
            models.Index(fields=["hall_id", "till"], name="payouts_of_a_till"),
            models.Index(fields=["hall_id", "paid_at"], name="payouts_by_day"),
        ]

    def __str__(self) -> str:
        return f"{self.cents} back"


class PayoutLine(models.Model):
    """What went back of one line of a payment, in one payout.  Insert-only."""

    id = models.UUIDField(primary_key=True, default=new_id)
    hall_id = models.UUIDField()
    payout = models.ForeignKey(Payout, models.PROTECT, related_name="+", db_index=False)
    payment = models.ForeignKey(Payment, models.PROTECT, related_name="+", db_index=False)
    code = models.CharField(max_length=16)
    cents = models.PositiveBigIntegerField()

    class Meta:
        db_table = "cases_payout_line"
        constraints = [
            models.UniqueConstraint(fields=["hall_id", "payout", "code"], name="a_payout_names_a_line_once")
        ]
        indexes = [models.Index(fields=["hall_id", "payment"], name="lines_gone_back")]

    def __str__(self) -> str:
        return self.code


class Remission(models.Model):
    """So many percent of one line of a case remitted: asked by one, granted by another (减免)."""

    id = models.UUIDField(primary_key=True, default=new_id)
    hall_id = models.UUIDField()
    case = models.ForeignKey(Case, models.PROTECT, related_name="+", db_index=False)
    code = models.CharField(max_length=16)
    percent = models.PositiveSmallIntegerField()
    ground = models.CharField(max_length=16)
    evidence = models.UUIDField()
    state = models.CharField(max_length=10)
    asked_by = models.UUIDField()
    asked_at = models.DateTimeField()
    settled_by = models.UUIDField(null=True)
    settled_at = models.DateTimeField(null=True)
    delegation_id = models.UUIDField(null=True)

    class Meta:
        db_table = "cases_remission"
        constraints = [
            models.UniqueConstraint(
                fields=["hall_id", "case", "code"],
                condition=Q(state__in=[RemissionState.ASKED, RemissionState.GRANTED]),
                name="one_remission_per_line_of_a_case",
            ),
            models.CheckConstraint(
                condition=Q(state=RemissionState.ASKED)
                | Q(settled_by__isnull=False, settled_at__isnull=False) & ~Q(settled_by=F("asked_by")),
                name="a_remission_is_granted_by_a_second_person",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[one.value for one in RemissionState])
                & Q(ground__in=[one.value for one in RemissionGround])
                & Q(percent__gte=1, percent__lte=100),
                name="a_remission_speaks_in_known_codes",
            ),
        ]
        indexes = [models.Index(fields=["hall_id", "state", "asked_at"], name="remissions_to_settle")]

    def __str__(self) -> str:
        return f"{self.percent} % of {self.code}"
