"""Why a rating is refused: one sentence each, with the control it keeps."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from yichuang.kernel.errors import Refusal


class NotInvited(Refusal):
    """There is no ended service behind it."""

    code = "not-invited"
    status = 404
    sentence = _("There is no service here to rate yet.")


class NotYourVisit(Refusal):
    """Only the ticket's link, or the terminal of the window right after, opens a visit's rating."""

    code = "not-your-visit"
    status = 403
    sentence = _("This was another visit; only whoever was served may rate it.")
    rule = "FBK-03"


class StaffMayNotRate(Refusal):
    """Who works in the hall gives no ratings from a staff session."""

    code = "staff-may-not-rate"
    status = 403
    sentence = _("Ratings are the visitors' own: nobody signed in as staff can give one.")
    rule = "FBK-03"


class AlreadyRated(Refusal):
    """One rating a visit."""

    code = "already-rated"
    sentence = _("This service has been rated already; one rating per visit counts.")
    rule = "FBK-03"


class TooLateToRate(Refusal):
    """The invitation has expired, or the terminal asks for somebody else by now."""

    code = "too-late-to-rate"
    sentence = _("The time to rate this service is over.")


class NobodyToAsk(Refusal):
    """Nobody was just served here by this clerk, or it is too long ago for them to be still at the window."""

    code = "nobody-to-ask"
    sentence = _("Nobody has just been served here whom the terminal could ask.")
    rule = "FBK-03"


class AskedAgain(Refusal):
    """Rating is voluntary: nobody is pressed for it."""

    code = "asked-again"
    sentence = _("The terminal has asked this visitor once more already; rating is voluntary.")
    rule = "FBK-03"


class LevelMissing(Refusal):
    """No level, or one that does not exist."""

    code = "level-missing"
    status = 422
    sentence = _("Please choose one of the five levels.")


class ReasonsUnfit(Refusal):
    """Reasons belong to the two lower levels and come from the list."""

    code = "reasons-unfit"
    status = 422
    sentence = _("Reasons can only be chosen from the list, when one was not satisfied.")
