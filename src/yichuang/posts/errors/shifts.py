"""Why shifts are not published: one sentence each, with the control it keeps."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from yichuang.kernel.errors import Refusal
from yichuang.posts.types import FaultCard


class ShiftsUnfit(Refusal):
    """A month with a gap in it is not published; the sentence names post and day."""

    code = "shifts-unfit"
    status = 422
    sentence = _("Not published: %(faults)s.")
    rule = "AB-01"

    def __init__(self, *, faults: str, found: tuple[FaultCard, ...]) -> None:
        self.found = found
        super().__init__(faults=faults)


class ShiftsWithoutReserve(ShiftsUnfit):
    """Nobody is named as B; who may allow that is said."""

    code = "shifts-without-reserve"
    sentence = _(
        "Not published: %(faults)s. Where somebody is away without notice and nobody else can stand there, "
        "the office may allow these shifts without a reserve on the page of the roster."
    )


class ShiftConflicts(ShiftsUnfit):
    """Somebody planned is away, at two posts at once, not posted, not certified, or not of the post."""

    code = "shift-conflicts"
    rule = "ROT-05"


class ShiftsOverHours(ShiftsUnfit):
    """Somebody planned works more than the hall's limits of a day, a week or a run of days allow."""

    code = "shifts-over-hours"
    rule = "ROT-05"


class ShiftPast(Refusal):
    """What has been is not planned any more."""

    code = "shift-past"
    status = 422
    sentence = _("Shifts are planned for sessions still to come; what is over stays as it was.")


class ClosedAlready(Refusal):
    """Where nobody is planned nothing is closed."""

    code = "closed-already"
    sentence = _("Nobody is planned at this flexible window then: it stays closed.")


class SessionBegun(Refusal):
    """A window is closed by the roster before its session begins; afterwards who was there was there."""

    code = "session-begun"
    status = 422
    sentence = _("This session has begun: what was published stands. A window that closes now is paused.")


class NothingToPublish(Refusal):
    """There is no session in which a post needs anybody."""

    code = "nothing-to-publish"
    status = 422
    sentence = _("On these days no window with a post is open.")
