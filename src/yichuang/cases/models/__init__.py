"""The tables of the cases."""

from yichuang.cases.models.case import Case, Counter, MatterTally, Visit
from yichuang.cases.models.checks import Check, Promise, Review
from yichuang.cases.models.fees import (
    Bill,
    BillLine,
    BillShowing,
    Consent,
    FeeValue,
    Payment,
    Payout,
    PayoutLine,
    ReceiptCounter,
    Refund,
)
from yichuang.cases.models.results import Result
from yichuang.cases.models.tills import (
    Deposit,
    Till,
)

__all__ = [
    "Bill",
    "BillLine",
    "BillShowing",
    "Case",
    "Check",
    "Consent",
    "Counter",
    "Deposit",
    "FeeValue",
    "MatterTally",
    "Payment",
    "Payout",
    "PayoutLine",
    "Promise",
    "ReceiptCounter",
    "Refund",
    "Result",
    "Review",
    "Till",
    "Visit",
]
