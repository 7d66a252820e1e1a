"""Why a roster, a run of the engine or a swap is refused: one sentence each, with the control it keeps."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from yichuang.kernel.errors import Refusal
from yichuang.kernel.sheets import Fault
from yichuang.posts.types import FaultCard


class RosterUnknown(Refusal):
    """There is no such roster here."""

    code = "roster-unknown"
    status = 404
    sentence = _("There is no such roster in this hall.")


class RosterSettled(Refusal):
    """Only a draft is changed; what was handed in or published stands."""

    code = "roster-settled"
    sentence = _("This version has been handed in or published. Make a new version of the month.")


class RosterOvertaken(Refusal):
    """A version is not put over a later one that was published: it knows nothing of what came after it."""

    code = "roster-overtaken"
    sentence = _(
        "Version %(version)s of this month, which is newer, has been published. Begin a new version."
    )
    rule = "ROT-04"


class RosterUnfit(Refusal):
    """A month with a fault in it is not handed in; the sentence names window, day and session."""

    code = "roster-unfit"
    status = 422
    sentence = _("Not handed in. %(faults)s")
    rule = "AB-01"

    def __init__(self, *, faults: str, found: tuple[FaultCard, ...]) -> None:
        self.found = found
        super().__init__(faults=faults)


class RosterFileUnfit(Refusal):
    """A workbook with a bad cell; nothing of it was taken over."""

    code = "roster-file-unfit"
    status = 422
    sentence = _("Nothing was taken over. Line %(line)s: %(reason)s (%(count)s in all)")
    rule = "ROT-05"

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        self.faults = faults
        super().__init__(line=faults[0].line, reason=faults[0].reason, count=len(faults))


class RosterUncovered(RosterUnfit):
    """A session without an A."""

    code = "roster-uncovered"
    rule = "ROT-03"


class RosterWithoutReserve(RosterUnfit):
    """A session without a B."""

    code = "roster-without-reserve"
    sentence = _(
        "Not handed in. %(faults)s. Where somebody is away without notice and nobody else can stand there, "
        "the office may allow these shifts without a reserve on the page of the roster."
    )
    rule = "ROT-01"


class RosterConflicts(RosterUnfit):
    """Somebody on leave, at two posts at once, not holding the post, not posted or not certified."""

    code = "roster-conflicts"
    rule = "ROT-05"


class RosterOverHours(RosterUnfit):
    """Somebody works more than the hall's limits of a day, a week or a run of days allow."""

    code = "roster-over-hours"
    rule = "ROT-05"


class RosterBarred(RosterConflicts):
    """Somebody not posted or not certified is not even written in."""

    code = "roster-barred"
    sentence = _("Not written in. %(faults)s")


class CellsChanged(Refusal):
    """What somebody else has set meanwhile is not overwritten unseen."""

    code = "cells-changed"
    sentence = _("Somebody has changed this day meanwhile. Look at it again, then set it.")


class CellsSo(Refusal):
    """Nothing is set where everything is so already."""

    code = "cells-so"
    sentence = _("It is so already; nothing was changed.")


class RosterNotFiled(Refusal):
    """The office publishes what was handed in to it."""

    code = "roster-not-filed"
    sentence = _("Only a roster that was handed in can be published or returned.")
    rule = "ROT-02"


class MonthUnfit(Refusal):
    """Rosters are made for this month and the next ones, for windows that are open in it."""

    code = "month-unfit"
    status = 422
    sentence = _(
        "A roster is made for this month or one of the next %(months)s, where a window with a post is open."
    )


class NotYourRoster(Refusal):
    """A roster is made by the section's head or the office."""

    code = "not-your-roster"
    status = 403
    sentence = _("The roster of a department is made by its head or by the office.")


class RunThere(Refusal):
    """The engine works on one version once at a time."""

    code = "run-there"
    sentence = _("The engine is already working on this version.")


class RunUnknown(Refusal):
    """There is no such run here."""

    code = "run-unknown"
    status = 404
    sentence = _("There is no such run of the engine.")


class NothingToBend(Refusal):
    """Only what the engine proposed, checked by planning with it, is applied, and once."""

    code = "nothing-to-bend"
    sentence = _("This run proposes nothing that could still be applied. Let the engine work again.")


