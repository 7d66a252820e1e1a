"""Why an act on a case is refused: one sentence each, with the control it keeps."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from yichuang.kernel.errors import Refusal


class UnknownCase(Refusal):
    """There is none, or none this person may know of: both sound alike (CRT-02)."""

    code = "unknown-case"
    status = 404
    sentence = _("There is no such case.")
    rule = "PRV-01"


class OtherDepartment(Refusal):
    code = "other-department"
    status = 403
    sentence = _("Case %(number)s belongs to another department.")
    rule = "PRV-01"


class NotAtAWindow(Refusal):
    code = "not-at-a-window"
    status = 403
    sentence = _("This is done at a window; sign on first.")
    rule = "JOB-02"


class OtherWindow(Refusal):
    """What came in by one window goes out by it."""

    code = "other-window"
    sentence = _("Case %(number)s came in by window %(window)s; hand it out and close it there.")
    rule = "JOB-02"


class ItemNotOffered(Refusal):
    code = "item-not-offered"
    status = 404
    sentence = _("This item is not offered here today.")
    rule = "PUB-02"


class NoBasis(Refusal):
    code = "no-basis"
    sentence = _(
        "“%(item)s” names no legal basis, so nothing can be decided on it. Ask the office to mend it."
    )
    rule = "JOB-01"


class BasisEnded(Refusal):
    """A text the item stands on is no longer law, and no newer version of the item stands on another."""

    code = "basis-ended"
    sentence = _(
        "%(basis)s is no longer law, so nothing can be decided on “%(item)s”. Ask the office for a version of"
        " the item with the basis that is in force."
    )
    rule = "JOB-01"


class IllegalAct(Refusal):
    """The table of states has no such arrow."""

    code = "illegal-act"
    sentence = _("Case %(number)s stands at “%(state)s”: “%(act)s” is not possible now.")
    rule = "CAS-01"


class NameMissing(Refusal):
    code = "name-missing"
    status = 422
    sentence = _("The applicant’s name is missing.")
    rule = "ACC-02"


class IdentityMissing(Refusal):
    code = "identity-missing"
    status = 422
    sentence = _("This item needs the applicant’s identity number.")
    rule = "INT-04"


class IdentityUnseen(Refusal):
    code = "identity-unseen"
    status = 422
    sentence = _("This item needs a check of the identity document: say how it was checked.")
    rule = "INT-04"


class IdentityUnfit(Refusal):
    code = "identity-unfit"
    status = 422
    sentence = _("This is no valid number of an identity document or organisation; look at it again.")
    rule = "ACC-02"


class AuthorityMissing(Refusal):
    code = "authority-missing"
    status = 422
    sentence = _("Who acts for somebody else shows an authority letter and an identity document.")
    rule = "INT-04"


class NoVisitServed(Refusal):
    """Somebody would look up what is held of a person without anything to do for them."""

    code = "no-visit-served"
    status = 403
    sentence = _("What the hall holds of a person is looked up only for the visit you are serving.")
    rule = "SHR-02"


class FormUnfit(Refusal):
    """More than one thing is missing or unfit; all of it is told at once."""

    code = "form-unfit"
    status = 422
    sentence = _("%(count)s things have to be put right first: %(faults)s")
    rule = "ACC-10"


class AlreadyOpen(Refusal):
    """Not forbidden, but to be done on purpose."""

    code = "already-open"
    sentence = _("The same applicant has case %(number)s open for this item. Confirm to open another.")
    rule = "ACC-02"


class QuestionsOpen(Refusal):
    code = "questions-open"
    status = 422
    sentence = _("First answer: %(questions)s. Which materials apply depends on it.")
    rule = "ONE-03"


class MaterialsUnseen(Refusal):
    code = "materials-unseen"
    status = 422
    sentence = _(
        "Not looked at yet: %(materials)s. All materials are checked at once, so that gaps are told once."
    )
    rule = "ONE-03"


class NotAskedFor(Refusal):
    """A material or step the version does not have."""

    code = "not-asked-for"
    status = 422
    sentence = _(
        "The item as published does not ask for this (no. %(position)s). "
        "A change of the item is proposed to the office."
    )
    rule = "ACC-06"


class NotExempt(Refusal):
    code = "not-exempt"
    status = 422
    sentence = _("“%(material)s” cannot be fetched from shared data; the applicant brings it.")
    rule = "SHR-01"


class PromiseUnfit(Refusal):
    code = "promise-unfit"
    status = 422
    sentence = _(
        "“%(material)s” can follow until %(latest)s at the latest, and only where the item allows it."
    )
    rule = "ACC-01"


class NotDeferrable(Refusal):
    code = "not-deferrable"
    status = 422
    sentence = _("“%(material)s” must be there before acceptance; it cannot follow later.")
    rule = "ACC-01"


class NotTold(Refusal):
    """A gap nobody was told of the first time."""

    code = "not-told"
    sentence = _(
        "The applicant has brought what was told. “%(material)s” was not told then, "
        "so the case cannot be held up by it. "
        "Only the section head can allow it, for a reason."
    )
    rule = "ONE-04"


class NotChecked(Refusal):
    code = "not-checked"
    sentence = _("The materials of case %(number)s have not been checked since they came in.")
    rule = "JOB-03"


class NothingMissing(Refusal):
    code = "nothing-missing"
    sentence = _("Nothing is missing in case %(number)s: accept it.")
    rule = "ONE-04"


class Incomplete(Refusal):
    code = "incomplete"
    sentence = _(
        "Case %(number)s cannot be accepted; missing or unfit: %(materials)s. "
        "Tell the applicant all of it at once."
    )
    rule = "JOB-03"


class NothingPromised(Refusal):
    code = "nothing-promised"
    status = 404
    sentence = _("Nothing is to follow for material no. %(position)s.")
    rule = "ACC-01"


class UncertainUnasked(Refusal):
    """An item that wants a query upward before anything is turned down."""

    code = "uncertain-unasked"
    sentence = _("Before “%(item)s” is turned down, ask above and have the answer on file.")
    rule = "ACC-05"


class OwnWork(Refusal):
    code = "own-work"
    status = 403
    sentence = _("Who handled case %(number)s cannot also decide it.")
    rule = "ACC-08"


class DecidedAbove(Refusal):
    code = "decided-above"
    sentence = _("“%(item)s” is decided by a higher body: give the first opinion.")
    rule = "TIME-05"


class DecidedHere(Refusal):
    code = "decided-here"
    sentence = _("“%(item)s” is decided here: no opinion is sent above.")
    rule = "TIME-05"


class NeedsApproval(Refusal):
    """The item's stages have an approval, so its handler cannot settle it."""

    code = "needs-approval"
    status = 403
    sentence = _("“%(item)s” is decided by whoever holds the mandate; lay the case before them.")
    rule = "ACC-07"


