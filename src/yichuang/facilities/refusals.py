"""Why an act on equipment is refused: one sentence each, with the control it keeps."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from yichuang.kernel.errors import Refusal


class EquipmentUnknown(Refusal):
    """There is no such piece here, or it is no longer in the hall."""

    code = "equipment-unknown"
    status = 404
    sentence = _("There is no such equipment in this hall.")


class EquipmentUnfit(Refusal):
    """A kind or reason that is not on the list."""

    code = "equipment-unfit"
    status = 422
    sentence = _("Please choose kind and reason from the list.")


class DownAlready(Refusal):
    """One outage has one fault; a second report adds none."""

    code = "down-already"
    sentence = _("%(name)s is reported already since %(time)s; the fault stands once.")
    rule = "FAC-01"


class NotDown(Refusal):
    """It works, as far as the house knows."""

    code = "not-down"
    sentence = _("%(name)s is not reported down.")
