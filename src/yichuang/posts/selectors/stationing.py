"""Questions to the departments in the hall: who is here, what is lacking, what is handled outside."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from yichuang.kernel.access import selectors as access
from yichuang.kernel.access.types import Role
from yichuang.kernel.clock import local_day
from yichuang.organization import selectors as organization
from yichuang.posts.errors import OutsideItemUnknown
from yichuang.posts.models import OutsideItem, Stationing
from yichuang.posts.rules.stationing import flaw_of
from yichuang.posts.selectors.duty import posts
from yichuang.posts.selectors.mandate import chief_of, delegations, items_of
from yichuang.posts.types import FINAL, DelegationState, Part
from yichuang.posts.types.stationing import OutsideCard, StationingCard


def stationing(hall_id: UUID, department_id: UUID, at: datetime) -> StationingCard:
    """Return how a department is stationed in the hall now (CHF-01, CHF-05)."""
    on = local_day(at, organization.timezone_of(hall_id))
    homes = {one.id: one.department_id for one in organization.people(hall_id)}
    staff = tuple(person for person, home in homes.items() if home == department_id)
    chiefs = tuple(one for one in chief_of(hall_id, department_id, at) if one in staff)
    alone = staff[0] if len(staff) == 1 else None
    row = Stationing.objects.filter(hall_id=hall_id, department_id=department_id).first()
    return StationingCard(
        department_id=department_id,
        staff=staff,
        chiefs=chiefs,
        flaw=flaw_of(
            len(staff), chiefs=len(chiefs), two_parts=alone is not None and _two_parts(hall_id, alone, at)
        ),
        activated_at=row.activated_at if row else None,
        inside=len(items_of(hall_id, department_id, on)),
        outside=outside_items(hall_id, department_id),
        strays=tuple(one for one in _deciders(hall_id, department_id, at) if homes.get(one) != department_id),
    )


def _two_parts(hall_id: UUID, person_id: UUID, at: datetime) -> bool:
    """Say whether somebody holds a post that has an A and a B, one of them this person."""
    on = local_day(at, organization.timezone_of(hall_id))
    held = [
        one.holders for one in posts(hall_id, on) if any(who.person_id == person_id for who in one.holders)
    ]
    return any({who.part for who in holders} == set(Part) for holders in held)


def _deciders(hall_id: UUID, department_id: UUID, at: datetime) -> list[UUID]:
    """Return who may decide for a department now: its chief, and who has final words in writing."""
    on = local_day(at, organization.timezone_of(hall_id))
    chiefs = [
        one.person_id
        for one in access.grants(hall_id, at)
        if one.role is Role.CHIEF and one.department_id == department_id
    ]
    given = [
        one.person_id
        for one in delegations(hall_id, department_id)
        if one.state(on) is DelegationState.IN_FORCE and FINAL & set(one.acts)
    ]
    return list(dict.fromkeys([*chiefs, *given]))


def outside_items(hall_id: UUID, department_id: UUID) -> tuple[OutsideCard, ...]:
    """Return the matters a department handles outside the hall, those without a reason first."""
    rows = OutsideItem.objects.filter(hall_id=hall_id, department_id=department_id, moved_in_at=None)
    cards = [_card(row) for row in rows.order_by("name", "id")]
    return tuple(sorted(cards, key=lambda one: bool(one.reason)))


def outside_item(hall_id: UUID, item_id: UUID) -> OutsideCard:
    """Return one matter outside, also one that moved in.  Raises: OutsideItemUnknown."""
    row = OutsideItem.objects.filter(hall_id=hall_id, id=item_id).first()
    if row is None:
        raise OutsideItemUnknown
    return _card(row)


def _card(row: OutsideItem) -> OutsideCard:
    return OutsideCard(row.id, row.department_id, row.name, row.reason, row.noted_at)
