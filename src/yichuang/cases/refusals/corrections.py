"""Why a result is not issued anew, or a case with one not closed."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from yichuang.kernel.errors import Refusal


class CorrectionWaits(Refusal):
    code = "correction-waits"
    sentence = _("That this result is issued anew is asked for already; it waits for a second person.")
    rule = "CAS-08"


class UnknownCorrection(Refusal):
    code = "unknown-correction"
    status = 404
    sentence = _("There is no such correction, or it is settled already.")
    rule = "CAS-08"


class ReissueWaits(Refusal):
    """A case is not closed while its applicant holds a result that was found wrong."""

    code = "reissue-waits"
    sentence = _("The result was issued anew as %(code)s; hand that over before the case is closed.")
    rule = "CAS-06"


class NothingReissued(Refusal):
    code = "nothing-reissued"
    sentence = _("No result of this case that was issued anew waits to be handed over.")
    rule = "CAS-05"