class NotInstant(Refusal):
    code = "not-instant"
    sentence = _("“%(item)s” is not done on the spot; accept it and give the receipt.")
    rule = "ONE-05"


class OpinionsOpen(Refusal):
    """Joint opinions that are not in yet."""

    code = "opinions-open"
    sentence = _("Not all departments have given their opinion: %(departments)s.")
    rule = "JNT-01"


class QueriesOpen(Refusal):
    code = "queries-open"
    sentence = _("A question asked above is not answered, or the applicant has not been told of the answer.")
    rule = "ONE-08"


class PromiseOpen(Refusal):
    code = "promise-open"
    sentence = _("What was promised to follow is not here yet: %(materials)s.")
    rule = "ACC-01"


class FeesOpen(Refusal):
    code = "fees-open"
    sentence = _("Fees of %(amount)s yuan are not paid yet.")
    rule = "FEE-03"


class ReasonNeeded(Refusal):
    code = "reason-needed"
    status = 422
    sentence = _("Say why.")
    rule = "JOB-01"


class PlaceNeeded(Refusal):
    code = "place-needed"
    status = 422
    sentence = _("Say where and when the result can be fetched.")
    rule = "CAS-04"


class SignatureNeeded(Refusal):
    code = "signature-needed"
    status = 422
    sentence = _(
        "Handing over needs the receiver’s signature; posting it needs the number of the item posted."
    )
    rule = "CAS-05"


class ReceiverUnfit(Refusal):
    code = "receiver-unfit"
    status = 403
    sentence = _("Somebody else can only take the result with an authority letter and an identity document.")
    rule = "CAS-05"


class LatenessUnexplained(Refusal):
    code = "lateness-unexplained"
    sentence = _("Case %(number)s took longer than it might: say why before it is closed.")
    rule = "TIME-07"


class GroundUnfit(Refusal):
    code = "ground-unfit"
    status = 422
    sentence = _("The time of this item does not stand still for that.")
    rule = "TIME-02"


class NothingPaused(Refusal):
    code = "nothing-paused"
    sentence = _("The time of case %(number)s does not stand still.")
    rule = "TIME-02"


class NoExtension(Refusal):
    code = "no-extension"
    sentence = _("The item lets its time be prolonged %(times)s times by at most %(most)s.")
    rule = "TIME-01"


class SecondPersonNeeded(Refusal):
    code = "second-person-needed"
    status = 403
    sentence = _("A result is corrected by one person and approved by another.")
    rule = "CAS-08"


class VisitUnknown(Refusal):
    code = "visit-unknown"
    status = 404
    sentence = _("There is no such visit in this case.")
    rule = "TWO-01"


class OwnVisits(Refusal):
    """Who handled a case would say whose doing its visits were."""

    code = "own-visits"
    status = 403
    sentence = _("You handled case %(number)s yourself: another head says whose doing the visit was.")
    rule = "TWO-03"


class VersionUnfit(Refusal):
    """A migration that would lengthen a citizen's list."""

    code = "version-unfit"
    sentence = _("A running case keeps its version: the newer one asks for more (%(materials)s).")
    rule = "ACC-06"
