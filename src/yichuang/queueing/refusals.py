"""Why an act of the queue is refused: one sentence each, with the control it keeps."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from yichuang.kernel.errors import Refusal


class NobodyWaiting(Refusal):
    code = "nobody-waiting"
    sentence = _("Nobody is waiting for this window.")


class NotAtThisPost(Refusal):
    code = "not-at-this-post"
    status = 403
    sentence = _("You are not signed on at this window; sign on first.")
    rule = "QUE-01"


class HallClosed(Refusal):
    code = "hall-closed"
    sentence = _("No ticket can be taken now. %(why)s")
    rule = "HRS-01"


class KioskRests(Refusal):
    """Somebody has reported this machine down."""

    code = "kiosk-rests"
    sentence = _("This ticket machine gives no tickets now. Please go to another one or to the guide desk.")


class WindowNotInSession(Refusal):
    code = "window-not-in-session"
    sentence = _("Window %(window)s is not in session now, so nobody can be called to it.")
    rule = "HRS-06"


class AlreadyServing(Refusal):
    code = "already-serving"
    sentence = _("Ticket %(label)s is still open at this window; finish it first.")
    rule = "QUE-01"


class NobodyPicks(Refusal):
    code = "nobody-picks"
    status = 422
    sentence = _("A ticket cannot be chosen: the next one is called in the order of arrival.")
    rule = "QUE-01"


class UnknownLine(Refusal):
    code = "unknown-line"
    status = 404
    sentence = _("There is no such line in this hall.")


class UnknownItem(Refusal):
    code = "unknown-item"
    status = 422
    sentence = _("Tickets for this service item are not taken in this line.")
    rule = "QUE-08"


class UnknownTicket(Refusal):
    code = "unknown-ticket"
    status = 404
    sentence = _("There is no such ticket in this hall.")


class NotNow(Refusal):
    """The arrow does not exist: the ticket stands somewhere else."""

    code = "not-now"
    sentence = _("Ticket %(label)s is %(state)s, so this cannot be done.")


class NotAtThisWindow(Refusal):
    code = "not-at-this-window"
    status = 403
    sentence = _("Ticket %(label)s is at another window.")


class TooFewCalls(Refusal):
    code = "too-few-calls"
    sentence = _("Ticket %(label)s was called %(called)s times; it is missed only after %(needed)s calls.")
    rule = "QUE-06"


class TooSoon(Refusal):
    code = "too-soon"
    sentence = _("Ticket %(label)s was called a moment ago; call again in %(seconds)s seconds.")
    rule = "QUE-06"


class TooLateToRejoin(Refusal):
    code = "too-late-to-rejoin"
    sentence = _("Ticket %(label)s was missed more than %(minutes)s minutes ago; please take a new one.")
    rule = "QUE-06"


class NotYourTicket(Refusal):
    code = "not-your-ticket"
    status = 403
    sentence = _("Only who holds the ticket can do this.")


class DelayNotOffered(Refusal):
    code = "delay-not-offered"
    sentence = _("In this hall nobody can let others go first.")


class DelayedOnce(Refusal):
    code = "delayed-once"
    sentence = _("Ticket %(label)s has let others go first already; this is possible once.")
    rule = "QUE-06"


class NobodyBehind(Refusal):
    code = "nobody-behind"
    sentence = _("Nobody stands behind ticket %(label)s, so there is nobody to let go first.")


class OutcomeMissing(Refusal):
    code = "outcome-missing"
    status = 422
    sentence = _("Say what the visit ended with before finishing.")


class ReferenceMissing(Refusal):
    code = "reference-missing"
    status = 422
    sentence = _("Type the number of the case or notice.")


class ReferenceNotAllowed(Refusal):
    code = "reference-not-allowed"
    status = 422
    sentence = _("Only a case or a notice has a number; leave it empty.")


class ReferenceMalformed(Refusal):
    code = "reference-malformed"
    status = 422
    sentence = _("A number has 4 to 40 letters, digits and - . / _ with at least one digit.")


class ReferenceUnknown(Refusal):
    """Nothing of this number is kept: the visit did not come to what it is said to."""

    code = "reference-unknown"
    status = 422
    sentence = _(
        "There is no case %(reference)s here, or no notice was given in it. "
        "Open the case or give the notice first, then end the visit."
    )
    rule = "TWO-02"


class ReferencePersonal(Refusal):
    code = "reference-personal"
    status = 422
    sentence = _("This looks like an identity or phone number; type the number of the case or notice.")
    rule = "PRV-01"


class PrefixTaken(Refusal):
    code = "prefix-taken"
    sentence = _("The prefix %(prefix)s is already used by another line of this hall.")


class LineMalformed(Refusal):
    code = "line-malformed"
    status = 422
    sentence = _("A line needs a name and a prefix of one to four capital letters.")


class AlreadyServes(Refusal):
    code = "already-serves"
    sentence = _("The window already serves this.")


class ServesNothing(Refusal):
    code = "serves-nothing"
    sentence = _("The window does not serve this.")


class NothingLeftToServe(Refusal):
    """A window in service keeps something to serve."""

    code = "nothing-left-to-serve"
    sentence = _("Window %(number)s is in service and would have nothing to serve; add something else first.")
    rule = "ORG-03"


class NothingToChoose(Refusal):
    """The line does not close yet, or nobody waits for it."""

    code = "nothing-to-choose"
    sentence = _("Nobody waits for this line, or it does not close yet.")
    rule = "EXT-01"


class NotServedHere(Refusal):
    code = "not-served-here"
    status = 403
    sentence = _("This window does not serve the line of ticket %(label)s.")
    rule = "QUE-08"


class TransferReasonMissing(Refusal):
    code = "transfer-reason-missing"
    status = 422
    sentence = _("Say why the person is sent on.")
    rule = "JOB-08"


class AlreadyInThatLine(Refusal):
    code = "already-in-that-line"
    sentence = _("Ticket %(label)s already stands there; choose another line or item.")


class NobodyElseServes(Refusal):
    code = "nobody-else-serves"
    sentence = _("No other window serves this; please serve the person here.")
    rule = "JOB-08"


class GoesBack(Refusal):
    """Another window sent it for one step; that window ends the visit."""

    code = "goes-back"
    sentence = _("Ticket %(label)s goes back to window %(number)s, which ends the visit; send it back.")


class GoesBackAlready(Refusal):
    code = "goes-back-already"
    sentence = _(
        "Ticket %(label)s goes back to window %(number)s already; one window at a time waits for it."
    )


class ComesFromNowhere(Refusal):
    code = "comes-from-nowhere"
    sentence = _("No other window waits for ticket %(label)s to come back.")


class QuantityUnfit(Refusal):
    code = "quantity-unfit"
    status = 422
    sentence = _("A service is noted once to %(most)s times.")


class NotQuick(Refusal):
    code = "not-quick"
    sentence = _("The item of ticket %(label)s is not done on the spot; finish it with its outcome.")


class NoteUnfit(Refusal):
    code = "note-unfit"
    status = 422
    sentence = _("A note has 1 to %(most)s characters.")


class ActionMissing(Refusal):
    code = "action-missing"
    status = 422
    sentence = _("Say what was done about the disturbance.")
    rule = "QUE-11"


class DisturbanceUnclear(Refusal):
    code = "disturbance-unclear"
    status = 422
    sentence = _("Say in which zone and what it was.")
    rule = "QUE-11"


class UnknownPack(Refusal):
    code = "unknown-pack"
    status = 404
    sentence = _("There is no such pack of paper numbers in this hall.")


class NoLines(Refusal):
    code = "no-lines"
    sentence = _("The hall has no line yet, so there is nothing to print.")


class PackNotNow(Refusal):
    """A pack stands elsewhere: not printed yet, thrown away, or entered before."""

    code = "pack-not-now"
    sentence = _("Pack %(number)s is %(state)s, so this cannot be done.")
    rule = "QUE-10"


class MarkTaken(Refusal):
    code = "mark-taken"
    status = 422
    sentence = _("Line %(prefix)s and the paper numbers of another line would have the same labels.")
    rule = "QUE-10"


class OutageUnfit(Refusal):
    code = "outage-unfit"
    status = 422
    sentence = _("An outage lies within one day, ends after it began and is over.")


class SheetContradicts(Refusal):
    """The record sheet cannot be true as it stands; nothing was written."""

    code = "sheet-contradicts"
    status = 422
    sentence = _("Nothing was entered: %(count)s contradictions. %(first)s")
    rule = "QUE-10"


class GuidesTooMany(Refusal):
    code = "guides-too-many"
    status = 429
    sentence = _("%(most)s guides were printed here in a minute. Please wait a moment.")


class NoSlip(Refusal):
    code = "no-slip"
    status = 404
    sentence = _("No slip of %(label)s was printed.")


class RowUnclear(Refusal):
    code = "row-unclear"
    status = 422
    sentence = _("A correction is one row that begins with its number.")
    rule = "QUE-10"


class CorrectionReasonMissing(Refusal):
    code = "correction-reason-missing"
    status = 422
    sentence = _("Please say why the row is entered again.")
    rule = "QUE-10"


class RowUnchanged(Refusal):
    """The correction says of a row what is said already, or nothing at all."""

    code = "row-unchanged"
    status = 422
    sentence = _("%(label)s: this is what is entered already.")


class RowMovedOn(Refusal):
    """The ticket was called, left or came back by the system since the sheet was entered."""

    code = "row-moved-on"
    sentence = _("%(label)s has gone on in the queue since; what paper said of it stays.")
    rule = "QUE-10"
