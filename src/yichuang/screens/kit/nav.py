"""Where the back office leads: every entry with the roles that may open it (the door asks again)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from yichuang.kernel.access.types import CLERKS, Role

if TYPE_CHECKING:
    from yichuang.screens.kit.who import Who


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the menu; ``roles`` empty means any signed-in person."""

    label: str | Promise
    address: str
    icon: str
    roles: frozenset[Role] = frozenset()


@dataclass(frozen=True, slots=True)
class Group:
    """A heading of the menu with its entries."""

    label: str | Promise
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """An entry as this request sees it."""

    entry: Entry
    here: bool


OFFICE = frozenset({Role.OFF, Role.UH, Role.SEC, Role.CMT})
ORDER = OFFICE | {Role.GUIDE, Role.SAFE}
FLOOR = ORDER | CLERKS | {Role.TECH, Role.FAC, Role.ADM}
MONEY = OFFICE | {Role.CHIEF, Role.CASH, Role.SUP, Role.INSP}
WATCH = OFFICE | {Role.SUP, Role.INSP}
SUPERVISION = frozenset({Role.SUP, Role.INSP, Role.UH, Role.OFF})
ARCHIVE = CLERKS | SUPERVISION
PLAN = frozenset({Role.OFF, Role.UH, Role.SEC})
LIMITS = SUPERVISION | {Role.SEC, Role.CHIEF}
LISTS = SUPERVISION | {Role.STF, Role.BST, Role.CHIEF, Role.SEC}

GROUPS = (
    Group(
        _("On the floor"),
        (
            Entry(_("Today's hall"), "/office/", "layout-dashboard", OFFICE),
            Entry(_("Desk"), "/desk/", "headset", CLERKS),
            Entry(_("Priority"), "/queue/priority/", "list-ordered", CLERKS | OFFICE | {Role.GUIDE}),
            Entry(_("Tickets by phone"), "/queue/remote/", "smartphone", OFFICE | {Role.GUIDE}),
            Entry(_("Numbers on paper"), "/office/paper/", "scissors", OFFICE | {Role.GUIDE, Role.TECH}),
            Entry(_("Hours and windows"), "/office/hours/", "clock", OFFICE | CLERKS),
            Entry(_("Staffroom"), "/staffroom/", "coffee"),
            Entry(_("Order and day's end"), "/office/floor/", "shield-alert", ORDER),
        ),
    ),
    Group(
        _("Cases and files"),
        (
            Entry(_("Cases"), "/case/", "briefcase-business", CLERKS | WATCH),
            Entry(_("Time limits"), "/office/limits/", "timer", LIMITS),
            Entry(_("Done at once"), "/office/once/", "circle-gauge", LIMITS),
            Entry(_("With others"), "/together/", "users-round", CLERKS | WATCH - {Role.CMT}),
            Entry(_("Cashier"), "/cashier/", "banknote", CLERKS),
            Entry(_("Takings and refunds"), "/office/takings/", "coins", MONEY),
            Entry(_("Archive"), "/office/archive/", "archive", ARCHIVE),
            Entry(_("Lists of cases"), "/office/exports/", "file-spreadsheet", LISTS),
            Entry(_("Secrecy"), "/office/secrecy/", "shield-check", SUPERVISION),
        ),
    ),
    Group(
        _("People and posts"),
        (
            Entry(_("Shifts"), "/office/shifts/", "calendar-days", PLAN),
            Entry(_("Rosters"), "/office/roster/", "calendar-range", PLAN),
            Entry(_("Leave"), "/office/leave/", "plane", PLAN),
            Entry(_("Attendance"), "/office/attendance/", "clipboard-check", PLAN),
        ),
    ),
    Group(
        _("Figures and ratings"),
        (
            Entry(_("Figures"), "/office/statistics/", "chart-column", WATCH),
            Entry(_("Ratings of a day"), "/office/ratings/", "smile", OFFICE),
            Entry(_("My ratings"), "/ratings/mine/", "smile", CLERKS),
        ),
    ),
    Group(
        _("Rules"),
        (
            Entry(_("Rules in force"), "/rules/", "scale"),
            Entry(_("Items and versions"), "/office/items/", "library", WATCH | {Role.CHIEF}),
            Entry(_("Delegations"), "/office/mandate/", "stamp", WATCH | {Role.CHIEF, Role.UNIT}),
            Entry(_("Calling rule"), "/queue/rule/", "list-checks"),
            Entry(_("Journal"), "/journal/", "book-open-check"),
            Entry(_("Declaration of the year"), "/declaration/", "signature"),
        ),
    ),
    Group(
        _("Set-up"),
        (
            Entry(_("Accounts"), "/office/accounts/", "users", frozenset({Role.OFF, Role.ADM})),
            Entry(_("Layout of the hall"), "/office/layout/", "map", WATCH | {Role.FAC, Role.GUIDE}),
            Entry(_("Badges"), "/office/badges/", "id-card", WATCH),
            Entry(
                _("Devices"),
                "/office/devices/",
                "tablet-smartphone",
                frozenset({Role.OFF, Role.TECH, Role.ADM}),
            ),
            Entry(_("Equipment"), "/office/equipment/", "wrench", FLOOR),
            Entry(_("Printers and slips"), "/office/printers/", "printer", FLOOR),
            Entry(_("Voice of the boards"), "/office/voice/", "volume-2", OFFICE - {Role.SEC}),
        ),
    ),
)


def navigation(request: HttpRequest, who: Who) -> list[tuple[Group, list[Shown]]]:
    """Return the groups with the entries this person may open."""
    shown = []
    known = [entry.address for group in GROUPS for entry in group.entries]
    here = max((one for one in known if request.path.startswith(one)), key=len, default="")
    for group in GROUPS:
        entries = [
            Shown(entry, entry.address == here)
            for entry in group.entries
            if not entry.roles or entry.roles & who.roles
        ]
        if entries:
            shown.append((group, entries))
    return shown
