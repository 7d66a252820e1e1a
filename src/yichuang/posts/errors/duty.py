"""Why a post or a sign-on is refused: one sentence each, with the control it keeps."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from yichuang.kernel.errors import Refusal


class PostUnknown(Refusal):
    """There is no such post here."""

    code = "post-unknown"
    status = 404
    sentence = _("There is no such post in this hall.")


class PostThere(Refusal):
    """A window has one post."""

    code = "post-there"
    sentence = _("Window %(number)s already has a post.")


class TooManyDuties(Refusal):
    """A duty list is meant to be read."""

    code = "too-many-duties"
    status = 422
    sentence = _("A post has at most %(limit)s duties.")


class PartTaken(Refusal):
    """A post has one holder A, and nobody is A and B of it, on any one day."""

    code = "part-taken"
    sentence = _("On those days the post already has this holder or another holder A.")


class PartUnknown(Refusal):
    """A holder is A or B."""

    code = "part-unknown"
    status = 422
    sentence = _("A holder of a post is its A or its B.")


class DaysUnfit(Refusal):
    """A part that ends before it begins, or that reaches into the past."""

    code = "days-unfit"
    status = 422
    sentence = _("A part begins today or later and ends after it begins.")


class OnlyPersonsSignOn(Refusal):
    """A device or the system does not sit at a window."""

    code = "only-persons-sign-on"
    status = 403
    sentence = _("Only a person of the hall signs on at a window.")


class NoPostHere(Refusal):
    """Without a post nobody signs on."""

    code = "no-post-here"
    status = 403
    sentence = _("You hold no post at window %(number)s today. The office gives out posts.")
    rule = "ORG-01"


class BadgeNotReplaced(Refusal):
    """Whose badge is lost serves nobody before there is another."""

    code = "badge-not-replaced"
    status = 403
    sentence = _("Your badge %(badge)s is reported lost. Ask the office for a new one, then sign on.")
    rule = "BDG-01"


class NoBadge(Refusal):
    """What was not given out is neither lost nor replaced."""

    code = "no-badge"
    sentence = _("This person has no badge yet. Give one out first.")
    rule = "BDG-01"


class BadgeThere(Refusal):
    """The first badge is given out once."""

    code = "badge-there"
    sentence = _("This person has a badge already. Report it lost or replace it.")
    rule = "BDG-01"


class BadgeLostAlready(Refusal):
    """A badge is lost once; then it is replaced."""

    code = "badge-lost-already"
    sentence = _("This badge is reported lost already. Replace it.")
    rule = "BDG-01"


class WindowNotInService(Refusal):
    """The window, or the whole hall, is still only on the drawing."""

    code = "window-not-in-service"
    sentence = _("Window %(number)s is not in service yet.")


class AlreadySignedOn(Refusal):
    """One person, one window."""

    code = "already-signed-on"
    sentence = _("You are already signed on at window %(number)s.")


class WindowTaken(Refusal):
    """One window, one person."""

    code = "window-taken"
    sentence = _("Worker %(worker)s is signed on at window %(number)s.")


class OutsideHours(Refusal):
    """A window is opened in its sessions, and shortly before them to get ready."""

    code = "outside-hours"
    sentence = _("Window %(number)s is not open now. %(hours)s")
    rule = "HRS-01"


class NotSignedOn(Refusal):
    """There is no sign-on to end."""

    code = "not-signed-on"
    sentence = _("You are not signed on at a window.")


class ServiceNotFinished(Refusal):
    """Nobody leaves a person who is being served."""

    code = "service-not-finished"
    sentence = _("Finish with the person at your window before you sign off.")


class PausedNow(Refusal):
    """A window that pauses is not called to."""

    code = "window-paused"
    sentence = _("Window %(number)s pauses since %(time)s; resume before you call.")


class NotPaused(Refusal):
    """There is no pause to end."""

    code = "not-paused"
    sentence = _("Your window does not pause.")


class PausedAlready(Refusal):
    """One pause at a time."""

    code = "paused-already"
    sentence = _("Your window pauses already.")


class FinishBeforePausing(Refusal):
    """Nobody is left sitting."""

    code = "finish-before-pausing"
    sentence = _("Finish with the person at your window before you pause.")


class DelegationUnknown(Refusal):
    """There is no such delegation here."""

    code = "delegation-unknown"
    status = 404
    sentence = _("There is no such delegation in this hall.")


class NotInWriting(Refusal):
    """A delegation is a paper with a number."""

    code = "not-in-writing"
    status = 422
    sentence = _("A delegation is given in writing: enter the number of the paper.")
    rule = "CHF-02"


class NothingDelegated(Refusal):
    """A delegation says for which items and acts."""

    code = "nothing-delegated"
    status = 422
    sentence = _("Choose the acts, and the items or all that are decided at this level.")


class ItemElsewhere(Refusal):
    """A department delegates its own items only."""

    code = "item-elsewhere"
    status = 422
    sentence = _("A department delegates its own items only.")
    rule = "CHF-03"


class NotOursToDecide(Refusal):
    """What is decided at a higher level cannot be delegated here."""

    code = "not-ours-to-decide"
    status = 422
    sentence = _("%(item)s is decided at a higher level; only a first opinion on it is given here.")
    rule = "TIME-05"


class NotOfDepartment(Refusal):
    """A department delegates to its own people."""

    code = "not-of-department"
    status = 422
    sentence = _("Worker %(worker)s is not of this department.")


class NotToOneself(Refusal):
    """Nobody gives authority to themselves."""

    code = "not-to-oneself"
    status = 403
    sentence = _("Nobody delegates to themselves.")


class DelegationDaysUnfit(Refusal):
    """A delegation that ends before it begins, or that reaches into the past; a deputy's without an end."""

    code = "delegation-days-unfit"
    status = 422
    sentence = _("A delegation begins today or later and ends after it begins; a deputy’s always has an end.")
    rule = "CHF-07"


