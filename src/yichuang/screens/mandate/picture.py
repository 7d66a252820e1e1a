"""What the page of delegations shows: a department, its people, its papers, its gaps."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from yichuang.catalogue.types import ItemCard
from yichuang.kernel import clock
from yichuang.organization import selectors as organization
from yichuang.organization.types import DepartmentCard, HallCard, PersonCard
from yichuang.posts import selectors
from yichuang.posts.labels import DELEGATION_STATES, MANDATE_ACTS
from yichuang.posts.types import DelegationCard, DelegationGap, DelegationState

TONES = {
    DelegationState.IN_FORCE: "ok",
    DelegationState.COMING: "",
    DelegationState.SUSPENDED: "warn",
    DelegationState.EXPIRED: "mute",
    DelegationState.REVOKED: "mute",
}
STANDING = frozenset({DelegationState.COMING, DelegationState.IN_FORCE, DelegationState.SUSPENDED})


@dataclass(frozen=True, slots=True)
class DelegationRow:
    """A delegation in words."""

    card: DelegationCard
    person: PersonCard
    instead_of: PersonCard | None
    acts: str
    items: tuple[str, ...]
    state: str
    tone: str
    standing: bool
    suspended: bool


@dataclass(frozen=True, slots=True)
class GapRow:
    """An item that nobody may decide, and what is missing."""

    gap: DelegationGap
    missing: str


@dataclass(frozen=True, slots=True)
class Chapter:
    """One department with everything about its mandate."""

    department: DepartmentCard
    chiefs: tuple[PersonCard, ...]
    heads: tuple[PersonCard, ...]
    people: tuple[PersonCard, ...]
    items: tuple[ItemCard, ...]
    gaps: tuple[GapRow, ...]
    rows: tuple[DelegationRow, ...]
    past: tuple[DelegationRow, ...]


def chapters(hall: HallCard, at: datetime) -> list[Chapter]:
    """Return the departments that own items or have delegated anything, by code."""
    on = clock.local_day(at, hall.timezone)
    everybody = {one.id: one for one in organization.people(hall.id, include_left=True)}
    found = []
    for department in organization.departments(hall.id):
        items = selectors.items_of(hall.id, department.id, on)
        given = selectors.delegations(hall.id, department.id)
        if not items and not given:
            continue
        codes = {one.id: one.code for one in items}
        rows = [_row(one, everybody, codes, hall, at) for one in given]
        found.append(
            Chapter(
                department=department,
                chiefs=_people(selectors.chief_of(hall.id, department.id, at), everybody),
                heads=_people(selectors.section_head_of(hall.id, department.id, at), everybody),
                people=tuple(
                    one for one in everybody.values() if one.active and one.department_id == department.id
                ),
                items=tuple(items),
                gaps=tuple(
                    GapRow(one, " · ".join(str(MANDATE_ACTS[act]) for act in one.missing))
                    for one in selectors.delegation_gaps(hall.id, department.id, at)
                ),
                rows=tuple(one for one in rows if one.standing),
                past=tuple(one for one in rows if not one.standing),
            )
        )
    return found


def _people(ids: tuple[UUID, ...], everybody: dict[UUID, PersonCard]) -> tuple[PersonCard, ...]:
    return tuple(everybody[one] for one in ids if one in everybody)


def _row(
    card: DelegationCard,
    everybody: dict[UUID, PersonCard],
    codes: dict[UUID, str],
    hall: HallCard,
    at: datetime,
) -> DelegationRow:
    state = card.state(clock.local_day(at, hall.timezone))
    return DelegationRow(
        card=card,
        person=everybody[card.person_id],
        instead_of=everybody.get(card.deputy_of) if card.deputy_of else None,
        acts=" · ".join(str(MANDATE_ACTS[one]) for one in card.acts),
        items=tuple(codes.get(one, "–") for one in card.item_ids),
        state=str(DELEGATION_STATES[state]),
        tone=TONES[state],
        standing=state in STANDING,
        suspended=state is DelegationState.SUSPENDED,
    )
