"""What the badge register shows."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from yichuang.organization import selectors as organization
from yichuang.organization.types import HallCard, PersonCard
from yichuang.posts import selectors as posts
from yichuang.posts.types import BadgeCard, BadgeState


@dataclass(frozen=True, slots=True)
class VersionRow:
    """One version of a badge with the people behind it; ``number`` is what stands on it."""

    card: BadgeCard
    number: str
    issued_by: PersonCard | None
    lost_told_by: PersonCard | None

    @property
    def lost(self) -> bool:
        """Say whether this version was reported lost, replaced since or not."""
        return self.card.lost_at is not None


@dataclass(frozen=True, slots=True)
class BadgeRow:
    """A worker with the badge in hand (None: never given out) and the earlier versions, newest first."""

    person: PersonCard
    badge: VersionRow | None
    earlier: tuple[VersionRow, ...]

    @property
    def blocked(self) -> bool:
        """Say whether the worker signs on at no window for want of a badge."""
        return self.badge is not None and self.badge.card.state is BadgeState.LOST


@dataclass(frozen=True, slots=True)
class BadgePicture:
    """The workers of the hall, blocked ones first, then those without a badge; ``keeps``: may give out."""

    rows: tuple[BadgeRow, ...]
    blocked: int
    without: int
    keeps: bool


def picture_of(hall: HallCard, *, keeps: bool) -> BadgePicture:
    """Return the register of everybody who works in the hall."""
    everybody = {one.id: one for one in organization.people(hall.id, include_left=True)}
    held: dict[UUID, list[VersionRow]] = {}
    for card in posts.badges(hall.id):
        held.setdefault(card.person_id, []).append(_version(card, everybody))
    rows = [_row(person, held.get(person.id, [])) for person in everybody.values() if person.active]
    return BadgePicture(
        rows=tuple(sorted(rows, key=lambda one: (not one.blocked, one.badge is not None))),
        blocked=sum(one.blocked for one in rows),
        without=sum(one.badge is None for one in rows),
        keeps=keeps,
    )


def _row(person: PersonCard, versions: list[VersionRow]) -> BadgeRow:
    return BadgeRow(person, versions[0] if versions else None, tuple(versions[1:]))


def _version(card: BadgeCard, people: dict[UUID, PersonCard]) -> VersionRow:
    return VersionRow(
        card=card,
        number=f"{people[card.person_id].worker_number}-{card.version}",
        issued_by=people.get(card.issued_by),
        lost_told_by=people.get(card.lost_told_by) if card.lost_told_by else None,
    )
