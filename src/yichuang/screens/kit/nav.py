"""Where the back office leads: each person sees the entries whose doors let them in."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, cast

from django.http import HttpRequest
from django.urls import resolve
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from yichuang.kernel.access import rules
from yichuang.kernel.access.types import STRANGER, Answer, Door

if TYPE_CHECKING:
    from yichuang.screens.kit.who import Who


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the menu; who sees it is the rule of the door at ``address``."""

    label: str | Promise
    address: str
    icon: str


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


GROUPS = (
    Group(
        _("On the floor"),
        (
            Entry(_("Today's hall"), "/office/", "layout-dashboard"),
            Entry(_("Desk"), "/desk/", "headset"),
            Entry(_("Priority"), "/queue/priority/", "list-ordered"),
            Entry(_("Tickets by phone"), "/queue/remote/", "smartphone"),
            Entry(_("Numbers on paper"), "/office/paper/", "scissors"),
            Entry(_("Hours and windows"), "/office/hours/", "clock"),
            Entry(_("Staffroom"), "/staffroom/", "coffee"),
            Entry(_("Order and day's end"), "/office/floor/", "shield-alert"),
        ),
    ),
    Group(
        _("Cases and files"),
        (
            Entry(_("Cases"), "/case/", "briefcase-business"),
            Entry(_("Answer a caller"), "/call/", "phone"),
            Entry(_("Time limits"), "/office/limits/", "timer"),
            Entry(_("Done at once"), "/office/once/", "circle-gauge"),
            Entry(_("With others"), "/together/", "users-round"),
            Entry(_("Cashier"), "/cashier/", "banknote"),
            Entry(_("Takings and refunds"), "/office/takings/", "coins"),
            Entry(_("Archive"), "/office/archive/", "archive"),
            Entry(_("Lists of cases"), "/office/exports/", "file-spreadsheet"),
            Entry(_("Secrecy"), "/office/secrecy/", "shield-check"),
        ),
    ),
    Group(
        _("People and posts"),
        (
            Entry(_("Shifts"), "/office/shifts/", "calendar-days"),
            Entry(_("Rosters"), "/office/roster/", "calendar-range"),
            Entry(_("Leave"), "/office/leave/", "plane"),
            Entry(_("Attendance"), "/office/attendance/", "clipboard-check"),
            Entry(_("Selection of staff"), "/office/selection/", "user-check"),
            Entry(_("Certificates for the window"), "/office/selection/certificates/", "award"),
        ),
    ),
    Group(
        _("Figures and ratings"),
        (
            Entry(_("Figures"), "/office/statistics/", "chart-column"),
            Entry(_("Ratings of a day"), "/office/ratings/", "smile"),
            Entry(_("My ratings"), "/ratings/mine/", "smile"),
        ),
    ),
    Group(
        _("Rules"),
        (
            Entry(_("Rules in force"), "/rules/", "scale"),
            Entry(_("Items and versions"), "/office/items/", "library"),
            Entry(_("Delegations"), "/office/mandate/", "stamp"),
            Entry(_("Calling rule"), "/queue/rule/", "list-checks"),
            Entry(_("Journal"), "/journal/", "book-open-check"),
            Entry(_("Declaration of the year"), "/declaration/", "signature"),
        ),
    ),
    Group(
        _("Set-up"),
        (
            Entry(_("Accounts"), "/office/accounts/", "users"),
            Entry(_("Layout of the hall"), "/office/layout/", "map"),
            Entry(_("Badges"), "/office/badges/", "id-card"),
            Entry(_("Devices"), "/office/devices/", "tablet-smartphone"),
            Entry(_("Equipment"), "/office/equipment/", "wrench"),
            Entry(_("Printers and slips"), "/office/printers/", "printer"),
            Entry(_("Voice of the boards"), "/office/voice/", "volume-2"),
        ),
    ),
)


def navigation(request: HttpRequest, who: Who) -> list[tuple[Group, list[Shown]]]:
    """Return the groups with the entries whose doors let this person in."""
    known = [entry.address for group in GROUPS for entry in group.entries]
    here = max((one for one in known if request.path.startswith(one)), key=len, default="")
    shown = []
    for group in GROUPS:
        entries = [Shown(entry, entry.address == here) for entry in group.entries if _opens(entry, who)]
        if entries:
            shown.append((group, entries))
    return shown


def _opens(entry: Entry, who: Who) -> bool:
    return rules.answer(_door(entry.address), who.caller or STRANGER) is Answer.COME_IN


@cache
def _door(address: str) -> Door:
    return cast(Door, resolve(address).func.door)  # type: ignore[attr-defined]
