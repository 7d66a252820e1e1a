"""The cases of those somebody stands in for just now, apart from their own (AB-08)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from yichuang.cases import selectors as cases
from yichuang.organization import selectors as organization
from yichuang.organization.types import HallCard, PersonCard
from yichuang.posts import selectors as posts
from yichuang.posts.types import CoverCard
from yichuang.screens.casework.picture import ListRow, list_rows


@dataclass(frozen=True, slots=True)
class Covered:
    """Whom one stands in for, until when, and what that one has in hand."""

    cover: CoverCard
    a: PersonCard
    rows: tuple[ListRow, ...]


def covered_rows(hall: HallCard, person_id: UUID, at: datetime) -> tuple[Covered, ...]:
    """Return the open cases of everybody a person stands in for at ``at``, what is due first first."""
    found: dict[UUID, Covered] = {}
    for cover in posts.acting_for(hall.id, person_id, at):
        if cover.a_id not in found:
            held = tuple(one.case for one in cases.open_in_hand(hall.id, cover.a_id, at))
            a = organization.person(hall.id, cover.a_id)
            found[cover.a_id] = Covered(cover, a, list_rows(hall, held, at))
    return tuple(found.values())
