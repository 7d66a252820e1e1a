"""Shifts without a reserve in words: which a version has, why, who may allow them, who did."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from yichuang.kernel.access import selectors as access
from yichuang.kernel.access.types import Role
from yichuang.kernel.types import Actor
from yichuang.posts.labels import BEND_REASONS, NO_RESERVE
from yichuang.posts.selectors.roster_problem import shift_id
from yichuang.posts.selectors.roster_version import Version
from yichuang.posts.selectors.unreserved import unreserved
from yichuang.posts.types import RosterCard, RosterState
from yichuang.posts.types.roster import RESERVE_REASONS
from yichuang.screens.rosters.runs import NAMED, Names


@dataclass(frozen=True, slots=True)
class WithoutRow:
    """A shift that has an A and no B: whether it is ``open`` to be allowed, and why or why not."""

    place: str
    label: str
    said: str
    open: bool


@dataclass(frozen=True, slots=True)
class WithoutReserve:
    """The shifts of a draft without a reserve; ``may`` says that who looks may allow those that are open.

    Of those nothing can be allowed for only the first are told, and how many ``more`` there are.
    """

    rows: tuple[WithoutRow, ...]
    more: int
    may: bool
    reasons: tuple[tuple[str, str | Promise], ...]

    @property
    def open(self) -> bool:
        """Say whether there is one that may be allowed."""
        return any(one.open for one in self.rows)


def without_of(card: RosterCard, version: Version, since: date, by: Actor, at: datetime) -> WithoutReserve:
    """Return the shifts of a draft that have no reserve from a day on."""
    found = unreserved(card, version, since) if card.state is RosterState.DRAFT else []
    names = Names(card.hall_id) if found else None
    rows: list[WithoutRow] = []
    others: list[WithoutRow] = []
    for one in found:
        assert names is not None
        place = shift_id(one.post_id, one.day, one.session)
        free = not one.spare and one.leave_id is not None and one.allowed_by is None
        if one.allowed_by:
            said = str(NO_RESERVE) % {"name": names.people.get(one.allowed_by.hex, "–")}
        elif one.spare:
            said = _("somebody who holds the post can be its B")
        elif one.leave_id is None:
            said = _("for a planned leave another substitute is needed")
        else:
            said = _("nobody else is there, by an absence without notice")
        listed = rows if free or one.allowed_by else others
        listed.append(WithoutRow(place, names.place(place), said, free))
    roles = {one.role for one in access.roles_of(by.hall_id, by.id, at)}
    return WithoutReserve(
        rows=(*rows, *others[:NAMED]),
        more=max(0, len(others) - NAMED),
        may=bool(roles & {Role.OFF, Role.UH}),
        reasons=tuple((one.value, BEND_REASONS[one]) for one in RESERVE_REASONS),
    )
