"""Why a pause is not asked for, approved or declined: one sentence each, with the control it keeps."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from yichuang.kernel.errors import Refusal


class NoApprovalNeeded(Refusal):
    """The ground needs nobody's approval: who handles the case lets its time stand still."""

    code = "pause-needs-no-approval"
    status = 422
    sentence = _("On this ground time stands still without anybody's approval: pause it and tell.")
    rule = "TIME-02"


class PauseAskedAlready(Refusal):
    code = "pause-asked-already"
    sentence = _("A pause of case %(number)s was asked for already and is not answered yet.")
    rule = "TIME-02"


class UnknownPauseRequest(Refusal):
    code = "unknown-pause-request"
    status = 404
    sentence = _("Nobody asked for such a pause.")
    rule = "TIME-02"


class PauseAnswered(Refusal):
    """Approved, declined, or lapsed since the case was decided or ended."""

    code = "pause-answered"
    sentence = _("This request for a pause is settled already.")
    rule = "TIME-02"


class PauseNeedsSecond(Refusal):
    """Nobody gains time by their own word: neither who asks answers, nor who has the case in hand."""

    code = "pause-needs-second"
    status = 403
    sentence = _("Neither who asked for a pause nor who has the case in hand answers it.")
    rule = "TIME-02"


class TimeStandsStill(Refusal):
    code = "time-stands-still"
    sentence = _("The time of case %(number)s stands still already.")
    rule = "TIME-02"
