"""What kinds of equipment and reasons of faults are called on a screen."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from yichuang.facilities.types import (
    AreaKind,
    Chinese,
    EquipmentKind,
    FaultReason,
    Reach,
    SlipState,
    SlipTrouble,
)

KIND: dict[EquipmentKind, Promise] = {
    EquipmentKind.KIOSK: _("ticket machine"),
    EquipmentKind.BOARD: _("lobby board"),
    EquipmentKind.WINDOW_SCREEN: _("window screen"),
    EquipmentKind.TERMINAL: _("rating terminal"),
    EquipmentKind.KEYPAD: _("hardware keypad"),
    EquipmentKind.PRINTER: _("printer"),
    EquipmentKind.OTHER: _("other equipment"),
}
AREA: dict[AreaKind, Promise] = {
    AreaKind.CONSULTATION: _("consultation desk"),
    AreaKind.RECEPTION: _("reception"),
    AreaKind.WAITING: _("waiting area"),
    AreaKind.WINDOWS: _("service windows"),
    AreaKind.SELF_SERVICE: _("self-service"),
    AreaKind.FORMS: _("place to fill in forms"),
    AreaKind.LOUNGE: _("lounge"),
    AreaKind.OTHER: _("other area"),
}
REASON: dict[FaultReason, Promise] = {
    FaultReason.SILENT: _("not heard of any more"),
    FaultReason.OFFLINE: _("does not answer"),
    FaultReason.PAPER_OUT: _("out of paper"),
    FaultReason.PAPER_JAM: _("paper jam"),
    FaultReason.COVER_OPEN: _("cover open"),
    FaultReason.NO_POWER: _("no power"),
    FaultReason.NO_NETWORK: _("no network"),
    FaultReason.BROKEN: _("broken"),
    FaultReason.MAINTENANCE: _("being serviced"),
    FaultReason.OTHER: _("other fault"),
}
REACH: dict[Reach, Promise] = {
    Reach.NETWORK: _("network"),
    Reach.USB: _("USB"),
    Reach.FILE: _("file or port"),
}
CHINESE: dict[Chinese, Promise] = {
    Chinese.CHARACTERS: _("the printer's own (GB18030)"),
    Chinese.PICTURE: _("drawn as a picture"),
}
TROUBLE: dict[SlipTrouble, Promise] = {
    SlipTrouble.UNREACHABLE: _("the printer cannot be reached"),
    SlipTrouble.OFFLINE: _("the printer is not ready"),
    SlipTrouble.NO_PAPER: _("the printer is out of paper"),
    SlipTrouble.TIMEOUT: _("the printer does not answer"),
    SlipTrouble.BROKEN_OFF: _("the line to the printer broke off"),
    SlipTrouble.NO_FONT: _("no Chinese font to draw with"),
    SlipTrouble.NO_DRIVER: _("no driver for USB printers"),
    SlipTrouble.TOO_LATE: _("it waited too long"),
    SlipTrouble.INTERRUPTED: _("the system was interrupted"),
}
SLIP: dict[SlipState, Promise] = {
    SlipState.WAITING: pgettext_lazy("slip", "waiting"),
    SlipState.PRINTING: pgettext_lazy("slip", "printing"),
    SlipState.PRINTED: pgettext_lazy("slip", "printed"),
    SlipState.FAILED: pgettext_lazy("slip", "not printed"),
    SlipState.UNCERTAIN: pgettext_lazy("slip", "uncertain"),
    SlipState.GIVEN_UP: pgettext_lazy("slip", "given up"),
}
