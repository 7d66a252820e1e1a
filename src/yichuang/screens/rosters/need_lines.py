"""How many windows a month needs and has planned, session by session, under its grid."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from django.utils.functional import Promise
from django.utils.translation import ngettext, pgettext

from yichuang.posts import selectors
from yichuang.posts.labels import DAY_SESSIONS
from yichuang.posts.types import Covered, DaySession, RosterCard


class Column(Protocol):
    """A day of the grid."""

    @property
    def day(self) -> date: ...


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


def need_lines(card: RosterCard, days: Sequence[Column]) -> tuple[NeedLine, ...]:
    """Return need and plan by session and day; empty where nothing is asked of the month."""
    found = {(one.day, one.session): one for one in selectors.cover_of(card)}
    return tuple(
        NeedLine(DAY_SESSIONS[session], tuple(_need_cell(found.get((one.day, session))) for one in days))
        for session in DaySession
        if any(asked is session for _day, asked in found)
    )


def cover_told(one: Covered) -> str:
    """Return how many windows of those needed are planned, as a sentence."""
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
    return said


def _need_cell(one: Covered | None) -> NeedCell | None:
    return None if one is None else NeedCell(one.need, one.planned, one.short, cover_told(one))
