"""How many open cases stand on which version of an item, and what is proposed and done to move them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from yichuang.cases import labels
from yichuang.cases import selectors as cases
from yichuang.cases.types.versions import ChangeRow, StayedCard, VersionMoveCard
from yichuang.catalogue import selectors as catalogue
from yichuang.organization import selectors as organization
from yichuang.organization.types import HallCard
from yichuang.screens.items import picture
from yichuang.screens.items.picture import VersionRow


@dataclass(frozen=True, slots=True)
class Standing:
    """One version with its open cases; the widths are in per cent of the fullest version."""

    number: int
    now: bool
    waiting: int
    accepted: int
    waiting_width: int
    accepted_width: int


@dataclass(frozen=True, slots=True)
class StayedRow:
    """A case that stayed, in words."""

    card: StayedCard
    version: int
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MoveRow:
    """A proposal with the people and the version it is about."""

    card: VersionMoveCard
    version: int
    proposed_by: str
    decided_by: str
    stayed: tuple[StayedRow, ...]


@dataclass(frozen=True, slots=True)
class Leap:
    """What lies between an earlier version with waiting cases and the one in force."""

    number: int
    waiting: int
    changes: tuple[str, ...]
    asks_more: bool


@dataclass(frozen=True, slots=True)
class ToldRow:
    """An open case whose applicant is told of a version, and of which version their own list is."""

    card: ChangeRow
    version: int


@dataclass(frozen=True, slots=True)
class ChangeList:
    """Who was told, or will be, of a version that asks for other materials (PUB-08)."""

    version: int
    active_from: date
    coming: bool
    told: tuple[ToldRow, ...]
    to_tell: tuple[ToldRow, ...]

    @property
    def lists(self) -> tuple[tuple[ToldRow, ...], ...]:
        """Return both, those to be told first."""
        return (self.to_tell, self.told)


@dataclass(frozen=True, slots=True)
class Moves:
    """Everything the page shows of moving cases; ``to_version_id`` None: the item is not offered today."""

    standing: tuple[Standing, ...]
    leaps: tuple[Leap, ...]
    to_version_id: UUID | None
    to_version: int
    waiting: int
    proposed: MoveRow | None
    last: MoveRow | None
    changes: tuple[ChangeList, ...]

    @property
    def anything(self) -> bool:
        """Whether there is anything to show."""
        return bool(self.standing or self.proposed or self.last or self.changes)


def moves(hall: HallCard, item_id: UUID, versions: Sequence[VersionRow]) -> Moves:
    """Return how the open cases of an item are spread over its versions, and the moves of them."""
    numbers = {one.card.version_id: one.card.version for one in versions}
    current = next((one for one in versions if one.state == "now"), None)
    counted = cases.open_on_versions(hall.id, item_id)
    most = max((one.waiting + one.accepted for one in counted.values()), default=0)
    standing, leaps = [], []
    for row in versions:
        found = counted.get(row.card.version_id)
        if found is None:
            continue
        standing.append(
            Standing(
                row.card.version,
                row.state == "now",
                found.waiting,
                found.accepted,
                100 * found.waiting // most,
                100 * (found.waiting + found.accepted) // most - 100 * found.waiting // most,
            )
        )
        if current is not None and found.waiting and row.card.version < current.card.version:
            differs = catalogue.difference(row.card, current.card)
            leaps.append(
                Leap(row.card.version, found.waiting, tuple(picture.changes(differs)), differs.asks_more)
            )
    return Moves(
        standing=tuple(standing),
        leaps=tuple(leaps),
        to_version_id=current.card.version_id if current else None,
        to_version=current.card.version if current else 0,
        waiting=sum(one.waiting for one in leaps),
        proposed=_row(hall, cases.proposed_move(hall.id, item_id), numbers),
        last=_row(hall, cases.last_move(hall.id, item_id), numbers),
        changes=_changes(hall, versions, numbers),
    )


def _changes(
    hall: HallCard, versions: Sequence[VersionRow], numbers: dict[UUID, int]
) -> tuple[ChangeList, ...]:
    """Return who is told of the version in force and of those to come; none where nobody is."""
    found = []
    for row in versions:
        if row.state not in ("now", "coming"):
            continue
        card = cases.told_of(hall.id, row.card)
        told, to_tell = (
            tuple(ToldRow(one, numbers.get(one.from_version_id, 0)) for one in rows)
            for rows in (card.told, card.to_tell)
        )
        if told or to_tell:
            found.append(
                ChangeList(row.card.version, row.card.active_from, row.state == "coming", told, to_tell)
            )
    return tuple(found)


def _row(hall: HallCard, card: VersionMoveCard | None, numbers: dict[UUID, int]) -> MoveRow | None:
    if card is None:
        return None
    decided_by = organization.person(hall.id, card.decided_by).display_name if card.decided_by else ""
    return MoveRow(
        card=card,
        version=numbers.get(card.to_version_id, 0),
        proposed_by=organization.person(hall.id, card.proposed_by).display_name,
        decided_by=decided_by,
        stayed=tuple(
            StayedRow(
                one,
                numbers.get(one.from_version_id, 0),
                tuple(labels.hurdle_text(hurdle) for hurdle in one.hurdles),
            )
            for one in card.stayed
        ),
    )
