"""Why somebody may not be at a window at all: not selected, withdrawn, without a valid certificate."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from yichuang.kernel.errors import Refusal


class NotSelected(Refusal):
    """Nobody is at a window who has not passed the hall's review and been posted."""

    code = "not-selected"
    status = 403
    sentence = _("Not reviewed, not posted yet, or returned: posts and windows are for posted people only.")
    rule = "STF-04"


class NotRecruited(NotSelected):
    """In a hall that recruits, the record of it comes first."""

    sentence = _("There is no record by which standard this person was recruited; enter it first.")
    rule = "STF-07"


class Withdrawn(NotSelected):
    """Who was withdrawn is at no window any more."""

    sentence = _("This person has been withdrawn from the windows; a new nomination comes first.")
    rule = "STF-08"


class NotCertified(Refusal):
    """A certificate is needed, and has ended or never was."""

    code = "not-certified"
    status = 403
    sentence = _("No valid certificate for the window today. Personnel renews it after a passed test.")
    rule = "STF-05"
