"""How many windows a month needs and has planned, session by session, under its grid."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import ngettext, pgettext

from yichuang.posts.labels import DAY_SESSIONS
from yichuang.posts.types import Covered


@dataclass(frozen=True, slots=True)
class NeedCell:
    """A session of a day: how many windows are needed and planned; ``said`` is the whole sentence."""

    need: int
    planned: int
    short: int
    said: str


@dataclass(frozen=True, slots=True)
class NeedLine:
    """A session through the month, by day; None where nothing is asked for."""

    label: str | Promise
    cells: tuple[NeedCell | None, ...]


def need_cell(one: Covered | None) -> NeedCell | None:
    """Return one session of a day; None where nothing is asked for."""
    if one is None:
        return None
    said = ngettext(
        "%(day)s %(session)s: %(planned)s of %(need)s window planned",
        "%(day)s %(session)s: %(planned)s of %(need)s windows planned",
        one.need,
    ) % {
        "day": f"{one.day:%m-%d}",
        "session": DAY_SESSIONS[one.session],
        "planned": one.planned,
        "need": one.need,
    }
    if one.short:
        said += pgettext("between faults", "; ") + ngettext("%(n)s short", "%(n)s short", one.short) % {
            "n": one.short
        }
    return NeedCell(one.need, one.planned, one.short, said)
