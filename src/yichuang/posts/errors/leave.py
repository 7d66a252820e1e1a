"""Why a leave, a cover or a handover is refused: one sentence each, with the control it keeps."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from yichuang.kernel.errors import Refusal


class LeaveUnknown(Refusal):
    """There is no such leave here."""

    code = "leave-unknown"
    status = 404
    sentence = _("There is no such leave in this hall.")


class CoverUnknown(Refusal):
    """There is no such cover here."""

    code = "cover-unknown"
    status = 404
    sentence = _("There is no such cover in this hall.")


class LeaveDaysUnfit(Refusal):
    """A leave that ends before it begins, lasts longer than a year, or was planned for the past."""

    code = "leave-days-unfit"
    status = 422
    sentence = _("A planned leave begins later than now, ends after it begins and lasts a year at most.")


class LeaveOverlaps(Refusal):
    """Nobody is away twice at once."""

    code = "leave-overlaps"
    sentence = _("There is another leave of the same person in these days.")


class LeaveReasonNeeded(Refusal):
    """The special path is for a special reason."""

    code = "leave-reason-needed"
    status = 422
    sentence = _("Leave without a handover the day before needs a special reason. Write it down.")
    rule = "AB-04"


class TimeToHandOver(Refusal):
    """The special path is for what leaves no time for a handover."""

    code = "time-to-hand-over"
    status = 422
    sentence = _("There is time to hand this over: ask for it as planned leave, and let B sign first.")
    rule = "AB-04"


class LeaveSettled(Refusal):
    """What has been decided is not decided again."""

    code = "leave-settled"
    sentence = _("This leave is “%(state)s”; that can no longer be done.")
    rule = "ATT-07"


class LeaveBegun(Refusal):
    """Who is away comes back; the leave is not undone."""

    code = "leave-begun"
    sentence = _("This leave has begun. It is not withdrawn any more: come back early instead.")
    rule = "ATT-07"


class NotAwayNow(Refusal):
    """Only who is away comes back."""

    code = "not-away-now"
    sentence = _("Nobody is away by this leave now.")
    rule = "ATT-07"


class OwnLeave(Refusal):
    """Nobody decides their own leave."""

    code = "own-leave"
    status = 403
    sentence = _("Nobody decides their own leave. Another person does.")
    rule = "ATT-06"


class NotYoursToApprove(Refusal):
    """A leave is decided by the head of the section; a head's own by the office."""

    code = "not-yours-to-approve"
    status = 403
    sentence = _("A leave is decided by the head of the section; the leave of a head by the office.")
    rule = "ATT-06"


class NotYourLeave(Refusal):
    """A leave is arranged by whose it is, their section head or the office."""

    code = "not-your-leave"
    status = 403
    sentence = _("Only the person, their section head or the office arranges a leave.")
    rule = "ATT-06"


class CoverMissing(Refusal):
    """No leave without somebody who covers."""

    code = "cover-missing"
    sentence = _("Nobody covers %(place)s yet. Name a B first.")
    rule = "ATT-03"


class CoverDaysUnfit(Refusal):
    """Whoever stands in does so within the leave, and from a moment until a later one."""

    code = "cover-days-unfit"
    status = 422
    sentence = _("A cover lies within the leave, ends after it begins and has not ended yet.")
    rule = "AB-05"


class CoverUnfit(Refusal):
    """Who covers must be able to, and be free."""

    code = "cover-unfit"
    sentence = _("Worker %(worker)s cannot cover: %(reason)s.")
    rule = "AB-10"


class CoversThen(Refusal):
    """Whoever covers is there; their own leave needs another substitute first."""

    code = "covers-then"
    sentence = _("Worker %(worker)s covers %(place)s in these days. Name another substitute there first.")
    rule = "AB-10"


class HandoverUnsigned(Refusal):
    """A handover nobody signed for is a sheet of paper."""

    code = "handover-unsigned"
    sentence = _("Worker %(worker)s has not signed for the handover yet.")
    rule = "AB-03"


class HandoverLate(Refusal):
    """What was handed over on the morning of the absence was not handed over a day ahead."""

    code = "handover-late"
    sentence = _(
        "The handover was signed less than a day ahead: %(lead)s. "
        "Only leave for a special reason can be approved now."
    )
    rule = "AB-03"


class HandoverNotFilled(Refusal):
    """Nobody signs for a list that is not complete."""

    code = "handover-not-filled"
    sentence = _("The list of open work is not complete yet. Try again in a moment.")
    rule = "AB-03"


class NotYoursToSign(Refusal):
    """B signs, nobody else."""

    code = "not-yours-to-sign"
    status = 403
    sentence = _("Only whoever covers signs for the handover.")
    rule = "AB-03"


class SignedAlready(Refusal):
    """A handover is signed for once."""

    code = "signed-already"
    sentence = _("This handover is signed for already.")


class StandInReasonNeeded(Refusal):
    """Who takes another's post at once says why."""

    code = "stand-in-reason-needed"
    status = 422
    sentence = _("Say why you stand in at window %(number)s: its A has not handed over.")
    rule = "AB-04"


class NobodyToStandInFor(Refusal):
    """Where A is there, or nobody is expected, nobody stands in."""

    code = "nobody-to-stand-in-for"
    sentence = _("Window %(number)s has its person, or nobody is expected there now.")
    rule = "AB-04"


class OnLeaveNow(Refusal):
    """Who is on leave is not at a post."""

    code = "on-leave-now"
    sentence = _("You are on leave until %(until)s. Come back from leave first, then sign on.")
    rule = "LOC-02"


class LeaveOver(Refusal):
    """A planned leave is approved before it is over."""

    code = "leave-over"
    sentence = _(
        "This leave ended on %(until)s and was not approved in time. Turn it down; what was missed is filed "
        "afterwards as leave for a special reason, with a paper that proves it."
    )
    rule = "ATT-02"


class FiledTooLate(Refusal):
    """Leave is filed afterwards within some days only."""

    code = "filed-too-late"
    sentence = _("Leave is filed afterwards within %(days)s working days; these days stay absence.")
    rule = "ATT-02"


class ProofMissing(Refusal):
    """A day that counts as absence is excused by a paper."""

    code = "proof-missing"
    sentence = _("These days are told as absence. They are excused only with a paper that proves the reason.")
    rule = "ATT-02"


class BackByUnfit(Refusal):
    """Who leaves for a while is back within the time the hall lets pass."""

    code = "back-by-unfit"
    status = 422
    sentence = _("A short absence lasts from 1 to %(limit)s minutes. For longer, ask for leave.")
    rule = "ATT-04"
