"""Why an act on equipment is refused: one sentence each, with the control it keeps."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from yichuang.kernel.errors import Refusal


class EquipmentUnknown(Refusal):
    """There is no such piece here, or it is no longer in the hall."""

    code = "equipment-unknown"
    status = 404
    sentence = _("There is no such equipment in this hall.")


class AreaUnknown(Refusal):
    """There is no such area here, or it was removed."""

    code = "area-unknown"
    status = 404
    sentence = _("There is no such area in this hall.")


class AreaUnfit(Refusal):
    """A kind of area that is not on the list."""

    code = "area-unfit"
    status = 422
    sentence = _("Please choose what the area is for from the list.")
    rule = "INT-03"


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


class PrinterUnknown(Refusal):
    """There is no such printer here, or it is no longer in the hall."""

    code = "printer-unknown"
    status = 404
    sentence = _("There is no such printer in this hall.")


class AddressUnfit(Refusal):
    """The address cannot be one of the way the printer is reached by."""

    code = "printer-address-unfit"
    status = 422
    sentence = _(
        "“%(address)s” is no address of this way. Network: 192.168.1.50 or 192.168.1.50:9100. USB: "
        "04b8:0e15. File: a short name, or /dev/usb/lp0."
    )


class NoPrinterHere(Refusal):
    """The ticket machine, the desk's zone or the guide desk has no printer."""

    code = "no-printer-here"
    sentence = _("No printer is set up for this place.")


class SlipUnderWay(Refusal):
    """The last slip has not ended yet: another one now could be a second of the same."""

    code = "slip-under-way"
    sentence = _("The slip is being printed. Please wait a moment.")


class SlipForgotten(Refusal):
    """What stood on the slip is no longer kept."""

    code = "slip-forgotten"
    sentence = _("This slip is too old to be printed again: what stood on it is no longer kept.")


class EnoughSlips(Refusal):
    """A ticket has as many slips as the hall allows."""

    code = "enough-slips"
    sentence = _("This slip was printed %(count)s times already. Please use the number or the code.")


class PrinterUnfit(Refusal):
    """Paper, way or kind that is not on the list."""

    code = "printer-unfit"
    status = 422
    sentence = _("Please choose paper, connection and characters from the list.")
