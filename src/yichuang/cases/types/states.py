"""The codes of a case: where it stands, how it was accepted, what was decided, why somebody came."""

from __future__ import annotations

from enum import StrEnum


class CaseState(StrEnum):
    """Where a case stands; the arrows between are in ``rules.states``."""

    SUBMITTED = "submitted"  # the papers are here and looked at: 收件、初审
    SUPPLEMENT = "supplement"  # told once, waiting for the applicant: 待补正
    ACCEPTED = "accepted"  # 受理
    HANDLING = "handling"  # 办理
    APPROVAL = "approval"  # 审批
    FORWARDED = "forwarded"  # first opinion given, a higher body decides: 上报
    DECIDED = "decided"  # 作出决定
    READY = "ready"  # the result can be handed over: 出件
    NOTIFIED = "notified"  # the applicant knows where and when: 已通知
    DELIVERED = "delivered"  # 送达
    CLOSED = "closed"  # 办结
    ARCHIVED = "archived"  # 归档
    NOT_ACCEPTED = "not_accepted"  # 不予受理
    WITHDRAWN = "withdrawn"  # 撤回、视为撤回


#: A case in one of these still owes the applicant something.
OPEN = frozenset(
    {
        CaseState.SUBMITTED,
        CaseState.SUPPLEMENT,
        CaseState.ACCEPTED,
        CaseState.HANDLING,
        CaseState.APPROVAL,
        CaseState.FORWARDED,
        CaseState.DECIDED,
        CaseState.READY,
        CaseState.NOTIFIED,
        CaseState.DELIVERED,
    }
)


class AcceptMode(StrEnum):
    """How a case was accepted."""

    COMPLETE = "complete"  # every material that applies is there
    TOLERANT = "tolerant"  # 容缺: a deferrable material follows, promised by a day
    DEEMED = "deemed"  # not told in time: accepted from receipt (行政许可法 §32)
    FILED_FIRST = "filed_first"  # 先行立案: could not be decided in time (登记立案)


class Decision(StrEnum):
    APPROVED = "approved"
    REFUSED = "refused"


class ApplicantKind(StrEnum):
    PERSON = "person"
    ORGANISATION = "organisation"


class IdMethod(StrEnum):
    """How an identity was checked at the window (INT-04)."""

    CARD_READER = "card_reader"
    ORIGINAL_SEEN = "original_seen"
    ELECTRONIC = "electronic"


class VisitReason(StrEnum):
    """Why the applicant came; only a visit to collect is never counted (TWO-01)."""

    SUBMIT = "submit"
    SUPPLEMENT = "supplement"
    COLLECT = "collect"


class VisitCause(StrEnum):
    """Whose doing a visit too many was (TWO-03)."""

    APPLICANT = "applicant"
    WINDOW = "window"
    RULES_CHANGED = "rules_changed"


class HandoverWay(StrEnum):
    """How a result reached the applicant."""

    APPLICANT = "applicant"
    AGENT = "agent"
    POST = "post"
    ELECTRONIC = "electronic"


class WithdrawCause(StrEnum):
    """Why a case ended without a decision."""

    APPLICANT = "applicant"
    NOT_SUPPLEMENTED = "not_supplemented"
    PROMISE_NOT_KEPT = "promise_not_kept"


class Outcome(StrEnum):
    """What a look at the materials leads to."""

    COMPLETE = "complete"
    TOLERABLE = "tolerable"
    INCOMPLETE = "incomplete"


class Purpose(StrEnum):
    """What a clock of a case counts."""

    NOTICE = "case.notice"
    SUPPLEMENT = "case.supplement"
    STATUTORY = "case.statutory"
    PROMISED = "case.promised"
    STEP = "case.step"
    OPINION = "case.first_opinion"
    RESULT = "case.result_notice"
    DELIVERY = "case.delivery"
    TOLERANCE = "case.tolerance"
    JOINT = "case.joint_opinion"
    QUERY = "case.query"
    INFORM = "case.query_informed"
    REFERRAL = "case.referral"
    ARCHIVE = "case.archive"
