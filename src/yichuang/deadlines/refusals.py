"""Why an act on a clock is refused: one sentence each, with the control it keeps."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from yichuang.kernel.errors import Refusal


class ClockUnknown(Refusal):
    """There is no such clock in this hall."""

    code = "clock-unknown"
    status = 404
    sentence = _("There is no such time limit in this hall.")


class ClockIsStopped(Refusal):
    """A stopped clock does not move any more."""

    code = "clock-stopped"
    sentence = _("This time limit has ended; it does not change any more.")
    rule = "TIME-02"


class GroundUnlawful(Refusal):
    """What was asked for is not on the list of lawful grounds; that staff is absent never is."""

    code = "ground-unlawful"
    status = 422
    sentence = _(
        "This is no lawful ground to stop the clock. That somebody is absent never is: the work goes to the"
        " deputy and the clock runs on (AB-08)."
    )
    rule = "AB-08"


class PaperMissing(Refusal):
    """A clock stands still only with a document or a notice."""

    code = "pause-paper-missing"
    status = 422
    sentence = _("The clock is stopped only with a document: give the number of the paper or of the notice.")
    rule = "TIME-02"


class PaperUnfit(Refusal):
    """What looks like a telephone or identity number is no number of a paper; it belongs into the vault."""

    code = "pause-paper-unfit"
    status = 422
    sentence = _("Give the number of the paper, not a telephone or identity number.")


class ApprovalMissing(Refusal):
    """Somebody else than who has the matter in hand must approve it."""

    code = "approval-missing"
    sentence = _("On this ground the clock is stopped only when somebody else has approved it.")
    rule = "TIME-02"


class StandsStill(Refusal):
    """The clock stands still on this ground already."""

    code = "clock-stands-still"
    sentence = _("The clock stands still on this ground already.")


class RunsAlready(Refusal):
    """There is nothing to resume."""

    code = "clock-runs"
    sentence = _("The clock is not stopped on this ground.")


class SeveralGrounds(Refusal):
    """It stands still on more than one ground: say which one is over."""

    code = "several-grounds"
    status = 422
    sentence = _("The clock is stopped on several grounds: say which one is over.")


class NotAnEarlierMoment(Refusal):
    """A moment lies in the future, or before what it follows."""

    code = "clock-moment-unfit"
    status = 422
    sentence = _("This moment does not fit: it lies in the future, or before what it follows.")


class ExtensionNotAllowed(Refusal):
    """The budget allows none, or no further, or not so long an extension."""

    code = "extension-not-allowed"
    sentence = _("This time limit may be extended %(times)s times, by %(value)s at most in all.")
    rule = "TIME-01"


class ExtensionTooLate(Refusal):
    """A limit is extended while it runs: afterwards it would only hide that it was missed (许可法 42)."""

    code = "extension-too-late"
    sentence = _("The time limit is over already; it could only be extended before its end.")
    rule = "TIME-01"


class ShorteningUnfit(Refusal):
    """Nothing would be left, or the new end has passed already."""

    code = "shortening-unfit"
    status = 422
    sentence = _("So much cannot be taken off this time limit.")


class PurposeUnfit(Refusal):
    """A purpose is a short code, a ladder one that is known."""

    code = "clock-purpose-unfit"
    status = 422
    sentence = _("Purpose or ladder of the time limit is not known.")


class HoursMissing(Refusal):
    """Working hours cannot be counted where the hall has none."""

    code = "clock-hours-missing"
    sentence = _("The hall has no opening hours; a limit in working hours cannot be counted.")
