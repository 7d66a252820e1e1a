"""Why a list of cases is not handed out."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from yichuang.kernel.errors import Refusal


class ExportNeedsApproval(Refusal):
    code = "export-needs-approval"
    status = 403
    sentence = _(
        "%(rows)s cases in one day: more than %(most)s are only taken out for a purpose that somebody else "
        "approved."
    )
    rule = "PRV-06"


class ExportPurposeMissing(Refusal):
    code = "export-purpose-missing"
    status = 422
    sentence = _("Say what the list is needed for.")
    rule = "PRV-06"


class ExportNothing(Refusal):
    code = "export-nothing"
    status = 422
    sentence = _("No case fits; there is nothing to take out.")
    rule = "PRV-01"


class ExportTooLarge(Refusal):
    code = "export-too-large"
    status = 422
    sentence = _("%(rows)s cases are more than one list holds (%(most)s): take a shorter time.")
    rule = "PRV-06"


class UnknownExport(Refusal):
    code = "unknown-export"
    status = 404
    sentence = _("There is no such export, or it was taken out already.")
    rule = "PRV-06"


class NotYourExport(Refusal):
    code = "not-your-export"
    status = 403
    sentence = _("An export is approved by a head or the office, and never by who asked for it.")
    rule = "PRV-06"


class ExportBeyondSight(Refusal):
    code = "export-beyond-sight"
    status = 403
    sentence = _("A list is approved only by somebody who may see every case in it.")
    rule = "PRV-01"


class NothingFound(Refusal):
    """The one answer to an unknown number, to what does not fit it, and to a number that rests."""

    code = "nothing-found"
    status = 404
    sentence = _(
        "Nothing is found with this number and these digits. Please compare both with your paper. After "
        "%(times)s wrong tries with one number please wait %(minutes)s minutes."
    )
    rule = "PRV-04"


class UnknownBurst(Refusal):
    code = "unknown-burst"
    status = 404
    sentence = _("There is no such alert, or it is settled already.")
    rule = "PRV-02"


class NotSupervision(Refusal):
    code = "not-supervision"
    status = 403
    sentence = _("Supervision settles this, and nobody settles an alert about themselves.")
    rule = "PRV-02"
