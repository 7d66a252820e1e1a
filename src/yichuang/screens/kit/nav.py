"""Where the back office leads: every entry with the roles that may open it (the door asks again)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from yichuang.screens.kit.who import Who


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the menu; ``roles`` empty means any signed-in person."""

    label: str | Promise
    address: str
    icon: str
    roles: frozenset[str] = frozenset()


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


OFFICE_ROLES = frozenset({"off", "uh", "sec", "cmt", "adm"})

GROUPS = (
    Group(
        _("On the floor"),
        (
            Entry(_("Today's hall"), "/office/", "layout-dashboard", OFFICE_ROLES),
            Entry(_("Desk"), "/desk/", "monitor"),
        ),
    ),
    Group(
        _("Rules"),
        (
            Entry(_("Rules in force"), "/rules/", "scale"),
            Entry(_("Journal"), "/journal/", "book-open-check"),
        ),
    ),
)


def navigation(request: HttpRequest, who: Who) -> list[tuple[Group, list[Shown]]]:
    """Return the groups with the entries this person may open."""
    shown = []
    for group in GROUPS:
        entries = [
            Shown(entry, request.path.startswith(entry.address))
            for entry in group.entries
            if not entry.roles or entry.roles & who.roles
        ]
        if entries:
            shown.append((group, entries))
    return shown
