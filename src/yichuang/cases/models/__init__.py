"""The tables of the cases."""

from yichuang.cases.models.alerts import Alert, Reminder
from yichuang.cases.models.archive import (
    ArchiveFile,
    DestructionLine,
    DestructionList,
    FileCounter,
    LegalHold,
    Loan,
    UnfiledMonth,
)
from yichuang.cases.models.case import Case, Counter, MatterTally, Visit
from yichuang.cases.models.changes import ChangeTold
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
    Remission,
)
from yichuang.cases.models.hard import HardQuestion
from yichuang.cases.models.joint import Choice, Datum, Demand, Joint, JointOpinion, Seat
from yichuang.cases.models.once import LeftOpen
from yichuang.cases.models.pauses import PauseRequest
from yichuang.cases.models.privacy import Burst, ExportRequest, ExportTally, Look
from yichuang.cases.models.queries import Query, Urge
from yichuang.cases.models.referrals import Express, Referral
from yichuang.cases.models.results import Correction, Result
from yichuang.cases.models.telling import TellingTry
from yichuang.cases.models.tills import Deposit, Till
from yichuang.cases.models.versions import VersionMove, VersionMoveLine

__all__ = [
    "Alert",
    "ArchiveFile",
    "Bill",
    "BillLine",
    "BillShowing",
    "Burst",
    "Case",
    "ChangeTold",
    "Check",
    "Choice",
    "Consent",
    "Correction",
    "Counter",
    "Datum",
    "Demand",
    "Deposit",
    "DestructionLine",
    "DestructionList",
    "ExportRequest",
    "ExportTally",
    "Express",
    "FeeValue",
    "FileCounter",
    "HardQuestion",
    "Joint",
    "JointOpinion",
    "LeftOpen",
    "LegalHold",
    "Loan",
    "Look",
    "MatterTally",
    "PauseRequest",
    "Payment",
    "Payout",
    "PayoutLine",
    "Promise",
    "Query",
    "ReceiptCounter",
    "Referral",
    "Refund",
    "Reminder",
    "Remission",
    "Result",
    "Review",
    "Seat",
    "TellingTry",
    "Till",
    "UnfiledMonth",
    "Urge",
    "VersionMove",
    "VersionMoveLine",
    "Visit",
]
