"""Why an act of the queue is refused: one sentence each, with the control it keeps."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from yichuang.kernel.errors import Refusal


class NobodyWaiting(Refusal):
    sentence = _("Nobody is waiting for this window.")


class NotAtThisPost(Refusal):
    status = 403
    sentence = _("You are not signed on at this window; sign on first.")
    rule = "QUE-01"


class HallClosed(Refusal):
    sentence = _("No ticket can be taken now. %(why)s")
    rule = "HRS-01"


class WindowNotInSession(Refusal):
    sentence = _("Window %(window)s is not in session now, so nobody can be called to it.")
    rule = "HRS-06"


class AlreadyServing(Refusal):
    sentence = _("Ticket %(label)s is still open at this window; finish it first.")
    rule = "QUE-01"


class NobodyPicks(Refusal):
    status = 422
    sentence = _("A ticket cannot be chosen: the next one is called in the order of arrival.")
    rule = "QUE-01"


class UnknownLine(Refusal):
    status = 404
    sentence = _("There is no such line in this hall.")


class UnknownItem(Refusal):
    status = 422
    sentence = _("Tickets for this service item are not taken in this line.")
    rule = "QUE-08"


class UnknownTicket(Refusal):
    status = 404
    sentence = _("There is no such ticket in this hall.")


class NotNow(Refusal):
    """The arrow does not exist: the ticket stands somewhere else."""

    sentence = _("Ticket %(label)s is %(state)s, so this cannot be done.")


class NotAtThisWindow(Refusal):
    status = 403
    sentence = _("Ticket %(label)s is at another window.")


class TooFewCalls(Refusal):
    sentence = _("Ticket %(label)s was called %(called)s times; it is missed only after %(needed)s calls.")
    rule = "QUE-06"


class TooSoon(Refusal):
    sentence = _("Ticket %(label)s was called a moment ago; call again in %(seconds)s seconds.")
    rule = "QUE-06"


class TooLateToRejoin(Refusal):
    sentence = _("Ticket %(label)s was missed more than %(minutes)s minutes ago; please take a new one.")
    rule = "QUE-06"


class NotYourTicket(Refusal):
    code = "not-your-ticket"
    status = 403
    sentence = _("Only who holds the ticket can give it up.")


class OutcomeMissing(Refusal):
    status = 422
    sentence = _("Say what the visit ended with before finishing.")


class ReferenceMissing(Refusal):
    status = 422
    sentence = _("Type the number of the case or notice.")


class ReferenceNotAllowed(Refusal):
    status = 422
    sentence = _("Only a case or a notice has a number; leave it empty.")


class ReferenceMalformed(Refusal):
    status = 422
    sentence = _("A number has 4 to 40 letters, digits and - . / _ with at least one digit.")


class ReferencePersonal(Refusal):
    status = 422
    sentence = _("This looks like an identity or phone number; type the number of the case or notice.")
    rule = "PRV-01"


class PrefixTaken(Refusal):
    sentence = _("The prefix %(prefix)s is already used by another line of this hall.")


class LineMalformed(Refusal):
    status = 422
    sentence = _("A line needs a name and a prefix of one to four capital letters.")


class AlreadyServes(Refusal):
    sentence = _("The window already serves this.")


class ServesNothing(Refusal):
    sentence = _("The window does not serve this.")