class AmountUnfit(Refusal):
    """A delegation reaches up to an amount in yuan."""

    code = "amount-unfit"
    status = 422
    sentence = _("Enter an amount in yuan with at most two decimals, or nothing for any amount.")


class NoChiefToStandInFor(Refusal):
    """A deputy stands in for a chief representative of the same department."""

    code = "no-chief-to-stand-in-for"
    status = 422
    sentence = _("A deputy stands in for another person who is chief representative of this department.")
    rule = "CHF-07"


class DelegationOver(Refusal):
    """What has ended or was revoked is not changed any more."""

    code = "delegation-over"
    sentence = _("This delegation has ended or was revoked.")


class OutsideMandate(Refusal):
    """Who decides has not been given the authority; the attempt is told."""

    code = "outside-mandate"
    status = 403
    sentence = _("%(reason)s")

    def __init__(self, *, reason: str, rule: str) -> None:
        self.rule = rule  # type: ignore[misc]  # each refusal keeps the control that was touched
        super().__init__(reason=reason)


class NobodyStationed(Refusal):
    """A department without people does not serve in the hall."""

    code = "nobody-stationed"
    status = 422
    sentence = _("%(department)s has nobody here yet.")
    rule = "CHF-01"


class ChiefNotNamed(Refusal):
    """Two people or more of a department have a chief representative among them."""

    code = "chief-not-named"
    status = 422
    sentence = _("%(department)s has %(staff)s people here: name its chief representative first.")
    rule = "CHF-01"


class OneWithoutTwoParts(Refusal):
    """A department with one person here needs an A and a B on their post."""

    code = "one-without-two-parts"
    status = 422
    sentence = _("%(department)s has one person here: their post needs an A and a B first.")
    rule = "CHF-01"


class OutsideItemUnknown(Refusal):
    """There is no such matter outside, or it has moved in."""

    code = "outside-item-unknown"
    status = 404
    sentence = _("There is no such matter outside the hall, or it has moved in already.")
    rule = "CHF-05"
