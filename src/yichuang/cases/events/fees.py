"""What happens to the money of cases.  Amounts are whole cents; references of payers stay in the tables."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from yichuang.cases.types.fees import PayWay, RemissionGround, ShownBy
from yichuang.kernel.journal.events import Event, event


@event("cases.fee_value_stated")
class FeeValueStated(Event):
    """The value that a graded fee goes by was stated."""

    cents: int


@event("cases.fee_agreed")
class FeeAgreed(Event):
    """The payer was told of an optional fee and its price, and agreed to it."""

    code: str
    cents: int | None


@event("cases.fee_declined")
class FeeDeclined(Event):
    """The payer took back their consent to an optional fee."""

    code: str


@event("cases.bill_drawn", version=2, upcasts={1: lambda old: old | {"remitted": [0] * len(old["codes"])}})
class BillDrawn(Event):
    """The itemised list of what is to pay was drawn from the tariff, less what was remitted."""

    bill_id: UUID
    number: int
    codes: tuple[str, ...]
    cents: tuple[int, ...]
    remitted: tuple[int, ...]
    total: int


@event("cases.bill_shown")
class BillShown(Event):
    """The payer got the itemised list."""

    bill_id: UUID
    way: ShownBy


@event("cases.fee_paid")
class FeePaid(Event):
    """Fees were paid: what was due, what was received, what change was given."""

    payment_id: UUID
    bill_id: UUID
    number: str
    way: PayWay
    due: int
    received: int
    change: int
    till_id: UUID | None


@event("cases.refund_asked")
class RefundAsked(Event):
    """It was asked that lines of a payment go back, for a reason."""

    refund_id: UUID
    payment_id: UUID
    codes: tuple[str, ...]
    cents: int
    reason_id: UUID


@event("cases.refund_approved")
class RefundApproved(Event):
    """A second person, who may, let money go back."""

    refund_id: UUID
    cents: int
    delegation_id: UUID | None


@event("cases.refund_declined")
class RefundDeclined(Event):
    """A second person did not let money go back."""

    refund_id: UUID


@event("cases.refund_paid")
class RefundPaid(Event):
    """Money went back the way it had come."""

    refund_id: UUID
    payment_id: UUID
    way: PayWay
    cents: int
    till_id: UUID | None


@event("cases.till_opened")
class TillOpened(Event):
    """The float of a window was counted and its till opened."""

    window_id: UUID
    day: date
    number: int
    float_cents: int


@event("cases.float_short")
class FloatShort(Event):
    """A till was opened with less change than the hall keeps."""

    window_id: UUID
    float_cents: int
    minimum: int


@event("cases.money_deposited")
class MoneyDeposited(Event):
    """Cash of a till was handed in."""

    deposit_id: UUID
    cents: int
    left: int


@event("cases.till_closed")
class TillClosed(Event):
    """A till was counted against the books and closed."""

    float_cents: int
    cash_in: int
    refunds: int
    deposits: int
    counted: int
    difference: int
    explanation_id: UUID | None


@event("cases.deposit_late")
class DepositLate(Event):
    """Money had not been handed in by the cut-off."""

    window_id: UUID
    cents: int
    cutoff: datetime


@event("cases.remission_asked")
class RemissionAsked(Event):
    """Somebody asked that part or all of a fee be remitted, on a ground and with evidence."""

    remission_id: UUID
    code: str
    percent: int
    ground: RemissionGround
    evidence_id: UUID


@event("cases.remission_granted")
class RemissionGranted(Event):
    """A second person with the mandate remitted part or all of a fee."""

    remission_id: UUID
    code: str
    percent: int
    cents: int
    delegation_id: UUID | None


@event("cases.remission_declined")
class RemissionDeclined(Event):
    """A remission was not granted."""

    remission_id: UUID
