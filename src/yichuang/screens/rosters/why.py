"""Why this person: who else holds the post, what speaks against each, what a change of hand would cost."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from yichuang.organization import selectors as organization
from yichuang.organization.types import PersonCard
from yichuang.posts.labels import DAY_SESSIONS, HINDRANCES
from yichuang.posts.selectors import post_windows
from yichuang.posts.selectors.roster_version import Version, cell_takers
from yichuang.posts.types import DaySession
from yichuang.posts.types.roster import CellTaker, RosterCell
from yichuang.screens.rosters.prices import parts_of, short_told, signed


@dataclass(frozen=True, slots=True)
class WhyRow:
    """One who holds the post: the price with its parts, or what speaks against them."""

    person: PersonCard
    role: str
    has_it: bool
    cost: str
    dearer: bool
    parts: str
    also: str
    against: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WhyView:
    """One session of a window's day: who has it, in one sentence why, and everybody else."""

    session: DaySession
    label: str | Promise
    holder: PersonCard | None
    said: str
    rows: tuple[WhyRow, ...]
    others: int


def why_view(
    hall_id: UUID, version: Version, published: Mapping[str, str], cells: list[RosterCell], session: str
) -> WhyView | None:
    """Return why one session of a day has its A; ``session`` chooses, else the first."""
    cell = next((one for one in cells if one.session == session), cells[0])
    found = cell_takers(version, cell.post_id, cell.day, cell.session, published)
    if not found:
        return None
    people = {one.id: one for one in organization.people(hall_id, include_left=True)}
    windows = {one.id: one.number for one in organization.windows(hall_id)}
    at_window = {post: windows[one] for post, one in post_windows(hall_id).items() if one in windows}
    rows = tuple(_row(one, people[one.person_id], at_window) for one in found)
    return WhyView(
        session=cell.session,
        label=DAY_SESSIONS[cell.session],
        holder=people.get(cell.a_id) if cell.a_id else None,
        said=_said(found, rows, cell.a_id),
        rows=rows,
        others=max(0, len(version.people) - len(found)),
    )


def _row(one: CellTaker, person: PersonCard, at_window: Mapping[UUID, int]) -> WhyRow:
    return WhyRow(
        person=person,
        role="A" if one.rank == 0 else f"B{one.rank}",
        has_it=one.has_it,
        cost="" if one.has_it else signed(one.price.cost),
        dearer=one.price.cost > 0 or (one.price.short or 0) > 0,
        parts=parts_of(one.price),
        also=_also(one),
        against=tuple(_against(why, post, at_window) for why, post in one.against),
    )


def _also(one: CellTaker) -> str:
    said = []
    if one.vacant:
        said.append(_("vacant sessions %(n)s") % {"n": signed(one.vacant)})
    if one.price.short:
        said.append(short_told(one.price))
    if one.changes:
        said.append(_("changes against what is published %(n)s") % {"n": signed(one.changes)})
    return pgettext("between reasons", "; ").join(said)


def _against(why: str, post: UUID | None, at_window: Mapping[UUID, int]) -> str:
    if post is not None and post in at_window:
        return _("at window %(number)s then") % {"number": at_window[post]}
    return str(HINDRANCES[why])


def _said(found: tuple[CellTaker, ...], rows: tuple[WhyRow, ...], holder: UUID | None) -> str:
    """Return what the count itself says, and no more: whether somebody who could have it costs less."""
    free = [(one, row) for one, row in zip(found, rows, strict=True) if not one.has_it and not one.against]
    hindered = sum(1 for one in found if one.against and not one.has_it)
    if not free:
        if holder is None:
            return _("Nobody who holds this post could take it as things are.")
        return _("Nobody else who holds this post could take it as things are.")
    best, row = free[0][0].price, free[0][1]
    name = row.person.display_name
    if holder is None:
        return _("Nobody has it. %(name)s could take it, price %(cost)s.") % {"name": name, "cost": row.cost}
    if best.cost < 0:
        return _(
            "By itself this session would cost %(cost)s less with %(name)s; a move alone keeps every rule."
        ) % {"name": name, "cost": -best.cost}
    if best.cost == 0:
        return _("%(name)s could take it at the same price.") % {"name": name}
    said = _("Nobody who could take it costs less; the next is %(name)s, %(cost)s.") % {
        "name": name,
        "cost": row.cost,
    }
    if hindered:
        said += " " + ngettext("%(n)s is hindered.", "%(n)s are hindered.", hindered) % {"n": hindered}
    return said


def place_of(asked: str) -> tuple[str, str]:
    """Return what was asked for as the day of a post and, where one was chosen, its session."""
    post, _dot, rest = asked.partition(".")
    day, _dot, session = rest.partition(".")
    return f"{post}.{day}", session
