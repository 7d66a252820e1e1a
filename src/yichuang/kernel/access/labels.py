"""What roles and devices are called on a screen."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from yichuang.kernel.access.types import NOT_GRANTED, DeviceKind, Role, Rule

ROLES: dict[Role, Promise] = {
    Role.CIT: _("citizen"),
    Role.STF: _("window clerk"),
    Role.BST: _("B-post clerk"),
    Role.CHIEF: _("chief representative"),
    Role.SEC: _("section head"),
    Role.OFF: _("hall office"),
    Role.CMT: _("management committee"),
    Role.UH: _("unit head"),
    Role.INSP: _("inspector"),
    Role.SUP: _("supervision"),
    Role.GUIDE: _("guide"),
    Role.CONS: _("adviser"),
    Role.TECH: _("technician"),
    Role.HR: _("personnel and training"),
    Role.UNIT: _("sending unit"),
    Role.SAFE: _("safety officer"),
    Role.FAC: _("facility staff"),
    Role.DOC: _("doctor"),
    Role.CASH: _("cashier"),
    Role.SYS: _("the system"),
    Role.PUB: _("the public"),
    Role.ADM: _("system administrator"),
}
DEVICES: dict[DeviceKind, Promise] = {
    DeviceKind.KIOSK: _("ticket machine"),
    DeviceKind.BOARD: _("lobby board"),
    DeviceKind.WINDOW_SCREEN: _("window screen"),
    DeviceKind.TERMINAL: _("self-service terminal"),
    DeviceKind.KEYPAD: _("hardware keypad"),
}
_BETWEEN = pgettext_lazy("between the parts of a list", ", ")


def grantable() -> list[tuple[str, Promise]]:
    """Return the roles a person can be given, with their names, in the register's order."""
    return [(role.value, ROLES[role]) for role in Role if role not in NOT_GRANTED]


def who(rule: Rule) -> str:
    """Say in words whom ``rule`` lets in, roles in the register's order."""
    if rule.any_person:
        parts = [str(_("signed-in staff"))]
    else:
        parts = [str(ROLES[role]) for role in Role if role in rule.roles]
    parts += [str(DEVICES[kind]) for kind in DeviceKind if kind in rule.kinds]
    return str(_BETWEEN).join(parts)
