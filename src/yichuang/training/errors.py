"""Why selection refuses: one sentence each, with the control it keeps."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from yichuang.kernel.errors import Refusal


class NominationUnknown(Refusal):
    """There is no such nomination here."""

    code = "nomination-unknown"
    status = 404
    sentence = _("There is no such nomination in this hall.")


class CertificateUnknown(Refusal):
    """There is no such certificate here."""

    code = "certificate-unknown"
    status = 404
    sentence = _("There is no such certificate in this hall.")


class NotThisStep(Refusal):
    """A nomination goes its way step by step."""

    code = "not-this-step"
    sentence = _("This nomination is “%(state)s”; this step is not possible now.")
    rule = "STF-04"


class NotYourNomination(Refusal):
    """A unit nominates its own people."""

    code = "not-your-nomination"
    status = 403
    sentence = _("A unit nominates people of its own department only.")
    rule = "STF-04"


class IdentityUnfit(Refusal):
    """Without a resident number nobody knows the age."""

    code = "identity-unfit"
    status = 422
    sentence = _("Enter the resident identity number of 18 places; the age at posting is counted from it.")
    rule = "STF-02"


class PostingDayUnfit(Refusal):
    """Somebody is posted today or later."""

    code = "posting-day-unfit"
    status = 422
    sentence = _("The day of posting is today or later.")


class AlreadyNominated(Refusal):
    """One open nomination per person."""

    code = "already-nominated"
    sentence = _("This person is already nominated or posted; end that first.")
    rule = "STF-04"


class ReplacesUnfit(Refusal):
    """A new nomination follows one that came back, once."""

    code = "replaces-unfit"
    status = 422
    sentence = _("A new nomination follows one that was returned or withdrawn, and each is followed once.")
    rule = "STF-04"


class PointUnfit(Refusal):
    """A point that follows by itself is not ticked."""

    code = "point-unfit"
    status = 422
    sentence = _("This point is not ticked by hand; it follows from what was handed in.")


class HealthNoteElsewhere(Refusal):
    """What is known of somebody's health is written by personnel, into the vault."""

    code = "health-note-elsewhere"
    status = 403
    sentence = _("The health condition is noted and read by personnel only.")
    rule = "STF-06"


class ReviewIncomplete(Refusal):
    """A review with a point nobody has looked at is not decided."""

    code = "review-incomplete"
    status = 422
    sentence = _("The review is incomplete: %(points)s. Nothing can be decided before it is all there.")
    rule = "STF-06"


class SkillUnchecked(ReviewIncomplete):
    """Law and policy, computer or Mandarin have not been looked at."""

    rule = "STF-03"


class ProofMissing(ReviewIncomplete):
    """Who is said to be permanent staff proves it."""

    rule = "STF-01"


class StandardMissing(ReviewIncomplete):
    """Who is recruited was chosen by a standard."""

    rule = "STF-07"


class NotPermanent(Refusal):
    """Who is sent is a permanent employee of the unit."""

    code = "not-permanent"
    status = 422
    sentence = _("Units send permanent staff of their own only; return this candidate with that reason.")
    rule = "STF-01"


class BeyondAge(Refusal):
    """Beyond the age limit without an exception."""

    code = "beyond-age"
    status = 422
    sentence = _(
        "On %(day)s the candidate is %(years)s, the limit is %(limit)s, and no exception is approved:"
        " a middle cadre or a holder of an intermediate title, by a paper. Return the candidate otherwise."
    )
    rule = "STF-02"


class ConditionUnmet(Refusal):
    """A condition was looked at and is not met."""

    code = "condition-unmet"
    status = 422
    sentence = _("Not met: %(points)s. Return the candidate with that reason.")
    rule = "STF-06"


class SkillUnmet(ConditionUnmet):
    """Law and policy, computer or Mandarin were looked at and are not met."""

    rule = "STF-03"


class NothingToReturn(Refusal):
    """A candidate comes back for a reason."""

    code = "nothing-to-return"
    status = 422
    sentence = _("Every point is met. Say why the candidate is returned all the same.")
    rule = "STF-04"


class NothingToRelax(Refusal):
    """Who is within the limit needs no exception."""

    code = "nothing-to-relax"
    status = 422
    sentence = _("This candidate is within the age limit; there is nothing to relax.")
    rule = "STF-02"


class OwnException(Refusal):
    """Who lets an exception through is not who nominated, nor who decides the review."""

    code = "own-exception"
    status = 403
    sentence = _(
        "An exception from the age limit is approved by somebody other than who nominates or decides."
    )
    rule = "STF-02"


class OpenWorkLeft(Refusal):
    """Nobody is withdrawn who still has work in hand."""

    code = "open-work-left"
    sentence = _("Still in hand: %(count)s (%(labels)s). Hand them on to somebody else first.")
    rule = "STF-08"


class OpenWorkUnknown(Refusal):
    """A room has not said yet what somebody has in hand."""

    code = "open-work-unknown"
    status = 503
    sentence = _("It cannot be said yet what this person has in hand. Try again in a moment.")
    rule = "STF-08"


class TestDayUnfit(Refusal):
    """A certificate follows a test that has been, and ends before the next is due."""

    __test__ = False
    code = "test-day-unfit"
    status = 422
    sentence = _("The test was passed today or before, and the certificate ends at the latest on %(day)s.")
    rule = "STF-05"


class CertificateThere(Refusal):
    """Two certificates do not bear the same number."""

    code = "certificate-there"
    sentence = _("Certificate number %(number)s has been given out already.")


class CertificateRevokedAlready(Refusal):
    """It was taken away before."""

    code = "certificate-revoked"
    sentence = _("This certificate was already taken away.")
