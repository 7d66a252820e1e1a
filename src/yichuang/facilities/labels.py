"""What kinds of equipment and reasons of faults are called on a screen."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from yichuang.facilities.types import EquipmentKind, FaultReason

KIND: dict[EquipmentKind, Promise] = {
    EquipmentKind.KIOSK: _("ticket machine"),
    EquipmentKind.BOARD: _("lobby board"),
    EquipmentKind.WINDOW_SCREEN: _("window screen"),
    EquipmentKind.TERMINAL: _("rating terminal"),
    EquipmentKind.KEYPAD: _("hardware keypad"),
    EquipmentKind.PRINTER: _("printer"),
    EquipmentKind.OTHER: _("other equipment"),
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
