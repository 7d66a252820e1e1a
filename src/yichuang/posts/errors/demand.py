"""Why a need or a flexible window is refused: one sentence each, with the control it keeps."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from yichuang.kernel.errors import Refusal


class FlexibleThere(Refusal):
    """A window is made flexible once."""

    code = "flexible-there"
    sentence = _("Window %(number)s is flexible already.")


class NotFlexible(Refusal):
    """Only a flexible window is made a fixed post."""

    code = "not-flexible"
    sentence = _("This window is a fixed post already.")


class DemandDaysUnfit(Refusal):
    """What is needed is said from today on, or from a later day."""

    code = "demand-days-unfit"
    status = 422
    sentence = _("It begins today or later, and no later than a year from now.")


class NeedUnfit(Refusal):
    """No more windows are needed than there are; weekday, session and reason are of the lists."""

    code = "need-unfit"
    status = 422
    sentence = _(
        "Say for a weekday and a session how many windows should be open, from 0 to %(most)s, and the reason."
    )
    rule = "QUE-09"
