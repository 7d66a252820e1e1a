"""Why a ticket is not taken by phone, or nobody checked in with it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from yichuang.kernel.errors import Refusal


class RemoteNotNow(Refusal):
    """The line does not offer it now; the sentence is that of ``labels.REMOTE_WHY``."""

    code = "remote-not-now"
    sentence = _("No ticket can be taken by phone now. %(why)s")
    rule = "HRS-01"


class RemoteNotForThis(Refusal):
    """One sentence for every reason: nobody is to learn whether somebody else's number stands in the line."""

    code = "remote-not-for-this"
    sentence = _(
        "No ticket can be taken with this phone number now: one ticket at a time, %(most)s a day, and none"
        " for %(days)s days after not coming %(times)s times. Please take a ticket in the hall."
    )
    rule = "QUE-02"


class RemoteOneHere(Refusal):
    code = "remote-one-here"
    sentence = _("This phone already holds a ticket of today; it is not finished yet.")
    rule = "QUE-02"


class RemoteTooMany(Refusal):
    code = "remote-too-many"
    status = 429
    sentence = _("Too many tickets were taken from your network in this hour. Please take one in the hall.")
    rule = "QUE-02"


class RemoteRuleUnfit(Refusal):
    code = "remote-rule-unfit"
    status = 422
    sentence = _("Say how many tickets a half-hour (0 to %(most)s), and a beginning before the end.")


class CheckInUnknown(Refusal):
    """The same for an unknown number and a wrong code."""

    code = "check-in-unknown"
    status = 404
    sentence = _("There is no phone ticket with this number and code today. The guide desk can help.")
    rule = "QUE-01"


class NothingToLift(Refusal):
    code = "nothing-to-lift"
    sentence = _("Nobody is held back under this entry.")


class LiftReasonMissing(Refusal):
    code = "lift-reason-missing"
    status = 422
    sentence = _("Say why tickets may be taken by phone again.")