class BendingBarred(Refusal):
    """The hall lets nobody, or only the office, bend a rule of the rota."""

    code = "bending-barred"
    status = 403
    sentence = _("By the hall's rules %(who)s may bend a rule of the rota.")
    rule = "HRS-04"


class LeaveStands(Refusal):
    """A granted leave is not taken back by a roster; who is on leave comes back by themselves."""

    code = "leave-stands"
    status = 422
    sentence = _(
        "%(worker)s is on granted leave and is not called back by a roster; only they can end it early."
    )
    rule = "ATT-07"


class BentTooLate(Refusal):
    """Longer hours are approved before, not after."""

    code = "bent-too-late"
    status = 422
    sentence = _("The days it is about are over: longer hours are approved before, not after.")
    rule = "HRS-04"


class BentUnknown(Refusal):
    """There is no such bent rule here."""

    code = "bent-unknown"
    status = 404
    sentence = _("There is no such bent rule in this hall.")


class BentSettled(Refusal):
    """What is over or withdrawn is not withdrawn."""

    code = "bent-settled"
    sentence = _("It is withdrawn already, or the days it is about are over.")


class BentStillNeeded(Refusal):
    """A bent rule stays while published shifts rest on it."""

    code = "bent-still-needed"
    sentence = _("Published shifts rest on it: %(faults)s. Change these shifts first.")
    rule = "HRS-04"


class NotForOneself(Refusal):
    """Nobody approves their own longer hours."""

    code = "not-for-oneself"
    status = 403
    sentence = _("It is about your own hours: somebody else has to apply it.")
    rule = "HRS-04"


class ReserveBarred(Refusal):
    """A shift without a reserve is allowed by the office."""

    code = "reserve-barred"
    status = 403
    sentence = _("Only the office may allow a shift without a reserve.")
    rule = "ROT-01"


class ReserveNeeded(Refusal):
    """A reserve is missing for a planned leave, or for no absence at all: another substitute is needed."""

    code = "reserve-needed"
    status = 422
    sentence = _(
        "%(shifts)s: nobody who holds the post is away without notice then. For a planned leave another "
        "substitute is needed."
    )
    rule = "AB-10"


class ReserveThere(Refusal):
    """Where somebody can be the B, nobody goes without; where nobody is the A, there is no shift."""

    code = "reserve-there"
    status = 422
    sentence = _("%(shifts)s: it has a B, or somebody who holds the post can be it, or nobody is its A.")
    rule = "ROT-01"


class ReserveReasonUnfit(Refusal):
    """The reason does not tell why somebody is away."""

    code = "reserve-reason-unfit"
    status = 422
    sentence = _("Choose why no reserve can be named; why somebody is away is not said here.")


class ReserveWaivedAlready(Refusal):
    """It is allowed once."""

    code = "reserve-waived-already"
    sentence = _("%(shifts)s: it is allowed without a reserve already.")


class WaivedByOneself(Refusal):
    """Who allows a shift without a reserve does not hand in or publish by hand what rests on it."""

    code = "waived-by-oneself"
    status = 403
    sentence = _("%(shifts)s: you allowed it without a reserve yourself. Somebody else has to hand it in.")
    rule = "ROT-01"


class SwapUnknown(Refusal):
    """There is no such swap here, or it is settled."""

    code = "swap-unknown"
    status = 404
    sentence = _("There is no such open swap.")


class SwapThere(Refusal):
    """A shift is offered to one person at a time."""

    code = "swap-there"
    sentence = _("A swap of this shift is already under way; withdraw it first.")
    rule = "ROT-04"


class SwapUnfit(Refusal):
    """A swap that would break the roster is not begun."""

    code = "swap-unfit"
    status = 422
    sentence = _("%(worker)s cannot take this shift: %(why)s")
    rule = "ROT-05"


class NotYourSwap(Refusal):
    """A swap is asked for by who has the shift, agreed to by who takes it, approved by a head."""

    code = "not-your-swap"
    status = 403
    sentence = _("This step of the swap is for somebody else.")
    rule = "ROT-04"
