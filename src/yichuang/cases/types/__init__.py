"""The words of the cases: states, what comes in, and the cards that leave."""

from yichuang.cases.types.cards import (
    CaseCard,
    CheckCard,
    Progress,
    PromiseCard,
    ResultCard,
    ReviewCard,
    VisitCard,
)
from yichuang.cases.types.intake import Agent, Applicant, CheckLine, Collection, Handover, IdCheck
from yichuang.cases.types.states import (
    OPEN,
    AcceptMode,
    ApplicantKind,
    CaseState,
    Decision,
    HandoverWay,
    IdMethod,
    Outcome,
    Purpose,
    VisitCause,
    VisitReason,
    WithdrawCause,
)

__all__ = [
    "OPEN",
    "AcceptMode",
    "Agent",
    "Applicant",
    "ApplicantKind",
    "CaseCard",
    "CaseState",
    "CheckCard",
    "CheckLine",
    "Collection",
    "Decision",
    "Handover",
    "HandoverWay",
    "IdCheck",
    "IdMethod",
    "Outcome",
    "Progress",
    "PromiseCard",
    "Purpose",
    "ResultCard",
    "ReviewCard",
    "VisitCard",
    "VisitCause",
    "VisitReason",
    "WithdrawCause",
]
