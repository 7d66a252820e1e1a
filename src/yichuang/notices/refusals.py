"""Why a notice is not issued or not shown: one sentence each, with the control it keeps."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from yichuang.kernel.errors import Refusal
from yichuang.notices.types import Suspicion


class NoticeUnknown(Refusal):
    code = "notice-unknown"
    status = 404
    sentence = _("There is no such notice in this hall.")


class LetterGone(Refusal):
    """The letter was destroyed when its time was over; that there was a notice is still known."""

    code = "letter-gone"
    status = 410
    sentence = _("The text of this notice was destroyed when its retention period ended.")


class ElementMissing(Refusal):
    """A notice says everything its kind must say, on whatever channel."""

    code = "element-missing"
    status = 422
    rule = "ONE-02"
    sentence = _("The notice is incomplete. Missing: %(element)s.")


class HandlerMissing(ElementMissing):
    """Whoever is sent elsewhere is told the unit and the person, and how to find them."""

    code = "handler-missing"
    rule = "ONE-07"
    sentence = _("Say where to go and to whom. Missing: %(element)s.")


class ReasonMissing(ElementMissing):
    """Nobody is refused without reason, basis and remedies."""

    code = "refusal-unreasoned"
    rule = "ONE-06"
    sentence = _("Nothing is refused without reason, basis and remedies. Missing: %(element)s.")


class NotAcceptedUnreasoned(ReasonMissing):
    """The same for what is not even accepted."""

    code = "not-accepted-unreasoned"
    rule = "ACC-04"


class ResultIncomplete(ElementMissing):
    """Who succeeded is told where and when to collect it, who did not is told why."""

    code = "result-incomplete"
    rule = "CAS-04"
    sentence = _("A result says where and when to collect it, or why it failed. Missing: %(element)s.")


class MustBeWritten(Refusal):
    """Only a simple matter is told by word of mouth."""

    code = "must-be-written"
    rule = "ONE-09"
    sentence = _("This item is not a simple one: the notice must be given in writing.")


class NotWritableByMouth(Refusal):
    """Papers that are proofs exist in writing only."""

    code = "kind-is-a-paper"
    rule = "ONE-09"
    sentence = _("“%(kind)s” exists in writing only.")


class ForeignMaterial(Refusal):
    """Only what the item's published version asks for can be lacking."""

    code = "foreign-material"
    status = 422
    rule = "ACC-06"
    sentence = _("“%(name)s” is not among the materials of this item, so it cannot be asked for.")


class MaterialsLeftOut(Refusal):
    """The list of materials names all that the item always asks for."""

    code = "materials-left-out"
    status = 422
    rule = "ONE-02"
    sentence = _("The list of materials leaves out “%(name)s”.")


class CheckIncomplete(Refusal):
    """All that applies is checked before anything is told, so that it is told once."""

    code = "check-incomplete"
    status = 422
    rule = "ONE-03"
    sentence = _("“%(name)s” has not been checked yet. Everything is checked before a notice is given.")


class SecondNotice(Refusal):
    """A gap the first check could have found is not told in a second notice."""

    code = "second-notice"
    rule = "ONE-03"
    sentence = _(
        "Notice %(number)s has been given in this matter already, and “%(name)s” could have been told then. "
        "Only a section head can let this through."
    )

    def __init__(self, suspicion: Suspicion) -> None:
        super().__init__(number=suspicion.first_number, name=suspicion.gaps[0].name)
        self.suspicion = suspicion


class GroundMissing(Refusal):
    """That the law changed or facts are new is said with a reason, and a section head stands for it."""

    code = "ground-missing"
    rule = "ONE-03"
    sentence = _("Why “%(name)s” could not be told the first time has not been approved by a section head.")


class NotASectionHead(Refusal):
    code = "not-a-section-head"
    status = 403
    rule = "ONE-03"
    sentence = _("Only a section head can let a second notice through.")


class AllowanceThere(Refusal):
    code = "allowance-there"
    rule = "ONE-03"
    sentence = _("A second notice has been let through in this matter already and was not given yet.")


class NothingToAllow(Refusal):
    code = "nothing-to-allow"
    rule = "ONE-03"
    sentence = _("No notice has been given in this matter yet, so there is no second one to let through.")


class NoticeEnded(Refusal):
    code = "notice-ended"
    sentence = _("Notice %(number)s is %(state)s, so this cannot be done.")


class NotSignedOnThere(Refusal):
    code = "not-signed-on-there"
    status = 403
    rule = "HRS-06"
    sentence = _("You are not signed on at this window.")


class OfficePhoneOnly(Refusal):
    """Paper and screens carry no mobile number; a unit has an office telephone."""

    code = "office-phone-only"
    status = 422
    rule = "PRV-05"
    sentence = _("Give the unit's office telephone; a mobile number is not printed.")


class OnlyPersonsTell(Refusal):
    """A person answers for what is told; the system tells only what the law lets happen by itself."""

    code = "only-persons-tell"
    status = 403
    rule = "ONE-02"
    sentence = _("A notice is given by a person of the hall.")


class NotFoundByCode(Refusal):
    """The one answer to a wrong code, an unknown number and a number that rests after wrong codes."""

    code = "notice-not-found"
    status = 404
    rule = "ONE-11"
    sentence = _(
        "There is no notice with this number and this code, or a wrong code was entered %(times)s times; "
        "then please wait %(minutes)s minutes."
    )


class LookUpTooOften(Refusal):
    code = "look-up-too-often"
    status = 429
    rule = "ONE-11"
    sentence = _("Too much was looked up from here. Please try again in an hour.")


class NotToldBefore(Refusal):
    """Nobody is met by an act of enforcement they were not told of before."""

    code = "not-told-before"
    rule = "ONE-12"
    sentence = _("The person has not been told beforehand, so enforcement cannot begin.")
