"""Why attendance is not said anew: one sentence each, with the control it keeps."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from yichuang.kernel.errors import Refusal


class NotYourPosting(Refusal):
    """Who was given a post acknowledges it, nobody else."""

    code = "not-your-posting"
    status = 403
    sentence = _("Only who was given this post acknowledges it.")
    rule = "ATT-08"


class PostingAcknowledgedAlready(Refusal):
    """What was acknowledged stays so."""

    code = "posting-acknowledged"
    sentence = _("You have acknowledged this post already.")
    rule = "ATT-08"


class RestatementUnknown(Refusal):
    """There is no such restatement here."""

    code = "restatement-unknown"
    status = 404
    sentence = _("There is no such correction of attendance in this hall.")


class RestatementUnfit(Refusal):
    """Only a shift that has begun is said anew, and only as something else than it counts."""

    code = "restatement-unfit"
    status = 422
    sentence = _(
        "Say how the shift was attended, other than it counts now, with minutes only for late or early; "
        "leave is asked for as leave."
    )
    rule = "ATT-01"


class RestatementWaits(Refusal):
    """One shift is said anew once at a time."""

    code = "restatement-waits"
    sentence = _("A correction of this shift already waits for a second person.")
    rule = "ATT-01"


class RestatementSettledAlready(Refusal):
    """What has been decided is not decided again."""

    code = "restatement-settled"
    sentence = _("This correction has been decided.")
    rule = "ATT-01"


class RestatementNeedsAnother(Refusal):
    """Attendance is never changed by one person alone, and by nobody for themselves."""

    code = "restatement-needs-another"
    status = 403
    sentence = _("Nobody approves a correction of their own attendance or one they asked for. Another does.")
    rule = "ATT-01"


class NotYoursToRestate(Refusal):
    """Attendance is arranged by whose it is, their head or the office; decided by head or office."""

    code = "not-yours-to-restatement"
    status = 403
    sentence = _(
        "Attendance is corrected by the head of the section or the office; of a head, by the office."
    )
    rule = "ATT-01"
