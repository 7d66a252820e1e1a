"""What the codes of a case are called on a screen."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from yichuang.cases.rules.states import Act
from yichuang.cases.types import (
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

STATE: dict[CaseState, Promise] = {
    CaseState.SUBMITTED: pgettext_lazy("case", "first review"),
    CaseState.SUPPLEMENT: pgettext_lazy("case", "waiting for the applicant"),
    CaseState.ACCEPTED: pgettext_lazy("case", "accepted"),
    CaseState.HANDLING: pgettext_lazy("case", "being handled"),
    CaseState.APPROVAL: pgettext_lazy("case", "for decision"),
    CaseState.FORWARDED: pgettext_lazy("case", "with the higher body"),
    CaseState.DECIDED: pgettext_lazy("case", "decided"),
    CaseState.READY: pgettext_lazy("case", "result ready"),
    CaseState.NOTIFIED: pgettext_lazy("case", "applicant notified"),
    CaseState.DELIVERED: pgettext_lazy("case", "handed over"),
    CaseState.CLOSED: pgettext_lazy("case", "closed"),
    CaseState.ARCHIVED: pgettext_lazy("case", "filed in the archive"),
    CaseState.NOT_ACCEPTED: pgettext_lazy("case", "not accepted"),
    CaseState.WITHDRAWN: pgettext_lazy("case", "withdrawn"),
}
ACT: dict[Act, Promise] = {
    Act.SUBMIT: pgettext_lazy("case act", "hand in"),
    Act.CHECK: pgettext_lazy("case act", "check the materials"),
    Act.TELL: pgettext_lazy("case act", "tell what is missing"),
    Act.SUPPLEMENT: pgettext_lazy("case act", "take in what was missing"),
    Act.ACCEPT: pgettext_lazy("case act", "accept"),
    Act.KEEP_PROMISE: pgettext_lazy("case act", "take in what was promised"),
    Act.DEEM: pgettext_lazy("case act", "count as accepted"),
    Act.NOT_ACCEPT: pgettext_lazy("case act", "not accept"),
    Act.BEGIN: pgettext_lazy("case act", "take in hand"),
    Act.PROPOSE: pgettext_lazy("case act", "lay before for decision"),
    Act.SEND_BACK: pgettext_lazy("case act", "send back"),
    Act.OPINE: pgettext_lazy("case act", "give the first opinion"),
    Act.DECIDE: pgettext_lazy("case act", "decide"),
    Act.SETTLE: pgettext_lazy("case act", "settle"),
    Act.HEAR_ABOVE: pgettext_lazy("case act", "enter the higher body’s decision"),
    Act.PREPARE: pgettext_lazy("case act", "prepare the result"),
    Act.NOTIFY: pgettext_lazy("case act", "notify the applicant"),
    Act.DELIVER: pgettext_lazy("case act", "hand over"),
    Act.CLOSE: pgettext_lazy("case act", "close"),
    Act.ARCHIVE: pgettext_lazy("case act", "file in the archive"),
    Act.WITHDRAW: pgettext_lazy("case act", "withdraw"),
    Act.LAPSE: pgettext_lazy("case act", "let lapse"),
    Act.CORRECT: pgettext_lazy("case act", "correct the result"),
    Act.HAND_AGAIN: pgettext_lazy("case act", "hand over what was issued anew"),
}
MODE: dict[AcceptMode, Promise] = {
    AcceptMode.COMPLETE: pgettext_lazy("acceptance", "all materials there"),
    AcceptMode.TOLERANT: pgettext_lazy("acceptance", "a material follows"),
    AcceptMode.DEEMED: pgettext_lazy("acceptance", "counts as accepted"),
    AcceptMode.FILED_FIRST: pgettext_lazy("acceptance", "filed first"),
}
DECISION: dict[Decision, Promise] = {
    Decision.APPROVED: pgettext_lazy("decision", "approved"),
    Decision.REFUSED: pgettext_lazy("decision", "refused"),
}
APPLICANT: dict[ApplicantKind, Promise] = {
    ApplicantKind.PERSON: pgettext_lazy("applicant", "person"),
    ApplicantKind.ORGANISATION: pgettext_lazy("applicant", "organisation"),
}
ID_METHOD: dict[IdMethod, Promise] = {
    IdMethod.CARD_READER: pgettext_lazy("identity check", "card reader"),
    IdMethod.ORIGINAL_SEEN: pgettext_lazy("identity check", "original seen"),
    IdMethod.ELECTRONIC: pgettext_lazy("identity check", "electronic certificate"),
}
OUTCOME: dict[Outcome, Promise] = {
    Outcome.COMPLETE: pgettext_lazy("review", "complete"),
    Outcome.TOLERABLE: pgettext_lazy("review", "complete but for what follows"),
    Outcome.INCOMPLETE: pgettext_lazy("review", "incomplete"),
}
VISIT: dict[VisitReason, Promise] = {
    VisitReason.SUBMIT: pgettext_lazy("visit", "to hand in"),
    VisitReason.SUPPLEMENT: pgettext_lazy("visit", "to bring what was missing"),
    VisitReason.COLLECT: pgettext_lazy("visit", "to collect the result"),
}
CAUSE: dict[VisitCause, Promise] = {
    VisitCause.APPLICANT: pgettext_lazy("cause", "the applicant’s doing"),
    VisitCause.WINDOW: pgettext_lazy("cause", "the window’s doing"),
    VisitCause.RULES_CHANGED: pgettext_lazy("cause", "rules had changed"),
}
WAY: dict[HandoverWay, Promise] = {
    HandoverWay.APPLICANT: pgettext_lazy("handover", "to the applicant"),
    HandoverWay.AGENT: pgettext_lazy("handover", "to an agent"),
    HandoverWay.POST: pgettext_lazy("handover", "by post"),
    HandoverWay.ELECTRONIC: pgettext_lazy("handover", "electronically"),
}
WITHDRAWN: dict[WithdrawCause, Promise] = {
    WithdrawCause.APPLICANT: pgettext_lazy("withdrawal", "withdrawn by the applicant"),
    WithdrawCause.NOT_SUPPLEMENTED: pgettext_lazy("withdrawal", "not completed in time"),
    WithdrawCause.PROMISE_NOT_KEPT: pgettext_lazy("withdrawal", "what was promised did not come"),
}
PURPOSE: dict[Purpose, Promise] = {
    Purpose.NOTICE: pgettext_lazy("clock", "to say what is missing"),
    Purpose.SUPPLEMENT: pgettext_lazy("clock", "for the applicant to complete"),
    Purpose.STATUTORY: pgettext_lazy("clock", "statutory limit"),
    Purpose.PROMISED: pgettext_lazy("clock", "promised limit"),
    Purpose.STEP: pgettext_lazy("clock", "this step"),
    Purpose.OPINION: pgettext_lazy("clock", "first opinion"),
    Purpose.RESULT: pgettext_lazy("clock", "to notify the applicant"),
    Purpose.DELIVERY: pgettext_lazy("clock", "to hand over the result"),
    Purpose.TOLERANCE: pgettext_lazy("clock", "for the material that follows"),
    Purpose.JOINT: pgettext_lazy("clock", "joint opinion"),
    Purpose.QUERY: pgettext_lazy("clock", "question asked above"),
    Purpose.INFORM: pgettext_lazy("clock", "to tell the applicant of the answer"),
    Purpose.REFERRAL: pgettext_lazy("clock", "to confirm a referral"),
    Purpose.ARCHIVE: pgettext_lazy("clock", "to file in the archive"),
}
PACE: dict[str, Promise] = {
    "pause": pgettext_lazy("case act", "pause"),
    "extend": pgettext_lazy("case act", "prolong"),
    "ask_pause": pgettext_lazy("case act", "ask for a pause"),
}
